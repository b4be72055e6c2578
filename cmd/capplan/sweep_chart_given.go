package main

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/sweep"
)

// startAxis is the axis that says how much the question starts from, with the flag of it; -1 where a flag does.
func (c *sweeping) startAxis() (int, startFlag) {
	for i, a := range c.axes {
		if k := slices.IndexFunc(startFlags, func(f startFlag) bool { return f.spec == a.Spec }); k >= 0 {
			return i, startFlags[k]
		}
	}
	return -1, startFlag{}
}

// startVaries reports whether an axis says how much the question starts from.
func (c *sweeping) startVaries() bool {
	i, _ := c.startAxis()
	return i >= 0
}

// sweptAmount is what every row starts from and where its power is measured, in words. Each is empty where it differs from row to row.
func (c *sweeping) sweptAmount(s *sweep.Sweep) (amount, edge string) {
	amount, edge = c.asked.question.Start.Prose, boundaryWords(c.asked.question.Basis)
	if i, f := c.startAxis(); i >= 0 {
		amount = ""
		if a := &s.Axes[i]; a.Len() == 1 {
			amount = startProse(f, a.Values.At(0))
		}
	}
	if i := c.axisNamed("basis"); i >= 0 {
		edge = ""
		if a := &s.Axes[i]; a.Len() == 1 {
			edge = boundaryWords(a.Words[0])
		}
	}
	return amount, edge
}

// held is what axes of one value say that are not drawn, other than the amount, its boundary and the system, which have places of their own: "peak PUE 1.1, site
// aws-air".
func (c *sweeping) held(s *sweep.Sweep, sh shape) string {
	var parts []string
	start, _ := c.startAxis()
	for i := range s.Axes {
		a := &s.Axes[i]
		if a.Len() != 1 || i == sh.x || i == sh.y || i == sh.lines || i == start || a.Name == "basis" || a.Name == "chip" {
			continue
		}
		x, _ := c.sweptAxis(s, i)
		parts = append(parts, lowered(x.Label)+" "+x.Texts[0])
	}
	return strings.Join(parts, ", ")
}

// lowered is a label within a sentence: "Peak PUE" is "peak PUE", and "IT power" stays.
func lowered(label string) string {
	first, n := utf8.DecodeRuneInString(label)
	if second, _ := utf8.DecodeRuneInString(label[n:]); !unicode.IsLower(second) {
		return label
	}
	return string(unicode.ToLower(first)) + label[n:]
}

// startLabel is what a start that varies is called; a power says where it is measured.
func (c *sweeping) startLabel(flag string) string {
	switch flag {
	case "chips", "racks":
		return strings.ToUpper(flag[:1]) + flag[1:]
	case "budget":
		return "Budget"
	case "flops":
		return "Effective throughput"
	case "h100e":
		return "H100-equivalents"
	}
	if i := c.axisNamed("basis"); i >= 0 && len(c.axes[i].Words) > 1 {
		return "Power"
	}
	return powerName(c.asked.question.Basis)
}

// powerName is what a power at a boundary is called, without where that is: "IT power".
func powerName(basis string) string {
	if basis == power.Unstated {
		return "Power of unstated boundary"
	}
	name, _, _ := strings.Cut(boundaryWords(basis), " (")
	return strings.ToUpper(name[:1]) + name[1:]
}
