package main

import (
	"github.com/spf13/cobra"

	"github.com/capplan/capplan/internal/profile"
)

func newProfilesSchema(s streams) *cobra.Command {
	var site bool
	var file string
	cmd := &cobra.Command{
		Use:   "schema",
		Short: "The form of a profile as JSON Schema, for editors",
		Long: `Prints what a profile may say as JSON Schema (draft 2020-12). An editor that knows TOML finds it by the first line of a profile,
#:schema FILE, and then completes keys, shows their meaning and marks what does not fit. What a schema cannot see, capplan profiles check finds.`,
		Example: `  capplan profiles schema
  capplan profiles schema --site -o site.schema.json`,
		Args: noArgs,
	}
	cmd.Flags().BoolVar(&site, "site", false, "of a site instead of a system")
	cmd.Flags().StringVarP(&file, "output", "o", "", "write FILE instead of standard output")
	cmd.RunE = func(*cobra.Command, []string) error {
		kind := profile.System
		if site {
			kind = profile.Place
		}
		if file != "" && file != stdout {
			return writeFile(file, profile.JSONSchema(kind))
		}
		_, err := s.out.Write(profile.JSONSchema(kind))
		return err
	}
	return cmd
}
