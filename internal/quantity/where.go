package quantity

// Where returns a frame that differs from f in the given quantities, inputs or outputs, and in what is computed from them. All else is f's own: it is computed
// once, however many such frames there are. So one member of a mix can be looked at with other numbers of units, one a period, at the cost of what depends on
// units alone. parent is where the new frame finds shared quantities; nil means where f does. A given quantity is asked for when a formula first needs it.
func (f *Frame) Where(parent *Frame, given map[*Spec]func() Operand) *Frame {
	if parent == nil {
		parent = f.parent
	}
	return &Frame{
		b: f.b, parent: parent, inputs: f.inputs, lazy: f.lazy, memo: map[*Spec]Operand{},
		base: f, given: given, differs: map[*Spec]bool{},
	}
}

// changes reports whether a quantity of this frame may be another than the base's: it is given, or computed from one that changes.
func (f *Frame) changes(s *Spec) bool {
	if _, set := f.given[s]; set {
		return true
	}
	if d, done := f.differs[s]; done {
		return d
	}
	f.differs[s] = false // there are no circles
	f.differs[s] = f.changed(s)
	return f.differs[s]
}

func (f *Frame) changed(s *Spec) bool {
	if s.Input {
		_, set := f.inputs[s]
		if _, lazily := f.lazy[s]; set || lazily {
			return false // an input that is given does not depend on its fallback
		}
	}
	if s.Scope == Shared && f.parent != nil && f.parent.base != nil && f.parent.changes(s) {
		return true
	}
	for _, o := range s.Operands(f.b.Chosen) {
		if f.changes(o) {
			return true
		}
	}
	return false
}

// SpecOf is the quantity that an expression refers to; nil if it is more than a reference.
func SpecOf(e AnyExpr) *Spec {
	if n := e.root(); n.op == opRef {
		return n.spec
	}
	return nil
}

// Parent is the frame in which this one finds shared quantities; nil for that of the shared inputs itself.
func (f *Frame) Parent() *Frame { return f.parent }
