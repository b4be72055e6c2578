package answer

import "github.com/capplan/capplan/internal/quantity"

// Behind lists the inputs of the answer from which the quantities are computed, those of each member for itself: what a picture of them rests on. Inputs that
// the answer does not record are not listed.
func (a *Answer) Behind(specs []*quantity.Spec) []Input {
	var out []Input
	listed := map[*Input]bool{}
	for i := range a.Members {
		seen := map[*quantity.Spec]bool{}
		var visit func(s *quantity.Spec)
		visit = func(s *quantity.Spec) {
			if seen[s] {
				return
			}
			seen[s] = true
			if in := recordedInput(s, a.Members[i].Inputs, a.Inputs); in != nil {
				if !listed[in] {
					listed[in] = true
					out = append(out, *in)
				}
				return // given: what it would follow from does not matter
			}
			for _, o := range s.Operands(a.Mix.Chosen) {
				visit(o)
			}
		}
		for _, s := range specs {
			visit(s)
		}
	}
	return out
}

func recordedInput(s *quantity.Spec, lists ...[]Input) *Input {
	for _, list := range lists {
		for i := range list {
			if list[i].Spec == s {
				return &list[i]
			}
		}
	}
	return nil
}

// ReadAs answers the question again as if its power were measured at that boundary; the question keeps its words.
func (a *Answer) ReadAs(basis int, want Want) *Answer {
	m := *a.Mix
	m.Basis, m.Unstated = basis, false
	return Evaluate(a.Question, &m, want)
}
