package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/capplan/capplan/internal/report"
)

var _ = enrol(newMan)

func newMan(s streams) *cobra.Command {
	var folder, file string
	cmd := &cobra.Command{
		Use:   "man [COMMAND]",
		Short: "Manual pages: of the program, of a command, or all of them into a folder",
		Long: `man prints a manual page, for man to show: capplan man mix | man -l -. --dir writes all pages into a folder, such as one on $MANPATH.
The pages are made of what capplan describe prints, and the same program always makes the same ones.`,
		Example: `  capplan man
  capplan man mix
  capplan man profiles check -o capplan-profiles-check.1
  capplan man --dir man1`,
	}
	cmd.Flags().StringVar(&folder, "dir", "", "write all pages into this folder")
	cmd.Flags().StringVarP(&file, "output", "o", "", "write FILE instead of standard output")
	cmd.ValidArgsFunction = completeCommands
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if cmd.Flags().Changed("dir") {
			if len(args) > 0 || file != "" {
				return usagef("--dir writes all pages; leave %s out", strings.Join(append(args, file), " "))
			}
			return writeManual(cmd.Root(), folder)
		}
		page, err := manualPage(cmd.Root(), args)
		if err != nil {
			return err
		}
		if file != "" && file != stdout {
			return writeFile(file, page)
		}
		_, err = s.out.Write(page)
		return err
	}
	return cmd
}

// manualPage is the page of a command, or that of the program.
func manualPage(root *cobra.Command, words []string) ([]byte, error) {
	whole, err := surfaceOf(root, nil)
	if err != nil {
		return nil, err
	}
	var c *report.CommandInfo
	if len(words) > 0 {
		part, err := surfaceOf(root, words)
		if err != nil {
			return nil, err
		}
		c = &part.Commands[0]
		if path := strings.Join(words, " "); len(part.Commands) > 1 && c.Path != path {
			return nil, usagef("%s has no page of its own; its commands have: %s", path, pathsOf(part))
		}
	}
	return page(whole, c)
}

// pathsOf lists the commands of a part of the command line.
func pathsOf(s *report.Surface) string {
	var out []string
	for _, c := range s.Commands {
		out = append(out, c.Path)
	}
	return strings.Join(out, ", ")
}

func page(whole *report.Surface, c *report.CommandInfo) ([]byte, error) {
	var b bytes.Buffer
	err := report.Man(&b, whole, c, toolInfo())
	return b.Bytes(), err
}

// writeManual writes all pages into a folder.
func writeManual(root *cobra.Command, folder string) error {
	whole, err := surfaceOf(root, nil)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return fmt.Errorf("cannot write %s: %w", folder, unwrapPath(err))
	}
	var files []target
	add := func(name string, c *report.CommandInfo) error {
		body, err := page(whole, c)
		files = append(files, target{filepath.Join(folder, name+".1"), func(w io.Writer) error { _, err := w.Write(body); return err }})
		return err
	}
	if err := add("capplan", nil); err != nil {
		return err
	}
	for i := range whole.Commands {
		c := &whole.Commands[i]
		if err := add("capplan-"+strings.ReplaceAll(c.Path, " ", "-"), c); err != nil {
			return err
		}
	}
	return writeAll(streams{out: io.Discard}, func(io.Writer) error { return nil }, files)
}
