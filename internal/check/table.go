package check

import (
	"slices"
	"strings"

	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/figures"
	"github.com/capplan/capplan/internal/model"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/ramp"
	"github.com/capplan/capplan/internal/unit"
)

// Table is the figures of a result that is not an answer about chips, such as a ledger or a sensitivity study: each belongs to a member or to the total, and to a
// moment where there are several.
type Table struct {
	Members []string // whose figures there are, for the names before a colon; in any case of letters
	Moments []string // the names after "@", that which is meant where none is given first; empty where there are none
	Any     bool     // without a moment a condition is about any of them
	Own     bool     // without a moment a condition is about the first that has the figure
	Figures []TableFigure
}

// TableFigure is one figure of a [Table]; Member is empty for the total, Moment for what belongs to none.
type TableFigure struct {
	Member, Moment string
	answer.Quantity
	Plain     bool    // a number by itself, which a name alone means; it has no distribution of its own
	Low, High float64 // the ends of its confidence interval, where it has one; else NaN or 0
}

// TableOf is the table of the figures of a result; view is the reading of it that is meant, where it has several.
func TableOf(t *figures.Table, view string) *Table {
	out := &Table{Moments: t.Moments, Any: t.Any, Own: t.Kind != figures.Ledger}
	specs := map[string]*quantity.Spec{}
	for i := range t.Figures {
		f := &t.Figures[i]
		if f.View != view || strings.ContainsAny(f.Member, "<>=!") { // a limit is no name
			continue
		}
		spec := specs[f.Name+f.Unit]
		if spec == nil {
			spec = SpecOf(f.Name, f.Unit)
			specs[f.Name+f.Unit] = spec
		}
		one := TableFigure{Member: f.Member, Moment: f.Moment, Plain: f.Plain, Low: f.Value("low"), High: f.Value("high")}
		one.Quantity = answer.Quantity{Spec: spec, Point: f.Value("point"), Summary: analysis.Summary{Mean: f.Value("mean"), SD: f.Value("sd"), P5: f.Value("p5"),
			P25: f.Value("p25"), P50: f.Value("p50"), P75: f.Value("p75"), P95: f.Value("p95"),
			Error: analysis.Errors{P5: f.Errors["p5"], P50: f.Errors["p50"], P95: f.Errors["p95"]}}}
		if one.Member != "" && !slices.Contains(out.Members, one.Member) {
			out.Members = append(out.Members, one.Member)
		}
		out.Figures = append(out.Figures, one)
	}
	return out
}

// SpecOf is the quantity of the model that has a name and a unit, or one of its own.
func SpecOf(name, symbol string) *quantity.Spec {
	of := unit.Unit{Symbol: symbol}
	for _, set := range []*quantity.Set{model.Model, ramp.Quantities} {
		if s := set.Find(name); s != nil && s.Unit.Symbol == symbol {
			return s
		}
		for _, s := range set.All() {
			if s.Unit.Symbol == symbol {
				of = s.Unit
			}
		}
	}
	out := &quantity.Spec{Name: name, Unit: of}
	if symbol == "1" && isShare(name) {
		out.Style = unit.AsShare
	}
	return out
}

// isShare tells the figures that are parts of a whole: shares, chances, coverages and parts of a variance.
func isShare(name string) bool {
	switch name {
	case "gap", "chance_kept", "first", "total", "together":
		return true
	}
	return strings.HasSuffix(name, "share") || strings.Contains(name, "coverage_") || strings.HasPrefix(name, "ahead_in(") || strings.HasPrefix(name, "possible_in(")
}

// BaselineOf are the figures of an earlier result as a baseline.
func BaselineOf(t *figures.Table, view string) *Baseline {
	out := &Baseline{Name: t.Name, Figures: map[Figure]float64{}, Units: map[Figure]string{}}
	for i := range t.Figures {
		f := &t.Figures[i]
		if f.View != view {
			continue
		}
		for name, x := range f.Values {
			if known(x) {
				of := Figure{f.Member, f.Name, name, f.Moment}
				out.Figures[of], out.Units[of] = x, f.Unit
			}
		}
	}
	return out
}

// Judge reads a condition on a figure of the table, "[MEMBER:]FIGURE[.STATISTIC][@MOMENT] OPERATOR VALUE", and holds it against that figure, and against the
// baseline's if there is one. Every error is a [*SyntaxError]; a figure that is not there or has no value is one.
func (t *Table) Judge(text string, level Status, base *Baseline) (*Outcome, error) {
	c, err := parseCondition(text, level, &vocabulary{specs: t.specs(text), moments: t.Moments, source: "the figures are "})
	if err != nil {
		return nil, err
	}
	if c.Member != "" {
		i := slices.IndexFunc(t.Members, func(m string) bool { return strings.EqualFold(m, c.Member) })
		if i < 0 {
			return nil, c.fault("there is no "+c.Member+" here", meant(c.Member, t.Members)+"there are "+strings.Join(t.Members, ", "))
		}
		c.Member = t.Members[i]
	}
	if !c.named {
		c.Statistic = t.usual(c)
	}
	if c.When.Name == "" && !c.When.Any {
		t.placed(c)
	}
	if c.When.Any {
		return t.anyMoment(c, base)
	}
	return t.judge(c, c.When.Name, base)
}

// usual is the statistic that a name alone means.
func (t *Table) usual(c *Condition) string {
	for i := range t.Figures {
		if x := &t.Figures[i]; x.Spec.Name == c.Spec.Name && (x.Member == c.Member || c.Member == "") {
			if x.Plain {
				return "point"
			}
			break
		}
	}
	return "p50"
}

