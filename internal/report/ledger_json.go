package report

import (
	"crypto/sha256"
	"encoding/hex"

	"github.com/capplan/capplan/internal/ledger"
	"github.com/capplan/capplan/internal/quantity"
)

// ledgerTree is the JSON of a result: what was asked, the whole ledger, what became of each commitment, and the figures.
func ledgerTree(r *ledger.Result) object {
	states := list{}
	for i := range r.States {
		s := &r.States[i]
		states = append(states, object{{"key", s.Key}, {"date", orNull(s.Date)}, {"through", s.Through}, {"letters_kept", s.KeepLetters},
			{"commitments", entriesTree(s.Entries)}, {ledger.AsStated, groupsTree(s.Stated)}, {ledger.AsRealised, groupsTree(s.Realised)}})
	}
	chips := list{}
	for _, c := range r.Chips {
		chips = append(chips, object{{"id", c.ID}, {"name", c.Name}, {"vendor", c.Vendor}, {"inputs", inputsTree(c.Inputs)}})
	}
	return object{{"question", ledgerQuestion(r, false)}, {"input_hash", LedgerHash(r)}, {"ledger", bookTree(r.Ledger, false)}, {"states", states}, {"inputs", inputsTree(r.Site)}, {"chips", chips},
		{"correlations", statedTree(r)}, {"notes", notesTree(r.Notes, r.Question.Draws > 0)}, {"warnings", warningsTree(r.Warnings)}}
}

func statedTree(r *ledger.Result) list {
	out := list{}
	for _, c := range r.Correlations {
		out = append(out, inline{{"a", c.A.String()}, {"b", c.B.String()}, {"rank", c.Rank}})
	}
	return out
}

// ledgerQuestion is what was asked. A portable one is the same on every machine: it names the ledger by its id, and no path.
func ledgerQuestion(r *ledger.Result, portable bool) object {
	q, moments := r.Question, list{}
	name := q.Ledger
	if portable {
		name = r.Ledger.ID
	}
	for _, m := range q.Moments {
		moments = append(moments, inline{{"key", m.Key}, {"date", orNull(m.Date)}, {"through", m.Through}, {"letters_kept", m.KeepLetters}})
	}
	out := object{{"command", "ledger"}, {"ledger", name}, {"layer", string(q.Layer)}, {"moments", moments}, {"binding_only", q.BindingOnly},
		{"include", strs(q.Include)}, {"exclude", strs(q.Exclude)}, {"at", q.At}, {"unstated", string(q.Unstated)}, {"vendor", q.Vendor},
		{"realised", q.Realised}, {"chips", strs(q.Chips)}, {"precision", q.Precision}, {"site", q.Site}, {"draws", q.Draws}, {"seed", q.Seed},
		{"sampler", q.Sampler}, {"set", settingsTree(q.Set, portable)}, {"correlate", settingsTree(q.Correlate, portable)}}
	if q.Ledger != r.Ledger.ID {
		out = append(out, field{"data", "own"})
	}
	if len(q.Overlaid) > 0 {
		out = append(out, field{"overlaid", overlaidTree(q.Overlaid, portable)})
	}
	return out
}

// bookTree is the ledger as its file has it. A portable one does not say where that file is.
func bookTree(l *ledger.Ledger, portable bool) object {
	commitments := list{}
	for _, c := range l.Commitments {
		one := commitmentTree(c)
		if !portable {
			one = append(one, field{"origin", orNull(c.Origin)})
		}
		commitments = append(commitments, one)
	}
	factors := object{}
	for _, s := range ledger.Statuses {
		if v, known := l.Realisation[s]; known {
			factors = append(factors, field{string(s), inputTree(ledger.Realisation.Spec, &v)})
		}
	}
	if l.Correlation.Shape != "" {
		factors = append(factors, field{"correlation", inputTree(ledger.Correlation.Spec, &l.Correlation)})
	}
	var event any
	if l.Event.Date != "" {
		event = inline{{"date", l.Event.Date}, {"name", l.Event.Name}}
	}
	out := object{{"id", l.ID}, {"name", l.Name}, {"party", l.Party}, {"description", orNull(l.Description)}, {"as_of", l.AsOf}, {"vendor", orNull(l.Vendor)},
		{"event", event}}
	if !portable {
		out = append(out, field{"file", orNull(l.Origin)})
	}
	return append(out, field{"realisation", factors}, field{"commitments", commitments})
}

