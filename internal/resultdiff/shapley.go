package resultdiff

import (
	"fmt"
	"math"
	"math/bits"
	"math/rand/v2"

	"github.com/capplan/capplan/internal/saved"
)

// exactUpTo is the greatest number of causes of which every set is computed: 2 to that power.
const exactUpTo = 8

// usualPermutations is how many pairs of orders are drawn beyond that. Each order divides the change exactly, so only how it is divided has an error.
const usualPermutations = 8

// MaxPermutations is the most pairs of orders.
const MaxPermutations = 4096

// attribute divides the change of every row among the causes. The figures of both ends are computed anew; what those that were read differ from them is left
// over for another model or version.
func (d *Diff) attribute(o Options) error {
	g := &game{d: d, known: map[uint64][]float64{}}
	for _, r := range d.Rows {
		g.of = append(g.of, r.Of)
	}
	n := len(d.Causes)
	all := uint64(1)<<n - 1
	if n == 64 {
		all = math.MaxUint64
	}
	if err := g.ends(all); err != nil {
		return err
	}
	sum, squares := g.table(), g.table()
	orders := 0
	d.Method = Method{Exact: n <= exactUpTo}
	if d.Method.Exact {
		g.exact(sum)
	} else {
		d.Method.Permutations, d.Method.Seed = o.Permutations, o.Seed
		if d.Method.Permutations == 0 {
			d.Method.Permutations = usualPermutations
		}
		orders = d.Method.Permutations
		g.sampled(sum, squares, orders, d.Method.Seed)
	}
	if g.err != nil {
		return g.err
	}
	d.Method.Evaluations = len(g.known)
	for i := range d.Rows {
		r := &d.Rows[i]
		if math.IsNaN(r.Change) || math.IsNaN(g.known[0][i]) || math.IsNaN(g.known[all][i]) {
			continue
		}
		parts := make([]Part, n)
		rest := r.Change
		whole := true
		for c := range parts {
			parts[c].Change = sum[c][i]
			whole = whole && !math.IsNaN(sum[c][i])
			rest -= parts[c].Change
			if orders > 1 {
				mean := sum[c][i]
				parts[c].Error = math.Sqrt(math.Max(0, squares[c][i]/float64(orders)-float64(mean*mean)) / float64(orders-1))
			}
		}
		if whole {
			// What the two ends that were computed differ by is divided to the last bit but for rounding, which is no other version.
			if computed := g.known[all][i] - g.known[0][i]; computed == r.Change {
				rest = 0
			}
			r.Parts, r.Rest = parts, rest
		}
	}
	return nil
}

// game computes the figures for sets of causes, each once.
type game struct {
	d     *Diff
	of    []saved.Of
	known map[uint64][]float64 // by set: a value for each row
	err   error
}

func (g *game) table() [][]float64 {
	out := make([][]float64, len(g.d.Causes))
	for i := range out {
		out[i] = make([]float64, len(g.of))
	}
	return out
}

// compute works figures out anew.
func (g *game) compute(a *saved.Answer) ([]float64, error) {
	figures, err := a.Compute(g.of)
	if err != nil {
		return nil, err
	}
	out := make([]float64, len(figures))
	for i, f := range figures {
		out[i] = g.d.value(f)
	}
	return out, nil
}

// ends computes both answers as they are. With all causes the old one is the new one, but for what decides nothing.
func (g *game) ends(all uint64) (err error) {
	if g.known[0], err = g.end(g.d.Old, func(r *Row) saved.Figure { return r.Old }); err != nil {
		return fmt.Errorf("%s: %w", g.d.Old.Name, err)
	}
	if len(g.d.Causes) == 0 {
		return nil
	}
	if g.known[all], err = g.end(g.d.New, func(r *Row) saved.Figure { return r.New }); err != nil {
		return fmt.Errorf("%s: %w", g.d.New.Name, err)
	}
	return nil
}

// end is one of the two answers: as it says where this program has just computed it, else computed anew.
func (g *game) end(a *saved.Answer, of func(*Row) saved.Figure) ([]float64, error) {
	if !a.Computed {
		return g.compute(a)
	}
	out := make([]float64, len(g.d.Rows))
	for i := range g.d.Rows {
		out[i] = g.d.value(of(&g.d.Rows[i]))
	}
	return out, nil
}

// value is the figures with some causes as they are in the new answer.
func (g *game) value(set uint64) []float64 {
	if v, done := g.known[set]; done {
		return v
	}
	v, err := g.compute(g.d.with(set))
	if err != nil { // a set between the two that cannot be: the figures are n/a there, and are not divided
		v = make([]float64, len(g.of))
		for i := range v {
			v[i] = math.NaN()
		}
	}
	g.known[set] = v
	return v
}

// exact adds up Shapley's values: for each set without a cause, what the cause adds to it, weighted by how many orders begin with the set.
func (g *game) exact(sum [][]float64) {
	n := len(g.d.Causes)
	weight := make([]float64, n) // by size of the set
	for size := range weight {
		weight[size] = 1 / (float64(n) * binomial(n-1, size))
	}
	for set := uint64(0); set < 1<<n; set++ {
		v := g.value(set)
		for c := range n {
			if set>>c&1 == 1 {
				continue
			}
			w := weight[bits.OnesCount64(set)]
			for i, x := range g.value(set | 1<<c) {
				sum[c][i] += w * (x - v[i])
			}
		}
	}
}

func binomial(n, k int) float64 {
	out := 1.0
	for i := range k {
		out = out * float64(n-i) / float64(i+1)
	}
	return out
}

// sampled averages over orders drawn at random, each with its reverse: what is added early in the one is added late in the other.
func (g *game) sampled(sum, squares [][]float64, pairs int, seed uint64) {
	n := len(g.d.Causes)
	r := rand.New(rand.NewPCG(seed, 0x5a70))
	pair := g.table()
	for range pairs {
		for c := range pair {
			clear(pair[c])
		}
		perm := r.Perm(n)
		for range 2 {
			set, before := uint64(0), g.value(0)
			for _, c := range perm {
				set |= 1 << c
				now := g.value(set)
				for i := range now {
					pair[c][i] += (now[i] - before[i]) / 2
				}
				before = now
			}
			for i, k := 0, n-1; i < k; i, k = i+1, k-1 {
				perm[i], perm[k] = perm[k], perm[i]
			}
		}
		for c := range pair {
			for i, x := range pair[c] {
				sum[c][i] += x / float64(pairs)
				squares[c][i] += x * x
			}
		}
	}
}
