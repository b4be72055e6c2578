package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/capplan/capplan/internal/audit"
	"github.com/capplan/capplan/internal/profile"
	"github.com/capplan/capplan/internal/report"
	"github.com/capplan/capplan/profiles"
)

// checkFlags are the flags that say what a check of profiles is strict about.
type checkFlags struct {
	libraryFlags
	strict bool
	level  string
	maxAge string
	asOf   string
	rules  bool
}

func newProfilesCheck(s streams) *cobra.Command {
	var c checkFlags
	cmd := &cobra.Command{
		Use:   "check [FILE|DIR ...]",
		Short: "Hold profiles to the rules: form, units, sources, and whether the figures can be true together",
		Long: `Checks profiles: the built-in library with its scenarios, or the files and folders that are named ("-" is standard input), each file as a whole profile that stands beside the
library; a file with [period] is a scenario, of which the form, the chips, the site and the thresholds are checked. With --profiles the library is checked with what overrides it.

A finding is a problem, a warning or an info, and says where it is and what to do. Problems, and with --strict warnings, make the exit code 3. A profile can take
keys of its own out of a rule, with a reason; docs/profiles.md tells how. --rules lists the rules.

With --max-age, values of which every source is older are warnings. Ages are counted back from --as-of, or from the date of the library, and never from today:
the same files give the same findings.`,
		Example: `  capplan profiles check
  capplan profiles check --strict --level warning
  capplan profiles check --max-age 18mo --level warning
  capplan profiles check --rules
  capplan profiles check profiles/scenarios/openai-aws-2gw.toml`,
		Args: cobra.ArbitraryArgs,
	}
	f := cmd.Flags()
	c.register(f)
	f.BoolVar(&c.strict, "strict", false, "warnings fail the check, too")
	f.StringVar(&c.level, "level", string(audit.Info), "the least severity that is shown: problem, warning, info")
	f.StringVar(&c.maxAge, "max-age", "", "values whose sources are all older than this are warnings: 365d, 18mo, 2y")
	f.StringVar(&c.asOf, "as-of", "", "date from which --max-age counts back (the library's date unless given)")
	f.BoolVar(&c.rules, "rules", false, "list the rules instead")
	completeOutput(cmd)
	complete(cmd, "level", severities())
	cmd.ValidArgsFunction = func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
		return []cobra.Completion{"toml"}, cobra.ShellCompDirectiveFilterFileExt
	}
	cmd.RunE = func(_ *cobra.Command, args []string) error { return c.check(s, args) }
	return cmd
}

func severities() []string {
	out := make([]string, len(audit.Severities))
	for i, s := range audit.Severities {
		out[i] = string(s)
	}
	return out
}

// failed is a check that was made and not passed: exit 3. Its findings have been printed.
type failed struct{ message string }

func (f failed) Error() string { return f.message }

func (c *checkFlags) check(s streams, args []string) error {
	opt, err := c.options(s)
	if err != nil {
		return err
	}
	if c.rules {
		if len(args) > 0 {
			return usagef("--rules lists the rules and checks nothing; leave out %s", args[0])
		}
		return c.emitTo(s, opt, report.Rules)
	}
	a, err := c.audit(s.in, args)
	if err != nil {
		return err
	}
	if err := c.emitTo(s, opt, func(w io.Writer, o report.Options) error { return report.Audit(w, a, o) }); err != nil {
		return err
	}
	problems, warnings := audit.Count(a.Findings, audit.Problem), audit.Count(a.Findings, audit.Warning)
	switch {
	case problems > 0:
		return failed{fmt.Sprintf("the check failed; problems: %d", problems)}
	case warnings > 0 && c.strict:
		return failed{fmt.Sprintf("the check failed; warnings, which count with --strict: %d", warnings)}
	}
	return nil
}

// audit reads the profiles and applies the rules.
func (c *checkFlags) audit(in io.Reader, args []string) (report.Audited, error) {
	out := report.Audited{Shown: audit.Severity(c.level)}
	if !slices.Contains(severities(), c.level) {
		return out, oneOf("--level", c.level, severities())
	}
	cfg := audit.Config{Date: profiles.Date}
	if err := c.age(&cfg); err != nil {
		return out, err
	}
	out.Oldest = cfg.Oldest
	files, err := filesOf(args)
	if err != nil {
		return out, err
	}
	paths, _, err := overlays(c.overlays)
	if err != nil {
		return out, err
	}
	lib, err := profile.Open(profiles.FS, paths...)
	var faults profile.Problems
	if err != nil && !errors.As(err, &faults) {
		return out, err
	}
	if lib == nil { // the overlays cannot be read: the rest of the library is no longer what was asked about
		out.Profiles, out.Findings = len(paths), faults.Findings()
		audit.Sort(out.Findings)
		return out, nil
	}
	library, broken := lib.Subjects()
	if len(args) == 0 {
		scenarios, err := scenariosOf(lib)
		if err != nil {
			return out, err
		}
		out.Profiles = len(lib.AcceleratorIDs()) + len(lib.SiteIDs()) + len(lib.Scenarios())
		out.Findings = slices.Concat(audit.Run(library, cfg), broken.Findings(), scenarios)
		audit.Sort(out.Findings)
		return out, nil
	}
	subjects, found, err := subjectsOf(in, files, lib)
	if err != nil {
		return out, err
	}
	cfg.Library = library
	out.Profiles, out.Findings = len(files), append(audit.Run(subjects, cfg), found...)
	audit.Sort(out.Findings)
	return out, nil
}

