package analysis

import (
	"math"
	"slices"
	"sync"

	"github.com/capplan/capplan/internal/quantity"
)

// Summaries of more draws than are kept. The kept draws, which come first, tell roughly where each percentile lies. All draws are then computed once, counted
// into cells of equal width, and only those near a percentile are stored. The percentile is found among them: exact, since how many draws lie below is known.
// Where a percentile falls outside what was stored, which the margin makes all but impossible for honest draws, that output is computed again.

// cells is the number of classes into which an output's draws are counted. The outermost also hold what lies beyond.
const cells = 4096

// margin is how many standard errors of a percentile are stored on either side of where it is expected, as independent draws would have them.
const margin = 4

// Of at least manyDraws, the first part in prefix is computed by itself, to learn more exactly what to store: memory then grows with the square root of the
// number of draws.
const (
	manyDraws = 1 << 20
	prefix    = 16
)

// plan is where an output's draws are counted and which are stored.
type plan struct {
	low, scale float64
	center     float64 // near the mean, so that the sum of squares keeps its digits
	stored     [cells]bool
}

// cell is the class of a draw that has a value.
func (p *plan) cell(x float64) int {
	switch at := (x - p.low) * p.scale; {
	case at >= cells-1:
		return cells - 1
	case at > 0:
		return int(at)
	}
	return 0
}

// tally is what was found of one output: by one worker, or in all.
type tally struct {
	counts [cells]uint32 // as many draws as there can be
	stored [][]float64   // by worker
	valid  int
}

// moments are the sums of one block of one output about the plan's center. They are kept by block, so that they are added in one order.
type moments struct{ sum, squares float64 }

// stream describes every output of the program, of which the sample holds the first draws.
func stream(p *quantity.Program, set Settings, s *Sample) []Summary {
	out := make([]Summary, p.Outputs())
	plans := make([]*plan, p.Outputs())
	for i := range out {
		switch {
		case p.Scaled(i).Of >= 0:
		case s.columns[i] == nil:
			out[i] = always(s.fixed[i])
		default:
			plans[i] = planFor(s.columns[i], set.Draws)
		}
	}
	if set.Draws >= manyDraws {
		totals, _ := count(p, set, set.Draws/prefix, plans, false)
		for i, pl := range plans {
			if pl != nil && totals[i].valid == set.Draws/prefix {
				pl.stored = [cells]bool{}
				pl.mark(&totals[i].counts, totals[i].valid, set.Draws)
			}
		}
	}
	for again := true; again; {
		again = false
		totals, sums := count(p, set, set.Draws, plans, true)
		for i, pl := range plans {
			if pl == nil {
				continue
			}
			summary, missed := totals[i].summary(pl, set.Draws, sums[i])
			if len(missed) == 0 {
				out[i], plans[i] = summary, nil
				continue
			}
			for _, c := range missed {
				pl.stored[c] = true
			}
			again = true
		}
	}
	multiples(p, out)
	return out
}

// planFor places an output's cells over the kept draws and marks those in which a percentile may fall. Draws that are n/a are left out.
func planFor(column []float64, draws int) *plan {
	low, high, known := math.Inf(1), math.Inf(-1), 0
	for _, x := range column {
		if x == x {
			low, high = min(low, x), max(high, x)
			known++
		}
	}
	if known == 0 {
		return &plan{}
	}
	pl := &plan{low: low, center: low + (high-low)/2}
	if width := high - low; width > 0 && !math.IsInf(cells/width, 0) {
		pl.scale = cells / width
	}
	var counts [cells]uint32
	for _, x := range column {
		if x == x {
			counts[pl.cell(x)]++
		}
	}
	pl.mark(&counts, known, draws)
	return pl
}

// mark stores the cells in which a percentile of so many draws may fall, judging by how n of them are spread over the cells.
func (p *plan) mark(counts *[cells]uint32, n, draws int) {
	all, _, _ := levels(draws)
	for _, level := range all {
		h := margin*math.Sqrt(level*(1-level)/float64(n)) + 1/float64(n)
		from, to := rankOf(max(level-h, 0), n), rankOf(min(level+h, 1), n)
		for c, below := 0, 0; c < cells && below <= to; c++ {
			below += int(counts[c])
			if below > from {
				p.stored[c] = true
			}
		}
	}
}

