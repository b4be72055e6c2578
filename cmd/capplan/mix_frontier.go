package main

import (
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/check"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/optimize"
	"github.com/capplan/capplan/internal/report"
	"github.com/capplan/capplan/plots"
)

// maxPoints is how many points a frontier or a curve may have.
const maxPoints = 200

// howMany reads --points.
func (b *bestFlags) howMany(otherwise int) (int, error) {
	if b.points == "" {
		return otherwise, nil
	}
	n, err := wholeNumber(b.points)
	if err != nil || n < 2 || n > maxPoints {
		return 0, usagef("--points %s: a whole number from 2 to %d is wanted", b.points, maxPoints)
	}
	return n, nil
}

// goals reads --frontier.
func (b *bestFlags) goals(a *asked, m *mix.Mix) (out [2]optimize.Goal, err error) {
	parts := splitOutside(b.frontier)
	if len(parts) != 2 {
		return out, usagef("--frontier %s: two quantities are wanted, such as cost.capex,capacity.effective", b.frontier)
	}
	for i, text := range parts {
		text = strings.TrimSpace(text)
		name := strings.TrimLeft(text, "+-")
		if len(text)-len(name) > 1 {
			return out, usagef("--frontier %s: one sign before a name: + for more of it, - for less", text)
		}
		if out[i].Measure, err = optimize.ParseMeasure(name, m.Members, a.library); err != nil {
			return out, usagef("--frontier %s: %w", name, err)
		}
		if out[i].Share {
			return out, usagef("--frontier %s: a share is no amount; name a quantity", name)
		}
		out[i].More = optimize.MoreIsBetter(out[i].Spec)
		if text != name {
			out[i].More = text[0] == '+'
		}
	}
	if out[0].Measure == out[1].Measure {
		return out, usagef("--frontier %s: two different quantities are wanted", b.frontier)
	}
	return out, nil
}

// splitOutside splits at the commas that stand outside brackets.
func splitOutside(text string) []string {
	depth, from := 0, 0
	var out []string
	for i, r := range text {
		switch r {
		case '[', '(':
			depth++
		case ']', ')':
			depth--
		case ',':
			if depth == 0 {
				out, from = append(out, text[from:i]), i+1
			}
		}
	}
	return append(out, text[from:])
}

// frontier finds and prints the frontier of two quantities.
func (c *computing) frontier(cmd *cobra.Command, b *bestFlags, by string) error {
	if done, err := c.listsFields(); done {
		return err
	}
	if cmd.Flags().Changed("by") {
		return usagef("--by %s divides by shares; --frontier finds them", by)
	}
	if len(c.fields) > 0 {
		return usagef("--fields: a frontier is of the two quantities that it names")
	}
	a, err := c.read(cmd, true)
	if err != nil {
		return err
	}
	c.asked = a
	m, err := a.candidates("--frontier")
	if err != nil {
		return err
	}
	a.question.Asks = b.asks("--frontier", b.frontier)
	points, err := b.howMany(12)
	if err != nil {
		return err
	}
	if b.points != "" {
		a.question.Asks = append(a.question.Asks, answer.Ask{Flag: "--points", Text: b.points})
	}
	r, err := b.request(a, m)
	if err != nil {
		return err
	}
	goals, err := b.goals(a, m)
	if err != nil {
		return err
	}
	opt, files, err := c.plainFiles(cmd, true)
	if err != nil {
		return err
	}
	f, err := optimize.FindFrontier(r, goals[0], goals[1], points, newSolver(b.noCache))
	if err != nil {
		return searchError(err)
	}
	f.Skipped = b.skipped
	if f.Grounds != nil {
		f.Grounds.Notes = append(a.notes, f.Grounds.Notes...)
	}
	switch f.Outcome {
	case optimize.Unbounded:
		return usagef("nothing limits the mix: with %s one of %s and %s has no end; give an upper limit with --limit, or start from --gw, --budget or --racks", r.Question.Start.Flag, goals[0], goals[1])
	case optimize.Nothing:
		return usagef("--frontier %s: the best in both is to buy nothing; give a lower limit, such as --limit 'capacity.effective >= 100EFLOP/s', or +NAME where more is better", b.frontier)
	}
	write := func(w io.Writer, o report.Options) error { return report.Frontier(w, f, o) }
	chart := func() plots.Chart { return frontierChart(f) }
	if f.Outcome != optimize.Optimal {
		chart = nil
	}
	var judged *check.Result
	var gated []target
	if f.Outcome != optimize.Infeasible {
		if judged, err = c.gate.judgeRecord(c.streams, opt, write, "", "frontier of "+a.subject()+", "+b.frontier); err != nil {
			return err
		}
		gated = c.gate.targets(write, judged, c.summary, opt)
	}
	if err := c.writePlain(opt, files, write, chart, gated...); err != nil {
		return err
	}
	if err := report.Warnings(c.err, f.Grounds.Warnings, opt); err != nil {
		return err
	}
	if f.Outcome == optimize.Infeasible {
		return exitError(exitInfeasible)
	}
	return c.gate.say(c.streams, judged, opt)
}
