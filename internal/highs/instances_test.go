package highs

import (
	"math"
	"math/rand/v2"
)

// instance12 is a mix as people ask for it: 12 kinds of machine in whole units under 5 limits, of watts, dollars, square metres and two more. Invented.
func instance12(seed uint64) *Problem {
	r := rand.New(rand.NewPCG(seed, 12))
	p := &Problem{Sense: Maximise}
	for range 12 {
		p.Column(whole(math.Round(1e3*(5+20*r.Float64()))*1e12, inf))
	}
	for _, l := range []struct{ unit, limit float64 }{{1e5, 2e9}, {4e6, 5e10}, {6.4, 9e4}, {3, 4e4}, {20, 3e5}} {
		limit := Row{Lower: -inf, Upper: l.limit}
		for j := range 12 {
			limit.Terms = append(limit.Terms, Term{Column: j, Coefficient: math.Round(1e3*l.unit*(0.5+r.Float64())) / 1e3})
		}
		p.Row(limit)
	}
	return p
}

// marketSplit divides 40 shops between two owners so that each has half of every good. The relaxation says nothing, so all the work is in the search.
func marketSplit() *Problem {
	r := rand.New(rand.NewPCG(3, 1))
	p := &Problem{}
	for range 40 {
		p.Column(whole(0, 1))
	}
	for range 5 {
		var half Row
		total := 0.0
		for j := range p.Columns {
			share := float64(r.IntN(100))
			half.Terms = append(half.Terms, Term{Column: j, Coefficient: share})
			total += share
		}
		half.Lower, half.Upper = math.Floor(total/2), math.Floor(total/2)
		p.Row(half)
	}
	return p
}
