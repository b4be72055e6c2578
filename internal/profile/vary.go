package profile

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/capplan/capplan/internal/foreign"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/suggest"
	"github.com/capplan/capplan/internal/sweep"
	"github.com/capplan/capplan/internal/unit"
)

// varyFlag is the flag by which people say what varies; also the origin of what is drawn.
const varyFlag = "--vary"

// Choices are what can vary over names.
var Choices = []string{"chip", "site", "basis", "workload", "precision", "by"}

// Start is a starting point of a question, which can vary too.
type Start struct {
	Name string // gw
	Spec *quantity.Spec
	Bare float64 // what a number without unit is in base units
}

// shareName stands before the id of a chip whose share varies.
const shareName = "share"

// ParseVary reads what varies and over which values:
//
//	NAME=A,B,C             names, or numbers one by one
//	NAME=LOW:HIGH:STEP     a grid; HIGH is included where it falls on a step
//	NAME=LOW:HIGH:lin:N    N values at even distances
//	NAME=LOW:HIGH:log:N    N values, each the same multiple of the one before
//	NAME=LOW..HIGH         drawn by a design, all values equally likely; NAME=LOW/MODE/HIGH is a triangle
//	NAME                   drawn by a design from what is known of the input
//
// NAME is one of [Choices], an input, CHIP:INPUT for one member of a mix, share:CHIP, or a start. A unit stands with each number, or once at the end. Errors say
// what is wrong with the text alone: names of chips and sites, bounds and rows are for those who know the question.
func ParseVary(text string, starts []Start) (sweep.Axis, error) {
	name, value, given := strings.Cut(text, "=")
	name, value = strings.TrimSpace(name), strings.TrimSpace(value)
	a := sweep.Axis{Name: name, Text: text}
	if slices.Contains(Choices, name) {
		words, err := varyWords(value)
		if err != nil {
			return a, fmt.Errorf("%w; write %s=A,B,C", err, name)
		}
		a.Words = words
		return a, nil
	}
	bare, err := nameAxis(&a, name, starts)
	if err != nil {
		return a, err
	}
	n := numbers{a.Spec, bare, a.Spec.Fixed && a.Spec.Scope == quantity.Member}
	switch parts := strings.Split(value, ":"); {
	case !given:
		a.Drawn, err = true, n.drawable()
	case value == "":
		err = fmt.Errorf("there is nothing to vary over; write %s", n.forms())
	case len(parts) > 1:
		a.Values, err = n.grid(parts)
	case strings.Contains(value, "..") || len(splitSlashes(value)) > 1:
		a.Over, err = n.distribution(value)
		a.Drawn = true
	default:
		a.Values, err = n.list(value)
	}
	return a, err
}

// varyWords reads names.
func varyWords(value string) ([]string, error) {
	var out []string
	for _, w := range strings.Split(value, ",") {
		w = strings.TrimSpace(w)
		switch {
		case w == "":
			return nil, fmt.Errorf("a name is missing")
		case slices.Contains(out, w):
			return nil, fmt.Errorf("%s is given twice", foreign.Quote(w))
		}
		out = append(out, w)
	}
	return out, nil
}

// nameAxis finds out what varies, and what a number without unit means there.
func nameAxis(a *sweep.Axis, name string, starts []Start) (bare float64, err error) {
	for _, s := range starts {
		if name == s.Name || name == s.Spec.Name {
			a.Name, a.Spec = s.Spec.Name, s.Spec
			if name == s.Name {
				return s.Bare, nil
			}
			return impliedUnit(s.Spec), nil
		}
	}
	owner, rest, some := strings.Cut(name, ":")
	if !some {
		owner, rest = "", name
	}
	owner, rest = strings.TrimSpace(owner), strings.TrimSpace(rest)
	if some && owner == shareName {
		owner, rest = rest, shareName
	}
	if owner = strings.ToLower(owner); some && !validName(owner) {
		return 0, fmt.Errorf("%s is no chip; write CHIP:NAME or %s:CHIP", foreign.Quote(owner), shareName)
	}
	switch {
	case rest == shareName && some:
		a.Spec = mix.Share
	case rest == shareName:
		return 0, fmt.Errorf("whose share? write %s:CHIP", shareName)
	case rest == power.BasisInput.Name:
		return 0, fmt.Errorf("%s is a choice; write basis=facility,it", rest)
	default:
		if a.Spec, err = varying(rest, starts); err != nil {
			return 0, err
		}
	}
	if some && a.Spec.Scope != quantity.Member {
		return 0, fmt.Errorf("%s is one for all chips; write %s without a chip", a.Spec.Name, a.Spec.Name)
	}
	a.Owner = owner
	a.Name = mix.Ref{Owner: owner, Spec: a.Spec}.String()
	if a.Spec == mix.Share {
		a.Name = shareName + ":" + owner
	}
	return impliedUnit(a.Spec), nil
}

// varying finds an input that can vary.
func varying(name string, starts []Start) (*quantity.Spec, error) {
	s, err := settable(name)
	if err == nil {
		return s, nil
	}
	known := append(slices.Clone(Choices), shareName)
	for _, s := range starts {
		known = append(known, s.Name)
	}
	// A name with a dot is that of an input, one without that of something else.
	if meant := suggest.Suggest(name, known); meant != "" && !strings.Contains(name, ".") {
		return nil, fmt.Errorf("unknown input %s; did you mean %s?", foreign.Quote(name), meant)
	}
	return nil, err
}