// stdout is what stands for standard output where a file can stand.
const stdout = "-"

// stdin is what stands for standard input where a file can stand.
const stdin = "-"

// mostInput is more than a profile may have, so that one that is too long is seen to be.
const mostInput = 2 << 20

// checked reads a file that is to be checked, or standard input.
func checked(in io.Reader, file string) ([]byte, error) {
	if file != stdin {
		return profile.ReadFile(file)
	}
	return io.ReadAll(io.LimitReader(in, mostInput))
}

// scenarioFaults are what is wrong with a scenario: its form, its chips and site, and the conditions that it states.
func scenarioFaults(file string, data []byte, lib *profile.Library) error {
	s, _, err := lib.ParseScenario(file, data)
	if err != nil {
		return err
	}
	_, err = conditionsOf(s)
	return err
}

// scenariosOf are the findings of the built-in scenarios, on the chips and sites of the library: an overlay may have taken from them what they need.
func scenariosOf(lib *profile.Library) (found []audit.Finding, err error) {
	for _, id := range lib.Scenarios() {
		s, _, err := lib.Scenario(id)
		if err == nil {
			_, err = conditionsOf(s)
		}
		var faults profile.Problems
		switch {
		case errors.As(err, &faults):
			found = append(found, faults.Findings()...)
		case err != nil:
			return nil, err
		}
	}
	return found, nil
}

// subjectsOf reads files, and finds what is wrong with those that cannot be read.
func subjectsOf(in io.Reader, files []string, lib *profile.Library) (subjects []audit.Subject, found []audit.Finding, err error) {
	for _, file := range files {
		data, err := checked(in, file)
		scenario := err == nil && profile.IsScenario(data)
		switch {
		case scenario:
			err = scenarioFaults(file, data, lib)
		case err == nil:
			var s audit.Subject
			if s, err = profile.ParseSubject(file, data); err == nil {
				subjects = append(subjects, s)
			}
		}
		if err == nil {
			continue
		}
		var faults profile.Problems
		if !errors.As(err, &faults) {
			return nil, nil, err
		}
		id := strings.TrimSuffix(filepath.Base(file), filepath.Ext(file))
		for _, f := range faults.Findings() {
			if !scenario && f.Code == audit.Keys && f.Message == "missing" && (slices.Contains(lib.AcceleratorIDs(), id) || slices.Contains(lib.SiteIDs(), id)) {
				f.Advice += "; a file that changes some fields of " + id + " is checked by --profiles"
			}
			found = append(found, f)
		}
	}
	return subjects, found, nil
}

// age turns --max-age and --as-of into the date before which sources are old.
func (c *checkFlags) age(cfg *audit.Config) error {
	if err := checkDate("--as-of", c.asOf); err != nil {
		return err
	}
	if c.maxAge == "" {
		if c.asOf != "" {
			return usagef("--as-of says from when --max-age counts back; give --max-age, too")
		}
		return nil
	}
	from := profiles.Date
	if c.asOf != "" {
		from = c.asOf
	}
	var err error
	cfg.Oldest, err = before(from, "--max-age", c.maxAge)
	return err
}

// filesOf lists the files that arguments name, those of folders included, each once.
func filesOf(args []string) ([]string, error) {
	var out []string
	for _, arg := range args {
		if arg == stdin {
			out = append(out, stdin)
			continue
		}
		info, err := os.Stat(arg)
		if err != nil {
			return nil, usagef("%s: %w", arg, unwrapPath(err))
		}
		files := []string{arg}
		if info.IsDir() {
			if files, err = profile.Files(arg); err != nil {
				return nil, usageError{err}
			}
		} else if !strings.HasSuffix(strings.ToLower(arg), ".toml") {
			return nil, usagef("%s: a profile is a file that ends in .toml", arg)
		}
		for _, f := range files {
			if !slices.Contains(out, f) {
				out = append(out, f)
			}
		}
	}
	return out, nil
}
