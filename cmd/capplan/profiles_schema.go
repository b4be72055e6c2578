package main

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/capplan/capplan/internal/profile"
)

// schemaKinds are the kinds of files that have a schema, by the words that name them.
var schemaKinds = []struct {
	name string
	kind profile.Kind
}{{"system", profile.System}, {"site", profile.Place}, {"scenario", profile.Ramp}, {"ledger", profile.Ledgers}}

func schemaKindNames() []string {
	out := make([]string, len(schemaKinds))
	for i, k := range schemaKinds {
		out[i] = k.name
	}
	return out
}

func newProfilesSchema(s streams) *cobra.Command {
	var site bool
	var file string
	cmd := &cobra.Command{
		Use:   "schema [system|site|scenario|ledger]",
		Short: "The form of a profile, a scenario or a ledger as JSON Schema, for editors",
		Long: `Prints what the profile of a system or a site, a scenario or a ledger may say as JSON Schema (draft 2020-12). An editor that knows TOML finds it by the first
line of a file, #:schema FILE, and then completes keys, shows their meaning and marks what does not fit. What a schema cannot see, capplan profiles check finds,
and of a ledger capplan ledger FILE.`,
		Example: `  capplan profiles schema
  capplan profiles schema --site -o site.schema.json
  capplan profiles schema scenario -o scenario.schema.json
  capplan profiles schema ledger -o ledger.schema.json`,
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return schemaKindNames(), cobra.ShellCompDirectiveNoFileComp
		},
	}
	cmd.Flags().BoolVar(&site, "site", false, "of a site instead of a system")
	cmd.Flags().StringVarP(&file, "output", "o", "", "write FILE instead of standard output")
	cmd.Args = func(_ *cobra.Command, args []string) error {
		if len(args) > 1 {
			return usagef("%q is one word too many; profiles schema takes one of %s", args[1], strings.Join(schemaKindNames(), ", "))
		}
		return nil
	}
	cmd.RunE = func(_ *cobra.Command, args []string) error {
		kind, err := schemaKind(args, site)
		if err != nil {
			return err
		}
		if file != "" && file != stdout {
			return writeFile(file, profile.JSONSchema(kind))
		}
		_, err = s.out.Write(profile.JSONSchema(kind))
		return err
	}
	return cmd
}

// schemaKind is the kind that is asked for: a word, a flag, or a system.
func schemaKind(args []string, site bool) (profile.Kind, error) {
	if len(args) == 0 {
		if site {
			return profile.Place, nil
		}
		return profile.System, nil
	}
	for _, k := range schemaKinds {
		if k.name != args[0] {
			continue
		}
		if site && k.kind != profile.Place {
			return "", usagef("%s and --site are two kinds; leave one out", k.name)
		}
		return k.kind, nil
	}
	return "", usagef("%q has no schema; one of %s is wanted%s", args[0], strings.Join(schemaKindNames(), ", "), didYouMean(args[0], schemaKindNames()))
}
