package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/capplan/capplan/internal/profile"
	"github.com/capplan/capplan/internal/report"
)

// newFlags are the flags that fill parts of a new profile in.
type newFlags struct {
	libraryFlags
	site  bool
	head  map[string]*string
	file  string
	force bool
}

func newProfilesNew(s streams) *cobra.Command {
	n := newFlags{head: map[string]*string{}}
	cmd := &cobra.Command{
		Use:   "new ID",
		Short: "A profile to fill in, with every key and what it means",
		Long: `Writes a profile to fill in: the keys that are wanted with "?", the optional ones as comments, each with its meaning, its bounds and how its numbers are written.
capplan profiles check lists what is still to be filled in.`,
		Example: `  capplan profiles new my-chip --vendor Example --status announced
  capplan profiles new my-chip -o my-chip.toml
  capplan profiles new my-hall --site`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usagef("profiles new takes one id, such as my-chip; got %d", len(args))
			}
			return nil
		},
		ValidArgsFunction: cobra.NoFileCompletions,
	}
	f := cmd.Flags()
	f.BoolVar(&n.site, "site", false, "a site instead of a system")
	for _, kind := range []profile.Kind{profile.System, profile.Place} {
		for _, key := range profile.TemplateKeys(kind) {
			if n.head[key] == nil {
				n.head[key] = f.String(key, "", "the profile's "+key)
			}
		}
	}
	registerOverlays(f, &n.overlays)
	f.Lookup(overlayFlag).Usage = "folder or file of profiles whose names are taken, too"
	f.StringVarP(&n.file, "output", "o", "", "write FILE, which must be called ID.toml, instead of standard output")
	f.BoolVar(&n.force, "force", false, "replace FILE if there is one")
	complete(cmd, "status", statuses())
	completeFunc(cmd, "vendor", func(cmd *cobra.Command) []cobra.Completion { return chipWords(cmd, vendorOf) })
	completeFunc(cmd, "family", func(cmd *cobra.Command) []cobra.Completion { return chipWords(cmd, familyOf) })
	cmd.RunE = func(cmd *cobra.Command, args []string) error { return n.write(cmd, s, args[0]) }
	return cmd
}

func (n *newFlags) write(cmd *cobra.Command, s streams, id string) error {
	kind := profile.System
	if n.site {
		kind = profile.Place
	}
	if err := profile.CheckHead(kind, "id", id); err != nil {
		return usageError{err}
	}
	if err := n.free(id); err != nil {
		return err
	}
	head := map[string]string{}
	for key, value := range n.head {
		if !cmd.Flags().Changed(key) {
			continue
		}
		if !slices.Contains(profile.TemplateKeys(kind), key) {
			noun := "system has"
			if !n.site {
				noun = "site has"
			}
			return usagef("--%s: only a %s one", key, noun)
		}
		if err := profile.CheckHead(kind, key, *value); err != nil {
			return usagef("--%s: %w", key, err)
		}
		head[key] = *value
	}
	body := profile.Template(kind, id, head)
	if n.file == "" || n.file == stdout {
		_, err := s.out.Write(body)
		return err
	}
	if want := id + ".toml"; filepath.Base(n.file) != want {
		return usagef("-o %s: a profile's file has its id for a name; write -o %s", n.file, filepath.Join(filepath.Dir(n.file), want))
	}
	if _, err := os.Lstat(n.file); err == nil && !n.force {
		return usagef("-o %s: the file is there already; --force replaces it", n.file)
	}
	if err := writeFile(n.file, body); err != nil {
		return err
	}
	_, err := fmt.Fprintf(s.err, "wrote %s; fill it in, then: capplan profiles check %s\n", n.file, n.file)
	return err
}

// free refuses an id that is a name of the library.
func (n *newFlags) free(id string) error {
	lib, err := n.open(&report.Options{})
	if err != nil {
		return err
	}
	_, chipErr := lib.Accelerator(id)
	_, siteErr := lib.Site(id)
	var unknown *profile.UnknownError
	if errors.As(chipErr, &unknown) && errors.As(siteErr, &unknown) {
		return nil
	}
	return usagef("%q is a name of the library already; take another, or write a file of that id with only the fields to change and pass its folder by --profiles", id)
}
