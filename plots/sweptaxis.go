package plots

import (
	"fmt"
	"math"
	"strings"

	"gonum.org/v1/plot/vg"
)

// SweptAxis is what varied in a sweep: numbers in rising order, or names.
type SweptAxis struct {
	Label  string    // "Peak PUE"
	Values []float64 // in rising order, in any unit; nil for names
	Texts  []string  // how each value reads, with its unit: "1.05", "100 MW"; or the names
}

// maxSwept is how many values of an axis can be told apart on a sheet.
const maxSwept = 400

func (a SweptAxis) named() bool { return a.Values == nil }

func (a SweptAxis) check() error {
	if n := len(a.Texts); n == 0 || n > maxSwept {
		return fmt.Errorf("%s has %d values: a picture shows 1 to %d", a.name(), n, maxSwept)
	}
	if !a.named() && len(a.Values) != len(a.Texts) {
		return fmt.Errorf("%s: %d texts for %d values", a.name(), len(a.Texts), len(a.Values))
	}
	for i, v := range a.Values {
		if v-v != 0 || i > 0 && v <= a.Values[i-1] {
			return fmt.Errorf("%s: values must be finite and rise, got %v", a.name(), v)
		}
	}
	return nil
}

// name is the axis in a sentence.
func (a SweptAxis) name() string {
	if n := within(a.Label); n != "" {
		return n
	}
	return "what varies"
}

// unit is what stands behind the number of every text; empty where they differ or there is none.
func (a SweptAxis) unit() string {
	if a.named() {
		return ""
	}
	common := ""
	for i, text := range a.Texts {
		_, symbol, _ := strings.Cut(clean(text), " ")
		if i > 0 && symbol != common {
			return ""
		}
		common = symbol
	}
	return common
}

// labels are the texts for ticks and the name of the axis: a unit that all share stands in the name, and that values grow by factors.
func (a SweptAxis) labels() (ticks []string, name string) {
	unit := a.unit()
	for _, text := range a.Texts {
		ticks = append(ticks, strings.TrimSuffix(clean(text), " "+unit))
	}
	name = sentenceCase(clean(a.Label))
	if unit != "" {
		name += ", " + unit
	}
	if a.geometric() {
		name += " (logarithmic)"
	}
	return ticks, name
}

// geometric reports whether the values grow by about the same factor, over more than a factor of ten.
func (a SweptAxis) geometric() bool {
	n := len(a.Values)
	if n < 3 || a.Values[0] <= 0 || a.Values[n-1] < 10*a.Values[0] {
		return false
	}
	least, most := math.Inf(1), 0.0
	for i := 1; i < n; i++ {
		f := math.Log(a.Values[i] / a.Values[i-1])
		least, most = math.Min(least, f), math.Max(most, f)
	}
	return most < 2.5*least
}

// places are where the values stand between 0 and 1 along a line chart: by their logarithm where they grow by factors, names at even distances.
func (a SweptAxis) places() []float64 {
	n := len(a.Texts)
	out := make([]float64, n)
	at := func(i int) float64 {
		switch {
		case a.named():
			return float64(i)
		case a.geometric():
			return math.Log(a.Values[i])
		}
		return a.Values[i]
	}
	for i := range out {
		switch {
		case a.named():
			out[i] = (float64(i) + 0.5) / float64(n)
		case n == 1:
			out[i] = 0.5
		default:
			out[i] = (at(i) - at(0)) / (at(n-1) - at(0))
		}
	}
	return out
}

// sweptTicks is how many values of an axis of numbers are written at most.
const sweptTicks = 7

// cellTicks is up to how many values all are written, each at its cell or point.
const cellTicks = 12

// chosen are the ticks that are written: the first and the last, and as many at even distances between as there is room for. Of names it is all, or as many.
func chosen(n, most int) []int {
	if n <= most {
		out := make([]int, n)
		for i := range out {
			out[i] = i
		}
		return out
	}
	for k := most; k > 2; k-- {
		if (n-1)%(k-1) == 0 {
			out := make([]int, k)
			for i := range out {
				out[i] = i * (n - 1) / (k - 1)
			}
			return out
		}
	}
	if most < 2 {
		return []int{0}
	}
	step := (n-1)/max(1, most-1) + 1
	var out []int
	for i := 0; i < n; i += step {
		out = append(out, i)
	}
	return out
}

// below writes ticks under an area, at their places in points; one that would touch another is left out.
func (a SweptAxis) below(s *sheet, y vg.Length, at []vg.Length, edge, end vg.Length, st style) {
	ticks, _ := a.labels()
	most := sweptTicks
	if a.named() || len(ticks) <= cellTicks {
		most = len(ticks)
	}
	list := chosen(len(ticks), most)
	for _, i := range list {
		text, st := ticks[i], st
		if a.named() {
			room := (end - edge) / vg.Length(max(1, len(at))) * 0.98
			if len(at) == 1 {
				room = end - edge
			}
			text, st = s.fit(text, st, room, 6)
		}
		w := s.width(text, st)
		x := min(at[i]-w/2, end-w)
		if x < edge || text == "" {
			continue
		}
		edge = x + w + 5
		s.text(x, y, left, st, text)
	}
}

// axisName sets the name of the axis below its ticks, at the right.
func (a SweptAxis) axisName(s *sheet, area vg.Rectangle, y vg.Length) {
	_, name := a.labels()
	text, st := s.fit(name+" →", style{size: tickSize, bold: true, col: s.th.muted}, area.Max.X-area.Min.X, 6)
	s.text(area.Max.X, y, right, st, text)
}
