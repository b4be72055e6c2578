package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

// usage writes what there is to type: examples first, because they say it soonest, then the form, the commands below, and the flags.
func usage(cmd *cobra.Command) error {
	var b strings.Builder
	if cmd.HasExample() {
		b.WriteString("Examples:\n" + cmd.Example + "\n\n")
	}
	b.WriteString("Usage:")
	if cmd.Runnable() {
		b.WriteString("\n  " + cmd.UseLine())
	}
	if cmd.HasAvailableSubCommands() {
		b.WriteString("\n  " + cmd.CommandPath() + " [command]")
	}
	list := func(title string, path bool, is func(c *cobra.Command) bool) {
		width, head := 0, false
		name := func(c *cobra.Command) string {
			if path {
				return c.CommandPath()
			}
			return c.Name()
		}
		for _, c := range cmd.Commands() {
			if is(c) {
				width = max(width, len(name(c)))
			}
		}
		for _, c := range cmd.Commands() {
			if !is(c) {
				continue
			}
			if !head {
				b.WriteString("\n\n" + title)
				head = true
			}
			fmt.Fprintf(&b, "\n  %-*s   %s", width, name(c), c.Short)
		}
	}
	list("Available Commands:", false, func(c *cobra.Command) bool { return c.IsAvailableCommand() || c.Name() == "help" && !c.Hidden })
	if cmd.HasAvailableLocalFlags() {
		b.WriteString("\n\nFlags:\n" + strings.TrimRight(cmd.LocalFlags().FlagUsages(), "\n"))
	}
	if cmd.HasAvailableInheritedFlags() {
		b.WriteString("\n\nGlobal Flags:\n" + strings.TrimRight(cmd.InheritedFlags().FlagUsages(), "\n"))
	}
	list("Additional help topics:", true, func(c *cobra.Command) bool { return c.IsAdditionalHelpTopicCommand() && !c.Hidden })
	if cmd.HasAvailableSubCommands() {
		fmt.Fprintf(&b, "\n\nUse %q for more information about a command.", cmd.CommandPath()+" [command] --help")
	}
	_, err := fmt.Fprintln(cmd.OutOrStdout(), b.String())
	return err
}

// shortHelp is what the program says when nothing is asked: what it is for, two examples, and where the rest is.
func shortHelp(root *cobra.Command) error {
	var names []string
	for _, c := range root.Commands() {
		if c.IsAvailableCommand() {
			names = append(names, c.Name())
		}
	}
	out := root.OutOrStdout()
	text := fmt.Sprintf("%s\n\n%s\n\nCommands: %s.\n\ncapplan --help says what each does, capplan help COMMAND how.\n", root.Long, root.Example, strings.Join(names, ", "))
	if width := widthOf(out); width > 0 {
		text = fitted(text, width)
	}
	_, err := fmt.Fprint(out, text)
	return err
}
