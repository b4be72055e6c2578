package sweep

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
)

// Recipe says what the rows of a sweep are.
type Recipe struct {
	ID    string   // the same for two sweeps if and only if they have the same rows; 64 hexadecimal digits
	Lines []string // the sweep in words
}

// Recipe tells this sweep from others, with what the program and its library are called. Every value that the rows can depend on counts: of the question, of
// the site and of each system. about is more of the question in words, which stands in the lines and does not count.
func (s *Sweep) Recipe(tool string, about ...string) (Recipe, error) {
	m, err := s.Mix(make([]int, len(s.Axes)))
	if err != nil {
		return Recipe{}, err
	}
	r := Recipe{Lines: question(m)}
	for i := range s.Axes {
		r.Lines = append(r.Lines, "vary "+s.Axes[i].String())
	}
	for _, x := range s.Metrics {
		r.Lines = append(r.Lines, "metric "+x.Name())
	}
	if d := s.Draws; d.Draws > 0 {
		r.Lines = append(r.Lines, fmt.Sprintf("draws %d of %s, seed %d", d.Draws, d.Sampler, d.Seed))
	}
	if d := s.Design; d.Draws > 0 {
		r.Lines = append(r.Lines, fmt.Sprintf("design %d points of %s, seed %d", d.Draws, d.Sampler, d.Seed))
	}
	all := inputs(m)
	for i := range s.Axes {
		for k := range s.Axes[i].Words { // each name with the first of all others: a system or a site is the same whatever it is combined with
			at := make([]int, len(s.Axes))
			at[i] = k
			if m, err = s.Mix(at); err != nil {
				return Recipe{}, err
			}
			all = append(all, inputs(m)...)
		}
	}
	for _, text := range s.marks { // a value of an overlay may be that of the library
		all = append(all, Marks+" "+text)
	}
	slices.Sort(all)
	sum := sha256.Sum256([]byte(tool + "\n" + strings.Join(append(slices.Clone(r.Lines), slices.Compact(all)...), "\n")))
	r.ID = hex.EncodeToString(sum[:])
	r.Lines = slices.Concat([]string{tool}, about, r.Lines)
	return r, nil
}

// question is what a mix asks, in words.
func question(m *mix.Mix) []string {
	basis := power.Basis.Options[m.Basis]
	if m.Unstated {
		basis = power.Unstated
	}
	out := []string{
		fmt.Sprintf("start %s %v", power.Start.Options[m.Start], start(m)), "basis " + basis, "workload " + accelerators.Workload.Options[m.Workload],
		"precision " + accelerators.Precision.Options[m.Precision], "by " + string(m.By),
	}
	for _, x := range m.Members {
		out = append(out, fmt.Sprintf("chip %s=%v", x.ID, x.Share))
	}
	return out
}

// start is how much a question starts from.
func start(m *mix.Mix) float64 {
	specs := []*quantity.Spec{
		power.Commitment.Spec, power.Budget.Spec, power.StartRacks.Spec, power.StartChips.Spec, power.StartFLOPS.Spec, power.StartH100e.Spec,
	}
	v := m.Shared[specs[m.Start]]
	return v.Mid()
}

// inputs are the values of a mix, each a line.
func inputs(m *mix.Mix) []string {
	var out []string
	add := func(owner string, values quantity.Scenario) {
		for spec, v := range values {
			out = append(out, mix.Ref{Owner: owner, Spec: spec}.String()+" "+describe(&v))
		}
	}
	add("", m.Shared)
	for _, x := range m.Members {
		add(x.ID, x.Values)
	}
	for _, c := range m.AllCorrelations() {
		out = append(out, fmt.Sprintf("correlation %s %s %v", c.A, c.B, c.Rank))
	}
	return out
}
