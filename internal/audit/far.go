package audit

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/quantity"
)

// quotient is a relation between two dense peaks of a chip that no machine leaves: whoever is beyond it has a unit wrong, or a digit too many.
type quotient struct {
	of, over    string
	least, most float64
}

// Of the chips that exist, FP8 is 1 to 8 times BF16 (the TPU 8i), FP4 1 to 4 times FP8 (Jalapeño), and FP16 a quarter of BF16 (Gaudi 3) to the same. INT8 may be
// cut down to next to nothing. The bounds are less than ten times apart from any of them.
var quotients = []quotient{
	{"fp16", "bf16", 0.2, 5},
	{"fp8", "bf16", 0.9, 9},
	{"fp4", "fp8", 0.9, 4.5},
	{"fp4", "bf16", 0.9, 18},
	{"int8", "bf16", 0, 4.5},
	{"int8", "fp16", 0, 9},
}

// mostRating is what a system's rated power may be over that of its chips at the very most; 3 times is out of the ordinary already.
const mostRating = 6

// A chip's TDP over a figure of it is held against that of the chips announced within so many years of it, or else of so many that are nearest in time.
const (
	years  = 2
	enough = 6
)

// against are the figures that the TDP is held against, and how much room there is beyond the chips of its time. Memory follows power less closely than peaks.
var against = []struct {
	spec  *quantity.Spec
	room  float64
	per   float64 // what a figure of the spec is counted in
	label string
}{
	{peak("bf16"), 1.5, 1e12, "TFLOP/s"}, {peak("fp16"), 1.5, 1e12, "TFLOP/s"}, {peak("fp8"), 1.5, 1e12, "TFLOP/s"}, {peak("fp4"), 1.5, 1e12, "TFLOP/s"},
	{accelerators.HBM.Spec, 4, 1e9, "GB"}, {accelerators.HBMBandwidth.Spec, 4, 1e12, "TB/s"},
}

// farOff finds what is ten times off, or a thousand: figures in relations to each other that no chip of their time comes near.
func farOff(v *view) {
	const advice = "is a digit or a prefix wrong (a factor of 10 or 1000)? if all figures are right, except the key and say why"
	for _, q := range quotients {
		fast := peak(q.of)
		if r, known := v.ratio(fast, peak(q.over)); known && !r.meets(q.least, q.most) {
			v.report(fast.Name, fmt.Sprintf("%s times chip.%s; no chip has less than %s or more than %s times", number(r.mid), q.over, number(q.least), number(q.most)), advice)
		}
	}
	if system, known := v.rated(); known {
		if chips, known := v.chipPower(); known && system.low > mostRating*chips.high {
			v.report(accelerators.TDP.Name, fmt.Sprintf("%s of chips in a system of %s, which is %s times as much; no system has more than %d times", watts(chips.mid), watts(system.mid),
				number(system.mid/chips.mid), mostRating), advice)
		}
	}
	for _, a := range against {
		mine, known := v.ratio(accelerators.TDP.Spec, a.spec)
		low, high, n := ofItsTime(v, a.spec)
		if !known || n < enough || mine.meets(low/a.room, high*a.room) {
			continue
		}
		v.report(accelerators.TDP.Name, fmt.Sprintf("%s W per %s of %s; the %d chips of its time have %s to %s", number(mine.mid*a.per), a.label, a.spec.Name, n, number(low*a.per),
			number(high*a.per)), advice)
		return // one finding of the TDP will do
	}
}

// ofItsTime is the least and the greatest TDP over a figure of the chips of a chip's time, and how many they are.
func ofItsTime(v *view, spec *quantity.Spec) (low, high float64, n int) {
	type other struct {
		r    span
		away float64 // years
	}
	var others []other
	mine, dated := v.year()
	for _, o := range v.others {
		if o.System == nil {
			continue
		}
		r, known := o.ratio(accelerators.TDP.Spec, spec)
		theirs, alsoDated := o.year()
		switch {
		case !known:
		case !dated: // it may be of any time
			others = append(others, other{r, 0})
		case alsoDated:
			others = append(others, other{r, math.Abs(theirs - mine)})
		}
	}
	slices.SortStableFunc(others, func(a, b other) int { return cmp.Compare(a.away, b.away) })
	low = math.Inf(1)
	for _, o := range others {
		if n >= enough && o.away > years {
			break
		}
		low, high, n = min(low, o.r.low), max(high, o.r.high), n+1
	}
	return low, high, n
}

// year is when a system was announced, or else could be had, with the months as fractions.
func (s *Subject) year() (float64, bool) {
	date := s.System.Announced
	if date == "" {
		date = s.System.Available
	}
	if len(date) < len("2006-01") {
		return 0, false
	}
	y, err := strconv.Atoi(date[:4])
	m, errMonth := strconv.Atoi(date[5:7])
	return float64(y) + float64(m)/12, err == nil && errMonth == nil
}
