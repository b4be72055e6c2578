package plots

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"hash/fnv"
	"image"
	"image/color"
	"math"
	"strconv"
	"strings"

	"golang.org/x/image/font/sfnt"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
)

// vector is a vg.Canvas that writes SVG. gonum's own one writes <text> without
// a fallback font, so that every width, and with it the layout, depends on the
// reader's machine, and it has no place for a title. Here every letter is an
// outline that is defined once and used by reference. Coordinates are rounded
// to a hundredth of a point: with nudge, that hides the last bits in which
// processors differ, so the file is the same everywhere.
type vector struct {
	w, h  vg.Length
	th    theme
	fonts typefaces

	body  bytes.Buffer
	defs  bytes.Buffer
	known map[string]bool // glyphs already defined
	stack []pen
}

// pen is the drawing state that Push saves.
type pen struct {
	col    color.NRGBA
	width  vg.Length
	dashes []vg.Length
	groups int // open <g> elements to close on Pop
}

func newVector(w, h vg.Length, th theme, fonts typefaces) *vector {
	v := &vector{w: w, h: h, th: th, fonts: fonts, known: map[string]bool{}, stack: []pen{{}}}
	vg.Initialize(v)
	return v
}

func (v *vector) pen() *pen { return &v.stack[len(v.stack)-1] }

// Size implements vg.CanvasSizer.
func (v *vector) Size() (w, h vg.Length) { return v.w, v.h }

// SetLineWidth implements vg.Canvas.
func (v *vector) SetLineWidth(w vg.Length) { v.pen().width = w }

// SetLineDash implements vg.Canvas; the offset is always 0 in this package.
func (v *vector) SetLineDash(dashes []vg.Length, _ vg.Length) { v.pen().dashes = dashes }

// SetColor implements vg.Canvas.
func (v *vector) SetColor(c color.Color) {
	if c == nil {
		c = color.Black
	}
	v.pen().col = color.NRGBAModel.Convert(c).(color.NRGBA)
}

// Rotate implements vg.Canvas.
func (v *vector) Rotate(rad float64) { v.open("rotate(" + num(rad*180/math.Pi) + ")") }

// Translate implements vg.Canvas.
func (v *vector) Translate(pt vg.Point) { v.open("translate(" + xy(pt) + ")") }

// Scale implements vg.Canvas.
func (v *vector) Scale(x, y float64) { v.open(fmt.Sprintf("scale(%s %s)", num(x), num(y))) }

func (v *vector) open(transform string) {
	fmt.Fprintf(&v.body, "<g transform=\"%s\">\n", transform)
	v.pen().groups++
}

// Push implements vg.Canvas.
func (v *vector) Push() {
	p := *v.pen()
	p.groups = 0
	v.stack = append(v.stack, p)
}

// Pop implements vg.Canvas.
func (v *vector) Pop() {
	v.body.WriteString(strings.Repeat("</g>\n", v.pen().groups))
	v.stack = v.stack[:len(v.stack)-1]
}

// Stroke implements vg.Canvas.
func (v *vector) Stroke(p vg.Path) {
	pen := v.pen()
	if pen.width <= 0 {
		return
	}
	fmt.Fprintf(&v.body, `<path d="%s" fill="none" stroke="%s"%s stroke-width="%s"`,
		pathData(p), hex(pen.col), opacity("stroke", pen.col), num(float64(pen.width)))
	if len(pen.dashes) > 0 {
		ds := make([]string, len(pen.dashes))
		for i, d := range pen.dashes {
			ds[i] = num(float64(d))
		}
		fmt.Fprintf(&v.body, ` stroke-dasharray="%s"`, strings.Join(ds, " "))
	} else {
		v.body.WriteString(` stroke-linejoin="round"`)
	}
	v.body.WriteString("/>\n")
}

// Fill implements vg.Canvas.
func (v *vector) Fill(p vg.Path) {
	col := v.pen().col
	fmt.Fprintf(&v.body, `<path d="%s" fill="%s"%s/>`+"\n", pathData(p), hex(col), opacity("fill", col))
}

// FillString implements vg.Canvas. The group carries the text as a label, so
// that the file can be searched; the letters are references to outlines in
// font units, which keeps all their coordinates whole numbers.
func (v *vector) FillString(f font.Face, pt vg.Point, text string) {
	t := v.fonts.of(f)
	weight := "r"
	if t == v.fonts.bold {
		weight = "b"
	}
	scale := strconv.FormatFloat(float64(f.Font.Size)/t.em, 'f', 6, 64)
	fmt.Fprintf(&v.body, `<g aria-label="%s" fill="%s" transform="translate(%s) scale(%s -%s)">`,
		escape(text), hex(v.pen().col), xy(pt), scale, scale)
	glyphs, _ := t.line(text)
	for _, g := range glyphs {
		if len(g.path) == 0 {
			continue
		}
		id := weight + strconv.FormatInt(int64(g.r), 16)
		if !v.known[id] {
			v.known[id] = true
			fmt.Fprintf(&v.defs, "<path id=\"%s\" d=\"%s\"/>\n", id, glyphData(g.path))
		}
		fmt.Fprintf(&v.body, `<use xlink:href="#%s" x="%d"/>`, id, g.x)
	}
	v.body.WriteString("</g>\n")
}

