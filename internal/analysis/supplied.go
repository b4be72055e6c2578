package analysis

import "github.com/capplan/capplan/internal/quantity"

// Column is the draws of one input by their index: the points of a design. Several goroutines may fill from one.
type Column struct {
	of    source
	shape func(u []float64)
}

// NewColumn returns the draws of a distribution from a coordinate; the settings' draws are how many points there are.
func NewColumn(at quantity.Coordinate, v *quantity.Value, set Settings) *Column {
	return &Column{sourceOf(at, set), v.Transformer()}
}

// Fill writes the draws from start on to dst.
func (c *Column) Fill(dst []float64, start int) {
	c.of.Fill(dst, start)
	c.shape(dst)
}

// Repeat runs one program over its draws many times, each time with other values of what is supplied: the rows of a sweep. All runs have the same draws of
// what is not supplied, so that they differ only by what is. It belongs to one goroutine.
type Repeat struct {
	p       *quantity.Program
	set     Settings
	mem     *quantity.Block
	drawn   [][]float64 // by load; nil for what is supplied
	columns [][]float64 // by output; nil for what is constant or a multiple
	scratch []float64
}

// NewRepeat makes the draws. With the same seed and sampler they are those of [Draw].
func NewRepeat(p *quantity.Program, set Settings) *Repeat {
	r := &Repeat{p: p, set: set}
	if set.Draws > keptDraws {
		return r
	}
	r.mem, r.scratch = p.NewBlock(quantity.BlockSize), make([]float64, set.Draws)
	r.drawn, r.columns = make([][]float64, len(p.Loads())), make([][]float64, p.Outputs())
	for i, l := range p.Loads() {
		if !l.Supplied() {
			r.drawn[i] = make([]float64, set.Draws)
			NewColumn(l.At, l.Value, set).Fill(r.drawn[i], 0)
		}
	}
	for i := range r.columns {
		if _, constant := p.Output(i); !constant && p.Scaled(i).Of < 0 {
			r.columns[i] = make([]float64, set.Draws)
		}
	}
	return r
}

// Summaries describes every output with the loads that are supplied at the given values, by load; the others' are not looked at.
func (r *Repeat) Summaries(supplied []float64) []Summary {
	if r.set.Draws > keptDraws {
		set := r.set
		set.supplied, set.Workers = supplied, 1
		return Draw(r.p, set).Summaries()
	}
	for start := 0; start < r.set.Draws; start += quantity.BlockSize {
		n := min(quantity.BlockSize, r.set.Draws-start)
		r.p.Run(r.mem, n, func(load int, column []float64) {
			if r.drawn[load] == nil {
				fill(column, supplied[load])
			} else {
				copy(column, r.drawn[load][start:])
			}
		}, func(output int, column []float64) { copy(r.columns[output][start:], column) })
	}
	out := make([]Summary, r.p.Outputs())
	for i, column := range r.columns {
		if v, constant := r.p.Output(i); constant {
			out[i] = always(v)
		} else if column != nil {
			out[i] = Describe(column, r.scratch)
		}
	}
	multiples(r.p, out)
	return out
}

func fill(column []float64, x float64) {
	for i := range column {
		column[i] = x
	}
}

// same is the source of what does not vary.
type same float64

// Fill implements source.
func (s same) Fill(dst []float64, _ int) { fill(dst, float64(s)) }