// count runs the first n draws and tallies the outputs that have a plan, storing draws if store is set.
func count(p *quantity.Program, set Settings, n int, plans []*plan, store bool) ([]tally, [][]moments) {
	blocks := (n + quantity.BlockSize - 1) / quantity.BlockSize
	sums := make([][]moments, len(plans))
	for i, pl := range plans {
		if pl != nil {
			sums[i] = make([]moments, blocks)
		}
	}
	var workers [][]tally
	var mu sync.Mutex
	each(p, set, 0, n, func() func(output, start int, column []float64) {
		mine := make([]tally, len(plans))
		for i := range mine {
			mine[i].stored = make([][]float64, 1)
		}
		mu.Lock()
		workers = append(workers, mine)
		mu.Unlock()
		return func(output, start int, column []float64) {
			if pl := plans[output]; pl != nil {
				sums[output][start/quantity.BlockSize] = mine[output].add(pl, column, store)
			}
		}
	})
	totals := workers[0]
	for _, w := range workers[1:] {
		for i := range totals {
			totals[i].merge(&w[i])
		}
	}
	return totals, sums
}

// add counts a block of draws and returns its sums.
func (t *tally) add(pl *plan, column []float64, store bool) moments {
	m := pl.moments(column)
	if math.IsNaN(m.sum) { // some draw is n/a: the output has no percentiles, and how many have a value is all that counts
		for _, x := range column {
			if x == x {
				t.valid++
			}
		}
		return m
	}
	t.valid += len(column)
	stored := t.stored[0]
	for _, x := range column {
		c := pl.cell(x) & (cells - 1)
		t.counts[c]++
		if pl.stored[c] && store {
			stored = append(stored, x)
		}
	}
	t.stored[0] = stored
	return m
}

// moments are the sums of a block, in four lanes because each addition waits for the one before it.
func (p *plan) moments(column []float64) moments {
	var s0, s1, s2, s3, q0, q1, q2, q3 float64
	center := p.center
	for len(column) >= 4 {
		a, b, c, d := column[0]-center, column[1]-center, column[2]-center, column[3]-center
		s0, s1, s2, s3 = s0+a, s1+b, s2+c, s3+d
		q0, q1, q2, q3 = q0+float64(a*a), q1+float64(b*b), q2+float64(c*c), q3+float64(d*d)
		column = column[4:]
	}
	for _, x := range column {
		d := x - center
		s0 += d
		q0 += float64(d * d)
	}
	return moments{s0 + s1 + s2 + s3, q0 + q1 + q2 + q3}
}

func (t *tally) merge(o *tally) {
	for c, n := range o.counts {
		t.counts[c] += n
	}
	t.stored = append(t.stored, o.stored...)
	t.valid += o.valid
}

// summary describes the output, or lists the cells that would have had to be stored.
func (t *tally) summary(pl *plan, draws int, blocks []moments) (s Summary, missed []int) {
	if t.valid < draws {
		return none(float64(t.valid) / float64(draws)), nil
	}
	var all moments
	for _, m := range blocks {
		all.sum += m.sum
		all.squares += m.squares
	}
	inCell := t.sorter(pl)
	lv, _, _ := levels(draws)
	q := make([]float64, len(lv))
	c, below := 0, 0 // a cell, and the draws below it
	for i, level := range lv {
		rank := rankOf(level, draws)
		for below+int(t.counts[c]) <= rank {
			below += int(t.counts[c])
			c++
		}
		if !pl.stored[c] {
			missed = append(missed, c)
			continue
		}
		q[i] = inCell(c)[rank-below]
	}
	if missed != nil {
		return s, missed
	}
	n := float64(draws)
	mean := all.sum / n
	return described(pl.center+mean, math.Sqrt(max(all.squares/n-float64(mean*mean), 0)), q, draws, pl.scale == 0 && all.squares == 0), nil
}

// sorter returns a function that gives the stored draws of a cell in rising order. Of the many that are stored only the few cells asked for are sorted.
func (t *tally) sorter(pl *plan) func(cell int) []float64 {
	var end [cells]int
	at := 0
	for c, stored := range pl.stored {
		if stored {
			end[c] = at
			at += int(t.counts[c])
		}
	}
	byCell := make([]float64, at)
	for _, part := range t.stored {
		for _, x := range part {
			c := pl.cell(x)
			byCell[end[c]] = x
			end[c]++
		}
	}
	var sorted [cells]bool
	return func(c int) []float64 {
		draws := byCell[end[c]-int(t.counts[c]) : end[c]]
		if !sorted[c] {
			slices.Sort(draws)
			sorted[c] = true
		}
		return draws
	}
}
