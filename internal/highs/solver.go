// Package highs solves linear problems, with whole columns or without, by the solver HiGHS: the optimum is proved, not searched for. HiGHS is a WebAssembly
// module in the binary (see wasm/README.md), which wazero compiles when the first problem comes, so that no program needs a C compiler or a library of the
// system, and a program that solves nothing pays nothing.
//
// It knows columns, rows and numbers. It refuses to know chips, money and power, so that it can be tested against other solvers; it reaches no network, and
// no file but the compiled form of the module in the user's cache folder. The module sees no file at all, and a clock that stands still. An answer depends on
// the problem and the options alone, and is the same to the last digit on every machine.
package highs

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strconv"
	"sync"

	"github.com/tetratelabs/wazero/api"
)

// Version is that of HiGHS; Package is that of the npm package highs, whose module this is.
const (
	Version = "1.15.1"
	Package = "1.15.3"
)

// Config says where a Solver keeps the compiled module. The zero value is good.
type Config struct {
	// CacheDir is the folder for the compiled module, about 20 MB; empty means capplan in the user's cache folder. A folder that cannot be used is no error:
	// the module is then compiled each time, which takes about a second.
	CacheDir string
	// NoCache neither reads nor writes a folder.
	NoCache bool
}

// Options say how well and how long to search. The zero value asks for the proved optimum.
type Options struct {
	// Gap stops the search once the objective is proved to be within this part of the best; 0 to 1, and 0 proves the optimum itself. Without whole columns
	// it has no effect.
	Gap float64
	// Nodes stops the search after so many nodes of its tree; 0 sets no limit. The same number gives the same answer on every machine, which a limit of
	// seconds would not: for that, use the context.
	Nodes int
	// Known are values, one a column, that keep every row and column, whole where they have to be, if such are known: the search is for better ones. Values that
	// do not keep them are of no effect. Nil for none.
	Known []float64
}

// Solver solves problems. It may be used by several goroutines at once, and should be closed at the end.
type Solver struct {
	config Config

	mu      sync.Mutex
	engine  *engine
	running int // solves that use the engine, those too that nobody waits for any more
	closed  bool
}

// New returns a solver. It compiles nothing yet.
func New(c Config) *Solver { return &Solver{config: c} }

// Close frees the compiled module, after the last solve that is under way.
func (s *Solver) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	return s.free()
}

// free closes the engine if the solver is closed and nothing runs. The lock must be held.
func (s *Solver) free() error {
	if s.engine == nil || s.running > 0 || !s.closed {
		return nil
	}
	e := s.engine
	s.engine = nil
	return e.close()
}

// acquire returns the engine, which the first call makes. Each call must be followed by one of release, unless it fails.
func (s *Solver) acquire() (*engine, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, errors.New("highs: the solver is closed")
	}
	if s.engine == nil {
		e, err := compile(s.config, module, (*engine).warm)
		if err != nil {
			return nil, err
		}
		s.engine = e
	}
	s.running++
	return s.engine, nil
}

func (s *Solver) release() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.running--
	_ = s.free() // nobody is left to tell; what cannot be freed goes with the program
}

