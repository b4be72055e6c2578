package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/capplan/capplan/internal/report"
	"github.com/capplan/capplan/internal/unit"
)

// wordsKey is the annotation of a flag with the words that completion offers for it.
const wordsKey = "capplan_words"

// flagKinds say what the text of a flag names, for flags of that name in all commands.
var flagKinds = map[string]string{
	"gw": "power", "mw": "power", "kw": "power", "chips": "count", "racks": "count", "h100e": "count", "budget": "money", "flops": "throughput",
	"chip": "chip", "reference": "chip", "site": "site", "fields": "quantity", "metric": "quantity", "equivalent": "quantity", "maximize": "quantity", "minimize": "quantity",
	"set": "input", "vary": "input", "correlate": "inputs", "as-of": "date", "before": "date", "after": "date", "fail-if": "condition", "warn-if": "condition",
	"at-least": "threshold", "limit": "limit", "output": "file", "profiles": "folder", "baseline": "file", "save-baseline": "file", "with": "file", "draws": "whole number", "points": "whole number",
	"size": "pixels", "vendor": "vendor", "family": "family", "max-age": "duration",
}

// barePrefixes are the prefixes of a unit that numbers without one are in.
var barePrefixes = map[float64]string{1e9: "G", 1e6: "M", 1e3: "k"}

// commandInfo describes a command.
func commandInfo(c *cobra.Command, codes []report.ExitCode) report.CommandInfo {
	out := report.CommandInfo{Path: pathOf(c), Use: c.UseLine(), Short: c.Short, Long: c.Long}
	for _, line := range strings.Split(c.Example, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			out.Examples = append(out.Examples, line)
		}
	}
	c.InitDefaultHelpFlag()
	c.Flags().VisitAll(func(f *pflag.Flag) { // in the order of the alphabet
		if !f.Hidden {
			out.Flags = append(out.Flags, flagInfo(c, f))
		}
	})
	c.InheritedFlags().VisitAll(func(f *pflag.Flag) {
		if !f.Hidden && c.Flags().Lookup(f.Name) != f {
			out.Flags = append(out.Flags, flagInfo(c, f))
		}
	})
	slices.SortFunc(out.Flags, func(a, b report.FlagInfo) int { return strings.Compare(a.Name, b.Name) })
	out.Flags = slices.CompactFunc(out.Flags, func(a, b report.FlagInfo) bool { return a.Name == b.Name })
	out.Formats, out.Charts = wordsOf(c, "format"), wordsOf(c, "chart")
	out.ExitCodes = codesOf(out.Path, codes)
	for flag, code := range map[string]int{"fail-if": exitCheck, "baseline": exitBaseline} { // conditions end alike wherever they stand
		if c.Flags().Lookup(flag) != nil && !slices.Contains(out.ExitCodes, code) {
			out.ExitCodes = append(out.ExitCodes, code)
		}
	}
	slices.Sort(out.ExitCodes)
	return out
}

// wordsOf are those that a flag takes, nil if there is no such flag.
func wordsOf(c *cobra.Command, flag string) []string {
	if f := c.Flags().Lookup(flag); f != nil {
		return f.Annotations[wordsKey]
	}
	return nil
}

func flagInfo(c *cobra.Command, f *pflag.Flag) report.FlagInfo {
	out := report.FlagInfo{Name: f.Name, Short: f.Shorthand, Default: f.DefValue, Usage: f.Usage, Kind: flagKinds[f.Name]}
	switch t := f.Value.Type(); t {
	case "bool":
		out.Type = "boolean"
	case "uint64", "int", "uint":
		out.Type = "whole number"
	case "stringArray", "stringSlice":
		out.Type, out.Repeatable = "text", true
		if t == "stringSlice" {
			out.Type = "list"
		}
		out.Default = strings.Trim(f.DefValue, "[]")
	default:
		out.Type = "text"
	}
	if f.Value.Type() != "stringArray" { // of which each word is only the beginning of a value
		out.Values = f.Annotations[wordsKey]
	}
	for _, s := range startFlags {
		if s.name == f.Name && f.Usage == s.usage {
			out.Unit, out.Units = s.spec.Unit.Symbol, unit.Symbols(s.spec.Unit)
			out.Bare = barePrefixes[s.bare] + s.spec.Unit.Symbol
		}
	}
	for _, s := range settings {
		if s.flag == f.Name && s.standsFor(f) && configurable(c.Flags()) && !(s.decides && ownsRows(c.Flags()) && s.flag != overlayFlag) {
			out.Setting = s.variable()
		}
	}
	return out
}

// codesOf are the codes that a command can end with: those that hold for all, and those on whose line the command is named.
func codesOf(path string, codes []report.ExitCode) []int {
	var out []int
	for _, c := range codes {
		words := strings.FieldsFunc(c.Meaning, func(r rune) bool { return r == ' ' || r == ',' || r == ';' || r == ':' || r == ')' || r == '.' })
		special, mine := false, false
		for i, w := range words {
			if w == "capplan" && i+1 < len(words) {
				special = true
				rest := strings.Join(words[i+1:], " ") + " "
				mine = mine || strings.HasPrefix(rest, path+" ")
			}
		}
		if !special || mine {
			out = append(out, c.Code)
		}
	}
	return out
}
