package main

import (
	"io"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/report"
)

var _ = enrol(newProfiles)

// libraryFlags are the flags of the commands that show the library.
type libraryFlags struct {
	outputFlags
	overlays []string
}

func (l *libraryFlags) register(f *pflag.FlagSet) {
	l.outputFlags.register(f)
	registerOverlays(f, &l.overlays)
}

func newProfiles(s streams) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "profiles",
		Short: "The chips and sites that capplan knows: list, show",
		Example: `  capplan profiles list
  capplan profiles show trainium2`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknownCommand(cmd, args[0])
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newProfilesList(s), newProfilesShow(s))
	return cmd
}

func newProfilesList(s streams) *cobra.Command {
	var l libraryFlags
	cmd := &cobra.Command{
		Use:   "list",
		Short: "All chips and sites, a line each",
		Example: `  capplan profiles list
  capplan profiles list --format csv`,
		Args: noArgs,
	}
	l.register(cmd.Flags())
	completeOutput(cmd)
	cmd.RunE = func(*cobra.Command, []string) error {
		opt, err := l.options(s)
		if err != nil {
			return err
		}
		lib, set, err := openLibrary(l.overlays)
		if err != nil {
			return err
		}
		opt.Overlays = set
		chips, err := lib.Accelerators()
		if err != nil {
			return usageError{err}
		}
		sites, err := lib.Sites()
		if err != nil {
			return usageError{err}
		}
		return l.emitTo(s, opt, func(w io.Writer, o report.Options) error { return report.ProfileList(w, chips, sites, o) })
	}
	return cmd
}

func newProfilesShow(s streams) *cobra.Command {
	var l libraryFlags
	cmd := &cobra.Command{
		Use:   "show ID...",
		Short: "Every value of a chip or a site with its range, evidence and source; several chips side by side",
		Example: `  capplan profiles show trainium2
  capplan profiles show trainium3 gb300
  capplan profiles show aws-air`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usagef("which profile? name a chip or a site, such as trainium2 (capplan profiles list shows all)")
			}
			return nil
		},
	}
	l.register(cmd.Flags())
	completeOutput(cmd)
	cmd.ValidArgsFunction = func(cmd *cobra.Command, _ []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
		return append(chipNames(cmd), siteNames(cmd)...), cobra.ShellCompDirectiveNoFileComp
	}
	cmd.RunE = func(_ *cobra.Command, args []string) error { return l.show(s, args) }
	return cmd
}

// show prints chips side by side, or sites; a name is a chip's before it is a site's.
func (l *libraryFlags) show(s streams, args []string) error {
	opt, err := l.options(s)
	if err != nil {
		return err
	}
	lib, set, err := openLibrary(l.overlays)
	if err != nil {
		return err
	}
	opt.Overlays = set
	var chips []*accelerators.Accelerator
	var sites []*power.Site
	for _, name := range args {
		chip, chipErr := lib.Accelerator(name)
		if chipErr == nil {
			chips = append(chips, chip)
			continue
		}
		site, siteErr := lib.Site(name)
		if siteErr != nil {
			return usageError{chipErr}
		}
		sites = append(sites, site)
	}
	if len(chips) > 0 && len(sites) > 0 {
		return usagef("show chips or sites, not both at once")
	}
	if len(sites) > 0 {
		return l.emitTo(s, opt, func(w io.Writer, o report.Options) error { return report.SiteShow(w, sites, o) })
	}
	return l.emitTo(s, opt, func(w io.Writer, o report.Options) error { return report.ProfileShow(w, chips, o) })
}
