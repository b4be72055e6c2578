package plots

import (
	"image/color"
	"math"
	"strings"

	"gonum.org/v1/plot/vg"
)

// sheet is the paper of one chart: a gonum canvas in points, the theme, and a
// record of what was drawn where. The record is what lets tests assert that no
// text overlaps another or leaves the frame, and that a bar is as long as its value.
type sheet struct {
	vg.Canvas
	vg.Rectangle
	th    theme
	fonts typefaces
	texts []textBox
	marks []mark
}

// textBox is the room a text takes, from descender to ascender.
type textBox struct {
	vg.Rectangle
	text string
	size vg.Length
	col  color.NRGBA
}

// mark is one drawn shape that stands for a value.
type mark struct {
	vg.Rectangle
	kind string // "total", "loss", "final", "whisker", "segment", "interval", "median", "density" ...
	name string
}

func newSheet(cv vg.Canvas, w, h vg.Length, th theme, fonts typefaces) *sheet {
	return &sheet{
		Canvas: cv, Rectangle: vg.Rectangle{Max: vg.Point{X: w, Y: h}},
		th: th, fonts: fonts,
	}
}

// record notes a shape; the rectangle is normalised.
func (s *sheet) record(kind, name string, r vg.Rectangle) {
	s.marks = append(s.marks, mark{ordered(r), kind, name})
}

func ordered(r vg.Rectangle) vg.Rectangle {
	r.Min.X, r.Max.X = min(r.Min.X, r.Max.X), max(r.Min.X, r.Max.X)
	r.Min.Y, r.Max.Y = min(r.Min.Y, r.Max.Y), max(r.Min.Y, r.Max.Y)
	return r
}

func box(x0, y0, x1, y1 vg.Length) vg.Rectangle {
	return vg.Rectangle{Min: vg.Point{X: x0, Y: y0}, Max: vg.Point{X: x1, Y: y1}}
}

// rect fills a rectangle.
func (s *sheet) rect(r vg.Rectangle, col color.NRGBA) {
	s.SetColor(col)
	s.Fill(ordered(r).Path())
}

// stroke draws a line through the points; dashes are lengths on and off.
func (s *sheet) stroke(col color.NRGBA, width vg.Length, dashes []vg.Length, pts ...vg.Point) {
	s.SetColor(col)
	s.SetLineWidth(width)
	s.SetLineDash(dashes, 0)
	s.Canvas.Stroke(polyline(pts))
	s.SetLineDash(nil, 0)
}

func polyline(pts []vg.Point) vg.Path {
	var p vg.Path
	for i, pt := range pts {
		if i == 0 {
			p.Move(pt)
		} else {
			p.Line(pt)
		}
	}
	return p
}

// area fills the polygon.
func (s *sheet) area(col color.NRGBA, pts []vg.Point) {
	p := polyline(pts)
	p.Close()
	s.SetColor(col)
	s.Fill(p)
}

// dot draws a disc with a ring of the background, so that it stands off its line.
func (s *sheet) dot(at vg.Point, radius vg.Length, col color.NRGBA) {
	for _, d := range []struct {
		r vg.Length
		c color.NRGBA
	}{{radius + 1.2, s.th.bg}, {radius, col}} {
		var p vg.Path
		p.Move(vg.Point{X: at.X + d.r, Y: at.Y})
		p.Arc(at, d.r, 0, 2*math.Pi)
		p.Close()
		s.SetColor(d.c)
		s.Fill(p)
	}
}

// whisker draws an interval with end caps, with a halo so that it shows on a
// bar as well as on the background.
func (s *sheet) whisker(a, b vg.Point, half vg.Length, col color.NRGBA) {
	across := vg.Point{X: half}
	if a.Y == b.Y {
		across = vg.Point{Y: half}
	}
	for _, l := range []struct {
		w, more vg.Length
		c       color.NRGBA
	}{{2.6, 0.8, s.th.bg}, {1.1, 0, col}} {
		end := across
		if end.X > 0 {
			end.X += l.more
		} else {
			end.Y += l.more
		}
		s.stroke(l.c, l.w, nil, a, b)
		s.stroke(l.c, l.w, nil, a.Sub(end), a.Add(end))
		s.stroke(l.c, l.w, nil, b.Sub(end), b.Add(end))
	}
}

// Horizontal anchors of a text.
const (
	left   = 0.0
	centre = 0.5
	right  = 1.0
)

// text draws one line with its baseline at y and notes its box.
func (s *sheet) text(x, y vg.Length, anchor float64, st style, text string) vg.Rectangle {
	w := s.width(text, st)
	x -= w * vg.Length(anchor)
	r := box(x, y-descender*st.size, x+w, y+ascender*st.size)
	if strings.TrimSpace(text) == "" {
		return r
	}
	s.texts = append(s.texts, textBox{r, text, st.size, st.col})
	face := s.face(st).font
	face.Font.Size = st.size
	s.SetColor(st.col)
	s.FillString(face, vg.Point{X: x, Y: y}, text)
	return r
}