// impliedUnit is 1 where a number needs no unit, 0 elsewhere.
func impliedUnit(s *quantity.Spec) float64 {
	if s.Unit == unit.For[unit.Number]() {
		return 1
	}
	return 0
}

// numbers reads the numbers of one input.
type numbers struct {
	spec  *quantity.Spec
	bare  float64 // what a number without unit is in base units; 0 where there must be one
	fixed bool    // it is a single number by its nature, and no design can draw it
}

func (n numbers) forms() string {
	if n.fixed {
		return "A,B,C or LOW:HIGH:STEP"
	}
	return "A,B,C, LOW:HIGH:STEP, LOW:HIGH:log:N or LOW..HIGH"
}

func (n numbers) drawable() error {
	if n.fixed {
		return fmt.Errorf("%s is a single number and cannot be drawn; write %s", n.spec.Name, n.forms())
	}
	return nil
}

// read reads several numbers whose unit may stand once at the end.
func (n numbers) read(parts []string) ([]float64, error) {
	for _, p := range parts {
		if strings.TrimSpace(p) == "" {
			return nil, fmt.Errorf("a number is missing; write %s", n.forms())
		}
	}
	parts, err := withUnits(parts)
	if err != nil {
		return nil, err
	}
	out := make([]float64, len(parts))
	for i, p := range parts {
		if out[i], err = unit.ParseIn(p, n.spec.Unit, n.bare); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// list reads numbers one by one.
func (n numbers) list(value string) (sweep.Sequence, error) {
	parts := strings.Split(value, ",")
	for _, p := range parts {
		if p = strings.TrimSpace(p); len(p) > 1 && p[0] == '0' && '0' <= p[1] && p[1] <= '9' {
			return sweep.Sequence{}, fmt.Errorf("%s begins with 0: commas stand between values, so write thousands without one, as 2000 MW", foreign.Quote(p))
		}
	}
	xs, err := n.read(parts)
	if err != nil {
		return sweep.Sequence{}, err
	}
	for i, x := range xs {
		if slices.Index(xs, x) < i {
			return sweep.Sequence{}, fmt.Errorf("%s is given twice", foreign.Quote(strings.TrimSpace(parts[i])))
		}
	}
	return sweep.List(xs), nil
}

// grid reads LOW:HIGH:STEP, or LOW:HIGH:SCALE:N.
func (n numbers) grid(parts []string) (sweep.Sequence, error) {
	var none sweep.Sequence
	switch len(parts) {
	case 3:
		xs, err := n.read(parts)
		if err != nil {
			return none, err
		}
		return sweep.Steps(xs[0], xs[1], xs[2])
	case 4:
		make := map[string]func(low, high float64, n int) (sweep.Sequence, error){"log": sweep.Logarithmic, "lin": sweep.Even}[strings.TrimSpace(parts[2])]
		if make == nil {
			return none, fmt.Errorf("%s is no scale; write LOW:HIGH:log:N or LOW:HIGH:lin:N", foreign.Quote(parts[2]))
		}
		xs, err := n.read(parts[:2])
		if err != nil {
			return none, err
		}
		k, err := unit.Parse(parts[3], unit.For[unit.Number]())
		if err == nil && k > sweep.MaxRows {
			return none, fmt.Errorf("%s are too many values: a sweep has at most %d rows", strings.TrimSpace(parts[3]), uint64(sweep.MaxRows))
		}
		if err != nil || !(k >= 1) || k != math.Trunc(k) {
			return none, fmt.Errorf("%s is no number of values; it is a whole number, 1 or more", foreign.Quote(parts[3]))
		}
		scale, err := make(xs[0], xs[1], int(k))
		if err == nil && sweep.Whole(n.spec) {
			scale, err = scale.InWhole()
		}
		return scale, err
	}
	return none, fmt.Errorf("%d numbers; write LOW:HIGH:STEP or LOW:HIGH:log:N", len(parts))
}

// distribution reads what a design draws from.
func (n numbers) distribution(value string) (*quantity.Value, error) {
	if err := n.drawable(); err != nil {
		return nil, err
	}
	shape, parts := quantity.Uniform, strings.Split(value, "..")
	if len(parts) == 1 {
		shape, parts = quantity.Triangular, splitSlashes(value)
	}
	if want := map[quantity.Shape]int{quantity.Uniform: 2, quantity.Triangular: 3}[shape]; len(parts) != want {
		return nil, fmt.Errorf("%d numbers; write LOW..HIGH or LOW/MODE/HIGH", len(parts))
	}
	xs, err := n.read(parts)
	if err != nil {
		return nil, err
	}
	v := &quantity.Value{Shape: shape, Low: xs[0], High: xs[len(xs)-1], Basis: quantity.Given, Origin: varyFlag, Override: true}
	if shape == quantity.Triangular {
		v.Mode = xs[1]
	}
	if err := v.Check(); err != nil {
		return nil, err
	}
	if v.Low == v.High {
		return nil, fmt.Errorf("low and high are the same, which is one value; write %s=%s", n.spec.Name, strings.TrimSpace(parts[0]))
	}
	for _, x := range xs {
		if !n.spec.Bounds.Contains(x) {
			return nil, fmt.Errorf("%s is out of bounds; allowed: %s", show(n.spec, x), n.spec.BoundsText())
		}
	}
	return v, nil
}
