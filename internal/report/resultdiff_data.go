package report

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/resultdiff"
	"github.com/capplan/capplan/internal/saved"
)

// Compared is what a comparison was asked: what decides that it comes out so, beside the two.
type Compared struct {
	Of       string   // results, scenarios or libraries
	Operands []string // a built-in scenario or library by its name; "own" for a file of the user's
	Asks     []answer.Ask
}

func (c *Compared) question(old, new any) object {
	return object{{"command", "diff"}, {"of", c.Of}, {"operands", strs(c.Operands)}, {"asks", asksTree(c.Asks)}, {"old", old}, {"new", new}}
}

// ResultDiffRecipe is what a chart of a difference stores: what was compared, as one line of JSON. It names no path.
func ResultDiffRecipe(d *resultdiff.Diff, c Compared) string {
	return string(appendJSON(nil, inline(resultDiffQuestion(d, c, false)), "", false))
}

// ResultDiffHash identifies a comparison and what changed between the two.
func ResultDiffHash(d *resultdiff.Diff, compared Compared) string {
	b := []byte(ResultDiffRecipe(d, compared))
	for i := range d.Changes {
		c := &d.Changes[i]
		b = append(b, c.Name+c.From+c.To...)
		if c.Spec != nil {
			b = appendJSON(appendJSON(b, flat(valueTree(c.Spec, unplaced(c.Old))), "", false), flat(valueTree(c.Spec, unplaced(c.New))), "", false)
		}
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// unplaced is a value without the place where it was read.
func unplaced(v *quantity.Value) *quantity.Value {
	if v == nil {
		return nil
	}
	out := *v
	out.Origin = ""
	return &out
}

// resultDiffQuestion is what was compared: with the names of files for those who read it, without them in what is stored to be asked again.
func resultDiffQuestion(d *resultdiff.Diff, c Compared, files bool) object {
	side := func(a *saved.Answer) any {
		q := a.Question
		out := object{{"version", a.Version}, {"library", a.Library}, {"command", q.Command}, {"start", q.Start}, {"basis", q.Basis}, {"chips", strs(memberIDs(a))},
			{"site", q.Site}, {"workload", q.Workload}, {"precision", q.Precision}, {"as_of", orNull(q.AsOf)}, {"draws", q.Draws}, {"seed", q.Seed}, {"sampler", q.Sampler}}
		if a.InputHash != "" {
			out = append(out, field{"input_hash", a.InputHash})
		}
		if !files {
			return inline(out)
		}
		return append(object{{"file", a.Name}}, out...)
	}
	return c.question(side(d.Old), side(d.New))
}

// CauseText is what a cause was and is, in a few words: mids, without their ranges.
func CauseText(d *resultdiff.Diff, cause int, o Options) string {
	c := d.Causes[cause]
	if len(c.Changes) == 1 {
		if x := &d.Changes[c.Changes[0]]; x.Old != nil && x.New != nil {
			old, new := o.midText(x.Spec, x.Old), o.midText(x.Spec, x.New)
			if old == new {
				return strings.ReplaceAll(old, nbsp, " ") + ", another range"
			}
			return strings.ReplaceAll(old+", then "+new, nbsp, " ")
		}
	}
	old, new := causeSides(d, cause, o)
	if new == "" {
		return old
	}
	return old + ", then " + new
}

func resultDiffTree(d *resultdiff.Diff, compared Compared) object {
	changes := list{}
	for i := range d.Changes {
		c := &d.Changes[i]
		one := object{{"name", c.Name}, {"owner", c.Owner}}
		if c.Spec != nil {
			one = append(one, field{"input", c.Spec.Name}, field{"old", valueTree(c.Spec, c.Old)}, field{"new", valueTree(c.Spec, c.New)})
		} else {
			one = append(one, field{"input", nil}, field{"old", orNull(c.From)}, field{"new", orNull(c.To)})
		}
		changes = append(changes, one)
	}
	causes := list{}
	for _, c := range d.Causes {
		names := make([]string, len(c.Changes))
		for i, k := range c.Changes {
			names[i] = d.Changes[k].Name
		}
		causes = append(causes, inline{{"name", c.Name}, {"changes", strs(names)}})
	}
	method := inline{{"exact", d.Method.Exact}, {"evaluations", d.Method.Evaluations}}
	if !d.Method.Exact {
		method = append(method, field{"permutation_pairs", d.Method.Permutations}, field{"seed", d.Method.Seed})
	}
	rows := list{}
	for i := range d.Rows {
		r := &d.Rows[i]
		parts := any(nil)
		if r.Parts != nil {
			all := list{}
			for k, p := range r.Parts {
				all = append(all, inline{{"cause", d.Causes[k].Name}, {"change", p.Change}, {"error", p.Error}})
			}
			parts = all
		}
		rows = append(rows, object{{"member", memberOrTotal(r.Of.Member)}, {"quantity", r.Of.Spec.Name}, {"unit", r.Of.Spec.Unit.Symbol},
			{"old", inline(summaryTree(r.Old.Point, r.Old.Summary))}, {"new", inline(summaryTree(r.New.Point, r.New.Summary))},
			{"status", string(r.Status)}, {"span", string(r.Width)}, {"change", r.Change}, {"percent", r.Percent}, {"parts", parts}, {"model_or_version", d.PublishedRest(r)}})
	}
	return object{
		{"question", resultDiffQuestion(d, compared, true)}, {"input_hash", ResultDiffHash(d, compared)},
		{"same", d.Same(0)}, {"statistic", statistic(d)}, {"grouping", string(d.By)}, {"method", method}, {"changes", changes}, {"causes", causes}, {"quantities", rows}, {"notes", diffNotes(d)},
	}
}

func diffNotes(d *resultdiff.Diff) list {
	out := list{}
	for _, n := range d.Notes {
		out = append(out, inline{{"code", n.Code}, {"message", n.Message}})
	}
	return out
}

func memberIDs(a *saved.Answer) []string {
	out := make([]string, len(a.Members))
	for i, m := range a.Members {
		out[i] = m.ID
	}
	return out
}

func memberOrTotal(id string) string { return cmp.Or(id, total) }

// statistic is what of a figure is compared and divided.
func statistic(d *resultdiff.Diff) string {
	if d.Point {
		return "point"
	}
	return "p50"
}

// allCauses is the cause under which the whole change of a figure stands.
const allCauses = "all"

// resultDiffRecords are the rows for programs: of each figure first the whole change, then its parts.
func resultDiffRecords(d *resultdiff.Diff) *records {
	out := &records{columns: []string{"member", "quantity", "unit", "statistic", "old", "new", "status", "cause", "change", "percent", "error"}}
	at := func(f saved.Figure) float64 {
		if d.Point {
			return f.Point
		}
		return f.P50
	}
	for i := range d.Rows {
		r := &d.Rows[i]
		add := func(cause string, change, err float64) {
			share := r.Percent
			if cause != allCauses && r.Change != 0 {
				share = change / r.Change * r.Percent
			}
			out.add(memberOrTotal(r.Of.Member), r.Of.Spec.Name, r.Of.Spec.Unit.Symbol, statistic(d), at(r.Old), at(r.New), string(r.Status), cause, change, share, err)
		}
		add(allCauses, r.Change, 0)
		for k, p := range r.Parts {
			add(d.Causes[k].Name, p.Change, p.Error)
		}
		if r.Parts != nil {
			add(restName, d.PublishedRest(r), 0)
		}
	}
	return out
}
