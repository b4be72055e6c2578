package mix

import "github.com/capplan/capplan/internal/quantity"

// Bind binds the mix in a new builder for programs of another kind than those of [Mix.Compile]: the frame of what all share, and one a member. What draws
// each input is what draws it there. The mix must be valid.
func (m *Mix) Bind() (b *quantity.Builder, shared *quantity.Frame, members []*quantity.Frame) {
	b, all := Alternatives{Mixes: []*Mix{m}}.frames(Varied{})
	return b, all[0].total.Parent(), all[0].members
}

// Lacking lists the inputs of member i that the quantity needs and that nobody gives, in the model's order. Inputs of the question itself are not listed.
func (m *Mix) Lacking(s *quantity.Spec, member int) []*quantity.Spec {
	return m.lacking([]*quantity.Spec{s}, member)
}
