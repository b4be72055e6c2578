package main

import (
	"encoding/json"
	"math"
	"os"
	"strconv"
	"testing"

	"github.com/capplan/capplan/internal/optimize"
)

// The best of 200 problems, asked as the command asks it, with the gap and the limit of nodes that it has unless told otherwise, is within 1e-6 of what two
// other solvers proved; what is said to be proved is within what is said, and no search is ended.
func TestShippedSolverAgainstOthers(t *testing.T) {
	cmd := newMix(streams{})
	gap, err := ratioOf("--gap", cmd.Flag("gap").Value.String())
	if err != nil {
		t.Fatal(err)
	}
	nodes, err := wholeNumber(cmd.Flag("max-nodes").Value.String())
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile("../../internal/highs/testdata/bestmix/problems.json")
	if err != nil {
		t.Fatal(err)
	}
	var problems []struct {
		Maximise bool
		Costs    []float64
		Upper    []*float64
		Rows     []struct {
			Lower, Upper *float64
			Coefficients []float64
		}
		Objective *float64
	}
	if err := json.Unmarshal(b, &problems); err != nil {
		t.Fatal(err)
	}
	if len(problems) != 200 {
		t.Fatalf("%d problems", len(problems))
	}
	or := func(x *float64, none float64) float64 {
		if x == nil {
			return none
		}
		return *x
	}
	s := newSolver(true)
	defer s.Close()
	for k, p := range problems {
		if k%4 != 0 {
			continue // the tests of the solver itself have all of them
		}
		lin := &optimize.Linear{Maximise: p.Maximise, Costs: p.Costs}
		for _, r := range p.Rows {
			lin.Rows = append(lin.Rows, optimize.Row{Coefficients: r.Coefficients, Lower: or(r.Lower, math.Inf(-1)), Upper: or(r.Upper, math.Inf(1))})
		}
		for j, u := range p.Upper {
			if u != nil {
				one := make([]float64, len(p.Costs))
				one[j] = 1
				lin.Rows = append(lin.Rows, optimize.Row{Coefficients: one, Lower: math.Inf(-1), Upper: *u})
			}
		}
		x, err := s.Whole(lin, gap, nodes)
		switch {
		case err != nil:
			t.Errorf("problem %d: %v", k, err)
		case p.Objective == nil:
			if x.Status != optimize.NoneFeasible {
				t.Errorf("problem %d is infeasible: %+v", k, *x)
			}
		case x.Status != optimize.Solved || math.Abs(x.Objective-*p.Objective) > 1e-6*math.Abs(*p.Objective) || x.Gap > gap:
			t.Errorf("problem %d: %+v, the optimum is %s", k, *x, strconv.FormatFloat(*p.Objective, 'g', -1, 64))
		case p.Maximise && x.Bound < *p.Objective*(1-1e-12), !p.Maximise && x.Bound > *p.Objective*(1+1e-12):
			t.Errorf("problem %d: the bound %v is said to be proved, the optimum is %v", k, x.Bound, *p.Objective)
		}
	}
}
