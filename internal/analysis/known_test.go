package analysis

import (
	"fmt"
	"math"
	"testing"
)

// known is a function of independent uniform variables whose indices are known.
type known struct {
	name         string
	f            func(x []float64) float64
	first, total []float64
}

// ishigami is the function of T. Ishigami and T. Homma (1990) with a = 7, b = 0.1: not monotone, and its third variable acts with the first alone.
func ishigami() known {
	const a, b, pi = 7, 0.1, math.Pi
	v1 := 0.5 * math.Pow(1+b*math.Pow(pi, 4)/5, 2)
	v2, v13 := a*a/8.0, b*b*math.Pow(pi, 8)*(1.0/18-1.0/50)
	v := v1 + v2 + v13
	angle := func(u float64) float64 { return pi * (2*u - 1) }
	return known{"Ishigami", func(x []float64) float64 {
		s, z := math.Sin(angle(x[1])), angle(x[2])
		return math.Sin(angle(x[0])) + a*s*s + b*z*z*z*z*math.Sin(angle(x[0]))
	}, []float64{v1 / v, v2 / v, 0}, []float64{(v1 + v13) / v, v2 / v, v13 / v}}
}

// sobolG is I. M. Sobol's product of |4x-2| with weights a: the smaller a variable's, the more it matters.
func sobolG(name string, a ...float64) known {
	k := known{name: name, f: func(x []float64) float64 {
		p := 1.0
		for i, a := range a {
			p *= (math.Abs(4*x[i]-2) + a) / (1 + a)
		}
		return p
	}}
	all := 1.0
	for _, a := range a {
		all *= 1 + 1/(3*(1+a)*(1+a))
	}
	for _, a := range a {
		v := 1 / (3 * (1 + a) * (1 + a))
		k.first = append(k.first, v/(all-1))
		k.total = append(k.total, v*all/(1+v)/(all-1))
	}
	return k
}

// knowns are the functions that every seed is held to; the last variable of each does nothing.
func knowns() []known {
	out := []known{ishigami(), sobolG("Sobol-G", 0, 1, 4.5, 9, 99, 99, 99, 99)}
	for i := range out {
		out[i].first, out[i].total = append(out[i].first, 0), append(out[i].total, 0)
	}
	return out
}

// experiment computes the function at the points that a program with as many inputs is computed at.
func (k known) experiment(set Settings) *experiment {
	n := len(k.first)
	e := &experiment{factors: n, outputs: []int{0}, center: []float64{0}}
	e.begin = func() func(int, int, func(int, []float64, []float64), func(int, int, []float64, []float64, []float64)) {
		return func(start, m int, both func(int, []float64, []float64), moved func(int, int, []float64, []float64, []float64)) {
			points := [2][][]float64{make([][]float64, n), make([][]float64, n)}
			for i := range n {
				for s := range 2 {
					points[s][i] = make([]float64, m)
					NewStream(2*i+s, set.Seed, 0, set.Draws).Fill(points[s][i], start)
				}
			}
			at := func(which func(i int) int) []float64 {
				out, x := make([]float64, m), make([]float64, n)
				for j := range out {
					for i := range x {
						x[i] = points[which(i)][i][j]
					}
					out[j] = k.f(x)
				}
				return out
			}
			a, b := at(func(int) int { return 0 }), at(func(int) int { return 1 })
			both(0, a, b)
			for f := range n {
				moved(f, 0, a, b, at(func(i int) int {
					if i == f {
						return 1
					}
					return 0
				}))
			}
		}
	}
	return e
}

// problems says what is wrong with the indices of a function.
func (k known) problems(d *Decomposition) (out []string, worst float64) {
	say := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	first, total := 0.0, 0.0
	for i := range k.first {
		s, t := d.First[i][0], d.Total[i][0]
		for _, c := range []struct {
			what string
			got  Index
			want float64
		}{{"first", s, k.first[i]}, {"total", t, k.total[i]}} {
			err := math.Abs(c.got.Value - c.want)
			worst = max(worst, err)
			if !(err <= 0.005) {
				say("%s index %d is %.4f, not %.4f", c.what, i, c.got.Value, c.want)
			}
			if !(c.got.P5 <= c.got.Value+1e-3 && c.got.Value <= c.got.P95+1e-3) {
				say("%s index %d is %.4f, outside %.4f to %.4f", c.what, i, c.got.Value, c.got.P5, c.got.P95)
			}
		}
		if k.total[i] == 0 && (s != Index{} || t != Index{}) {
			say("the variable %d that does nothing has %v and %v, not 0", i, s, t)
		}
		if s.Value > t.Value+0.005 {
			say("first index %d is above its total: %.4f, %.4f", i, s.Value, t.Value)
		}
		first, total = first+s.Value, total+t.Value
	}
	if first > 1.005 || total < 0.995 {
		say("first indices sum to %.4f, more than 1, or totals to %.4f, less than 1", first, total)
	}
	return out, worst
}

