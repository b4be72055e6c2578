package report

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/backtest"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/unit"
)

// Backtested is a board of scores and what was asked for.
type Backtested struct {
	*backtest.Board
	Data       string           // the file of rows; empty for those that come with the program
	Groups     []backtest.Group // that tables show, and whose rows files have; empty for all
	ScoresOnly bool             // tables without the rows; files for programs have them
	Draws      int
	Seed       uint64
	Sampler    string
	Set        []answer.Setting
	Overlaid   []answer.Overlaid // the systems and sites of the rows, as far as overlays changed them
	Sites      []*power.Site     // that the rows were predicted with
}

// Credit is what the licences of the built-in rows ask for.
const Credit = "Rows after Epoch AI, 'AI Data Centers', published online at epoch.ai (CC BY 4.0), converted; derived from results of MLCommons (Apache-2.0), no " +
	"official metric; single facts from the TOP500 lists; press and filings. Each row names its sources and licence."

// Backtest writes how the model did against published deployments: scores by group, then every row with its interval, or the reason why it has none. Errors
// are those of the writer.
func Backtest(w io.Writer, b Backtested, o Options) error {
	return o.write(w, output{
		document: func() *document { return b.document(o) },
		tree:     func() object { return b.tree() },
		records:  func() *records { return b.records() },
	})
}

// shown are the rows of the groups that are wanted.
func (b Backtested) shown() []*backtest.Outcome {
	return slices.DeleteFunc(slices.Clone(b.Outcomes), func(o *backtest.Outcome) bool { return !b.wants(o.Group) })
}

func (b Backtested) wants(g backtest.Group) bool {
	return len(b.Groups) == 0 || slices.Contains(b.Groups, g)
}

func (b Backtested) document(o Options) *document {
	d := &document{kind: "backtest"}
	d.add(prose{{b.Headline(), strong}, {b.counted(), normal}, {errorsSentence, normal}}, b.marks(), b.scoreGrid(o), b.scatterGrid(o), b.gateGrid(o))
	for _, g := range backtest.Groups {
		if b.wants(g) && !b.ScoresOnly {
			d.add(b.systemGrid(g, o), b.rowGrids(g, o))
		}
	}
	if !b.ScoresOnly {
		d.add(b.leftGrid(), details{"Sources of the rows", []block{b.sources()}})
	}
	if b.Data == "" {
		d.add(prose{{Credit, normal}})
	}
	return d
}

const errorsSentence = "Errors are natural logarithms of predicted over published chips: 0.15 is about 15%. Below each score is its 95% confidence interval."

// Headline is the result for sites in a sentence.
func (b Backtested) Headline() string {
	s := b.Of(backtest.Sites)
	if s.N == 0 {
		return "No site with a stated boundary and a count with two sides could be predicted."
	}
	return fmt.Sprintf("%s with a stated boundary: the median error of predicted chips is %s, and %s published counts lie in the 90%% interval.", campuses(s.N),
		aboutPercent(s.Measure("median_abs_log_error").Value), ofText(s.Measure("coverage_90"), s.N))
}

func campuses(n int) string {
	if n == 1 {
		return "1 campus"
	}
	return strconv.Itoa(n) + " campuses"
}

// aboutPercent is a log error as a share: between what it is of the greater and of the smaller figure.
func aboutPercent(e float64) string {
	return unit.Notation{Unit: unit.For[unit.Number](), Style: unit.AsShare}.Short(e, 2)
}

// counted says how many rows there are and what became of them.
func (b Backtested) counted() string {
	rows, scored, left := b.Counts()
	s := fmt.Sprintf("%s: %d predicted, %d not, each with the reason.", count(rows, "row"), scored, left)
	if len(b.Groups) > 0 {
		s += fmt.Sprintf(" %s of other groups not shown.", count(rows-len(b.shown()), "row"))
	}
	return s
}

// marks say what does not come with the program: values that were set, and those of overlays.
func (b Backtested) marks() block {
	var replaced, added []string
	seen := map[string]bool{}
	inputs := func(owner string, values map[string]answer.Input) {
		if seen[owner] {
			return
		}
		seen[owner] = true
		var list []answer.Input
		for _, s := range backtest.Inputs() {
			if in, known := values[s.Name]; known {
				list = append(list, in)
			}
		}
		replaced = append(replaced, overridden(owner+":", list)...)
	}
	for _, s := range b.Sites {
		inputs(s.ID, valuesOf(s.Values))
	}
	for _, o := range b.Outcomes {
		for _, s := range o.Systems {
			inputs(s.ID, valuesOf(s.Values))
		}
	}
	for _, x := range b.Overlaid {
		list, new := overlaidTexts(x, true)
		replaced, added = append(replaced, list...), append(added, new...)
	}
	var out stack
	if len(b.Set) > 0 {
		texts := make([]string, 0, len(b.Set))
		for _, s := range b.Set {
			if !s.Path {
				texts = append(texts, s.Text)
			}
		}
		if len(texts) > 0 {
			out = append(out, marks{{"Set: " + strings.Join(texts, ", ") + ".", normal}})
		}
	}
	if m := newMarks(replaced, added); m != nil {
		out = append(out, m)
	}
	if out == nil {
		return nil
	}
	return out
}

// logText is a log error with two decimals.
func (o Options) logText(x float64, signed bool) string {
	if math.IsNaN(x) {
		return unit.NA
	}
	s := strconv.FormatFloat(math.Abs(x), 'f', 2, 64)
	switch {
	case s == "0.00":
		return s
	case x < 0 && o.ASCII:
		return "-" + s
	case x < 0:
		return "−" + s
	case signed:
		return "+" + s
	}
	return s
}