// DrawImage implements vg.Canvas. No chart of this package draws an image.
func (v *vector) DrawImage(vg.Rectangle, image.Image) { panic("images are not supported in SVG") }

// encode writes the document.
func (v *vector) encode(w *bytes.Buffer, o Options, e Embedded) {
	// Two charts in one HTML page must not share the ids of their titles.
	sum := fnv.New32a()
	sum.Write([]byte(e.Title + e.Description))
	id := strconv.FormatUint(uint64(sum.Sum32()), 36)
	fmt.Fprintf(w, `<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="%d" height="%d" viewBox="0 0 %s %s" role="img" aria-labelledby="t%s d%s">
<title id="t%s">%s</title>
<desc id="d%s">%s</desc>
<metadata xmlns:c="%s">
`, o.Width, o.Height, num(float64(v.w)), num(float64(v.h)), id, id, id, escape(e.Title), id, escape(e.Description), namespace)
	for _, kv := range e.pairs()[2:] {
		if kv[1] != "" {
			fmt.Fprintf(w, "<c:entry name=\"%s\">%s</c:entry>\n", kv[0], escape(kv[1]))
		}
	}
	fmt.Fprintf(w, "</metadata>\n<defs>\n%s</defs>\n<rect width=\"100%%\" height=\"100%%\" fill=\"%s\"/>\n",
		v.defs.Bytes(), hex(v.th.bg))
	// vg counts y upwards, SVG downwards.
	fmt.Fprintf(w, "<g transform=\"matrix(1 0 0 -1 0 %s)\">\n%s</g>\n</svg>\n", num(float64(v.h)), v.body.Bytes())
}

// namespace is that of the metadata entries.
const namespace = "https://github.com/capplan/capplan/chart"

func pathData(p vg.Path) string {
	var b strings.Builder
	for _, c := range p {
		switch c.Type {
		case vg.MoveComp:
			b.WriteString("M" + xy(c.Pos))
		case vg.LineComp:
			b.WriteString("L" + xy(c.Pos))
		case vg.CurveComp:
			b.WriteString(map[int]string{1: "Q", 2: "C"}[len(c.Control)])
			for _, q := range c.Control {
				b.WriteString(xy(q) + " ")
			}
			b.WriteString(xy(c.Pos))
		case vg.ArcComp:
			arcData(&b, c)
		case vg.CloseComp:
			b.WriteString("Z")
		}
	}
	return b.String()
}

// arcData writes an arc as two halves: SVG cannot draw a full circle in one.
func arcData(b *strings.Builder, c vg.PathComp) {
	at := func(angle float64) string {
		return xy(vg.Point{X: c.Pos.X + c.Radius*vg.Length(math.Cos(angle)), Y: c.Pos.Y + c.Radius*vg.Length(math.Sin(angle))})
	}
	sweep := "1"
	if c.Angle < 0 {
		sweep = "0"
	}
	r := num(float64(c.Radius))
	b.WriteString("L" + at(c.Start))
	for _, part := range []float64{0.5, 1} {
		fmt.Fprintf(b, "A%s %s 0 0 %s %s", r, r, sweep, at(c.Start+part*c.Angle))
	}
}

func glyphData(segs sfnt.Segments) string {
	var b strings.Builder
	op := map[sfnt.SegmentOp]string{
		sfnt.SegmentOpMoveTo: "M", sfnt.SegmentOpLineTo: "L", sfnt.SegmentOpQuadTo: "Q", sfnt.SegmentOpCubeTo: "C",
	}
	args := map[sfnt.SegmentOp]int{
		sfnt.SegmentOpMoveTo: 1, sfnt.SegmentOpLineTo: 1, sfnt.SegmentOpQuadTo: 2, sfnt.SegmentOpCubeTo: 3,
	}
	for i, s := range segs {
		if s.Op == sfnt.SegmentOpMoveTo && i > 0 {
			b.WriteString("Z")
		}
		b.WriteString(op[s.Op])
		for j := range args[s.Op] {
			if j > 0 {
				b.WriteString(" ")
			}
			fmt.Fprintf(&b, "%d %d", int(s.Args[j].X), int(s.Args[j].Y))
		}
	}
	return b.String() + "Z"
}

// nudge, in points, is added to every coordinate before it is rounded. Layouts
// put many coordinates halfway between two that can be written, where the last
// bit would decide, and processors that fuse a product with a sum differ in
// that. It is far above such bits and far below anything that can be seen.
const nudge = 1e-9

// num prints a coordinate with at most two decimals and without a negative zero.
func num(v float64) string {
	s := strconv.FormatFloat(math.Round((v+nudge)*100)/100+0, 'f', -1, 64)
	if s == "-0" {
		return "0"
	}
	return s
}

func xy(p vg.Point) string { return num(float64(p.X)) + " " + num(float64(p.Y)) }

func hex(c color.NRGBA) string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }

func opacity(what string, c color.NRGBA) string {
	if c.A == 255 {
		return ""
	}
	return fmt.Sprintf(` %s-opacity="%s"`, what, num(float64(c.A)/255))
}

// escape makes a text safe in XML content and attributes. Characters that XML
// forbids become U+FFFD.
func escape(s string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(s)) // a bytes.Buffer does not fail
	return b.String()
}
