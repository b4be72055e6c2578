package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/profile"
	"github.com/capplan/capplan/internal/sweep"
	"github.com/capplan/capplan/internal/unit"
)

// sweepKeys are what a sweep file may give: the flags that say which rows there are, and where they go. How a run is divided and resumed is the run's own.
func sweepKeys() []profile.FlagKey {
	var out []profile.FlagKey
	for _, s := range startFlags {
		out = append(out, profile.FlagKey{Name: s.name})
	}
	for _, name := range []string{"basis", "site", "workload", "precision", "by", "draws", "seed", "sampler", "design", "points", "format", "as-of", "baseline"} {
		out = append(out, profile.FlagKey{Name: name})
	}
	for _, name := range pictureKeys {
		out = append(out, profile.FlagKey{Name: name})
	}
	for _, name := range []string{"chip", "correlate", "profiles", "metric", "output", "fail-if", "warn-if"} {
		out = append(out, profile.FlagKey{Name: name, Many: true})
	}
	return append(out, profile.FlagKey{Name: "set", Table: true}, profile.FlagKey{Name: "vary", Table: true})
}

// pictureKeys are the keys of a sweep file that are about its pictures.
var pictureKeys = []string{"chart", "size", "theme", "dpi"}

// readFile takes flags from the sweep file, if one is named, below those that were typed, and reads what varies.
func (c *sweeping) readFile(cmd *cobra.Command, args []string) error {
	for _, text := range c.vary {
		a, err := profile.ParseVary(text, starts())
		if err != nil {
			return usagef("--vary %s: %w", text, err)
		}
		c.axes = append(c.axes, axis{a, nil})
	}
	if len(args) == 0 {
		return nil
	}
	var data []byte
	var err error
	if args[0] == "-" {
		data, err = io.ReadAll(io.LimitReader(c.in, 2<<20)) // more than a file may have
	} else {
		data, err = profile.ReadFile(args[0])
	}
	if err != nil {
		return usageError{err}
	}
	c.file = profile.ReadFlags(args[0], data, sweepKeys())
	if err := c.apply(cmd); err != nil {
		return err
	}
	if err := c.file.Err(); err != nil {
		return usageError{err}
	}
	return nil
}

// starts are the starting points as what varies may name them.
func starts() []profile.Start {
	out := make([]profile.Start, len(startFlags))
	for i, s := range startFlags {
		out[i] = profile.Start{Name: s.name, Spec: s.spec, Bare: s.bare}
	}
	return out
}

// apply gives the flags that the file says and nobody typed, and blames the file for what is wrong with them.
func (c *sweeping) apply(cmd *cobra.Command) error {
	typed := c.typed(cmd)
	var fromFile []axis
	var mine []profile.Given
	for _, g := range c.file.Given {
		g := g
		if typed[g.Flag] {
			continue
		}
		switch g.Flag {
		case "vary":
			a, err := profile.ParseVary(g.Text, starts())
			if err != nil {
				c.file.Blame(g, err)
				continue
			}
			if i := slices.IndexFunc(c.axes, func(x axis) bool { return x.Name == a.Name && x.given == nil }); i >= 0 {
				fromFile = append(fromFile, c.axes[i]) // the flag in the place that the file gives it
				c.axes = slices.Delete(c.axes, i, i+1)
			} else if !typed[a.Name] && !c.typedStart(typed, a) && !c.isSet(a) {
				fromFile = append(fromFile, axis{a, &g})
				mine = append(mine, g)
			}
		case "set":
			s, err := profile.ParseSetting(g.Text)
			if err != nil {
				c.file.Blame(g, trimmed(err, "--set"))
				continue
			}
			varied := slices.ContainsFunc(c.axes, func(x axis) bool { return x.Spec == s.Spec && (x.Owner == "" || x.Owner == s.Member) })
			if !varied && !c.isSet(sweep.Axis{Spec: s.Spec, Owner: s.Member}) {
				mine = append(mine, g)
			}
		default:
			if !slices.ContainsFunc(c.axes, func(x axis) bool { return x.Name == g.Flag || isStart(x, g.Flag) }) {
				mine = append(mine, g)
			}
		}
	}
	c.axes = append(fromFile, c.axes...)
	return c.give(cmd, mine)
}

// typed is the flags that were typed. One start takes the place of any.
func (c *sweeping) typed(cmd *cobra.Command) map[string]bool {
	out := map[string]bool{}
	start := false
	for _, k := range sweepKeys() {
		out[k.Name] = cmd.Flags().Changed(k.Name) && !k.Table
	}
	for _, s := range startFlags {
		start = start || out[s.name]
	}
	for _, s := range startFlags {
		out[s.name] = start
	}
	return out
}

func (c *sweeping) typedStart(typed map[string]bool, a sweep.Axis) bool {
	return slices.ContainsFunc(startFlags, func(s startFlag) bool { return s.spec == a.Spec && typed[s.name] })
}

// isStart reports whether an axis varies the start, as a flag would give it.
func isStart(a axis, flag string) bool {
	is := func(f func(startFlag) bool) bool { return slices.ContainsFunc(startFlags, f) }
	return is(func(s startFlag) bool { return s.spec == a.Spec }) && is(func(s startFlag) bool { return s.name == flag })
}