// hits turns a share of n back into a number of rows.
func hits(e backtest.Estimate, n int) int { return int(math.Round(e.Value * float64(n))) }

// ofText is a share as a number of rows: 4 of 5.
func ofText(e backtest.Estimate, n int) string { return fmt.Sprintf("%d of %d", hits(e, n), n) }

// score is a cell with a score and, below, its confidence interval.
func score(value, low, high string) cell {
	if low == unit.NA || high == unit.NA {
		return text(value)
	}
	return text(value, low+" to "+high)
}

func (o Options) logScore(e backtest.Estimate, signed bool) cell {
	return score(o.logText(e.Value, signed), o.logText(e.Low, signed), o.logText(e.High, signed))
}

func (o Options) shareScore(e backtest.Estimate, n int) cell {
	if n == 0 {
		return text(unit.NA)
	}
	share := func(x float64) string { return strconv.Itoa(int(math.Round(100*x))) + "%" }
	return score(ofText(e, n), share(e.Low), share(e.High))
}

// scoreGrid has a line a group. A page that is too narrow has a column a group.
func (b Backtested) scoreGrid(o Options) block {
	g := grid{columns: []column{{head: "Group"}, {head: "Rows", right: true}, {head: "Bias", right: true}, {head: "Median error", right: true}, {head: "In 50%", right: true},
		{head: "In 80%", right: true}, {head: "In 90%", right: true}, {head: "CRPS", right: true}, {head: "P95/P5", right: true}}}
	for i := range b.Scores {
		s := &b.Scores[i]
		if !b.wants(s.Group) {
			continue
		}
		g.rows = append(g.rows, gridRow{cells: []cell{code(string(s.Group)), text(strconv.Itoa(s.N)),
			o.logScore(s.Measure("bias"), true), o.logScore(s.Measure("median_abs_log_error"), false),
			o.shareScore(s.Measure("coverage_50"), s.N), o.shareScore(s.Measure("coverage_80"), s.N), o.shareScore(s.Measure("coverage_90"), s.N),
			o.logScore(s.Measure("crps"), false), o.logScore(s.Measure("median_width_90"), false)}})
	}
	narrow := grid{columns: []column{{head: "Score", flow: true}}}
	for _, r := range g.rows {
		narrow.columns = append(narrow.columns, column{head: r.cells[0].lines[0], right: true})
	}
	for k := 1; k < len(g.columns); k++ {
		cells := []cell{text(g.columns[k].head)}
		for _, r := range g.rows {
			cells = append(cells, r.cells[k])
		}
		narrow.rows = append(narrow.rows, gridRow{cells: cells})
	}
	return choice{g, panels{narrow, nil}}
}

// scatterGrid compares the scatter between sites as the profiles have it with none, and with what campuses say of each other.
func (b Backtested) scatterGrid(o Options) block {
	s := &b.Scatter
	if s.Campuses == 0 || !b.wants(backtest.Sites) {
		return nil
	}
	g := grid{columns: []column{{head: "Scatter between sites", flow: true}, {head: "Width", right: true}, {head: "In 90%", right: true}, {head: "P95/P5", right: true}}}
	of := func(name string) backtest.Estimate {
		for _, m := range s.Measures {
			if m.Name == name {
				return m.Estimate
			}
		}
		return backtest.Estimate{Value: math.NaN(), Low: math.NaN(), High: math.NaN()}
	}
	add := func(label, width string, coverage, wide backtest.Estimate, n int) {
		g.rows = append(g.rows, gridRow{cells: []cell{text(label), text(width), o.shareScore(coverage, n), o.logScore(wide, false)}})
	}
	sites := b.Of(backtest.Sites)
	add("none", "0.00", of("without_coverage_90"), of("without_median_width_90"), s.Campuses)
	add("as the profiles have it", o.logText(s.Shipped, false), sites.Measure("coverage_90"), sites.Measure("median_width_90"), sites.N)
	if len(s.Left) > 0 {
		add("each campus by the others", o.logText(s.Least, false)+" to "+o.logText(s.Most, false), of("loo_coverage_90"), of("loo_median_width_90"), len(s.Left))
	}
	return g
}

func (b Backtested) gateGrid(o Options) block {
	if len(b.Gates) == 0 {
		return nil
	}
	g := grid{columns: []column{{head: "Gate"}, {head: "Value", right: true}, {head: "Result"}}}
	for _, x := range b.Gates {
		g.rows = append(g.rows, gridRow{cells: []cell{text(x.Text), text(o.short(x.Value)), text(gateResult(x))}})
	}
	return g
}

// gateResult is how a gate came out, in a word.
func gateResult(g backtest.Gate) string {
	switch {
	case g.Failed:
		return "failed"
	case g.Warned:
		return "warned"
	}
	return "passed"
}

// short is a score with three significant digits.
func (o Options) short(x float64) string { return o.ratioNotation().Short(x, 3) }

// manyRows is from how many rows on a group is also scored system by system.
const manyRows = 10

// systemGrid scores a large group system by system: what all machines of a kind have in common is the profile's part of the error.
func (b Backtested) systemGrid(g backtest.Group, o Options) block {
	s := b.Of(g)
	if s.N < manyRows || len(s.Systems) == 0 {
		return nil
	}
	out := grid{title: g.Title() + ", by system", columns: []column{{head: "System"}, {head: "Rows", right: true}, {head: "Bias", right: true}, {head: "Spread", right: true}}}
	for _, x := range s.Systems {
		out.rows = append(out.rows, gridRow{cells: []cell{code(x.ID), text(strconv.Itoa(x.N)), text(o.logText(x.Bias, true)), text(o.logText(x.SD, false))}})
	}
	return out
}