func commitmentTree(c *ledger.Commitment) object {
	amount := func(s *quantity.Spec, v *quantity.Value) any {
		if v == nil {
			return nil
		}
		return append(append(inline{{"unit", s.Unit.Symbol}, {"dist", string(v.Shape)}}, parameters(s, v)...), field{"mid", v.Mid()})
	}
	chips := object{}
	for i := range c.Chips {
		p := &c.Chips[i]
		chips = append(chips, field{p.Chip, inputTree(ledger.Weight.Spec, &p.Weight)})
	}
	return object{{"id", c.ID}, {"parties", strs(c.Parties)}, {"date", c.Date}, {"vendor", orNull(c.Vendor)}, {"layer", string(c.Layer)},
		{"status", string(c.Status)}, {"binding", string(c.Binding)}, {"boundary", orNull(c.Boundary)}, {"power", amount(ledger.Power.Spec, c.Power)},
		{"money", amount(ledger.Money.Spec, c.Money)}, {"chips", chips}, {"chip_power", amount(ledger.ChipPower.Spec, c.ChipPower)},
		{"schedule", orNull(c.Schedule)}, {"start", orNull(c.Start)}, {"end", orNull(c.End)}, {"part_of", orNull(c.PartOf)}, {"replaces", orNull(c.Replaces)},
		{"basis", string(c.Evidence.Basis)}, {"source", sourcesTree(c.Evidence.Sources)}, {"note", orNull(c.Evidence.Note)}, {"as_of", orNull(c.Evidence.AsOf)}}
}

func entriesTree(entries []ledger.Entry) list {
	out := list{}
	for _, e := range entries {
		out = append(out, inline{{"id", e.ID}, {"role", string(e.Role)}, {"reason", orNull(string(e.Reason))}, {"of", orNull(e.Of)}, {"message", orNull(e.Message)}})
	}
	return out
}

// groupsTree is the sums of one view; null where it was not computed.
func groupsTree(groups []ledger.Group) any {
	if groups == nil {
		return nil
	}
	out := list{}
	for i := range groups {
		g := &groups[i]
		vendors := object{}
		for _, x := range g.Figures("", "") {
			n := len(vendors) - 1
			if v := figureOwner(x); n < 0 || vendors[n].key != v {
				vendors = append(vendors, field{v, object{}})
				n++
			}
			one := append(inline{{"unit", x.Notation.Unit.Symbol}}, summaryTree(x.Point, x.Summary)...)
			if len(x.Overrides) > 0 {
				one = append(one, field{"overrides", strs(x.Overrides)})
			}
			if x.ValidShare > 0 && x.ValidShare < 1 {
				one = append(one, field{"valid_share", x.ValidShare})
			}
			vendors[n].value = append(vendors[n].value.(object), field{x.Quantity, one})
		}
		last := len(vendors) - 1
		out = append(out, object{{"boundary", g.Boundary}, {"commitments", strs(g.Commitments)}, {"vendors", vendors[:last]}, {"total", vendors[last].value}})
	}
	return out
}

// LedgerRecipe is the canonical question of a result as one line of JSON: what a chart stores so that it can be made again. It names no path.
func LedgerRecipe(r *ledger.Result) string {
	return string(appendJSON(nil, inline(ledgerQuestion(r, true)), "", false))
}

// LedgerHash identifies everything that went into a result: the question, the ledger, and the inputs of the site and of the chips.
func LedgerHash(r *ledger.Result) string {
	b := appendJSON([]byte(LedgerRecipe(r)), inline(bookTree(r.Ledger, true)), "", false)
	b = appendJSON(b, inline(inputsTree(placeless(r.Site))), "", false)
	for _, c := range r.Chips {
		b = appendJSON(append(b, c.ID...), inline(inputsTree(placeless(c.Inputs))), "", false)
	}
	b = appendJSON(b, statedTree(r), "", false)
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
