package optimize

// Row is Lower <= the sum of Coefficients times the unknowns <= Upper; infinities are bounds that are not there.
type Row struct {
	Coefficients []float64 // one an unknown
	Lower, Upper float64
}

// Linear is a linear problem over whole unknowns of 0 or more.
type Linear struct {
	Maximise bool
	Costs    []float64 // one an unknown
	Rows     []Row
	Known    []float64 // whole values that keep all rows, where some are known; nil for none
}

// Status says how a solver ended.
type Status int

// The ways to end.
const (
	Solved       Status = iota // proved within the gap that was asked for
	NoneFeasible               // proved: nothing keeps all rows
	NoBound                    // proved: the objective has no bound
	EndedByNodes               // the limit of nodes came first; Values may be nil
)

// Solution is a solver's answer.
type Solution struct {
	Status       Status
	Values       []float64 // one an unknown; nil without any
	Objective    float64
	Bound        float64 // proved: nothing feasible is better
	Gap          float64 // between Objective and Bound, relative
	Nodes        int64
	Duals        []float64 // of a relaxation, one a row: what raising the bound that binds by one adds to the objective
	ReducedCosts []float64 // of a relaxation, one an unknown

	Relaxed *Solution // of whole numbers: the optimum in fractions, where the search began with it; may be nil
}

// Solver solves linear problems and proves what it says. It is used by several goroutines at once.
type Solver interface {
	// Whole solves in whole numbers, until the objective is proved within the gap of the best (0: is the best) or so many nodes were searched (0: no limit).
	Whole(p *Linear, gap float64, nodes int) (*Solution, error)
	// Relaxed solves as if the unknowns could be fractions.
	Relaxed(p *Linear) (*Solution, error)
}