// placed gives a condition without a moment that which is meant: of what belongs to none, none; else any, or the first, or the first that has the figure.
func (t *Table) placed(c *Condition) {
	var at []string
	for _, x := range t.Figures {
		if x.Spec.Name == c.Spec.Name && x.Member == c.Member && !slices.Contains(at, x.Moment) {
			at = append(at, x.Moment)
		}
	}
	switch {
	case len(at) == 0 && len(t.Moments) > 0:
		c.When.Name = t.Moments[0]
	case len(at) == 0 || slices.Contains(at, ""):
	case t.Any && len(at) > 1:
		c.When.Any = true
	case slices.Contains(at, t.Moments[0]):
		c.When.Name = t.Moments[0]
	case t.Own:
		c.When.Name = at[0]
	default:
		c.When.Name = t.Moments[0]
	}
}

// anyMoment is the outcome of the moment that comes nearest to making the condition true. Moments in which the figure has no value are counted.
func (t *Table) anyMoment(c *Condition, base *Baseline) (*Outcome, error) {
	var worst *Outcome
	var first error
	unknown := 0
	for _, m := range t.Moments {
		o, err := t.judge(c, m, base)
		if err != nil {
			unknown++
			if first == nil {
				first = err
			}
			continue
		}
		if worst == nil || o.nearer(worst) {
			worst = o
		}
	}
	if worst == nil {
		return nil, first
	}
	if c.Relative && unknown > 0 {
		return nil, first // what the baseline has not cannot be said to pass
	}
	worst.Unknown = unknown
	return worst, nil
}

// value is a statistic of a figure, NaN where it has none.
func (x *TableFigure) value(name string) float64 {
	switch name {
	case "low":
		return x.Low
	case "high":
		return x.High
	}
	return statistic(&x.Quantity, name)
}

func (t *Table) judge(c *Condition, moment string, base *Baseline) (*Outcome, error) {
	elsewhere := ""
	at := ""
	if moment != "" {
		at = "@" + moment
	}
	for i := range t.Figures {
		x := &t.Figures[i]
		switch {
		case x.Spec.Name != c.Spec.Name || x.Moment != moment:
		case x.Member == c.Member && known(x.value(c.Statistic)):
			q := x.Quantity
			if x.Spec.Unit != c.Spec.Unit { // of another moment, which is in another unit
				return nil, c.fault("is in "+x.Spec.Unit.Symbol+" "+at, "write the value in that, and the moment first named so")
			}
			q.Spec = c.Spec
			o, err := c.held(q, moment, x.value(c.Statistic), base)
			if err == nil {
				o.Plain = x.Plain
			}
			return o, err
		case x.Member == c.Member && x.Plain && known(x.Point):
			return nil, c.fault("it has no "+c.Statistic, "write "+c.Spec.Name+" alone, for the number itself")
		case x.Member == c.Member && known(x.Point) && c.Statistic != "point":
			return nil, c.fault("nothing was drawn, so there is the point alone", "write "+c.Spec.Name+".point, or leave --draws out")
		case x.Member == c.Member:
			return nil, c.fault(strings.TrimSpace("is n/a "+at), "a condition on it could never be true or false")
		case elsewhere == "":
			elsewhere = x.Member
		}
	}
	switch {
	case elsewhere != "" && c.Member == "":
		return nil, c.fault("the total has no such figure", "say whose, such as "+elsewhere+":"+c.Spec.Name)
	case elsewhere == "" && c.Member != "":
		return nil, c.fault(strings.TrimSpace("only the total has it, or nobody "+at), "write "+c.Spec.Name)
	case elsewhere != "":
		return nil, c.fault(strings.TrimSpace(c.Member+" has no such figure "+at), elsewhere+" has it")
	}
	return nil, c.fault(strings.TrimSpace("there is no such figure "+at), "a condition on it could never be true or false")
}

// specs are the figures by name, each once: of a name that several moments have in other units, such as a swing, that of the moment which the text names, or the
// first.
func (t *Table) specs(text string) []*quantity.Spec {
	out := []*quantity.Spec{}
	_, at, _ := strings.Cut(text, "@")
	name, _, _ := threeParts(at)
	at = name.Text
	add := func(named bool) {
		for _, x := range t.Figures {
			if (!named || strings.EqualFold(x.Moment, at)) && !slices.ContainsFunc(out, func(s *quantity.Spec) bool { return s.Name == x.Spec.Name }) {
				out = append(out, x.Spec)
			}
		}
	}
	if at != "" {
		add(true)
	}
	add(false)
	return out
}

// NameIn is the figure that a condition is about, which is one of the names: for what must be refused before there is a result. Every error is a [*SyntaxError].
func NameIn(text string, names []string) (string, error) {
	specs := make([]*quantity.Spec, len(names))
	for i, n := range names {
		if specs[i] = model.Model.Find(n); specs[i] == nil {
			specs[i] = &quantity.Spec{Name: n, Unit: unit.For[unit.Number]()}
		}
	}
	c := &Condition{Text: text, words: &vocabulary{specs: specs, source: "the figures are "}}
	before, operator, _ := threeParts(text)
	if before.Text == "" || operator.Text == "" { // the whole is read, for its error
		_, err := parseCondition(text, Fail, c.words)
		return "", err
	}
	name, _, _ := strings.Cut(before.Text, "@")
	c.name = Piece{strings.TrimSpace(name), before.At}
	if err := c.quantity(); err != nil {
		return "", err
	}
	return c.Spec.Name, nil
}
