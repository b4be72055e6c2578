package quantity

// Supply makes an operand of what whoever runs the program fills in, column by column: the inputs that a sweep varies. Its load has no distribution and no
// coordinate. It is never folded, whatever the columns hold.
func (b *Builder) Supply(s *Spec, owner string) Operand {
	b.p.loads = append(b.p.loads, Load{Spec: s, Owner: owner})
	return b.emit(step{op: opLoad, index: len(b.p.loads) - 1})
}

// Supplied reports whether the load is filled by whoever runs the program.
func (l Load) Supplied() bool { return l.Value == nil }

// ZeroWhere is 0 where x is 0, and y elsewhere: for what is n/a and does not matter there.
func (b *Builder) ZeroWhere(x, y Operand) Operand {
	if v, known := x.Known(); known {
		if v == 0 {
			return Constantly(0)
		}
		return y
	}
	return b.emit(step{op: opSelect, a: Constantly(0), b: y, c: x, index: 0})
}

// Fit returns the block, or a larger one if the program needs more columns: one goroutine's memory for many programs. The blocks hold n draws.
func (p *Program) Fit(b *Block, n int) *Block {
	if b != nil && len(b.columns) >= p.columns && len(b.scratch[0]) >= n {
		return b
	}
	return p.NewBlock(n)
}