// textMid draws one line whose capitals are centred on y.
func (s *sheet) textMid(x, y vg.Length, anchor float64, st style, text string) vg.Rectangle {
	return s.text(x, y-st.size*capHeight/2, anchor, st, text)
}

// halo strokes the outlines of the text in a colour before drawing it, so that
// lines behind it do not cut through.
func (s *sheet) halo(x, y vg.Length, anchor float64, st style, text string, around color.NRGBA) vg.Rectangle {
	w := s.width(text, st)
	s.SetColor(around)
	s.SetLineWidth(3)
	s.Canvas.Stroke(s.face(st).outline(text, st.size, vg.Point{X: x - w*vg.Length(anchor), Y: y}))
	return s.text(x, y, anchor, st, text)
}

// lines draws wrapped lines from the first baseline downwards and returns the
// last baseline. Neighbouring fragments of one style become one text.
func (s *sheet) lines(ls [][]word, x, y, leading vg.Length, anchor float64) vg.Length {
	for i, l := range ls {
		if i > 0 {
			y -= leading
		}
		at := x - lineWidth(l)*vg.Length(anchor)
		var run span
		flush := func() {
			if run.text != "" {
				s.text(at, y, left, run.st, run.text)
				at += s.width(run.text, run.st)
			}
			run = span{}
		}
		for j, w := range l {
			for k, f := range w.parts {
				gap := j > 0 && k == 0
				if run.text != "" && run.st == f.st {
					if gap {
						run.text += " "
					}
					run.text += f.text
					continue
				}
				flush()
				if gap {
					at += w.space
				}
				run = f.span
			}
		}
		flush()
	}
	return y
}

func lineWidth(l []word) vg.Length {
	var w vg.Length
	for i, wd := range l {
		if i > 0 {
			w += wd.space
		}
		w += wd.width
	}
	return w
}

// clamp keeps at most n lines and ends the last one with an ellipsis.
func (s *sheet) clamp(ls [][]word, n int, room vg.Length) [][]word {
	if len(ls) <= n {
		return ls
	}
	ls = ls[:n:n]
	last := append([]word(nil), ls[n-1]...)
	st := last[len(last)-1].parts[0].st
	dots := fragment{span{"…", st}, s.width("…", st)}
	for len(last) > 1 && lineWidth(last)+dots.width > room {
		last = last[:len(last)-1]
	}
	end := last[len(last)-1]
	if lineWidth(last)+dots.width > room {
		end, _ = s.breakWord(end, room-dots.width)
	}
	end.parts = append(append([]fragment(nil), end.parts...), dots)
	end.width += dots.width
	last[len(last)-1] = end
	ls[n-1] = last
	return ls
}

// block sets a text in at most n lines: it first shrinks to the smallest size,
// then shortens the text in the middle.
func (s *sheet) block(text string, st style, room, smallest vg.Length, n int) [][]word {
	least := st
	least.size = min(st.size, smallest)
	if s.width(text, least) <= room*vg.Length(n) { // else no size would do
		for try := st; try.size >= least.size; try.size -= 0.5 {
			ls := s.balance(s.words([]span{{text, try}}), room)
			if len(ls) <= n && !s.broken(text, ls) {
				return ls
			}
		}
	}
	// Lines are rarely full, so the first cut may still be one line too long.
	for wide := room * vg.Length(n); wide > room/2; wide -= room / 10 {
		ls := s.balance(s.words([]span{{s.ellipsis(text, least, wide), least}}), room)
		if len(ls) <= n {
			return ls
		}
	}
	return s.clamp(s.wrap(s.words([]span{{text, least}}), room), n, room)
}

// broken reports whether wrapping had to cut inside a word.
func (s *sheet) broken(text string, ls [][]word) bool {
	n := 0
	for _, l := range ls {
		n += len(l)
	}
	return n > len(strings.Fields(text))
}

// scales maps data to points.
type scales struct{ x, y func(float64) vg.Length }

// panel maps data to the area, x0 < x1 and y0 < y1 at its edges, and calls paint with the scales. Axes, padding and background are the frame's and the
// chart's own, so nothing of gonum's Plot is needed, whose package would parse twelve fonts at every start of the program.
func (s *sheet) panel(area vg.Rectangle, x0, x1, y0, y1 float64, paint func(scales)) {
	along := func(from, to vg.Length, low, high float64) func(float64) vg.Length {
		return func(v float64) vg.Length { return from + vg.Length((v-low)/(high-low))*(to-from) }
	}
	paint(scales{along(area.Min.X, area.Max.X, x0, x1), along(area.Min.Y, area.Max.Y, y0, y1)})
}

// haloLine draws one centred line of words with a halo. The words of a block
// share one style, so they are set as one text.
func (s *sheet) haloLine(l []word, x, y vg.Length, around color.NRGBA) {
	text := make([]string, len(l))
	for i, w := range l {
		for _, f := range w.parts {
			text[i] += f.text
		}
	}
	s.halo(x, y, centre, l[0].parts[0].st, strings.Join(text, " "), around)
}
