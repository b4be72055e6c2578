package recipe

import (
	"strconv"
	"strings"
)

// MostWork is how much work the question of a file may cause unless whoever asks allows more: anybody may have made the file. The unit is a case of an estimate
// of one system, of which a processor draws some three million a second; so it is about ten seconds, and less than a gigabyte.
const MostWork = 32 << 20

// What a case of a command costs in that unit, as measured; of a scenario it is more, as each quarter is computed.
const (
	perSystem   = 5   // of compare, mix and report, for each system
	perScenario = 150 // of ramp, check and report
	perStudied  = 64  // of a point of a sensitivity of a scenario
	perRow      = 80  // of backtest: all rows
	perNode     = 1000
	perCheck    = 3
	perPair     = 1 << 19 // of a pair of orders in which the change between two results is divided
)

// Work is how much work the question causes, at most. That of a sweep follows from what varies, which is not known here, see [SweepWork]. It is infinite for a
// search without an end.
func (r *Recipe) Work() float64 {
	cases, systems := float64(max(1, r.Draws)), float64(max(1, len(r.Chips)))
	scenario := isID(r.Start)
	switch r.Command {
	case "sweep":
		return 0
	case "diff":
		return r.pairs() * perPair
	case "estimate", "explain":
		return cases
	case "ramp":
		return cases * perScenario
	case "backtest":
		return cases * perRow
	case "ledger":
		return cases * perSystem
	case "sensitivity":
		if scenario {
			return max(cases, float64(r.Points)) * perStudied
		}
		return cases + float64(r.Points)
	case "check":
		if scenario {
			return cases * perScenario
		}
		return cases * perCheck * systems
	case "report":
		if scenario {
			return cases * perScenario
		}
	}
	return cases*systems*perSystem*r.points() + r.nodes()*perNode
}

// points is how often a mix is computed: once, or for each point of a curve.
func (r *Recipe) points() float64 {
	n := 1.0
	for _, a := range r.Asks {
		switch a.Flag {
		case "--frontier", "--share-curve":
			n = max(n, 21)
		case "--points":
			n = max(n, wholeNumber(a.Value))
		}
	}
	return n
}

// pairs is how many pairs of orders a comparison takes, beyond the usual few.
func (r *Recipe) pairs() float64 {
	n := 8.0
	for _, a := range r.Asks {
		if a.Flag == "--permutations" {
			n = max(n, wholeNumber(a.Value))
		}
	}
	return n
}

// nodes is how long the search for the best mix goes on where the recipe says so.
func (r *Recipe) nodes() float64 {
	n := 0.0
	for _, a := range r.Asks {
		if a.Flag == "--max-nodes" {
			if n = wholeNumber(a.Value); n == 0 {
				n = endless
			}
		}
	}
	return n
}

// endless is more than any limit.
const endless = 1e30

// wholeNumber reads a whole number such as 20k; what is none is more than any limit, as nobody knows what it is.
func wholeNumber(s string) float64 {
	s = strings.TrimSpace(s)
	by := 1.0
	if rest, is := strings.CutSuffix(s, "k"); is {
		s, by = rest, 1e3
	} else if rest, is := strings.CutSuffix(s, "M"); is {
		s, by = rest, 1e6
	}
	n, err := strconv.ParseUint(s, 10, 40)
	if err != nil {
		return endless
	}
	return float64(n) * by
}

// SweepWork is how much work the rows of a sweep cause: each is computed for every draw, and kept while it is compared.
func SweepWork(rows, metrics, draws int) float64 {
	return float64(rows) * (8 + float64(draws)*float64(metrics)/16)
}
