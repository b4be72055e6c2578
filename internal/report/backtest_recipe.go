package report

import (
	"crypto/sha256"
	"encoding/hex"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/backtest"
	"github.com/capplan/capplan/internal/quantity"
)

// Recipe is the question of a backtest as one line of JSON, as charts store it. It names no path: that rows were the user's own it says, and what they were is
// in the hash.
func (b Backtested) Recipe() string { return string(appendJSON(nil, inline(b.recipe()), "", false)) }

func (b Backtested) recipe() object {
	groups := list{}
	for _, g := range b.Groups {
		groups = append(groups, string(g))
	}
	data := "built-in"
	if b.Data != "" {
		data = "own"
	}
	out := object{{"command", "backtest"}, {"data", data}, {"groups", groups}, {"draws", b.Draws}, {"seed", b.Seed}, {"sampler", b.Sampler}, {"set", settingsTree(b.Set, true)}}
	if len(b.Overlaid) > 0 {
		out = append(out, field{"overlaid", overlaidTree(b.Overlaid, true)})
	}
	return out
}

// InputHash identifies what went into a backtest: the question, the rows, and the distribution and evidence of every input that counts.
func (b Backtested) InputHash() string {
	text := []byte(b.Recipe())
	add := func(id string, values quantity.Scenario) {
		var in []answer.Input
		for _, s := range backtest.Inputs() {
			if v, known := values[s]; known {
				in = append(in, answer.Input{Spec: s, Value: v})
			}
		}
		text = appendJSON(append(text, id...), inline(inputsTree(placeless(in))), "", false)
	}
	for _, s := range b.Sites {
		add(s.ID, s.Values)
	}
	for _, o := range b.Outcomes {
		text = appendJSON(text, inline{{"id", o.ID}, {"chips", spanTree(o.Count)}, {"unit", o.CountUnit}, {"power", spanTree(o.Power)}, {"basis", string(o.Basis)}, {"profile", o.Profile}}, "", false)
		for _, s := range o.Systems {
			add(s.ID, s.Values)
		}
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}
