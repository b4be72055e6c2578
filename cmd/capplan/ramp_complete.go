package main

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/capplan/capplan/internal/profile"
	"github.com/capplan/capplan/internal/quantity"
)

// completeRampFields offers outputs of a ramp; those before the last comma stand.
func completeRampFields(_ *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	return completeNames(rampOutputs(), typed)
}

// completeRampSetting offers the ramp's own inputs and the scenario's money beside the model's inputs.
func completeRampSetting(cmd *cobra.Command, args []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	out, directive := completeSetting(cmd, args, typed)
	out = append(out, completeMoney(cmd, args)...)
	chip, _, ofChip := strings.Cut(typed, ":")
	for _, s := range profile.RampSettable() {
		switch {
		case ofChip && s.Scope != quantity.Member:
		case ofChip:
			out = append(out, cobra.CompletionWithDesc(chip+":"+s.Name+"=", s.Doc))
		default:
			out = append(out, cobra.CompletionWithDesc(s.Name+"=", s.Doc))
		}
	}
	return out, directive
}
