package main

import (
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/report"
)

// listFlags are the flags that choose and order profiles.
type listFlags struct {
	libraryFlags
	filter accelerators.Filter
	kind   string
	sort   []string
}

// kinds are what --kind takes.
var kinds = []string{"chips", "sites"}

func newProfilesList(s streams) *cobra.Command {
	var l listFlags
	cmd := &cobra.Command{
		Use:   "list",
		Short: "All chips and sites, a line each; or those of a vendor, a family, a status, a date",
		Long: `Lists chips and sites. The filters are about chips, so that sites are left out where one is given; several values of one filter, after commas or in
several flags, are alternatives. A number in the list is the profile's mid; a system's power that is not given follows from its chips.

--as-of DATE lists what had been announced by then, with --available what could be had by then. A chip whose profile lacks the date that would tell is left
out, and named on standard error.`,
		Example: `  capplan profiles list
  capplan profiles list --vendor nvidia,amazon --status shipping --sort -fp8
  capplan profiles list --available --as-of 2025-06-30 --sort available
  capplan profiles list --kind sites --format csv`,
		Args: noArgs,
	}
	f := cmd.Flags()
	l.register(f)
	f.StringSliceVar(&l.filter.Vendors, "vendor", nil, "only chips of these vendors")
	f.StringSliceVar(&l.filter.Families, "family", nil, "only chips of these families")
	f.StringSliceVar(&l.filter.Statuses, "status", nil, "only chips of this status: "+strings.Join(statuses(), ", "))
	f.StringVar(&l.filter.AsOf, "as-of", "", "only chips that had been announced by this date (2025-06-30)")
	f.BoolVar(&l.filter.Available, "available", false, "only chips that could be had, by --as-of or at all")
	f.StringVar(&l.kind, "kind", "", "only "+strings.Join(kinds, ", or only "))
	f.StringSliceVar(&l.sort, "sort", nil, "order of the chips, \"-\" in front turns it round: "+strings.Join(accelerators.SortKeys(), ", "))
	completeOutput(cmd)
	complete(cmd, "status", statuses())
	complete(cmd, "kind", kinds)
	complete(cmd, "sort", accelerators.SortKeys())
	completeFunc(cmd, "vendor", func(cmd *cobra.Command) []cobra.Completion { return chipWords(cmd, vendorOf) })
	completeFunc(cmd, "family", func(cmd *cobra.Command) []cobra.Completion { return chipWords(cmd, familyOf) })
	cmd.RunE = func(*cobra.Command, []string) error { return l.list(s) }
	return cmd
}

func (l *listFlags) list(s streams) error {
	opt, err := l.options(s)
	if err != nil {
		return err
	}
	lib, err := l.open(&opt)
	if err != nil {
		return err
	}
	read := lib.Accelerators
	if l.kind == "sites" { // words of filters are checked all the same
		read = lib.Heads
	}
	chips, err := read()
	if err != nil {
		return usageError{err}
	}
	sites, err := lib.Sites()
	if err != nil {
		return usageError{err}
	}
	if err := l.understand(chips); err != nil {
		return err
	}
	if day := l.filter.AsOf; day != "" { // figures and status are those of the day too
		for i, c := range chips {
			if from := c.KnownFrom(); from != "" && from <= day {
				chips[i] = c.KnownOn(day)
			}
		}
	}
	out := report.Listing{AsOf: l.filter.AsOf, Sorted: l.sort}
	if l.kind != "sites" {
		var undated []*accelerators.Accelerator
		out.Chips, undated = l.filter.Keep(chips)
		accelerators.Sort(out.Chips, l.sort...)
		out.Warnings = l.undated(undated)
	}
	if l.kind != "chips" && !l.filters() {
		out.Sites = sites
	}
	if err := l.emitTo(s, opt, func(w io.Writer, o report.Options) error { return report.ProfileList(w, out, o) }); err != nil {
		return err
	}
	return report.Warnings(s.err, out.Warnings, opt)
}

// filters reports whether anything was asked of chips that sites do not have.
func (l *listFlags) filters() bool {
	f := &l.filter
	return len(f.Vendors)+len(f.Families)+len(f.Statuses) > 0 || f.AsOf != "" || f.Available
}

// understand refuses values of flags that mean nothing in this library.
func (l *listFlags) understand(chips []*accelerators.Accelerator) error {
	f := &l.filter
	for _, flag := range []struct {
		name   string
		values []string
		known  []string
		same   func(a, b string) bool
	}{
		{"vendor", f.Vendors, distinct(chips, vendorOf), accelerators.SameVendor},
		{"family", f.Families, distinct(chips, familyOf), strings.EqualFold},
		{"status", f.Statuses, statuses(), strings.EqualFold},
	} {
		for i, v := range flag.values {
			flag.values[i] = strings.TrimSpace(v)
			if !slices.ContainsFunc(flag.known, func(k string) bool { return flag.same(k, flag.values[i]) }) {
				return oneOf("--"+flag.name, v, flag.known)
			}
		}
	}
	for i, k := range l.sort {
		l.sort[i] = strings.ToLower(strings.TrimSpace(k))
		if !slices.Contains(accelerators.SortKeys(), strings.TrimPrefix(l.sort[i], "-")) {
			return oneOf("--sort", k, accelerators.SortKeys())
		}
	}
	if l.kind != "" && !slices.Contains(kinds, l.kind) {
		return oneOf("--kind", l.kind, kinds)
	}
	if l.kind == "sites" && (l.filters() || len(l.sort) > 0) {
		return usagef("--kind sites: the filters and --sort are about chips; leave out one or the other")
	}
	return checkDate("--as-of", f.AsOf)
}

// undated warns of chips that are left out for want of a date.
func (l *listFlags) undated(chips []*accelerators.Accelerator) []answer.Warning {
	if len(chips) == 0 {
		return nil
	}
	what := "were announced"
	if l.filter.Available {
		what = "became available"
	}
	return []answer.Warning{{
		Code: "undated", Message: "left out, as their profiles do not say when they " + what + ": " + strings.Join(ids(chips), ", ") + ".",
		Advice: "Without --as-of they are listed; an overlay (--profiles) can give the date.",
	}}
}

// oneOf says that a flag's value is not one of a few.
func oneOf(flag, value string, known []string) error {
	return usagef("%s %q: one of %s is wanted%s", flag, value, strings.Join(known, ", "), didYouMean(strings.TrimPrefix(value, "-"), known))
}

func statuses() []string {
	out := make([]string, len(accelerators.Statuses))
	for i, s := range accelerators.Statuses {
		out[i] = string(s)
	}
	return out
}

func ids(chips []*accelerators.Accelerator) []string {
	out := make([]string, len(chips))
	for i, c := range chips {
		out[i] = c.ID
	}
	return out
}

func vendorOf(c *accelerators.Accelerator) string { return c.Vendor }
func familyOf(c *accelerators.Accelerator) string { return c.Family }

// distinct are the words that chips have for something, each once, in order.
func distinct(chips []*accelerators.Accelerator, of func(*accelerators.Accelerator) string) []string {
	var out []string
	for _, c := range chips {
		if w := of(c); w != "" && !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	slices.Sort(out)
	return out
}

// chipWords are the words of the chips; none if the library cannot be read, since completion has nobody to tell.
func chipWords(cmd *cobra.Command, of func(*accelerators.Accelerator) string) []string {
	lib := completing(cmd)
	if lib == nil {
		return nil
	}
	chips, err := lib.Heads()
	if err != nil {
		return nil
	}
	return distinct(chips, of)
}
