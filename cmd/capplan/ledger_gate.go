package main

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/capplan/capplan/internal/figures"
	"github.com/capplan/capplan/internal/ledger"
)

// ledgerView is the reading of a ledger that conditions are about: the sum that the headline is of, in the view that the tables show.
func ledgerView(r *ledger.Result) string {
	view := "stated"
	if r.Question.Realised {
		view = "realised"
	}
	return figures.LedgerView(view, r.Headline())
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
