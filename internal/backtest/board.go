package backtest

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/capplan/capplan/internal/foreign"
)

// Board is the whole record: every row, the scores of every group, and how wide the scatter between sites ought to be.
type Board struct {
	Outcomes []*Outcome // all rows, in the order of the file
	Scores   []Scores   // all groups, in their order
	Scatter  Scatter
	Gates    []Gate
}

// Scores are those of one group.
type Scores struct {
	Group    Group
	Rows     int // of the group, left out ones included
	Left     int // that could not be predicted
	N        int // that count in the scores
	Measures []Measure
	Systems  []SystemScore // by system, where there is more than one
}

// Measure is a score by its name.
type Measure struct {
	Name string
	Estimate
}

// SystemScore says how the rows of one system of a group come out: the machine's part of the errors, and what is left between machines of one kind.
type SystemScore struct {
	ID   string
	N    int
	Bias float64
	SD   float64 // of the errors, about their mean; NaN for a single row
}

// measureNames are the names of a group's measures in order. Errors are natural logarithms: 0.15 is about 15%.
var measureNames = []string{"n", "bias", "median_abs_log_error", "coverage_50", "coverage_80", "coverage_90", "crps", "median_width_90"}

// MeasureDoc says what each measure is.
var MeasureDoc = map[string]string{
	"n":                    "rows that count",
	"bias":                 "mean of log(predicted / published chips)",
	"median_abs_log_error": "median of |log(predicted / published chips)|",
	"coverage_50":          "share of rows inside the 50% interval",
	"coverage_80":          "share of rows inside the 80% interval",
	"coverage_90":          "share of rows inside the 90% interval",
	"crps":                 "mean continuous ranked probability score of log chips",
	"median_width_90":      "median of P95 / P5 of the predicted chips",
}

// Run predicts and scores all rows. The error, of type [Problems], is about names in the rows that the library does not have, all of them.
func Run(rows []Row, c Config) (*Board, error) {
	b := &Board{}
	var problems Problems
	for i := range rows {
		o, err := c.predict(&rows[i])
		if err != nil {
			problems = append(problems, Problem{rows[i].Place, "profile", foreign.Visible(err.Error())})
			continue
		}
		b.Outcomes = append(b.Outcomes, o)
	}
	if problems != nil {
		return nil, problems
	}
	b.headlines()
	for _, g := range Groups {
		b.Scores = append(b.Scores, b.scores(g))
	}
	var err error
	b.Scatter, err = c.scatter(b.counted(Sites))
	return b, err
}

// headlines chooses the rows that count. Of the sites it is one row a campus: the one with the best evidence, of those the latest, of those the first.
func (b *Board) headlines() {
	best := map[string]*Outcome{}
	for _, o := range b.Outcomes {
		if o.Left != "" {
			continue
		}
		if o.Group != Sites {
			o.Headline = true
			continue
		}
		campus := CampusOf(o.Row)
		if old, other := best[campus]; !other || cmp.Or(cmp.Compare(grade(o), grade(old)), cmp.Compare(old.Date, o.Date)) < 0 {
			best[campus] = o
		}
	}
	for _, o := range best {
		o.Headline = true
	}
}

// grade orders rows by their evidence; one that does not tell comes last.
func grade(o *Outcome) string { return cmp.Or(o.Confidence, "~") }

// counted are the rows of a group that count in its scores.
func (b *Board) counted(g Group) []*Outcome {
	return slices.DeleteFunc(slices.Clone(b.Outcomes), func(o *Outcome) bool { return o.Group != g || !o.Headline })
}

// scores scores a group.
func (b *Board) scores(g Group) Scores {
	s := Scores{Group: g}
	for _, o := range b.Outcomes {
		if o.Group == g {
			s.Rows++
			if o.Left != "" {
				s.Left++
			}
		}
	}
	in := b.counted(g)
	s.N = len(in)
	clusters := make([]string, len(in))
	errors, sizes, widths := make([]float64, len(in)), make([]float64, len(in)), make([]float64, len(in))
	var ranked []float64
	var inside [3]int
	for i, o := range in {
		clusters[i] = o.SystemIDs()
		errors[i], sizes[i], widths[i] = o.Error, math.Abs(o.Error), o.Width()
		if !math.IsNaN(o.CRPS) {
			ranked = append(ranked, o.CRPS)
		}
		for k, is := range o.Inside {
			if is {
				inside[k]++
			}
		}
	}
	score := exactly(math.NaN())
	if len(ranked) == len(in) { // all rows have one, or none does
		score = bootstrap(ranked, clusters, mean)
	}
	for i, e := range []Estimate{
		exactly(float64(s.N)), bootstrap(errors, clusters, mean), bootstrap(sizes, clusters, median),
		proportion(inside[0], s.N), proportion(inside[1], s.N), proportion(inside[2], s.N), score, bootstrap(widths, clusters, median),
	} {
		s.Measures = append(s.Measures, Measure{measureNames[i], e})
	}
	s.Systems = bySystem(in)
	return s
}

// bySystem scores the rows of each system of a group, in the order of their names; nothing where there is but one.
func bySystem(in []*Outcome) []SystemScore {
	errors := map[string][]float64{}
	for _, o := range in {
		errors[o.SystemIDs()] = append(errors[o.SystemIDs()], o.Error)
	}
	if len(errors) < 2 {
		return nil
	}
	var out []SystemScore
	for id, e := range errors {
		s := SystemScore{ID: id, N: len(e), Bias: mean(e), SD: math.NaN()}
		if len(e) > 1 {
			s.SD = math.Sqrt(variance(e) * float64(len(e)) / float64(len(e)-1))
		}
		out = append(out, s)
	}
	slices.SortFunc(out, func(a, b SystemScore) int { return cmp.Compare(a.ID, b.ID) })
	return out
}

// Of returns the scores of a group.
func (b *Board) Of(g Group) *Scores {
	return &b.Scores[slices.Index(Groups, g)]
}

// Measure returns a measure by its name, and panics if there is none.
func (s *Scores) Measure(name string) Estimate {
	for _, m := range s.Measures {
		if m.Name == name {
			return m.Estimate
		}
	}
	panic(fmt.Sprintf("backtest: no measure %q", name))
}

// Counts says how many rows there are, how many were predicted, and how many were not.
func (b *Board) Counts() (rows, scored, left int) {
	for _, o := range b.Outcomes {
		if o.Left != "" {
			left++
		}
	}
	return len(b.Outcomes), len(b.Outcomes) - left, left
}
