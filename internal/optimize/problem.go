package optimize

import (
	"math"
	"slices"
	"strconv"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
)

// problem is the request as a linear problem at the point. Its unknowns are the units of the candidates that have every figure it needs.
type problem struct {
	*Request
	candidates []int // indices of Mix.Members
	leftOut    []LeftOut
	objective  []float64 // of one unit, by candidate
	it         []float64 // deployed IT power of one unit
	lines      []line    // the start first
	strict     bool      // '=' has no room, as in fractions it needs none
}

// line is one limit with what one unit of each candidate takes of it, the measure itself: a share's is the IT power of those that count.
type line struct {
	Limit
	start bool
	per   []float64
	scale float64 // of the start: what its value is multiplied by to be compared with per, as IT power is to a commitment at the meter
}

// startSlack is how far the start may be passed: as far as the model's own count of units passes it.
const startSlack = 1e-8

// bound is the line's value in the measure of per.
func (l *line) bound() float64 {
	if l.start && l.Sense == AtMost {
		return l.Value * l.scale * (1 + startSlack)
	} else if l.start {
		return l.Value * l.scale * (1 - startSlack)
	}
	return l.Value
}

// row is the line as the solver gets it.
func (p *problem) row(l *line) Row {
	r := Row{Coefficients: l.per, Lower: math.Inf(-1), Upper: math.Inf(1)}
	b := l.bound()
	if l.Share { // over the deployed IT power of all
		r.Coefficients, b = make([]float64, len(l.per)), 0
		for i, x := range l.per {
			r.Coefficients[i] = x - float64(l.Value*p.it[i])
		}
	}
	room := l.room(r.Coefficients)
	if p.strict {
		room = 0
	}
	if l.Sense != AtLeast {
		r.Upper = b + room
	}
	if l.Sense != AtMost {
		r.Lower = b - room
	}
	return r
}

// room is how far whole units may be from what '=' asks for, in the measure of the coefficients. Sums of dollars or watts hardly ever come to an amount to the
// last digit, but one unit more or less of the largest system brings them within half of what it takes. Counts are exact; where a unit counts as some odd part
// of one, as of an H100-equivalent, they are what they round to.
func (l *line) room(coefficients []float64) float64 {
	if !l.loose() {
		return 0
	}
	largest := 0.0
	for _, c := range coefficients {
		largest = max(largest, math.Abs(c))
	}
	if l.Counts() {
		return min(0.5, largest/2)
	}
	return largest / 2
}

// finest is the part of one thing in whose multiples systems are counted exactly: servers take an eighth of a rack, blades less.
const finest = 1.0 / 1024

// loose reports whether the line is an '=' that whole units keep only nearly.
func (l *line) loose() bool {
	if l.Sense != Exactly {
		return false
	}
	return !l.Counts() || slices.ContainsFunc(l.per, func(x float64) bool { return math.Trunc(x/finest) != x/finest })
}

// linear is the whole problem.
func (p *problem) linear() *Linear {
	out := &Linear{Maximise: p.Maximise, Costs: p.objective}
	for i := range p.lines {
		out.Rows = append(out.Rows, p.row(&p.lines[i]))
	}
	return out
}

// used is what the units take of a line, in its own unit: of a share, the share; n/a where there is nothing to share.
func (p *problem) used(l *line, units []float64) float64 {
	u := dot(l.per, units)
	switch {
	case l.Share:
		return quotient(u, dot(p.it, units))
	case l.start:
		return u / l.scale
	}
	return u
}

func dot(a, b []float64) float64 {
	sum := 0.0
	for i, x := range a {
		sum += float64(x * b[i])
	}
	return sum
}

func quotient(a, b float64) float64 {
	if b == 0 {
		return math.NaN()
	}
	return a / b
}

// startSense is whether the start is the most that a mix may take, or what it has to reach.
func startSense(start int) Sense {
	if start >= power.FromChips {
		return AtLeast
	}
	return AtMost
}

