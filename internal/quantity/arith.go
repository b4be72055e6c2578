package quantity

// Operations on operands, for programs that are more than the model's formulas: they are folded and shared as those of formulas are.

// Sub is x - y.
func (b *Builder) Sub(x, y Operand) Operand { return b.apply(opSub, x, y) }

// Min is the smaller of two operands; n/a where one is.
func (b *Builder) Min(x, y Operand) Operand { return b.apply(opMin, x, y) }

// Max is the greater of two operands; n/a where one is.
func (b *Builder) Max(x, y Operand) Operand { return b.apply(opMax, x, y) }

// Floor is the greatest whole number not above x, with the model's tolerance: see [TolerantFloor].
func (b *Builder) Floor(x Operand) Operand { return b.apply(opFloor, x, Constantly(0)) }

// Power is x to the y.
func (b *Builder) Power(x, y Operand) Operand { return b.apply(opPow, x, y) }

// First is x where x is known, y otherwise.
func (b *Builder) First(x, y Operand) Operand { return b.apply(opFirst, x, y) }

// Always is the function that gives one operand; see [Frame.Where].
func Always(o Operand) func() Operand { return func() Operand { return o } }
