package report

import (
	"fmt"
	"io"
	"strings"
)

// madeByCLI is the first line of the reference of the command line.
const madeByCLI = "<!-- Written by go test ./cmd/capplan -run TestReferencePage -update from the commands themselves. Do not edit. -->\n"

// ReferencePage writes the reference of the command line as a page of documentation. Errors are those of the writer.
func ReferencePage(w io.Writer, s *Surface) error {
	o := Options{Format: Markdown, Page: true}
	var b strings.Builder
	b.WriteString(madeByCLI + "\n# The command line\n\n")
	b.WriteString("Every command with its examples and flags. `capplan describe` prints the same as JSON, `capplan describe --schema` the JSON Schema of every result, " +
		"`capplan man` manual pages, and `capplan help TOPIC` the pages at the end.\n\n")
	for _, c := range s.Commands {
		fmt.Fprintf(&b, "- [`capplan %s`](#capplan-%s): %s\n", c.Path, strings.ReplaceAll(c.Path, " ", "-"), escape(c.Short))
	}
	for i := range s.Commands {
		b.WriteString("\n" + commandPage(&s.Commands[i], "##", o) + "\n")
	}
	b.WriteString("\n## Exit codes\n\n| code | meaning |\n|--:|:--|\n")
	for _, c := range s.ExitCodes {
		fmt.Fprintf(&b, "| %d | %s |\n", c.Code, escape(c.Meaning))
	}
	for _, t := range s.Topics {
		fmt.Fprintf(&b, "\n## %s\n\n%s\n\n```text\n%s\n```\n", escape("help "+t.Name), escape(t.Short), strings.TrimRight(t.Text, "\n"))
	}
	return flush(w, []byte(b.String()))
}

// commandPage is a command in Markdown.
func commandPage(c *CommandInfo, mark string, o Options) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s capplan %s\n\n%s\n", mark, c.Path, escape(o.clean(c.Short))+".")
	for _, p := range strings.Split(c.Long, "\n\n") {
		switch {
		case p == "":
		case strings.HasPrefix(p, " ") || strings.Contains(p, "\n "): // its lines stand as they are
			b.WriteString("\n```text\n" + p + "\n```\n")
		default:
			b.WriteString("\n" + escape(o.clean(p)) + "\n")
		}
	}
	fmt.Fprintf(&b, "\n```sh\n%s\n```\n", strings.Join(c.Examples, "\n"))
	if len(c.Flags) > 0 {
		g := grid{columns: []column{{head: "flag"}, {head: "takes"}, {head: "default"}, {head: "meaning"}}}
		for _, f := range c.Flags {
			g.rows = append(g.rows, gridRow{cells: []cell{code(f.written()), text(f.typeText()), text(f.Default), text(f.Usage)}})
		}
		b.WriteString("\n" + g.markdown(o) + "\n")
	}
	codes := make([]string, len(c.ExitCodes))
	for i, x := range c.ExitCodes {
		codes[i] = fmt.Sprint(x)
	}
	fmt.Fprintf(&b, "\nEnds with %s.", strings.Join(codes, ", "))
	return b.String()
}
