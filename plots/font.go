package plots

import (
	_ "embed" // the fonts travel inside the binary
	"fmt"
	"sync"

	xfont "golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
)

// Lato is shipped unmodified: its licence reserves the name for the original
// files, so a subset would have to be called something else.
var (
	//go:embed fonts/Lato-Regular.ttf
	latoRegular []byte
	//go:embed fonts/Lato-Bold.ttf
	latoBold []byte
)

// glyph is what setting one rune needs, in font units.
type glyph struct {
	index   sfnt.GlyphIndex
	advance int
	path    sfnt.Segments // y grows downwards, as in the font
}

// typeface is one weight of Lato with the glyphs met so far. It is shared by
// all charts of the process, hence the lock.
type typeface struct {
	font font.Face
	em   float64 // font units per em

	mu     sync.Mutex
	buf    sfnt.Buffer
	glyphs map[rune]*glyph
	kerns  map[[2]sfnt.GlyphIndex]int
}

// typefaces holds the two weights.
type typefaces struct{ regular, bold *typeface }

// lato parses the fonts once, when the first chart is drawn.
var lato = sync.OnceValues(func() (typefaces, error) {
	regular, err := newTypeface(latoRegular, xfont.WeightNormal)
	if err != nil {
		return typefaces{}, err
	}
	bold, err := newTypeface(latoBold, xfont.WeightBold)
	return typefaces{regular, bold}, err
})

func newTypeface(ttf []byte, weight xfont.Weight) (*typeface, error) {
	f, err := opentype.Parse(ttf)
	if err != nil {
		return nil, fmt.Errorf("plots: embedded font: %w", err)
	}
	return &typeface{
		font:   font.Face{Font: font.Font{Typeface: "Lato", Weight: weight}, Face: f},
		em:     float64(f.UnitsPerEm()),
		glyphs: map[rune]*glyph{},
		kerns:  map[[2]sfnt.GlyphIndex]int{},
	}, nil
}

// ppem asks the font for its own units: one unit is 1/64 of a pixel.
func (t *typeface) ppem() fixed.Int26_6 { return fixed.Int26_6(t.font.Face.UnitsPerEm()) }

// has reports whether the font draws the rune.
func (t *typeface) has(r rune) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.glyph(r).index != 0
}

// glyph returns the cached glyph of a rune. The caller holds the lock.
func (t *typeface) glyph(r rune) *glyph {
	if g, ok := t.glyphs[r]; ok {
		return g
	}
	g := &glyph{}
	t.glyphs[r] = g
	var err error
	if g.index, err = t.font.Face.GlyphIndex(&t.buf, r); err != nil || g.index == 0 {
		g.index = 0
		return g
	}
	if adv, err := t.font.Face.GlyphAdvance(&t.buf, g.index, t.ppem(), xfont.HintingNone); err == nil {
		g.advance = int(adv)
	}
	if segs, err := t.font.Face.LoadGlyph(&t.buf, g.index, t.ppem(), nil); err == nil {
		g.path = append(sfnt.Segments(nil), segs...) // segs lives in the buffer
	}
	return g
}

// kern returns the cached kerning of a pair. The caller holds the lock.
func (t *typeface) kern(a, b sfnt.GlyphIndex) int {
	pair := [2]sfnt.GlyphIndex{a, b}
	k, ok := t.kerns[pair]
	if !ok {
		if v, err := t.font.Face.Kern(&t.buf, a, b, t.ppem(), xfont.HintingNone); err == nil {
			k = int(v)
		}
		t.kerns[pair] = k
	}
	return k
}

// placed is a glyph at its distance from the start of the line, in font units.
type placed struct {
	*glyph
	r rune
	x int
}

// line sets a string with kerning and returns its glyphs and width in font units.
func (t *typeface) line(s string) ([]placed, int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	out := make([]placed, 0, len(s))
	x := 0
	for _, r := range s {
		g := t.glyph(r)
		if n := len(out); n > 0 {
			x += t.kern(out[n-1].index, g.index)
		}
		out = append(out, placed{g, r, x})
		x += g.advance
	}
	return out, x
}

// width measures a string at a size.
func (t *typeface) width(s string, size vg.Length) vg.Length {
	_, w := t.line(s)
	return size * vg.Length(float64(w)/t.em)
}

// fitting counts the runes at the start of a string that fit into a width.
func (t *typeface) fitting(s string, size, room vg.Length) int {
	glyphs, _ := t.line(s)
	for n, g := range glyphs {
		if size*vg.Length(float64(g.x+g.advance)/t.em) > room {
			return n
		}
	}
	return len(glyphs)
}

// outline is a string as one path with its baseline starting at pt.
func (t *typeface) outline(s string, size vg.Length, pt vg.Point) vg.Path {
	glyphs, _ := t.line(s)
	scale := size / vg.Length(t.em)
	var p vg.Path
	for _, g := range glyphs {
		at := func(q fixed.Point26_6) vg.Point {
			return vg.Point{X: pt.X + scale*vg.Length(g.x+int(q.X)), Y: pt.Y - scale*vg.Length(int(q.Y))}
		}
		for i, seg := range g.path {
			switch seg.Op {
			case sfnt.SegmentOpMoveTo:
				if i > 0 {
					p.Close()
				}
				p.Move(at(seg.Args[0]))
			case sfnt.SegmentOpLineTo:
				p.Line(at(seg.Args[0]))
			case sfnt.SegmentOpQuadTo:
				p.QuadTo(at(seg.Args[0]), at(seg.Args[1]))
			case sfnt.SegmentOpCubeTo:
				p.CubeTo(at(seg.Args[0]), at(seg.Args[1]), at(seg.Args[2]))
			}
		}
		if len(g.path) > 0 {
			p.Close()
		}
	}
	return p
}
