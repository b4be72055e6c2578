package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/capplan/capplan/internal/check"
	"github.com/capplan/capplan/internal/figures"
	"github.com/capplan/capplan/internal/optimize"
	"github.com/capplan/capplan/internal/profile"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/report"
	"github.com/capplan/capplan/internal/saved"
)

// renderer writes a result in a format.
type renderer func(io.Writer, report.Options) error

// registerRecord is [gateFlags.register] for a result that is no answer about chips.
func (g *gateFlags) registerRecord(cmd *cobra.Command, example string, words cobra.CompletionFunc) {
	f := cmd.Flags()
	f.StringArrayVar(&g.failIf, "fail-if", nil, "exit with 3 if this is true, such as "+example)
	f.StringArrayVar(&g.warnIf, "warn-if", nil, "say so if this is true")
	f.StringVar(&g.baseline, "baseline", "", "JSON of an earlier result that conditions such as '> +5%' are relative to; - is standard input")
	f.StringVar(&g.save, "save-baseline", "", "write the whole result to FILE as JSON, unless a condition fails")
	completeWith(cmd, "fail-if", words)
	completeWith(cmd, "warn-if", words)
}

// subject says in a line what was asked.
func (a *asked) subject() string {
	q := a.question
	start := strings.TrimSpace(q.Start.Flag + " " + q.Start.Text)
	return start + ", " + strings.Join(q.Chips, ", ")
}

// bestSpecs adds to the quantities that are shown of a best mix those that conditions name, so that they are computed; a name that is nothing a best mix has is
// refused before the search.
func (g *gateFlags) bestSpecs(shown []*quantity.Spec) ([]*quantity.Spec, error) {
	if g.save != "" {
		shown = union(shown, optimize.Additive(nil))
	}
	for _, c := range g.all() {
		name, err := check.NameIn(c.text, append(names(outputs()), bestFigures...))
		if err != nil {
			return nil, usagef("%s %w", c.flag, err)
		}
		for _, s := range outputs() {
			if s.Name == name {
				shown = union(shown, []*quantity.Spec{s})
			}
		}
	}
	return shown, nil
}

// bestFigures are the figures of a best mix beside its quantities.
var bestFigures = []string{"objective", "gap", "bound", "relaxation", "nodes", "share", "units", "chips", "racks"}

// completeSensitivityFigures offers the figures of a sensitivity study, of the usual factors.
func completeSensitivityFigures(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
	var out []cobra.Completion
	for _, s := range profile.Settable() {
		if s.Labels == nil && !s.Fixed {
			out = append(out, cobra.CompletionWithDesc(s.Name+":total", s.Doc))
		}
	}
	for _, s := range outputs() {
		out = append(out, cobra.CompletionWithDesc(s.Name, s.Doc))
	}
	return out, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
}

// takeJUnit takes the files that end in .xml out of those that get the result: they get the outcomes of its conditions.
func (g *gateFlags) takeJUnit(o *outputFlags) error {
	is := func(path string) bool { return strings.EqualFold(filepath.Ext(path), ".xml") }
	for _, path := range o.files {
		if !is(path) {
			continue
		}
		if len(g.failIf)+len(g.warnIf) == 0 {
			return usagef("-o %s: JUnit's XML holds the outcomes of conditions, and there are none; give --fail-if", path)
		}
		g.junit = append(g.junit, path)
	}
	o.files = slices.DeleteFunc(slices.Clone(o.files), is)
	return nil
}

