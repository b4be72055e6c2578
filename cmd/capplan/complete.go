package main

import (
	"github.com/spf13/cobra"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/profile"
	"github.com/capplan/capplan/profiles"
)

// complete offers a fixed list of words for a flag.
func complete(cmd *cobra.Command, flag string, words []string) {
	completeFunc(cmd, flag, func() []cobra.Completion { return words })
}

func completeFunc(cmd *cobra.Command, flag string, words func() []cobra.Completion) {
	err := cmd.RegisterFlagCompletionFunc(flag, func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
		return words(), cobra.ShellCompDirectiveNoFileComp
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
	completeFunc(cmd, "fields", func() []cobra.Completion { return describe(outputs()) })
	completeOutput(cmd)
}

func completeOutput(cmd *cobra.Command) { completeOutputOf(cmd, formats()) }

func completeOutputOf(cmd *cobra.Command, formats []string) {
	complete(cmd, "format", formats)
	complete(cmd, "color", []string{"auto", "always", "never"})
	if cmd.Flags().Lookup("theme") != nil {
		complete(cmd, "theme", []string{"light", "dark", "print"})
	}
}

// chipNames lists the built-in chips with their names; nothing if the library cannot be read, since completion has nobody to tell.
func chipNames() []cobra.Completion {
	lib, err := profile.Open(profiles.FS)
	if err != nil {
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

func siteNames() []cobra.Completion {
	lib, err := profile.Open(profiles.FS)
	if err != nil {
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
