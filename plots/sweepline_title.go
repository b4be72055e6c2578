package plots

import (
	"math"
)

// title says for one line which way the quantity goes along the axis, and for several which of them is above the others.
func (l SweepLines) title() string {
	if len(l.Lines) == 1 {
		return l.alone(l.Lines[0])
	}
	return l.together()
}

// start is the beginning of a sentence: "With 2 GW, Trainium2 chips", and whether they are several.
func (l SweepLines) start() (text string, plural bool) {
	subject := sweptSubject{l.Amount, l.System, l.Quantity, l.unit()}
	what := within(l.Quantity)
	if plural = l.unit().counted(); plural {
		what = subject.noun("")
	} else if system := clean(l.System); system != "" {
		what += " with " + system
	}
	if amount := clean(l.Amount); amount != "" {
		return "With " + amount + ", " + what, plural
	}
	return sentenceCase(what), plural
}

// alone is the sentence of one line.
func (l SweepLines) alone(line SweptLine) string {
	var known []int
	low, high := -1, -1
	for i, v := range line.Points {
		if !v.known() {
			continue
		}
		known = append(known, i)
		if low < 0 || v.P50 < line.Points[low].P50 {
			low = i
		}
		if high < 0 || v.P50 > line.Points[high].P50 {
			high = i
		}
	}
	subject, several := l.start()
	verb := func(plural, singular string) string {
		if several {
			return subject + " " + plural
		}
		return subject + " " + singular
	}
	say := func(i int) string { return l.say(line.Points[i]) }
	x, at := l.X.name(), func(i int) string { return clean(l.X.Texts[i]) }
	if len(known) == 0 {
		return sweptSubject{l.Amount, l.System, l.Quantity, l.unit()}.unknown() + ", at any " + x
	}
	first, last := known[0], known[len(known)-1]
	switch {
	case first == last:
		return verb("are ", "is ") + say(first) + " at the " + x + " of " + at(first)
	case line.Points[low].P50 == 0 && line.Points[high].P50 == 0 && l.X.named():
		return verb("are ", "is ") + say(first) + " for every " + x
	case line.Points[low].P50 == 0 && line.Points[high].P50 == 0:
		return verb("stay", "stays") + " at " + say(first) + " from the " + x + " of " + at(first) + " to " + at(last)
	case say(low) == say(high) && l.X.named():
		return verb("are ", "is ") + "about " + say(first) + " for every " + x
	case l.X.named():
		return verb("range", "ranges") + " from " + say(low) + " (" + at(low) + ") to " + say(high) + " (" + at(high) + ")"
	case say(low) == say(high):
		return verb("stay", "stays") + " at about " + say(first) + " from the " + x + " of " + at(first) + " to " + at(last)
	}
	ends := " as " + x + " goes from " + at(first) + " to " + at(last)
	a, b := line.Points[first].P50, line.Points[last].P50
	reach := 0.02 * math.Max(math.Abs(line.Points[low].P50), math.Abs(line.Points[high].P50))
	top, bottom := line.Points[high].P50 > math.Max(a, b)+reach, line.Points[low].P50 < math.Min(a, b)-reach
	switch {
	case top && bottom:
		return verb("vary", "varies") + " between " + say(low) + " and " + say(high) + ends
	case top:
		return verb("peak", "peaks") + " at " + say(high) + " at the " + x + " of " + at(high)
	case bottom:
		return verb("are", "is") + " lowest, " + say(low) + ", at the " + x + " of " + at(low)
	case say(first) == say(last):
		return verb("vary", "varies") + " between " + say(low) + " and " + say(high) + ends
	case b > a:
		return verb("rise", "rises") + " from " + say(first) + " to " + say(last) + ends
	}
	return verb("fall", "falls") + " from " + say(first) + " to " + say(last) + ends
}

// say is a median in a sentence, with the digits that its spread supports.
func (l SweepLines) say(v Interval) string {
	kept, _ := supported(v.P50, v.high()-v.low())
	return l.unit().prose(kept)
}

// together is the sentence of several lines: who leads along the axis.
func (l SweepLines) together() string {
	var leaders, known []int // by value of the axis at which two or more are known; -1 for a tie
	ever := map[int]bool{}
	for i := range l.X.Texts {
		best, tied, n := -1, false, 0
		for k, line := range l.Lines {
			v := line.Points[i]
			if !v.known() {
				continue
			}
			n++
			switch {
			case best < 0 || v.P50 > l.Lines[best].Points[i].P50:
				best, tied = k, false
			case v.P50 == l.Lines[best].Points[i].P50:
				tied = true
			}
		}
		if n < 2 {
			continue
		}
		if tied {
			best = -1
		}
		leaders, known = append(leaders, best), append(known, i)
		ever[best] = true
	}
	x := l.X.name()
	if len(known) == 0 {
		compare := " compares"
		if l.unit().counted() {
			compare = " compare"
		}
		return "How " + within(l.Quantity) + compare + " is not known at any " + x
	}
	at := func(k int) string { return clean(l.X.Texts[known[k]]) }
	n := len(known) - 1
	span := "the " + x + " of " + at(0)
	if n > 0 {
		span = "every " + x + " from " + at(0) + " to " + at(n)
	}
	name := func(k int) string { return clean(l.Lines[k].Name) }
	first, last := leaders[0], leaders[n]
	most := " has the most " + within(l.Quantity)
	if !l.unit().counted() {
		most = " has the greatest " + within(l.Quantity)
	}
	switch {
	case len(ever) == 1 && first >= 0:
		return name(first) + most + " at " + span
	case len(ever) == 1:
		return "No single one" + most + " at " + span
	case first >= 0 && last >= 0 && first != last:
		return name(first) + most + " at the " + x + " of " + at(0) + ", but " + name(last) + " at " + at(n)
	case first >= 0 && first == last:
		return name(first) + most + " at the " + x + " of " + at(0) + " and " + at(n) + ", but not everywhere between"
	}
	return "No single one" + most + " over " + span
}
