package plots

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// CumulativeRow is one curve of a Cumulative.
type CumulativeRow struct {
	Name         string    // "Trainium2 UltraServer"
	Vendor       string    // decides the hue
	Shade        int       // which shade of it, the same for a system in every chart
	Whole        bool      // the sum of the others: drawn in ink, and what the title is about
	Values       []float64 // draws in any order; not modified; empty where all are the median
	P5, P50, P95 float64   // NaN in P50 lists the row as n/a
	Chances      []float64 // by threshold: the share of the draws that reach it; NaN where that is not known; may be nil
}

// Cumulative shows how likely at least so much of a quantity is: a falling curve for each system, from what every draw reaches to what none does.
type Cumulative struct {
	Amount   string // "2 GW"
	Boundary string // "facility power (utility meter)"
	Quantity string // what is counted, in the plural: "chips"
	Unit     Unit   // Count if empty
	Verb     string // what the amount does: "take", "buys"; empty: "is" for what is counted, else "comes to"
	Rows     []CumulativeRow
	AtLeast  []float64 // thresholds that are marked; the title is about the first
	Draws    int       // samples behind the curves; 0 means point values only
	Meta     Meta
}

// maxThresholds is how many thresholds can be told apart beside the curves.
const maxThresholds = 6

func (c Cumulative) kind() string     { return "cumulative curve" }
func (c Cumulative) provenance() Meta { return c.Meta }

func (c Cumulative) check() error {
	if n := len(c.Rows); n == 0 || n > maxRidges {
		return fmt.Errorf("%d curves: must be 1 to %d", n, maxRidges)
	}
	if n := len(c.AtLeast); n > maxThresholds {
		return fmt.Errorf("%d thresholds: must be at most %d", n, maxThresholds)
	}
	for _, t := range c.AtLeast {
		if t-t != 0 {
			return fmt.Errorf("a threshold is %v; it must be finite", t)
		}
	}
	for _, row := range c.Rows {
		if row.known() && (row.P5 > row.P50 || row.P50 > row.P95) {
			return fmt.Errorf("%s: P5, P50 and P95 are not in order: %v, %v, %v", clean(row.Name), row.P5, row.P50, row.P95)
		}
		if n := len(row.Chances); n != 0 && n != len(c.AtLeast) {
			return fmt.Errorf("%s: %d chances for %d thresholds", clean(row.Name), n, len(c.AtLeast))
		}
		for _, p := range row.Chances {
			if p < 0 || p > 1 {
				return fmt.Errorf("%s: a chance is %v; it must be 0 to 1", clean(row.Name), p)
			}
		}
	}
	return nil
}

func (row CumulativeRow) known() bool { return row.P50-row.P50 == 0 }

// ranged reports whether the row has an interval of some width.
func (row CumulativeRow) ranged() bool {
	return row.known() && row.P5 < row.P95 && row.P95-row.P5 < math.Inf(1)
}

// chance is the share of draws that reach threshold k; NaN where that is not known.
func (row CumulativeRow) chance(k int) float64 {
	if k >= len(row.Chances) || !row.known() {
		return math.NaN()
	}
	return row.Chances[k]
}

// reached is one corner of a curve: so much, and the share of the draws that have at least that.
type reached struct{ value, share float64 }

// curveCorners is how many corners of a curve are drawn: more cannot be seen.
const curveCorners = 400

// curve is the share of the finite draws that reach a value, as the corners of a line: of steps where there are few different values, else through the draws
// themselves. A row without draws that differ is one step.
func (row CumulativeRow) curve() []reached {
	if !row.known() {
		return nil
	}
	values := make([]float64, 0, len(row.Values))
	for _, v := range row.Values {
		if v-v == 0 {
			values = append(values, v)
		}
	}
	if len(values) == 0 {
		values = append(values, row.P50)
	}
	slices.Sort(values)
	n := float64(len(values))
	if different := slices.Compact(slices.Clone(values)); len(different) <= curveCorners/4 {
		out, below := []reached{}, 0
		for _, v := range different {
			at, _ := slices.BinarySearch(values, v)
			below = at
			out = append(out, reached{v, 1 - float64(below)/n})
			next, _ := slices.BinarySearch(values, math.Nextafter(v, math.Inf(1)))
			out = append(out, reached{v, 1 - float64(next)/n})
		}
		return out
	}
	var out []reached
	for k := range curveCorners {
		i := k * (len(values) - 1) / (curveCorners - 1)
		if at, _ := slices.BinarySearch(values, values[i]); at < i && out[len(out)-1].value != values[i] { // the first of those that are the same
			out = append(out, reached{values[i], 1 - float64(at)/n})
		}
		out = append(out, reached{values[i], 1 - float64(i)/n})
	}
	return append(out, reached{values[len(values)-1], 0})
}

// valueAt is the value at which the curve falls to a share.
func valueAt(curve []reached, share float64) float64 {
	for i, p := range curve {
		if p.share > share {
			continue
		}
		if i == 0 || p.share == curve[i-1].share {
			return p.value
		}
		before := curve[i-1]
		return before.value + (p.value-before.value)*(before.share-share)/(before.share-p.share)
	}
	return curve[len(curve)-1].value
}

func (c Cumulative) unit() Unit {
	if c.Unit == "" {
		return Count
	}
	return c.Unit
}

func (c Cumulative) quantity() string { return Ridges{Quantity: c.Quantity}.quantity() }

func (c Cumulative) amount() string { return Ridges{Amount: c.Amount}.amount() }

// link joins the quantity to the amount in a phrase without a verb: "chips from 2 GW", "power for 1 M chips".
func (c Cumulative) link() string {
	if strings.HasPrefix(c.Verb, "take") {
		return " for "
	}
	return " from "
}

func (c Cumulative) alt() string {
	u := c.unit()
	parts := make([]string, len(c.Rows))
	for i, row := range c.Rows {
		switch {
		case !row.known():
			parts[i] = clean(row.Name) + " n/a"
		case !row.ranged():
			parts[i] = clean(row.Name) + " " + u.short(row.P50)
		default:
			lo, mid, hi := u.ends(row.P5, row.P50, row.P95)
			parts[i] = fmt.Sprintf("%s at least %s with 95%%, %s with 50%%, %s with 5%%", clean(row.Name), lo, mid, hi)
		}
		for k, t := range c.AtLeast {
			if p := row.chance(k); p == p {
				parts[i] += fmt.Sprintf(", at least %s with %s", u.short(t), percent(p))
			}
		}
	}
	return fmt.Sprintf("Curves of the chance of at least so much: %s%s%s. %s.", c.quantity(), c.link(), of(c.Amount, c.Boundary), strings.Join(parts, "; "))
}

func (c Cumulative) subtitle() []span {
	text := "Chance of at least so many "
	if !c.unit().counted() {
		text = "Chance of at least so much "
	}
	text += c.quantity() + c.link() + of(c.Amount, c.Boundary) + ". "
	kept := 0
	ranged := false
	for _, row := range c.Rows {
		kept, ranged = max(kept, len(row.Values)), ranged || row.ranged()
	}
	switch {
	case c.Draws == 0:
		text += "Point values only, no uncertainty drawn"
	case !ranged:
		text += "P5 and P95 of " + drawsText(c.Draws) + " are the same"
	case kept > 0 && kept < c.Draws:
		text += "Curve: the first " + thousands(float64(kept), 0) + " of " + drawsText(c.Draws) + "; dot: median"
	default:
		text += "Curve: share of " + drawsText(c.Draws) + "; dot: median"
	}
	return []span{plain(text)}
}