// attend runs do with the engine and waits for it, or for the context. HiGHS ends soon after its context, but in rare phases looks up only after seconds; then
// nobody waits, and the engine is kept until it has ended.
func (s *Solver) attend(ctx context.Context, do func(e *engine) (*Solution, error)) (*Solution, error) {
	e, err := s.acquire()
	if err != nil {
		return nil, err
	}
	type answer struct {
		solution *Solution
		err      error
	}
	ready := make(chan answer, 1)
	go func() {
		solution, err := do(e)
		s.release()
		ready <- answer{solution, err}
	}()
	select {
	case a := <-ready:
		return a.solution, a.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// SolveRelaxation solves the problem as if no column had to be whole. The optimum is a bound on the problem's own, and has duals: what one more unit of a limit
// would be worth if machines could be bought in fractions.
func (s *Solver) SolveRelaxation(ctx context.Context, p *Problem) (*Solution, error) {
	return s.Solve(ctx, p.relaxed(), Options{})
}

// Solve solves the problem. An infeasible or unbounded problem is a solution with that status. Errors are a problem or options that make no sense, a context
// that is done (ctx.Err() itself), and a solver that failed. The first call compiles the module, for about a second, whatever the context.
func (s *Solver) Solve(ctx context.Context, p *Problem, o Options) (*Solution, error) {
	if err := errors.Join(p.check(), o.check()); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if len(p.Columns) == 0 {
		return solveEmpty(p), nil
	}
	p = p.clone() // nobody else may change what is being solved
	return s.attend(ctx, func(e *engine) (*Solution, error) {
		var solution *Solution
		var err error
		for _, m := range methods {
			if solution, err = e.solve(ctx, p, o, m); !errors.Is(err, errUndecided) {
				break
			}
		}
		return solution, err
	})
}

// method is how the solver goes about linear problems.
type method struct{ option, value string }

// methods are tried until one decides: now and then the dual simplex ends with numbers that neither solve a problem nor prove that nothing does, mostly where
// rows are nearly parallel and no values keep them all; another way through the same problem then does.
var methods = []method{{"simplex_strategy", "1"}, {"simplex_strategy", "4"}, {"solver", "ipm"}}

// errUndecided is in the error of a run that ended without an answer.
var errUndecided = errors.New("the solver could not decide the problem; its coefficients may lie too far apart")

// solve runs the problem in an instance that nobody else uses meanwhile.
func (e *engine) solve(ctx context.Context, p *Problem, o Options, m method) (*Solution, error) {
	in, err := e.take(ctx)
	if err != nil {
		return nil, err
	}
	defer e.give(in)
	in.configure(o, len(p.Columns))
	in.set(m)
	if !p.whole() {
		return in.answer(p)
	}
	relaxed, err := in.answer(p.relaxed())
	switch {
	case errors.Is(err, errUndecided):
		relaxed, in.err = nil, nil // the search may find a way round it
	case err != nil:
		return nil, err
	case relaxed.Status == Infeasible:
		// Now and then an unbounded problem is called infeasible; without costs it is not.
		sure, err := in.answer(p.relaxed().free())
		if err != nil {
			return nil, err
		}
		if sure.Status == Infeasible {
			return relaxed, nil
		}
		relaxed = nil
	}
	return in.search(p, o, relaxed)
}

// search solves a problem with whole columns whose relaxation is solved, or nil. Where good values are easily found, what is worse than they are is not searched.
func (in *instance) search(p *Problem, o Options, relaxed *Solution) (*Solution, error) {
	known, narrow := p.known(relaxed, o.Known)
	if known == nil {
		out, err := in.answer(p)
		if err == nil {
			out.Relaxed = relaxed
		}
		return out, err
	}
	if known.Gap > o.Gap {
		found, err := in.answer(narrow)
		if err != nil {
			return nil, err
		}
		switch found.Status {
		case Optimal, Limit:
			known.better(p.Sense, found)
		default: // what is known was left in
			if known, err = in.answer(p); err != nil {
				return nil, err
			}
		}
	}
	known.Relaxed = relaxed
	return known, nil
}

// answer hands a problem over, solves it and reads the answer.
func (in *instance) answer(p *Problem) (*Solution, error) {
	sc := scale(p)
	in.pass(sc)
	solution := in.run(p, sc)
	if in.err != nil {
		return nil, in.err
	}
	solution.conclude(p.Sense)
	return solution, nil
}

// set chooses the method.
func (in *instance) set(m method) {
	if n, err := strconv.Atoi(m.value); err == nil {
		in.setInt(m.option, int32(n))
		return
	}
	in.setText(m.option, m.value)
}

func (o Options) check() error {
	var errs []error
	if !(o.Gap >= 0 && o.Gap <= 1) {
		errs = append(errs, fmt.Errorf("highs: the gap is %g; it must be from 0 to 1", o.Gap))
	}
	if o.Nodes < 0 || o.Nodes > math.MaxInt32 {
		errs = append(errs, fmt.Errorf("highs: the limit of nodes is %d; it must be from 0, for none, to %d", o.Nodes, math.MaxInt32))
	}
	return errors.Join(errs...)
}

// solveEmpty solves a problem without columns, where every row comes to 0.
func solveEmpty(p *Problem) *Solution {
	s := &Solution{Values: []float64{}, Activity: make([]float64, len(p.Rows)), Duals: make([]float64, len(p.Rows)), ReducedCosts: []float64{}}
	for _, r := range p.Rows {
		if r.Lower > 0 || r.Upper < 0 {
			return &Solution{Status: Infeasible, Objective: math.NaN(), Bound: math.NaN(), Gap: math.NaN()}
		}
	}
	return s
}

// precision is how closely HiGHS keeps limits, whole numbers and optimality, in the scaled problem.
const precision = 1e-9

// fewColumns is up to how many columns the heuristics that solve smaller problems, or jump at random, cost more than they find: without them, the search for
// the best of 12 columns under 5 limits takes a third of the time, and rounding finds good values as soon.
const fewColumns = 64

// configure sets the options, those too whose default would do, so that the answer hangs on none of them.
func (in *instance) configure(o Options, columns int) {
	in.setBool("output_flag", false)
	in.setInt("threads", 1)
	in.setText("parallel", "off")
	in.setInt("random_seed", 0)
	in.setFloat("primal_feasibility_tolerance", precision)
	in.setFloat("dual_feasibility_tolerance", precision)
	in.setFloat("mip_feasibility_tolerance", precision)
	in.setFloat("small_matrix_value", 1/maxSpread)
	in.setFloat("mip_abs_gap", 0)
	in.setFloat("mip_rel_gap", o.Gap)
	for _, h := range []string{"feasibility_jump", "rins", "rens", "root_reduced_cost"} {
		in.setBool("mip_heuristic_run_"+h, columns > fewColumns)
	}
	if o.Nodes > 0 {
		in.setInt("mip_max_nodes", int32(o.Nodes))
	}
}

// pass hands the problem over.
func (in *instance) pass(s *scaled) {
	n := func(v int) uint64 { return api.EncodeI32(int32(v)) }
	in.method("the problem", fnPassMIP, n(len(s.costs)), n(len(s.starts)), n(len(s.values)), formatByRow, senseMinimise, api.EncodeF64(0),
		in.floats(s.costs), in.floats(s.colLower), in.floats(s.colUpper), in.floats(s.rowLower), in.floats(s.rowUpper),
		in.ints(s.starts), in.ints(s.indices), in.floats(s.values), in.ints(s.kinds))
}

// run solves what was passed and reads the answer.
func (in *instance) run(p *Problem, s *scaled) *Solution {
	in.method("to solve the problem", fnRun)
	status := int32(in.call(fnModelStatus, in.highs))
	if in.err != nil {
		return nil
	}
	none := math.Inf(1)
	if p.Sense == Minimise {
		none = -none
	}
	out := &Solution{Bound: none, Nodes: max(0, in.count("mip_node_count"))}
	switch status {
	case modelOptimal:
		out.Status = Optimal
	case modelSolutionLimit:
		out.Status = Limit
	case modelInfeasible:
		return &Solution{Status: Infeasible, Bound: math.NaN()}
	case modelUnbounded, modelUnboundedOrInfeasible:
		return in.unbounded(s, none)
	case modelUnknown:
		in.fail("%w", errUndecided)
		return nil
	default:
		in.fail("the solver ended with model status %d", status)
		return nil
	}
	if in.int("primal_solution_status") == pointIsFeasible {
		in.point(p, s, out)
	} else if out.Status == Optimal {
		in.fail("the solver calls the problem optimal and has no feasible point")
	}
	if s.whole {
		out.Bound = in.float("mip_dual_bound") / s.costScale
	} else if out.Status == Optimal {
		out.Bound = out.Objective
	}
	return out
}

// point reads the values, and the duals where there are any.
func (in *instance) point(p *Problem, s *scaled, out *Solution) {
	cols, rows := len(p.Columns), len(p.Rows)
	values, reduced, activity, duals := in.alloc(8*cols), in.alloc(8*cols), in.alloc(8*rows), in.alloc(8*rows)
	in.method("to give its solution", fnSolution, values, reduced, activity, duals)
	raw, d, y := in.read(values, cols), in.read(reduced, cols), in.read(duals, rows)
	if in.err != nil {
		return
	}
	if in.err = out.settle(p, raw); in.err != nil || s.whole || out.Status != Optimal {
		return
	}
	for i := range d {
		d[i] = d[i]/s.costScale + 0
	}
	for i := range y {
		y[i] = y[i]*s.rowScale[i]/s.costScale + 0
	}
	out.ReducedCosts, out.Duals = d, y
}

// unbounded tells an unbounded problem from an infeasible one, which the solver may leave open: it looks for any feasible values.
func (in *instance) unbounded(s *scaled, none float64) *Solution {
	in.method("to forget the costs", fnChangeColumnsCost, 0, uint64(len(s.costs)-1), in.floats(make([]float64, len(s.costs))))
	in.method("to look for feasible values", fnRun)
	status := int32(in.call(fnModelStatus, in.highs))
	switch {
	case in.err != nil:
	case status == modelOptimal:
		return &Solution{Status: Unbounded, Bound: none}
	case status == modelInfeasible:
		return &Solution{Status: Infeasible, Bound: math.NaN()}
	case status == modelSolutionLimit:
		return &Solution{Status: Limit, Bound: none}
	case status == modelUnknown:
		in.fail("%w", errUndecided)
	default:
		in.fail("the solver ended with model status %d while it looked for feasible values", status)
	}
	return nil
}
