package main

import (
	"io"
	"strings"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/check"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/report"
)

// levelCondition is a condition on a figure that only a comparison has.
type levelCondition = givenCondition

// levelFigures are the figures that only a comparison has: what stands in brackets is a quantity, or an input and what it is held against.
var levelFigures = []string{"ratio", "equivalent", "break_even", "ahead_in", "possible_in"}

// ofLevel reports whether a condition is on such a figure, and on which quantity it is.
func ofLevel(text string) (of string, is bool) {
	name := strings.TrimSpace(text)
	if i := strings.IndexByte(name, ':'); i >= 0 {
		name = strings.TrimSpace(name[i+1:])
	}
	for _, f := range levelFigures {
		if rest, has := strings.CutPrefix(name, f+"("); has {
			of, _, _ = strings.Cut(rest, ")")
			return of, true
		}
	}
	return "", false
}

// takeLevel takes the conditions on such figures out of those of the flags, and returns the others.
func (g *gateFlags) takeLevel() (failIf, warnIf []string) {
	for _, c := range g.all() {
		_, is := ofLevel(c.text)
		switch {
		case is:
			g.level = append(g.level, c)
		case c.level == check.Fail:
			failIf = append(failIf, c.text)
		default:
			warnIf = append(warnIf, c.text)
		}
	}
	return failIf, warnIf
}

// levelSpecs are the quantities that such conditions are about.
func (g *gateFlags) levelSpecs() []*quantity.Spec {
	var out []*quantity.Spec
	for _, c := range g.level {
		of, _ := ofLevel(c.text)
		for _, s := range outputs() {
			if s.Name == of {
				out = append(out, s)
			}
		}
	}
	return out
}

// judgeLevel adds the outcomes of such conditions.
func (g *gateFlags) judgeLevel(s streams, opt report.Options, a *answer.Answer, r *check.Result) error {
	if len(g.level) == 0 {
		return nil
	}
	opt.Quiet = true // what differs in the question is noted with the answer
	return g.judgeTexts(s, opt, func(w io.Writer, o report.Options) error { return report.Answer(w, a, o) }, "", r, g.level)
}
