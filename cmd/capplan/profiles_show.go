package main

import (
	"io"

	"github.com/spf13/cobra"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/profile"
	"github.com/capplan/capplan/internal/report"
)

func newProfilesShow(s streams) *cobra.Command {
	var l libraryFlags
	var asOf string
	cmd := &cobra.Command{
		Use:   "show ID...",
		Short: "Every value of a chip or a site with its range, evidence and source; several chips side by side",
		Example: `  capplan profiles show trainium2
  capplan profiles show trainium3 gb300
  capplan profiles show aws-air
  capplan profiles show trainium3 --as-of 2026-02-27`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usagef("which profile? name a chip or a site, such as trainium2 (capplan profiles list shows all)")
			}
			return nil
		},
	}
	l.register(cmd.Flags())
	cmd.Flags().StringVar(&asOf, "as-of", "", "what was known on this day (2026-02-27)")
	completeOutput(cmd)
	cmd.ValidArgsFunction = func(cmd *cobra.Command, _ []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
		return append(chipNames(cmd), siteNames(cmd)...), cobra.ShellCompDirectiveNoFileComp
	}
	cmd.RunE = func(_ *cobra.Command, args []string) error { return l.show(s, args, asOf) }
	return cmd
}

// show prints chips side by side, or sites; a name is a chip's before it is a site's.
func (l *libraryFlags) show(s streams, args []string, asOf string) error {
	opt, err := l.options(s)
	if err != nil {
		return err
	}
	lib, err := l.open(&opt)
	if err != nil {
		return err
	}
	if asOf != "" {
		day, err := profile.ParseDate(asOf)
		if err != nil {
			return usagef("--as-of %w", err)
		}
		lib = lib.AsOf(day)
	}
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
