package plots

import (
	"math"
	"strings"
)

// title states the count and its spread for one row, and compares the largest
// with the smallest median for several. It claims nothing that the rows do not
// show: where the intervals of the compared rows overlap, it says that it
// speaks of medians.
func (r Ridges) title() string {
	var known []Ridge
	for _, row := range r.Rows {
		if row.known() {
			known = append(known, row)
		}
	}
	switch len(known) {
	case 0:
		return "How many " + r.noun(r.Rows[0], len(r.Rows) == 1, "") + " " + r.verbed("") + " is not known"
	case 1:
		return r.single(known[0])
	}
	return r.compared(known)
}

func (r Ridges) amount() string {
	if a := clean(r.Amount); a != "" {
		return a
	}
	return "The commitment"
}

// verbed is the start of a sentence about what the amount does: power feeds
// chips, money buys, and anything else gives.
func (r Ridges) verbed(object string) string {
	a, verb := r.amount(), "gives"
	switch {
	case r.Verb != "":
		verb = clean(r.Verb)
	case strings.HasSuffix(a, "W") && r.unit() == Count:
		verb = "feeds"
	case strings.HasPrefix(a, "$"):
		verb = "buys"
	}
	return strings.TrimSpace(a + " " + verb + " " + object)
}

// noun is "Trainium2 UltraServer chips", or "chips" where no system is meant.
func (r Ridges) noun(row Ridge, named bool, number string) string {
	q := singular(r.quantity(), number)
	name := clean(row.Name)
	if !named || name == "" {
		return q
	}
	if strings.HasSuffix(strings.ToLower(name), " "+strings.ToLower(q)) {
		return name
	}
	return name + " " + q
}

// single is the sentence of one row.
func (r Ridges) single(row Ridge) string {
	counted := r.unit() == Count
	verb := "is"
	if r.Verb != "" {
		verb = clean(r.Verb)
	}
	say := func(value string) string {
		if counted {
			return r.amount() + " " + verb + " " + value + " " + r.noun(row, true, value)
		}
		s := r.amount() + " " + verb + " " + value + " of " + r.quantity()
		if n := clean(row.Name); n != "" {
			s += " with " + n
		}
		return s
	}
	if row.P50 <= 0 && !(row.ranged() && row.P95 > 0) && counted {
		return r.amount() + " is not enough for a single " + r.systemOf(row)
	}
	if !row.ranged() {
		return say(r.prose(row))
	}
	down, up := row.P50-row.P5, row.P95-row.P50
	if row.P50 <= 0 || math.Max(down, up) > 1.3*math.Min(down, up) {
		_, place := supported(row.P50, row.P95-row.P5)
		return say(r.unit().between(kept(row.P5, place), kept(row.P95, place)))
	}
	half := (row.P95 - row.P5) / 2 / row.P50
	spread := thousands(100*half, 0) + "%"
	if half < 0.01 {
		spread = "less than 1%"
	}
	return say(r.prose(row)) + ", give or take " + spread
}

// prose is a row's median in a sentence, with the digits that its spread supports.
func (r Ridges) prose(row Ridge) string {
	if !row.ranged() {
		return r.unit().prose(row.P50)
	}
	v, _ := supported(row.P50, row.P95-row.P5)
	return r.unit().prose(v)
}

// kept is v at the place up to which the median is printed; its own first digit stays.
func kept(v float64, place int) float64 {
	if !(math.Abs(v) > 0) || math.IsInf(v, 0) || place < -300 {
		return v
	}
	return roundAt(v, min(place, int(math.Floor(math.Log10(math.Abs(v))))))
}

// systemOf is a row's name, or the quantity in the singular.
func (r Ridges) systemOf(row Ridge) string {
	if n := clean(row.Name); n != "" {
		return n
	}
	return singular(r.quantity(), "1")
}

// compared is the sentence of several rows.
func (r Ridges) compared(rows []Ridge) string {
	best, worst := rows[0], rows[0]
	for _, row := range rows[1:] {
		if row.P50 > best.P50 {
			best = row
		}
		if row.P50 < worst.P50 {
			worst = row
		}
	}
	tied := best.P50 <= worst.P50*1.02
	if len(rows) == 2 && tied { // in the order given
		best, worst = rows[0], rows[1]
	}
	top, low := r.prose(best), r.prose(worst)
	a, b := clean(best.Name), clean(worst.Name)
	q := r.quantity()
	counted := r.unit() == Count
	hedge := ""
	if best.ranged() && worst.ranged() && best.P5 < worst.P95 && !tied {
		hedge = "At the median, "
	}
	switch {
	case best.P50 <= 0 && counted:
		return r.amount() + " is not enough for any of these systems"
	case worst.P50 <= 0 && counted:
		return hedge + r.verbed(top+" "+r.noun(best, true, top)+" but not a single "+r.systemOf(worst))
	case worst.P50 <= 0 && !tied:
		return hedge + r.verbed(top+" of "+q+" with "+a+" but "+low+" with "+b)
	case tied && len(rows) == 2 && counted:
		return r.verbed("about as many " + a + " as " + b + " " + q)
	case tied && len(rows) == 2:
		return r.verbed("about as much " + q + " with " + a + " as with " + b)
	case tied && counted:
		return r.verbed("about " + top + " " + singular(q, top) + " of any of these systems")
	case tied:
		return r.verbed("about " + top + " of " + q + " with any of these systems")
	case len(rows) > 2 && counted:
		return hedge + r.verbed(top+" "+r.noun(best, true, top)+" but only "+low+" "+r.noun(worst, true, low))
	case len(rows) > 2:
		return hedge + r.verbed(top+" of "+q+" with "+a+" but only "+low+" with "+b)
	}
	than := "as"
	factor := times(best.P50 / worst.P50)
	if strings.HasSuffix(factor, "%") {
		factor, than = factor+" more", "than"
	} else if counted {
		factor += " as many"
	} else {
		factor += " as much"
	}
	if counted {
		return hedge + r.verbed(factor+" "+a+" "+than+" "+b+" "+q)
	}
	return hedge + r.verbed(factor+" "+q+" with "+a+" "+than+" with "+b)
}

// times puts a ratio above 1 into words: "45%" more, "twice", "2.4 times".
func times(ratio float64) string {
	switch {
	case ratio < 1.95:
		return thousands(100*(ratio-1), 0) + "%"
	case ratio < 2.05:
		return "twice"
	case ratio < 9.95:
		return strings.TrimSuffix(thousands(ratio, 1), ".0") + " times"
	case ratio < 1e6:
		return thousands(ratio, 0) + " times"
	}
	return Count.prose(ratio) + " times"
}
