package sweep

import (
	"math"

	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/unit"
)

// Column is one column of the rows, beside their number.
type Column struct {
	Name  string   // site.pue_peak, chip, cost.capex, cost.capex.p5
	Unit  string   // in the base unit's symbol; empty for what has none
	Words []string // the names that it holds; nil for numbers
	Few   bool     // it holds the same few numbers over and over
	Axis  bool     // it was varied, and has a number or a name in every row; others may have none, which of names is the empty one
}

// Title is the column's name with its unit: cost.capex[USD].
func (c Column) Title() string {
	if c.Unit == "" {
		return c.Name
	}
	return c.Name + "[" + c.Unit + "]"
}

// few is how many values of an axis count as few.
const few = 10_000

// statistics are what a row shows of a distribution.
var statistics = []struct {
	name string
	of   func(*analysis.Summary) float64
}{
	{"mean", func(s *analysis.Summary) float64 { return s.Mean }},
	{"p5", func(s *analysis.Summary) float64 { return s.P5 }},
	{"p50", func(s *analysis.Summary) float64 { return s.P50 }},
	{"p95", func(s *analysis.Summary) float64 { return s.P95 }},
}

// Statistics are the names of what a row shows of a distribution.
func Statistics() []string {
	out := make([]string, len(statistics))
	for i, x := range statistics {
		out[i] = x.name
	}
	return out
}

// Column is the number of the column that shows a statistic of a metric, or the metric's point; -1 if none does.
func (s *Sweep) Column(metric int, statistic string) int {
	if s.Draws.Draws == 0 {
		return len(s.Axes) + metric
	}
	for i, x := range statistics {
		if x.name == statistic {
			return len(s.Axes) + metric*len(statistics) + i
		}
	}
	return -1
}

// layout is the columns: what varies, in its order, then the metrics, and then what is not built in.
func (s *Sweep) layout() []Column {
	var out []Column
	for i := range s.Axes {
		a := &s.Axes[i]
		out = append(out, Column{Name: a.Name, Unit: a.unit(), Words: a.Words, Few: !a.Drawn && a.Len() <= few, Axis: true})
	}
	for _, m := range s.Metrics {
		c := Column{Name: m.Name(), Unit: symbol(m.Spec.Unit)}
		if s.Draws.Draws == 0 {
			out = append(out, c)
			continue
		}
		for _, x := range statistics {
			out = append(out, Column{Name: c.Name + "." + x.name, Unit: c.Unit})
		}
	}
	if s.marks != nil {
		out = append(out, Column{Name: Marks, Words: s.marks})
	}
	return out
}

// Columns are the columns of every row, beside its number.
func (s *Sweep) Columns() []Column { return s.columns }

// Block is consecutive rows, column by column: numbers of names in Words, numbers in base units in Numbers, each nil for the other kind. What is n/a is NaN.
type Block struct {
	First   int // the number of the first row, from 1
	N       int // how many
	Words   [][]uint32
	Numbers [][]float64

	// Errors are, by metric and row, the largest standard error of the percentiles of a row that is a distribution, in the base unit: nil where nobody asked.
	Errors [][]float64
}

// WithErrors makes room for the errors of so many metrics, which are filled in then.
func (b *Block) WithErrors(metrics, n int) *Block {
	b.Errors = make([][]float64, metrics)
	for i := range b.Errors {
		b.Errors[i] = make([]float64, n)
	}
	return b
}

// NewBlock is an empty block for up to n rows of the columns.
func NewBlock(columns []Column, n int) *Block {
	b := &Block{Words: make([][]uint32, len(columns)), Numbers: make([][]float64, len(columns))}
	for i, c := range columns {
		if c.Words != nil {
			b.Words[i] = make([]uint32, n)
		} else {
			b.Numbers[i] = make([]float64, n)
		}
	}
	return b
}

// Worker computes blocks. It belongs to one goroutine.
type Worker struct {
	s        *Sweep
	mem      *quantity.Block
	of       []uint32 // by row of the block: its case
	rows     []int    // of the block, case by case
	ends     []int    // by case: where its rows end
	supplied []float64
	repeat   *analysis.Repeat
	repeats  *program // what repeat runs
}

// NewWorker returns a worker.
func (s *Sweep) NewWorker() *Worker { return &Worker{s: s, ends: make([]int, len(s.programs)+1)} }

// Fill computes the block's rows; First and N say which.
func (w *Worker) Fill(b *Block) {
	s := w.s
	for i := range s.Axes {
		if !s.Axes[i].Drawn {
			s.fillAxis(i, b)
		}
	}
	if len(s.programs) == 1 {
		s.fillMarks(0, b, nil)
		w.fillCase(s.compile(0), b, nil)
		return
	}
	w.sort(b)
	from := 0
	for k := range s.programs {
		if to := w.ends[k]; to > from {
			s.fillMarks(k, b, w.rows[from:to])
			w.fillCase(s.compile(k), b, w.rows[from:to])
			from = to
		}
	}
}

// fillAxis writes the values of an axis. It stays at each for as many rows as its stride.
func (s *Sweep) fillAxis(axis int, b *Block) {
	a, stride, row := &s.Axes[axis], s.strides[axis], b.First-1
	n := a.Len()
	k, left := row/stride%n, stride-row%stride
	for at := 0; at < b.N; k, left = k+1, stride {
		if k == n {
			k = 0
		}
		run := min(b.N-at, left)
		if a.Words != nil {
			fill(b.Words[axis][at:at+run], uint32(k))
		} else {
			fill(b.Numbers[axis][at:at+run], a.Values.At(k))
		}
		at += run
	}
}

