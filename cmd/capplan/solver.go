package main

import (
	"context"
	"math"
	"runtime/debug"

	"github.com/capplan/capplan/internal/highs"
	"github.com/capplan/capplan/internal/optimize"
)

// solver hands HiGHS to the optimiser.
type solver struct{ *highs.Solver }

// solverMemory is what a run with a solver may hold before its garbage is collected more often than it would be otherwise: the compiled module and the
// solver's own memory are ten times what an answer needs, and compiling it twice that.
const solverMemory = 1 << 30

func newSolver(noCache bool) solver {
	debug.SetMemoryLimit(solverMemory)
	return solver{highs.New(highs.Config{NoCache: noCache})}
}

// Whole implements optimize.Solver.
func (s solver) Whole(p *optimize.Linear, gap float64, nodes int) (*optimize.Solution, error) {
	x, err := s.Solve(context.Background(), problemOf(p, true), highs.Options{Gap: gap, Nodes: nodes, Known: p.Known})
	return solutionOf(x), err
}

// Relaxed implements optimize.Solver.
func (s solver) Relaxed(p *optimize.Linear) (*optimize.Solution, error) {
	x, err := s.Solve(context.Background(), problemOf(p, false), highs.Options{})
	return solutionOf(x), err
}

func problemOf(p *optimize.Linear, whole bool) *highs.Problem {
	out := &highs.Problem{}
	if p.Maximise {
		out.Sense = highs.Maximise
	}
	for _, c := range p.Costs {
		out.Column(highs.Column{Cost: c, Upper: math.Inf(1), Integer: whole})
	}
	for _, r := range p.Rows {
		row := highs.Row{Lower: r.Lower, Upper: r.Upper}
		for j, c := range r.Coefficients {
			if c != 0 {
				row.Terms = append(row.Terms, highs.Term{Column: j, Coefficient: c})
			}
		}
		out.Row(row)
	}
	return out
}

func solutionOf(x *highs.Solution) *optimize.Solution {
	if x == nil {
		return nil
	}
	status := map[highs.Status]optimize.Status{
		highs.Optimal: optimize.Solved, highs.Infeasible: optimize.NoneFeasible, highs.Unbounded: optimize.NoBound, highs.Limit: optimize.EndedByNodes,
	}
	return &optimize.Solution{
		Status: status[x.Status], Values: x.Values, Objective: x.Objective, Bound: x.Bound, Gap: x.Gap, Nodes: x.Nodes, Duals: x.Duals, ReducedCosts: x.ReducedCosts,
		Relaxed: solutionOf(x.Relaxed),
	}
}