// readRecord reads the baseline of a result that is no answer about chips, before anything is computed. Its conditions are read when it is known which figures
// there are.
func (g *gateFlags) readRecord(cmd *cobra.Command, s streams, o *outputFlags) error {
	if err := g.takeJUnit(o); err != nil {
		return err
	}
	switch {
	case cmd.Flags().Changed("save-baseline") && (g.save == "" || g.save == "-"):
		return usagef("--save-baseline %q: a file is wanted; --format json prints the result", g.save)
	case !cmd.Flags().Changed("baseline"):
		return nil
	case len(g.failIf)+len(g.warnIf) == 0:
		return usagef("--baseline is what conditions are relative to, and there are none, such as --fail-if 'NAME > +5%%'; capplan diff %s NEW.json shows all that changed", g.baseline)
	}
	if err := onceRead(cmd, g.baseline); err != nil {
		return err
	}
	data, err := readInput(s.in, g.baseline)
	if errors.Is(err, fs.ErrNotExist) {
		c := checking{baseline: g.baseline}
		c.streams = s
		return c.missingBaseline(err)
	}
	if err != nil {
		return err
	}
	g.record, err = readRecord(g.baseline, data)
	return err
}

// any reports whether the gates need the whole result.
func (g *gateFlags) any() bool { return len(g.failIf)+len(g.warnIf) > 0 || g.save != "" }

// readRecord reads the figures of a baseline; every mistake is a usage error.
func readRecord(path string, data []byte) (*figures.Table, error) {
	t, err := figures.Read(path, data)
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.Is(err, figures.ErrAnswer):
		return nil, usagef("--baseline %s: it is an answer about chips, and another kind of result is asked; --save-baseline makes the right one", path)
	case errors.As(err, &syntax), errors.As(err, &kind):
		line, column := saved.Place(data, err, 0)
		return nil, usagef("--baseline %s:%d:%d: not the JSON of a result: %s; --save-baseline makes one", path, line, column, jsonProblem(err))
	case err != nil:
		return nil, usagef("--baseline %s: %w; --save-baseline makes one", path, err)
	}
	return t, nil
}

// judgeRecord holds the conditions against the figures of a result, as its own JSON has them: what is judged is what is printed. Nil where there are none. view is
// the reading of the result that is meant, where it has several; subject says what was asked.
func (g *gateFlags) judgeRecord(s streams, opt report.Options, render renderer, view, subject string) (*check.Result, error) {
	if len(g.failIf)+len(g.warnIf) == 0 {
		return nil, nil
	}
	r := &check.Result{Subject: subject}
	return r, g.judgeTexts(s, opt, render, view, r, g.all())
}

// givenCondition is a condition as a flag gives it.
type givenCondition struct {
	flag, text string
	level      check.Status
}

// all are the conditions of the flags, in their order.
func (g *gateFlags) all() []givenCondition {
	var out []givenCondition
	for _, text := range g.failIf {
		out = append(out, givenCondition{"--fail-if", text, check.Fail})
	}
	for _, text := range g.warnIf {
		out = append(out, givenCondition{"--warn-if", text, check.Warn})
	}
	return out
}

// judgeTexts adds the outcomes of conditions on the figures of a result to r.
func (g *gateFlags) judgeTexts(s streams, opt report.Options, render renderer, view string, r *check.Result, conditions []givenCondition) error {
	var text bytes.Buffer
	o := opt
	o.Format, o.Width, o.Color = report.JSON, 0, false
	if err := render(&text, o); err != nil {
		return err
	}
	now, err := figures.Read("the new result", text.Bytes())
	if err != nil {
		return fmt.Errorf("cannot read the figures of the result: %w", err)
	}
	var base *check.Baseline
	if g.record != nil {
		if err := now.Holds(g.record); err != nil {
			return usagef("--baseline: %w", err)
		}
		base, r.Baseline = check.BaselineOf(g.record, view), g.record.Name
		if d := figures.Differences(g.record.Asked, now.Asked); len(d) > 0 && !opt.Quiet {
			fmt.Fprintf(s.err, "note: the baseline is of another question: %s\n", strings.Join(d, "; "))
		}
	}
	table := check.TableOf(now, view)
	for _, c := range conditions {
		x, err := table.Judge(c.text, c.level, base)
		if err != nil {
			return usagef("%s %w", c.flag, err)
		}
		r.Outcomes = append(r.Outcomes, *x)
	}
	return nil
}