// isSet reports whether a typed --set gives what the file varies.
func (c *sweeping) isSet(a sweep.Axis) bool {
	return slices.ContainsFunc(c.set, func(text string) bool {
		s, err := profile.ParseSetting(text)
		return err == nil && s.Spec == a.Spec && (a.Owner == "" || a.Owner == s.Member)
	})
}

// give sets the flags of the file and holds their values against what the library knows.
func (c *sweeping) give(cmd *cobra.Command, given []profile.Given) error {
	var sets []string
	for _, g := range given {
		switch {
		case g.Flag == "vary":
		case g.Flag == "set":
			sets = append(sets, g.Text)
		case !slices.Contains(pictureKeys, g.Flag):
			if err := cmd.Flags().Set(g.Flag, g.Text); err != nil {
				c.file.Blame(g, fmt.Errorf("%q is not what --%s takes", g.Text, g.Flag))
			}
		}
	}
	for _, g := range given {
		if slices.Contains(pictureKeys, g.Flag) && pictured(cmd.Flags()) { // a file may say how pictures look where a run writes none
			cmd.Flags().Set(g.Flag, g.Text) // what is wrong with it is found below
		}
	}
	c.set = append(sets, c.set...)
	c.asked = &asked{}
	if err := c.readLibrary(cmd, c.asked); err != nil {
		return err
	}
	if slices.ContainsFunc(given, func(g profile.Given) bool { return g.Flag == overlayFlag }) {
		noteIgnored(cmd)
	}
	for _, g := range given {
		if err := c.check(g); err != nil {
			c.file.Blame(g, err)
		}
	}
	c.asked = nil
	return nil
}

// check says what is wrong with a flag of the file by itself.
func (c *sweeping) check(g profile.Given) error {
	switch g.Flag {
	case "chip":
		id, _, _ := strings.Cut(g.Text, "=")
		_, err := c.word("chip", strings.TrimSpace(id))
		return err
	case "site", "basis", "workload", "precision", "by":
		_, err := c.word(g.Flag, g.Text)
		return err
	case "set":
		s, err := profile.ParseSetting(g.Text)
		if err == nil && s.Member != "" {
			_, err = c.word("chip", s.Member)
		}
		return err
	case "vary":
		return c.checkAxis(g)
	case "metric":
		for _, name := range strings.Split(g.Text, ",") {
			_, rest, some := strings.Cut(name, ":")
			if !some {
				rest = name
			}
			if _, err := metricSpecs(strings.TrimSpace(rest)); err != nil {
				return trimmed(err, "--metric")
			}
		}
	case "output":
		_, err := c.sweepFormat(g.Text)
		return err
	case "chart", "size", "theme", "dpi":
		return checkPicture(g)
	case "format":
		if !slices.Contains(sweepFormats(), g.Text) {
			return fmt.Errorf("%q: one of %s is wanted%s", g.Text, strings.Join(sweepFormats(), ", "), didYouMean(g.Text, sweepFormats()))
		}
	case "sampler", "design":
		if !slices.Contains(samplers(), g.Text) {
			return fmt.Errorf("%q: one of %s is wanted%s", g.Text, strings.Join(samplers(), ", "), didYouMean(g.Text, samplers()))
		}
	case "draws", "points":
		if n, err := wholeNumber(g.Text); err != nil || n > analysis.MaxDraws || g.Flag == "points" && n < 1 {
			return fmt.Errorf("%q: a whole number is wanted, at most %d", g.Text, analysis.MaxDraws)
		}
	}
	for _, s := range startFlags {
		if s.name == g.Flag {
			x, err := unit.ParseIn(g.Text, s.spec.Unit, s.bare)
			if err == nil && x <= 0 {
				err = fmt.Errorf("%s: more than 0 is wanted", g.Text)
			}
			return err
		}
	}
	return nil
}

// checkPicture says what is wrong with what a file says of its pictures.
func checkPicture(g profile.Given) error {
	o := outputFlags{size: usualSize, theme: themes[0], files: []string{"x.png"}}
	switch g.Flag {
	case "chart":
		if !slices.Contains(sweepCharts, g.Text) {
			return fmt.Errorf("%q: one of %s is wanted%s", g.Text, strings.Join(sweepCharts, ", "), didYouMean(g.Text, sweepCharts))
		}
	case "size":
		o.size = g.Text
	case "theme":
		o.theme = g.Text
	case "dpi":
		var err error
		if o.dpi, err = strconv.ParseFloat(g.Text, 64); err != nil {
			return fmt.Errorf("%q: a number is wanted, such as 180", g.Text)
		}
	}
	if _, err := o.chartOptions(); err != nil {
		return fmt.Errorf("%q: %w", g.Text, trimmed(err, "--"+g.Flag))
	}
	return nil
}

// checkAxis says which name of an axis is none.
func (c *sweeping) checkAxis(g profile.Given) error {
	a, err := profile.ParseVary(g.Text, starts())
	if err != nil {
		return err
	}
	for _, w := range a.Words {
		if _, err := c.word(a.Name, w); err != nil {
			return err
		}
	}
	if a.Owner != "" {
		_, err = c.word("chip", a.Owner)
	}
	return err
}

// trimmed is an error without the flag that it names, where the key of a file says that.
func trimmed(err error, flag string) error {
	text := strings.TrimPrefix(err.Error(), flag)
	text = strings.TrimPrefix(text, ":")
	if i := strings.Index(text, ": "); strings.HasPrefix(text, " ") && i > 0 {
		text = text[i+2:]
	}
	return errors.New(strings.TrimSpace(text))
}
