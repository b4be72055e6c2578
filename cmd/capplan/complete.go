package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/profile"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/report"
)

// complete offers a fixed list of words for a flag.
func complete(cmd *cobra.Command, flag string, words []string) {
	if f := cmd.Flags().Lookup(flag); f != nil && words != nil {
		annotate(f, wordsKey, words...)
	}
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

// completeWith offers what depends on the part of the value that stands there.
func completeWith(cmd *cobra.Command, flag string, f cobra.CompletionFunc) {
	if err := cmd.RegisterFlagCompletionFunc(flag, f); err != nil {
		panic(err) // the flag does not exist: a bug of this package
	}
}

// completeFields offers outputs; those before the last comma stand.
func completeFields(_ *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	return completeNames(outputs(), typed)
}

func completeNames(all []*quantity.Spec, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	before := typed[:strings.LastIndex(typed, ",")+1]
	var out []cobra.Completion
	for _, s := range all {
		if !slices.Contains(strings.Split(before, ","), s.Name) {
			out = append(out, cobra.CompletionWithDesc(before+s.Name, s.Doc))
		}
	}
	return out, cobra.ShellCompDirectiveNoFileComp
}

// completeSetting offers inputs with the sign after which their value follows; of a chip, after its id and a colon, only its own.
func completeSetting(_ *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	chip, _, ofChip := strings.Cut(typed, ":")
	var out []cobra.Completion
	for _, s := range profile.Settable() {
		switch {
		case ofChip && s.Scope != quantity.Member:
		case ofChip:
			out = append(out, cobra.CompletionWithDesc(chip+":"+s.Name+"=", s.Doc))
		default:
			out = append(out, cobra.CompletionWithDesc(s.Name+"=", s.Doc))
		}
	}
	return out, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
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
		completeWith(cmd, "fields", completeFields)
	}
	completeWith(cmd, "set", completeSetting)
	if cmd.Flags().Lookup("vary") != nil {
		completeOutputOf(cmd, sweepFormats())
		return
	}
	completeOutput(cmd)
}

func completeOutput(cmd *cobra.Command) {
	words := formats()
	if cmd.Name() == "check" {
		words = append(words, string(report.JUnit)) // which no other command has
	}
	completeOutputOf(cmd, words)
}

func completeOutputOf(cmd *cobra.Command, formats []string) {
	complete(cmd, "format", formats)
	complete(cmd, "color", colors)
	if cmd.Flags().Lookup("theme") != nil {
		complete(cmd, "theme", themes)
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
	if cmd.Flags().Lookup("maximize") != nil {
		out = append(out, cobra.CompletionWithDesc(allChips, "every system that is shipping, for the best mix"))
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
