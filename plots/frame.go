package plots

import (
	"strings"

	"gonum.org/v1/plot/vg"
)

// frame is everything around the plot.
type frame struct {
	title    string
	subtitle []span // styles are filled in by draw: bold spans keep their colour
	notes    []string
	meta     Meta
}

// plain is subtitle text; named is a word of the subtitle in a series' colour,
// which replaces a legend box.
func plain(text string) span { return span{text: text} }

func (s *sheet) named(text string, st style) span {
	return span{text, style{bold: true, col: readable(st.col, s.th.bg, 4.5)}}
}

// Line distances of the frame, in points.
const (
	titleTop     vg.Length = 30.5 // first baseline of the title, from the top edge
	titleLeading           = 1.18 // times the size
	subLeading   vg.Length = 14
	noteLeading  vg.Length = 10.5
	footBaseline vg.Length = 16 // last baseline, from the bottom edge
)

// draw draws the frame on the canvas, whose ground has its colour already, and returns the area that is left for the plot.
func (f frame) draw(s *sheet) vg.Rectangle {
	top := s.Max.Y
	s.rect(box(marginX, top-accentHigh, marginX+accentWide, top), s.th.accent)
	room := s.Max.X - 2*marginX

	y := f.drawTitle(s, top-titleTop, room)
	y = f.drawSubtitle(s, y, room)
	bottom := f.drawFoot(s, room)
	return box(marginX, bottom, s.Max.X-marginX, y-12)
}

// drawTitle sets the finding as large as it fits on two lines, or smaller on three.
func (f frame) drawTitle(s *sheet, y, room vg.Length) vg.Length {
	st := style{size: titleSize, bold: true, col: s.th.ink}
	var ls [][]word
	for _, try := range []struct {
		size  vg.Length
		lines int
	}{{17, 1}, {16, 1}, {17, 2}, {15, 2}, {13, 3}} {
		st.size = try.size
		if ls = s.balance(s.words([]span{{f.title, st}}), room); len(ls) <= try.lines {
			break
		}
	}
	ls = s.clamp(ls, 3, room)
	return s.lines(ls, marginX, y, st.size*titleLeading, left)
}

// drawSubtitle sets what is measured, in which unit and at which boundary.
func (f frame) drawSubtitle(s *sheet, y, room vg.Length) vg.Length {
	spans := s.subtitleSpans(f.subtitle)
	if len(spans) == 0 {
		return y
	}
	ls := s.clamp(s.balance(s.words(spans), room), 3, room)
	return s.lines(ls, marginX, y-19, subLeading, left)
}

func (s *sheet) subtitleSpans(spans []span) []span {
	out := append([]span(nil), spans...)
	for i := range out {
		out[i].st.size = subSize
		if !out[i].st.bold {
			out[i].st.col = s.th.muted
		}
	}
	return out
}

// drawFoot sets notes, source and product name upwards from the bottom edge
// and returns the height above them.
func (f frame) drawFoot(s *sheet, room vg.Length) vg.Length {
	st := style{size: noteSize, col: s.th.source}
	used := vg.Length(0)
	if product := clean(f.meta.Product); product != "" {
		pst := style{size: noteSize, bold: true, col: s.th.source}
		product, pst = s.fit(product, pst, room*0.4, 6)
		b := s.text(s.Max.X-marginX, footBaseline, right, pst, product)
		used = b.Max.X - b.Min.X + 14
	}
	var paragraphs []string
	for _, n := range append(append([]string(nil), f.notes...), f.meta.Note) {
		if n = clean(n); n != "" {
			if !strings.ContainsAny(n[len(n)-1:], ".!?") {
				n += "."
			}
			paragraphs = append(paragraphs, n)
		}
	}
	var ls [][]word
	if len(paragraphs) > 0 {
		ls = s.clamp(s.wrap(s.words([]span{{strings.Join(paragraphs, " "), st}}), room-used), 3, room-used)
	}
	if src := clean(f.meta.Source); src != "" {
		if !strings.HasPrefix(src, "Source") {
			src = "Source: " + src
		}
		ls = append(ls, s.clamp(s.wrap(s.words([]span{{src, st}}), room-used), 3, room-used)...)
	}
	if len(ls) > 0 {
		s.lines(ls, marginX, footBaseline+noteLeading*vg.Length(len(ls)-1), noteLeading, left)
	}
	n := max(1, len(ls))
	return footBaseline + noteLeading*vg.Length(n-1) + noteSize + 9
}
