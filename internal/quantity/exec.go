package quantity

import "math"

// BlockSize is the number of draws that a program computes at once: small enough for its columns to stay in the second-level cache.
const BlockSize = 512

// Block is the working memory of one goroutine that runs a program.
type Block struct {
	columns [][]float64
	scratch [3][]float64
}

// NewBlock allocates working memory for blocks of up to n draws.
func (p *Program) NewBlock(n int) *Block {
	flat := make([]float64, (p.columns+3)*n)
	b := &Block{columns: make([][]float64, p.columns)}
	for i := range b.columns {
		b.columns[i] = flat[i*n : (i+1)*n]
	}
	for i := range b.scratch {
		b.scratch[i] = flat[(p.columns+i)*n : (p.columns+i+1)*n]
	}
	return b
}

// Run computes n draws. fill writes the column of a load; emit receives the column of each output that varies and is not a multiple of another.
func (p *Program) Run(b *Block, n int, fill func(load int, column []float64), emit func(output int, column []float64)) {
	for i := range p.steps {
		s := &p.steps[i]
		dst := b.columns[s.dst][:n]
		if s.op == opLoad {
			fill(s.index, dst)
			continue
		}
		b.step(s, dst)
	}
	for i, o := range p.outputs {
		if o.reg >= 0 && p.scaled[i].Of < 0 {
			emit(i, b.columns[o.reg][:n])
		}
	}
}

// column returns the operand as a column of n draws; a constant is spread over a scratch column.
func (b *Block) column(o Operand, n, scratch int) []float64 {
	if o.reg >= 0 {
		return b.columns[o.reg][:n]
	}
	c := b.scratch[scratch][:n]
	for i := range c {
		c[i] = o.value
	}
	return c
}

// step runs one operation. The products and sums, which are most of the work, have loops of their own for a constant operand.
func (b *Block) step(s *step, dst []float64) {
	n := len(dst)
	if s.b.reg < 0 && b.withConstant(s.op, dst, s.a, s.b.value) {
		return
	}
	x, y := b.column(s.a, n, 0), b.column(s.b, n, 1)
	x, y = x[:n], y[:n]
	switch s.op {
	case opAdd:
		for i := range dst {
			dst[i] = x[i] + y[i]
		}
	case opSub:
		for i := range dst {
			dst[i] = x[i] - y[i]
		}
	case opMul:
		for i := range dst {
			dst[i] = x[i] * y[i]
		}
	case opDiv:
		for i := range dst {
			dst[i] = quotient(x[i], y[i])
		}
	case opMin:
		for i := range dst {
			dst[i] = min(x[i], y[i])
		}
	case opMax:
		for i := range dst {
			dst[i] = max(x[i], y[i])
		}
	case opSelect:
		which := b.column(s.c, n, 2)
		for i := range dst {
			if which[i] == float64(s.index) {
				dst[i] = x[i]
			} else {
				dst[i] = y[i]
			}
		}
	default:
		for i := range dst {
			dst[i] = scalar(s.op, x[i], y[i])
		}
	}
}

func (b *Block) withConstant(o op, dst []float64, a Operand, y float64) bool {
	if a.reg < 0 {
		return false
	}
	x := b.columns[a.reg][:len(dst)]
	switch o {
	case opAdd:
		for i := range dst {
			dst[i] = x[i] + y
		}
	case opSub:
		for i := range dst {
			dst[i] = x[i] - y
		}
	case opMul:
		for i := range dst {
			dst[i] = x[i] * y
		}
	case opFloor:
		for i := range dst {
			dst[i] = TolerantFloor(x[i])
		}
	case opCeil:
		for i := range dst {
			dst[i] = TolerantCeil(x[i])
		}
	default:
		return false
	}
	return true
}

func quotient(x, y float64) float64 {
	if y == 0 {
		return math.NaN()
	}
	return x / y
}

// scalar is one operation on two numbers: the definition that the column loops above must agree with.
func scalar(o op, x, y float64) float64 {
	switch o {
	case opAdd:
		return x + y
	case opSub:
		return x - y
	case opMul:
		return x * y
	case opDiv:
		return quotient(x, y)
	case opMin:
		return min(x, y)
	case opMax:
		return max(x, y)
	case opFloor:
		return TolerantFloor(x)
	case opCeil:
		return TolerantCeil(x)
	case opPow:
		if x == 1 || math.IsNaN(x) { // 1 is common, an uncapped machine, and math.Pow slow; math.Pow(NaN, 0) is 1, but n/a stays n/a
			return x + 0*y
		}
		return math.Pow(x, y)
	case opCRF:
		return CapitalRecovery(x, y)
	case opAtLeast:
		switch {
		case x >= y:
			return 1
		case x < y:
			return 0
		}
		return math.NaN()
	case opFirst:
		if math.IsNaN(x) {
			return y
		}
		return x
	case opGreatest:
		if math.IsNaN(x) || y > x {
			return y
		}
		return x
	}
	panic("quantity: not an operation on numbers")
}