// newProblem computes the coefficients. A candidate without a figure that is needed becomes one of leftOut.
func newProblem(r *Request) *problem {
	p := &problem{Request: r}
	b, root, members := r.Mix.Bind()
	one := unitOf(root, members)
	start := capacity.PerUnitOfStart(r.Mix.Start, r.Mix.Basis)
	value, scale := r.Question.Start.Value, startScale(b, root, r)
	b.Emit(scale)
	for i := range members {
		b.Emit(one.count(i, Measure{Spec: capacity.ITDeployed.Spec}))
		b.Emit(members[i].Eval(start))
		b.Emit(one.count(i, r.Objective))
		for _, l := range r.Limits {
			b.Emit(one.count(i, l.Measure))
		}
	}
	numbers := analysis.Point(b.Program())
	for i, x := range numbers {
		numbers[i] = steady(x)
	}
	p.lines = []line{{Limit: Limit{Measure: Measure{Spec: r.Question.Start.Spec}, Sense: startSense(r.Mix.Start), Value: value, Text: "--" + startText(r)}, start: true, scale: numbers[0]}}
	for _, l := range r.Limits {
		p.lines = append(p.lines, line{Limit: l, scale: 1})
	}
	width := 3 + len(r.Limits)
	for i := range members {
		at := numbers[1+i*width : 1+(i+1)*width]
		if lacks := p.lacking(i, at); lacks != nil {
			p.leftOut = append(p.leftOut, *lacks)
			continue
		}
		p.candidates = append(p.candidates, i)
		p.it, p.objective = append(p.it, at[0]), append(p.objective, counted(r.Objective, r.Mix.Members[i], at[2]))
		p.lines[0].per = append(p.lines[0].per, at[1])
		for k, l := range r.Limits {
			p.lines[k+1].per = append(p.lines[k+1].per, counted(l.Measure, r.Mix.Members[i], at[3+k]))
		}
	}
	return p
}

// steady is a coefficient with twelve of its digits. Processors differ in the last ones, and a search takes another path, to another mix or another proof, for
// one that differs: so all get the same problem. What is left out is a thousandth of what a row may be passed by.
func steady(x float64) float64 {
	if x == 0 || unusable(x) {
		return x
	}
	out, err := strconv.ParseFloat(strconv.FormatFloat(x, 'e', 11, 64), 64)
	if err != nil {
		panic(err) // it was just written
	}
	return out
}

// startText is the start as it was typed, without its dashes: "gw 2".
func startText(r *Request) string { return r.Question.Start.Flag[2:] + " " + r.Question.Start.Text }

// startScale is what the start is multiplied by to be compared with what a unit takes of it.
func startScale(b *quantity.Builder, root *quantity.Frame, r *Request) quantity.Operand {
	switch {
	case r.Mix.Start == power.FromPower && (r.Mix.Unstated || r.Mix.Basis < power.Rack):
		return b.Div(root.Value(power.ITAvailable.Spec), quantity.Constantly(r.Question.Start.Value))
	case r.Mix.Start == power.FromH100e:
		return root.Value(accelerators.H100Peak.Spec)
	}
	return quantity.Constantly(1)
}

// counted is what one unit of a member adds to a measure: nothing where the measure does not count it.
func counted(m Measure, x mix.Member, of float64) float64 {
	if !m.Only.Has(x.Accelerator) {
		return 0
	}
	return of
}

// lacking says what a member lacks of what the problem needs; nil if nothing.
func (p *problem) lacking(i int, at []float64) *LeftOut {
	x := p.Mix.Members[i]
	out := LeftOut{ID: x.ID, Name: x.Name}
	miss := func(s *quantity.Spec, name string) {
		out.Lacks = appendNew(out.Lacks, name)
		own, _ := p.Mix.Blame(s, i)
		for _, in := range own {
			out.Inputs = appendNew(out.Inputs, in.Name)
		}
	}
	if unusable(at[0]) {
		miss(capacity.ITDeployed.Spec, capacity.ITDeployed.Name)
	}
	if unusable(at[1]) || at[1] == 0 {
		miss(capacity.Units.Spec, capacity.Units.Name)
	}
	for k, m := range p.measures() {
		if m.Only.Has(x.Accelerator) && unusable(at[2+k]) {
			miss(m.Spec, m.Spec.Name)
		}
	}
	if out.Lacks == nil {
		return nil
	}
	slices.Sort(out.Inputs)
	return &out
}

// measures are that of the objective and those of the limits.
func (p *problem) measures() []Measure {
	out := []Measure{p.Objective}
	for _, l := range p.Limits {
		out = append(out, l.Measure)
	}
	return out
}

func unusable(x float64) bool { return math.IsNaN(x) || math.IsInf(x, 0) }

// units of the question: frames in which every member has one unit and nothing is rounded.
type units struct {
	root   *quantity.Frame
	frames []*quantity.Frame
}

func unitOf(root *quantity.Frame, members []*quantity.Frame) units {
	out := units{root: root.Unrounded()}
	for _, f := range members {
		out.frames = append(out.frames, holding(f.Unrounded(), quantity.Constantly(1)))
	}
	return out
}

// holding is the member with so many units.
func holding(f *quantity.Frame, units quantity.Operand) *quantity.Frame {
	return f.Where(nil, map[*quantity.Spec]func() quantity.Operand{capacity.Units.Spec: quantity.Always(units)})
}

// count is what one unit of member i adds to a total.
func (u units) count(i int, m Measure) quantity.Operand {
	return u.root.Total(u.frames[i : i+1]).Value(m.Spec)
}
