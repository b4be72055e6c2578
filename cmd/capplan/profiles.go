package main

import (
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/capplan/capplan/internal/profile"
	"github.com/capplan/capplan/internal/report"
)

var _ = enrol(newProfiles)

// libraryFlags are the flags of the commands that show the library.
type libraryFlags struct {
	outputFlags
	overlays overlayList
}

func (l *libraryFlags) register(f *pflag.FlagSet) {
	l.outputFlags.register(f)
	registerOverlays(f, &l.overlays)
}

// open is the built-in library with the overlays that were asked for; the options get their names, so that what is printed tells of them.
func (l *libraryFlags) open(opt *report.Options) (lib *profile.Library, err error) {
	lib, opt.Overlays, err = openLibrary(l.overlays)
	return lib, err
}

func newProfiles(s streams) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "profiles",
		Short: "The chips and sites that capplan knows: list, show, check, new, schema",
		Example: `  capplan profiles list --vendor nvidia --sort -fp8
  capplan profiles show trainium2
  capplan profiles check`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknownCommand(cmd, args[0])
			}
			return nil
		},
		SuggestionsMinimumDistance: 2,
		RunE:                       func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newProfilesList(s), newProfilesShow(s), newProfilesCheck(s), newProfilesNew(s), newProfilesSchema(s))
	return cmd
}