// TestKnownIndices holds the indices to their closed forms, for the seed that is used by default and others.
func TestKnownIndices(t *testing.T) {
	for _, k := range knowns() {
		worst := 0.0
		for seed := range uint64(12) {
			set := Settings{Draws: DefaultPoints, Seed: seed + 1}
			wrong, off := k.problems(k.experiment(set).decompose(set, standard))
			for _, w := range wrong {
				t.Errorf("%s, seed %d: %s", k.name, set.Seed, w)
			}
			worst = max(worst, off)
		}
		// Where the center is far off, digits are lost and nothing else.
		set := Settings{Draws: DefaultPoints, Seed: 1}
		far := k.experiment(set)
		far.center[0] = -1000
		if wrong, _ := k.problems(far.decompose(set, standard)); len(wrong) > 0 {
			t.Errorf("%s about -1000: %v", k.name, wrong)
		}
		t.Logf("%s: the worst of all indices of 12 seeds is off by %.4f", k.name, worst)
	}
}

// TestWrongEstimatorsAreFound: what checks the indices above must see the usual slips.
func TestWrongEstimatorsAreFound(t *testing.T) {
	swapped := func(e *experiment) {
		begin := e.begin
		e.begin = func() func(int, int, func(int, []float64, []float64), func(int, int, []float64, []float64, []float64)) {
			run := begin()
			return func(start, n int, both func(int, []float64, []float64), moved func(int, int, []float64, []float64, []float64)) {
				run(start, n, both, func(f, o int, a, b, ab []float64) { moved(f, o, b, a, ab) })
			}
		}
	}
	right := func(*experiment) {}
	for name, wrong := range map[string]struct {
		by   estimator
		edit func(*experiment)
	}{
		"a total without its half":        {estimator{standard.first, func(square, variance float64) float64 { return square / variance }}, right},
		"the total for the first order":   {estimator{func(_, product, _, variance float64) float64 { return 1 - product/variance }, standard.total}, right},
		"a variance that is 3% too large": {estimator{func(c, p, m, v float64) float64 { return standard.first(c, p, m, v*1.03) }, standard.total}, right},
		"A and B mistaken for each other": {standard, swapped},
	} {
		found := 0
		for _, k := range knowns() {
			set := Settings{Draws: DefaultPoints, Seed: 1}
			e := k.experiment(set)
			wrong.edit(e)
			w, _ := k.problems(e.decompose(set, wrong.by))
			found += len(w)
		}
		if found == 0 {
			t.Errorf("%s went unnoticed", name)
		}
	}
}

// TestIntervalsCover: over many seeds, the bootstrap's interval from P5 to P95 holds the truth at least as often as it says.
func TestIntervalsCover(t *testing.T) {
	for _, k := range []known{ishigami(), sobolG("Sobol-G", 0, 1, 4.5, 9, 99, 99, 99, 99), sobolG("Sobol-G of equals", 0, 0, 0, 1, 1, 9)} {
		for _, points := range []int{1024, 8192} {
			const seeds = 40
			held, all, width := 0, 0, 0.0
			for seed := range uint64(seeds) {
				set := Settings{Draws: points, Seed: 1000 + seed}
				d := k.experiment(set).decompose(set, standard)
				for i := range k.first {
					for _, c := range []struct {
						got  Index
						want float64
					}{{d.First[i][0], k.first[i]}, {d.Total[i][0], k.total[i]}} {
						all++
						width += c.got.P95 - c.got.P5
						if c.got.P5 <= c.want && c.want <= c.got.P95 {
							held++
						}
					}
				}
			}
			share := float64(held) / float64(all)
			if share < 0.9 {
				t.Errorf("%s, %d points: the truth lies in %.1f%% of the intervals, not in 90%%", k.name, points, 100*share)
			}
			if mean := width / float64(all); mean > 0.15 {
				t.Errorf("%s, %d points: intervals are %.3f wide, which says nothing", k.name, points, mean)
			}
		}
	}
}

// TestErrorShrinks: four times the points at least halve the error.
func TestErrorShrinks(t *testing.T) {
	for _, k := range knowns() {
		rms := func(points int) float64 {
			sum := 0.0
			for seed := range uint64(16) {
				set := Settings{Draws: points, Seed: seed}
				d := k.experiment(set).decompose(set, standard)
				for i := range k.first {
					s, t := d.First[i][0].Value-k.first[i], d.Total[i][0].Value-k.total[i]
					sum += s*s + t*t
				}
			}
			return math.Sqrt(sum)
		}
		few, many := rms(2048), rms(8192)
		if many > few/2 {
			t.Errorf("%s: %.4g at 2,048 points, %.4g at 8,192", k.name, few, many)
		}
	}
}
