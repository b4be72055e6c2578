package analysis

import (
	"strconv"

	"github.com/capplan/capplan/internal/quantity"
)

// Factor is inputs of a program that are varied as one.
type Factor struct {
	Loads []int // by their numbers in the program's Loads, rising
	Alone bool  // one coordinate draws them all: one input, or several of a common group, which then rise and fall together
}

// axis is a coordinate that blends no others.
type axis struct {
	dim   int
	order string
}

// axes lists what a coordinate is drawn from.
func axes(at quantity.Coordinate) []axis {
	if len(at.Blend) == 0 {
		return []axis{{at.Dim, at.Order}}
	}
	var out []axis
	for _, part := range at.Blend {
		out = append(out, axes(part.Of)...)
	}
	return out
}

// Factors parts the inputs that vary in a program into factors, in the order of their first inputs. Inputs with one coordinate are one factor, since one draw
// moves them all; so are correlated inputs, whose coordinates blend one another, because the variance of a result cannot be parted between them; and so are
// those of each of the given groups, which list loads by their numbers.
func Factors(p *quantity.Program, groups [][]int) []Factor {
	loads := p.Loads()
	of := make([]int, len(loads)) // load to the least load that it is one with
	for i := range of {
		of[i] = i
	}
	find := func(i int) int {
		for of[i] != i {
			i = of[i]
		}
		return i
	}
	join := func(i, k int) {
		i, k = find(i), find(k)
		of[max(i, k)] = min(i, k)
	}
	first := map[axis]int{}
	for i, l := range loads {
		for _, a := range axes(l.At) {
			if k, seen := first[a]; seen {
				join(i, k)
			} else {
				first[a] = i
			}
		}
	}
	for _, g := range groups {
		for _, i := range g {
			join(i, g[0])
		}
	}
	place := map[int]int{}
	var out []Factor
	for i := range loads {
		k, seen := place[find(i)]
		if !seen {
			k = len(out)
			place[find(i)] = k
			out = append(out, Factor{})
		}
		out[k].Loads = append(out[k].Loads, i)
	}
	for k := range out {
		out[k].Alone = oneDraw(p, out[k].Loads)
	}
	return out
}

// oneDraw reports whether a single coordinate draws all of some inputs. A lone input counts as drawn by one, whatever its coordinate blends.
func oneDraw(p *quantity.Program, loads []int) bool {
	lead := p.Loads()[loads[0]].At
	for _, i := range loads[1:] {
		if at := p.Loads()[i].At; len(at.Blend) > 0 || len(lead.Blend) > 0 || at.Dim != lead.Dim || at.Order != lead.Order {
			return false
		}
	}
	return true
}

// pairs gives each input of a program two coordinates: those of the points A and of the points B, which the indices are estimated from. A and B together are
// one sequence of twice as many dimensions, A the even ones and B the odd, numbered without gaps because low dimensions are the most even. On known functions
// the error of an index is a tenth of what two sequences give that are paired at random, and a half of what A before B does. Where there are more inputs than
// the sequence has dimensions for, the rest is drawn in orders of their own.
func pairs(p *quantity.Program) (a, b []quantity.Coordinate) {
	place := map[axis]int{}
	for _, l := range p.Loads() {
		for _, x := range axes(l.At) {
			if _, seen := place[x]; !seen {
				place[x] = len(place)
			}
		}
	}
	const half = StreamDimensions / 2
	var moved func(at quantity.Coordinate, second int) quantity.Coordinate
	moved = func(at quantity.Coordinate, second int) quantity.Coordinate {
		out := quantity.Coordinate{}
		if len(at.Blend) == 0 {
			k := place[axis{at.Dim, at.Order}]
			out.Dim = 2*(k%half) + second
			if k >= half {
				out.Order = "round " + strconv.Itoa(k/half)
			}
		}
		for _, part := range at.Blend {
			out.Blend = append(out.Blend, quantity.Part{Weight: part.Weight, Of: moved(part.Of, second)})
		}
		return out
	}
	for _, l := range p.Loads() {
		a, b = append(a, moved(l.At, 0)), append(b, moved(l.At, 1))
	}
	return a, b
}
