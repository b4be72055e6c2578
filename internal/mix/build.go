package mix

import "github.com/capplan/capplan/internal/quantity"

// Frames are the points of view from which the expressions of a mix have values.
type Frames struct {
	Site    *quantity.Frame   // the inputs of the site and of the question
	Members []*quantity.Frame // one a member, in the order of the mix
}

// Build compiles a program whose outputs the caller makes, from expressions as the site and each member see them. Inputs are drawn as in [Mix.Compile]: the
// site once for all, each member apart, common groups together. A mix without members has a site only. The mix must be valid but for its shares, which no
// expression of one unit depends on.
func (m *Mix) Build(make func(b *quantity.Builder, f Frames)) *quantity.Program {
	b, all := Alternatives{Mixes: []*Mix{m}}.frames(Varied{})
	make(b, Frames{all[0].total, all[0].members})
	return b.Program()
}
