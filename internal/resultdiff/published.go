package resultdiff

import "math"

// PublishedRest is what no cause explains, to the last of the nine digits in which the figures that it lies between are published: below that are the
// remainders of their rounding, in which processors differ.
func (d *Diff) PublishedRest(r *Row) float64 {
	return published(r.Rest, math.Max(math.Abs(d.value(r.Old)), math.Abs(d.value(r.New))))
}

func published(rest, figure float64) float64 {
	if figure == 0 || math.IsNaN(figure) {
		return rest
	}
	last := math.Pow(10, math.Floor(math.Log10(figure))-8)
	return math.Round(rest/last)*last + 0
}
