package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/check"
	"github.com/capplan/capplan/internal/ledger"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/report"
)

// judge holds the conditions of the flags against a ledger; nil where there are none.
func (f *ledgerFlags) judge(r *ledger.Result) (*check.Result, error) {
	if len(f.failIf)+len(f.warnIf) == 0 {
		return nil, nil
	}
	table, out := ledgerTable(r), &check.Result{}
	for _, list := range []struct {
		flag  string
		texts []string
		level check.Status
	}{{"fail-if", f.failIf, check.Fail}, {"warn-if", f.warnIf, check.Warn}} {
		for _, text := range list.texts {
			o, err := table.Judge(text, list.level, nil)
			if err != nil {
				return nil, usagef("--%s %w", list.flag, err)
			}
			out.Outcomes = append(out.Outcomes, *o)
		}
	}
	return out, nil
}

// ledgerTable is what conditions can be about: the sum that the headline is of, in the view that the tables show, at each moment.
func ledgerTable(r *ledger.Result) *check.Table {
	t := &check.Table{}
	for _, s := range r.States {
		if s.Key == ledger.After || s.Key == ledger.AsOf { // what is meant where no moment is given
			t.Moments = slices.Insert(t.Moments, 0, s.Key)
		} else {
			t.Moments = append(t.Moments, s.Key)
		}
	}
	view, boundary := ledger.AsStated, r.Headline()
	if r.Question.Realised {
		view = ledger.AsRealised
	}
	for _, x := range r.Figures() {
		if x.View != view || x.Boundary != boundary {
			continue
		}
		spec := &quantity.Spec{Name: x.Quantity, Unit: x.Notation.Unit, Style: x.Notation.Style}
		one := check.TableFigure{Moment: x.State, Quantity: answer.Quantity{Spec: spec, Point: x.Point, Summary: x.Summary, Overrides: x.Overrides}}
		if !x.All {
			one.Member = report.VendorName(x.Vendor)
			if !slices.Contains(t.Members, one.Member) {
				t.Members = append(t.Members, one.Member)
			}
		}
		t.Figures = append(t.Figures, one)
	}
	return t
}

// completeLedgerFigures are the figures that conditions can be about, of the ledger that is typed.
func completeLedgerFigures(cmd *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
	var out []cobra.Completion
	if l := typedLedger(cmd, args); l != nil {
		for _, v := range l.Vendors() {
			if !strings.ContainsRune(v, ' ') {
				out = append(out, v+":share", v+":power", v+":chip_share")
			}
		}
	}
	return append(out, "power", "herfindahl", "equivalent_vendors", "chips", "flops"), cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
}
