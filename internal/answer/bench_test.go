package answer_test

import (
	"testing"

	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/model"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
)

// BenchmarkEstimate is one answer with every output of one chip, as a table or JSON needs it.
func BenchmarkEstimate(b *testing.B) {
	lib := open(b)
	m := ask(lib.sites[0], power.FromPower, 2e9, power.Facility, alone(lib.chips[1]))
	var all []*quantity.Spec
	for _, s := range model.Model.All() {
		if !s.Input {
			all = append(all, s)
		}
	}
	q := answer.Question{Start: answer.Start{Prose: "2 GW", Spec: power.Commitment.Spec}}
	for _, members := range []bool{false, true} {
		name := map[bool]string{false: "total", true: "members and total"}[members]
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				answer.Evaluate(q, m, answer.Want{Quantities: all, Members: members, Settings: analysis.Settings{Draws: analysis.DefaultDraws, Seed: 1}})
			}
		})
	}
}
