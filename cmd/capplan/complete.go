package main

import (
	"github.com/spf13/cobra"

	"github.com/capplan/capplan/internal/accelerators"
)

// complete offers a fixed list of words for a flag.
func complete(cmd *cobra.Command, flag string, words []string) {
	completeFunc(cmd, flag, func(*cobra.Command) []cobra.Completion { return words })
}

func completeFunc(cmd *cobra.Command, flag string, words func(*cobra.Command) []cobra.Completion) {
	err := cmd.RegisterFlagCompletionFunc(flag, func(cmd *cobra.Command, _ []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
		return words(cmd), cobra.ShellCompDirectiveNoFileComp
	})
	if err != nil {
		panic(err) // the flag does not exist: a bug of this package
	}
}

func completeChips(cmd *cobra.Command, flag string) { completeFunc(cmd, flag, chipNames) }

// completeQuestion offers the names of chips, sites and options for the flags of a question.
func completeQuestion(cmd *cobra.Command) {
	completeChips(cmd, "chip")
	completeFunc(cmd, "site", siteNames)
	complete(cmd, "basis", bases())
	complete(cmd, "workload", accelerators.Workload.Options)
	complete(cmd, "precision", accelerators.Precision.Options)
	complete(cmd, "as-of", nil) // a day, not a file
	if cmd.Flags().Lookup("fields") != nil {
		completeFunc(cmd, "fields", func(*cobra.Command) []cobra.Completion { return describe(outputs()) })
	}
	completeOutput(cmd)
}

func completeOutput(cmd *cobra.Command) {
	complete(cmd, "format", formats())
	complete(cmd, "color", []string{"auto", "always", "never"})
	if cmd.Flags().Lookup("theme") != nil {
		complete(cmd, "theme", []string{"light", "dark", "print"})
	}
}

// chipNames lists the chips with their names; nothing if the library cannot be read, since completion has nobody to tell.
func chipNames(cmd *cobra.Command) []cobra.Completion {
	lib := completing(cmd)
	if lib == nil {
		return nil
	}
	chips, err := lib.Accelerators()
	if err != nil {
		return nil
	}
	out := make([]cobra.Completion, len(chips))
	for i, c := range chips {
		out[i] = cobra.CompletionWithDesc(c.ID, c.Name)
	}
	return out
}

func siteNames(cmd *cobra.Command) []cobra.Completion {
	lib := completing(cmd)
	if lib == nil {
		return nil
	}
	sites, err := lib.Sites()
	if err != nil {
		return nil
	}
	out := make([]cobra.Completion, len(sites))
	for i, s := range sites {
		out[i] = cobra.CompletionWithDesc(s.ID, s.Name)
	}
	return out
}
