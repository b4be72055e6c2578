package ledger

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
)

// Evaluate answers a question about a ledger that is free of faults. The world must have every chip that the ledger names. The error says that correlations
// of inputs contradict each other.
func Evaluate(l *Ledger, q Question, w World) (*Result, error) {
	m := w.mix()
	if len(m.Members) > 0 {
		if err := (mix.Alternatives{Mixes: []*mix.Mix{m}}).Validate(); err != nil {
			return nil, err
		}
	}
	r := &Result{Question: q, Ledger: l, Correlations: m.AllCorrelations()}
	v := View{Layer: q.Layer, BindingOnly: q.BindingOnly, Include: q.Include, Exclude: q.Exclude}
	for _, moment := range q.Moments {
		r.States = append(r.States, State{NamedMoment: moment, Entries: l.At(v, moment.Moment)})
	}
	r.orderVendors()
	var figures tally
	var o *operands
	program := m.Build(func(b *quantity.Builder, f mix.Frames) {
		o = &operands{l: l, q: &r.Question, b: b, f: f, at: map[string]*quantity.Frame{}, memo: map[string]quantity.Operand{},
			marks: marker{m: m, site: addedSite(q.Overlaid), precision: q.Precision}}
		for i, x := range m.Members {
			o.at[x.ID] = f.Members[i]
		}
		for i := range r.States {
			s := &r.States[i]
			s.Stated = o.groups(r, s.Entries, false, &figures)
			if (w.Realised || q.Realised) && len(r.Unrealised()) == 0 {
				s.Realised = o.groups(r, s.Entries, true, &figures)
			}
		}
		figures.emit(b)
	})
	figures.fill(program, w.Settings)
	r.listInputs(m, o)
	r.remark(o)
	return r, nil
}

// mix is the site and the chips as the model sees them. Shares do not matter: only expressions of one unit are computed.
func (w World) mix() *mix.Mix {
	m := &mix.Mix{Start: power.FromPower, Basis: power.Facility, Precision: accelerators.Precision.Index("bf16"), By: mix.ByPower,
		Shared: maps.Clone(w.Site), Correlations: w.Correlations}
	_, m.Unstated = w.Site[power.BasisInput.Spec]
	for _, c := range w.Chips {
		m.Members = append(m.Members, mix.Member{Accelerator: c, Share: 1 / float64(len(w.Chips))})
	}
	return m
}

// orderVendors settles whose reliance is the headline, and the order of all tables and charts: that vendor, then the others by their power in the last state,
// then those without name.
func (r *Result) orderVendors() {
	sum := map[string]float64{}
	for _, s := range r.States {
		now := map[string]float64{}
		for _, e := range s.Entries {
			switch e.Role {
			case Counted:
				now[e.Vendor] += e.Power.Mid()
			case Inside:
				now[e.Vendor] += 0 // it may be the vendor of nothing else
			}
		}
		maps.Copy(sum, now)
	}
	for v := range sum {
		r.Vendors = append(r.Vendors, v)
	}
	slices.SortFunc(r.Vendors, func(a, b string) int {
		return cmp.Or(compareBool(a == "", b == ""), cmp.Compare(sum[b], sum[a]), cmp.Compare(a, b))
	})
	if r.Question.Vendor == "" {
		r.Question.Vendor = r.Ledger.Vendor
	}
	if r.Question.Vendor == "" && len(r.Vendors) > 0 {
		r.Question.Vendor = r.Vendors[0]
	}
	slices.SortStableFunc(r.Vendors, func(a, b string) int { return compareBool(a != r.Question.Vendor, b != r.Question.Vendor) })
}

// compareBool puts false before true.
func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// Unrealised lists the states of counted commitments for which the ledger gives no realisation; while there are any, nothing realised is computed.
func (r *Result) Unrealised() []Status {
	var out []Status
	for _, s := range r.States {
		for _, e := range s.Entries {
			_, known := r.Ledger.Realisation[e.Status]
			if e.Role != LeftOut && !known && e.Status != Energised && !slices.Contains(out, e.Status) {
				out = append(out, e.Status)
			}
		}
	}
	return out
}

// listInputs notes what went in of the site and of the chips.
func (r *Result) listInputs(m *mix.Mix, o *operands) {
	add := func(list *[]answer.Input, specs []*quantity.Spec, values quantity.Scenario) {
		for _, s := range specs {
			if v, known := values[s]; known {
				*list = append(*list, answer.Input{Spec: s, Value: v})
			}
		}
	}
	var shared []*quantity.Spec
	for i, x := range m.Members {
		if !o.used(x.ID, "chips per it watt", "chips per rack watt", "chips per chip watt", "it per rack", "it per chip") {
			continue
		}
		shared = o.marks.siteInputs()
		c := ChipInputs{Accelerator: x.Accelerator}
		add(&c.Inputs, m.Used(o.marks.counted(true, o.used(x.ID, "chips per chip watt", "it per chip")), i), x.Values)
		r.Chips = append(r.Chips, c)
	}
	if _, converted := o.memo["site facility per it"]; converted {
		shared = append(shared, power.PUEPeak.Spec, power.Reserve.Spec)
	}
	if _, read := o.memo["it of unstated"]; read && (r.Question.Unstated == Apart || r.Question.Unstated == Drawn) {
		shared = append(shared, power.BasisInput.Spec)
	}
	add(&r.Site, unique(shared), m.Shared)
}

// used reports whether one of these expressions of a chip was needed.
func (o *operands) used(chip string, names ...string) bool {
	for _, name := range names {
		if _, used := o.memo[name+" of "+chip]; used {
			return true
		}
	}
	return false
}

// tally is the figures that a program is to fill in.
type tally struct {
	dst []*Figure
	out []quantity.Operand
}

// want notes that a figure is an operand, and what of it is not built in.
func (t *tally) want(f *Figure, like Figure, x quantity.Operand, marks ...[]string) {
	*f = Figure{Notation: like.Notation, Point: math.NaN(), Summary: analysis.Unknown()}
	if !x.Missing() {
		f.Overrides = unique(marks...)
	}
	t.dst, t.out = append(t.dst, f), append(t.out, x)
}

// emit makes the operands outputs of the program.
func (t *tally) emit(b *quantity.Builder) {
	for _, x := range t.out {
		b.Emit(x)
	}
}

// fill runs the program.
func (t *tally) fill(p *quantity.Program, set analysis.Settings) {
	point := analysis.Point(p)
	sample := analysis.Draw(p, set)
	for i, f := range t.dst {
		f.Point, f.Summary = point[i], sample.Summaries()[i]
	}
}
