package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/capplan/capplan/docs"
	"github.com/capplan/capplan/internal/report"
)

var _ = enrol(newDescribe)

func newDescribe(s streams) *cobra.Command {
	var o outputFlags
	var schema bool
	cmd := &cobra.Command{
		Use:   "describe [COMMAND]",
		Short: "The command line as data, for programs: commands, flags, units, exit codes; and the JSON Schema of results",
		Long: `describe prints every command, or one and those below it, with its flags (type, unit, default, allowed words), examples, exit codes, formats and charts.

--schema prints the JSON Schema (draft 2020-12) of what --format json prints: of one command, or of all, each under its name in $defs. Fields are only ever added.`,
		Example: `  capplan describe
  capplan describe mix
  capplan describe --schema estimate
  capplan describe --format csv -o flags.csv`,
	}
	f := cmd.Flags()
	o.register(f)
	o.format, f.Lookup("format").DefValue = string(report.JSON), string(report.JSON)
	f.BoolVar(&schema, "schema", false, "print the JSON Schema of results instead")
	completeOutput(cmd)
	cmd.ValidArgsFunction = completeCommands
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if schema {
			return o.schema(s, cmd, args)
		}
		opt, err := o.options(s)
		if err != nil {
			return err
		}
		surface, err := surfaceOf(cmd.Root(), args)
		if err != nil {
			return err
		}
		return o.emitTo(s, opt, func(w io.Writer, opt report.Options) error { return report.Describe(w, surface, opt) })
	}
	return cmd
}

// schema prints the JSON Schema of one command's results, or of all.
func (o *outputFlags) schema(s streams, cmd *cobra.Command, args []string) error {
	if cmd.Flags().Changed("format") && o.format != string(report.JSON) {
		return usagef("--schema is JSON; leave --format %s out", o.format)
	}
	name := ""
	if len(args) > 0 {
		c, err := commandAt(cmd.Root(), args)
		if err != nil {
			return err
		}
		name = pathOf(c)
	}
	body, err := docs.Schema(name)
	if err != nil {
		return usagef("%s prints no JSON of its own: %w", name, err)
	}
	var files []target
	for _, path := range o.paths() {
		if !strings.HasSuffix(strings.ToLower(path), ".json") {
			return usagef("-o %s: a schema is JSON; name a file that ends in .json", path)
		}
		files = append(files, target{path, func(w io.Writer) error { _, err := w.Write(body); return err }})
	}
	return writeAll(s, func(w io.Writer) error { _, err := w.Write(body); return err }, files)
}

// commandAt finds the command that some words name.
func commandAt(root *cobra.Command, words []string) (*cobra.Command, error) {
	at := root
	for _, w := range strings.Fields(strings.Join(words, " ")) {
		next := child(at, w)
		if next == nil || next.Hidden {
			return nil, unknownCommand(at, w)
		}
		at = next
	}
	return at, nil
}

// pathOf is a command's name with those of its parents, but for the program's.
func pathOf(cmd *cobra.Command) string {
	return strings.TrimPrefix(strings.TrimPrefix(cmd.CommandPath(), cmd.Root().Name()), " ")
}

// completeCommands offers the commands below those that stand.
func completeCommands(cmd *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
	at, err := commandAt(cmd.Root(), args)
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var out []cobra.Completion
	for _, c := range at.Commands() {
		if described(c) {
			out = append(out, cobra.CompletionWithDesc(c.Name(), c.Short))
		}
	}
	return out, cobra.ShellCompDirectiveNoFileComp
}

// described reports whether a command does something itself or through those below it: neither a page of help nor cobra's own.
func described(c *cobra.Command) bool {
	return !c.Hidden && (c.Runnable() || c.HasAvailableSubCommands()) && c.Name() != "help"
}

// surfaceOf gathers the command line, or the part of it that some words name.
func surfaceOf(root *cobra.Command, words []string) (*report.Surface, error) {
	at, err := commandAt(root, words)
	if err != nil {
		return nil, err
	}
	codes := exitCodes()
	out := &report.Surface{}
	var walk func(c *cobra.Command)
	walk = func(c *cobra.Command) {
		if c != root && described(c) && len(c.Commands()) == 0 {
			out.Commands = append(out.Commands, commandInfo(c, codes))
		}
		if c == root || described(c) {
			if c != root && c.HasAvailableSubCommands() && c.Flags().HasAvailableFlags() && ownFlags(c) {
				out.Commands = append(out.Commands, commandInfo(c, codes))
			}
			for _, below := range c.Commands() {
				walk(below)
			}
		}
	}
	walk(at)
	if at != root && len(out.Commands) == 0 {
		return nil, usagef("%s is a page of help; capplan help %s prints it", pathOf(at), pathOf(at))
	}
	if at != root {
		return out, nil
	}
	out.ExitCodes = codes
	for _, c := range root.Commands() {
		if c.IsAdditionalHelpTopicCommand() && !c.Hidden {
			out.Topics = append(out.Topics, report.TopicInfo{Name: c.Name(), Short: c.Short, Text: c.Long})
		}
	}
	for _, s := range settings {
		x := report.SettingInfo{Variable: s.variable(), Key: s.flag, Default: s.usual, Meaning: s.doc, Decides: s.decides}
		if s.allowed != nil {
			x.Values = s.allowed()
		}
		out.Settings = append(out.Settings, x)
	}
	return out, nil
}

// ownFlags reports whether a command with commands below it does something itself: it has flags beside --help.
func ownFlags(c *cobra.Command) bool { return c.Flags().Lookup("format") != nil }

// exitCodes are those that the page of help explains.
func exitCodes() []report.ExitCode {
	var out []report.ExitCode
	for _, line := range strings.Split(exitCodesText, "\n") {
		var code int
		if n, _ := fmt.Sscanf(line, "%d", &code); n == 1 {
			_, meaning, _ := strings.Cut(strings.TrimSpace(line), "  ")
			out = append(out, report.ExitCode{Code: code, Meaning: meaning})
		} else if len(out) > 0 {
			out[len(out)-1].Meaning += " " + strings.TrimSpace(line)
		}
	}
	return out
}