func fill[T any](column []T, x T) {
	for i := range column {
		column[i] = x
	}
}

// sort lists the block's rows case by case, in their order.
func (w *Worker) sort(b *Block) {
	w.of, w.rows = grown(w.of, b.N), grown(w.rows, b.N)
	clear(w.of)
	for i, weight := range w.s.cases {
		if weight > 0 {
			for j, k := range b.Words[i][:b.N] {
				w.of[j] += k * uint32(weight)
			}
		}
	}
	clear(w.ends)
	for _, k := range w.of {
		w.ends[k+1]++
	}
	for k := 1; k < len(w.ends); k++ {
		w.ends[k] += w.ends[k-1]
	}
	for j, k := range w.of {
		w.rows[w.ends[k]] = j
		w.ends[k]++
	}
}

func grown[T any](x []T, n int) []T {
	if cap(x) < n {
		return make([]T, n)
	}
	return x[:n]
}

// fillCase computes those rows of the block that are of one case; all of them if rows is nil.
func (w *Worker) fillCase(c *program, b *Block, rows []int) {
	n := b.N
	if rows != nil {
		n = len(rows)
	}
	w.fillDrawn(c, b, rows, n)
	if w.s.Draws.Draws > 0 {
		for i := range n {
			w.fillRanges(c, b, at(rows, i))
		}
		return
	}
	w.mem = c.p.Fit(w.mem, quantity.BlockSize)
	for from := 0; from < n; from += quantity.BlockSize {
		w.fillPoints(c, b, rows, from, min(n, from+quantity.BlockSize))
	}
	w.fillRest(c, b, rows, n)
}

// at is the row of the block that comes i-th in the list, or the i-th if there is none.
func at(rows []int, i int) int {
	if rows == nil {
		return i
	}
	return rows[i]
}

// fillDrawn writes what the design draws. Its points vary fastest, so rows of one case come in runs of consecutive points.
func (w *Worker) fillDrawn(c *program, b *Block, rows []int, n int) {
	for from := 0; from < n && w.s.Design.Draws > 0; {
		first := at(rows, from)
		point := (b.First - 1 + first) % w.s.points
		to := from + 1
		for to < n && at(rows, to) == first+to-from && point+to-from < w.s.points {
			to++
		}
		for i, column := range c.drawn {
			if column != nil {
				dst := b.Numbers[i][first : first+to-from]
				column.Fill(dst, point)
				for j, x := range dst {
					dst[j] = unit.Rounded(x) // what is printed is what is computed with
				}
			}
		}
		from = to
	}
}

// fillPoints computes the rows from to to of the list.
func (w *Worker) fillPoints(c *program, b *Block, rows []int, from, to int) {
	metrics := b.Numbers[len(w.s.Axes):]
	c.p.Run(w.mem, to-from, func(load int, column []float64) {
		switch x := c.supply[load]; {
		case x.rest:
			for j := range column {
				column[j] = c.rest(b.Numbers, at(rows, from+j))
			}
		case rows == nil:
			copy(column, b.Numbers[x.axis][from:])
		default:
			for j, row := range rows[from:to] {
				column[j] = b.Numbers[x.axis][row]
			}
		}
	}, func(output int, column []float64) {
		for i, o := range c.outputs {
			switch {
			case o != output:
			case rows == nil:
				copy(metrics[i][from:to], column)
			default:
				for j, row := range rows[from:to] {
					metrics[i][row] = column[j]
				}
			}
		}
	})
}

// fillRest writes the metrics that the program does not compute: constants, and multiples of others.
func (w *Worker) fillRest(c *program, b *Block, rows []int, n int) {
	metrics := b.Numbers[len(w.s.Axes):]
	for i, o := range c.outputs {
		by := c.p.Scaled(o)
		v, constant := c.p.Output(o)
		if !constant && by.Of < 0 {
			continue
		}
		var of []float64
		if !constant {
			of = metrics[c.metricOf(by.Of)]
		}
		for j := range n {
			row := at(rows, j)
			if constant {
				metrics[i][row] = v
			} else {
				metrics[i][row] = of[row] * by.Factor
			}
		}
	}
}

// metricOf is the metric that shows an output of the program; every output is one's.
func (c *program) metricOf(output int) int {
	for i, o := range c.outputs {
		if o == output {
			return i
		}
	}
	panic("sweep: an output that is no metric")
}

// fillRanges describes the distribution of one row.
func (w *Worker) fillRanges(c *program, b *Block, row int) {
	if w.repeats != c {
		w.repeat, w.repeats = analysis.NewRepeat(c.p, w.s.Draws), c
	}
	w.supplied = grown(w.supplied, len(c.supply))
	for i, x := range c.supply {
		switch {
		case x.rest:
			w.supplied[i] = c.rest(b.Numbers, row)
		case x.axis >= 0:
			w.supplied[i] = b.Numbers[x.axis][row]
		default:
			w.supplied[i] = math.NaN()
		}
	}
	all := w.repeat.Summaries(w.supplied)
	at := len(w.s.Axes)
	for i, o := range c.outputs {
		for _, x := range statistics {
			b.Numbers[at][row] = x.of(&all[o])
			at++
		}
		if b.Errors != nil {
			b.Errors[i][row] = max(all[o].Error.P5, all[o].Error.P50, all[o].Error.P95)
		}
	}
}
