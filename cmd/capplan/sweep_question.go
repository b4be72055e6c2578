package main

import (
	"errors"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/profile"
	"github.com/capplan/capplan/internal/quantity"
)

// readQuestion reads what is not varied, and holds against it what is.
func (c *sweeping) readQuestion(cmd *cobra.Command) (err error) {
	start, err := c.conflicts()
	if err != nil {
		return err
	}
	// What varies stands at its first name for the reading; where the chip does, each may have settings of its own.
	for i := range c.axes {
		switch a := &c.axes[i]; a.Name {
		case "chip":
			c.chips = a.Words
		case "site":
			c.site = a.Words[0]
		case "basis":
			if slices.Contains(bases(), a.Words[0]) {
				c.basis = a.Words[0]
			}
		}
	}
	if !slices.Contains(measureNames(), c.by) {
		return usagef("--by %q: one of %s is wanted%s", c.by, strings.Join(measureNames(), ", "), didYouMean(c.by, measureNames()))
	}
	a, err := c.read(cmd, start < 0)
	if err != nil {
		return c.blameName(err)
	}
	c.asked = a
	a.mix.By, a.question.By = mix.By(c.by), mix.By(c.by)
	if len(a.chips) == 0 {
		return usagef("which chip? give --chip, or vary it: --vary chip=trainium2,gb200")
	}
	for i := range c.axes {
		if err := c.readWords(i); err != nil {
			return err
		}
	}
	c.extra = quantity.Scenario{}
	for s, v := range a.mix.Shared {
		if _, has := a.site.Values[s]; !has {
			c.extra[s] = v
		}
	}
	if start >= 0 {
		delete(c.extra, power.Commitment.Spec)
		s := startFlags[slices.IndexFunc(startFlags, func(f startFlag) bool { return f.spec == c.axes[start].Spec })]
		a.mix.Start = s.start
		a.question.Start.Flag, a.question.Start.Spec = "--"+s.name, s.spec
		if s.start != power.FromPower {
			a.question.Basis = ""
		}
	}
	if at := c.axisNamed("basis"); at >= 0 && a.mix.Start != power.FromPower {
		return axisError(at, "says where a power is measured; the question does not start from a power")
	}
	for _, text := range c.set {
		s, err := profile.ParseSetting(text)
		if err != nil {
			return usageError{err}
		}
		if s.Member != "" {
			chip, err := a.library.Accelerator(s.Member)
			if err != nil {
				return usageError{err}
			}
			s.Member = chip.ID
		}
		c.settings = append(c.settings, s)
	}
	if err := c.checkOwners(); err != nil {
		return err
	}
	return c.checkSettings()
}

func (c *sweeping) axisNamed(name string) int {
	return slices.IndexFunc(c.axes, func(a axis) bool { return a.Name == name })
}

// conflicts refuses what is varied twice, or varied and given. It returns the axis that is the start of the question, -1 if none is.
func (c *sweeping) conflicts() (start int, err error) {
	start = -1
	given := ""
	for _, s := range startFlags {
		if c.flags.Changed(s.name) {
			given = "--" + s.name
		}
	}
	for i := range c.axes {
		a := &c.axes[i]
		for k := range c.axes[:i] {
			if b := &c.axes[k]; a.Name == b.Name || a.Spec != nil && a.Spec == b.Spec && (a.Owner == "" || b.Owner == "") {
				return -1, axisError(i, "%s varies already; one --vary an input", b.Name)
			} else if excluded(a.Spec, b.Spec) {
				return -1, axisError(i, "%s varies, which gives a system's power too; one of the two can be given", b.Name)
			}
		}
		if slices.Contains(profile.Choices, a.Name) && c.flags.Changed(a.Name) {
			return -1, axisError(i, "--%s gives it already; leave one of the two out", a.Name)
		}
		if slices.ContainsFunc(startFlags, func(s startFlag) bool { return s.spec == a.Spec }) {
			switch {
			case start >= 0:
				return -1, axisError(i, "%s varies, and a question has one start", c.axes[start].Name)
			case given != "":
				return -1, axisError(i, "%s gives the start already; leave one of the two out", given)
			}
			start = i
		}
	}
	return start, nil
}

// blameName finds the axis that has a name which the library does not know.
func (c *sweeping) blameName(err error) error {
	var unknown *profile.UnknownError
	if errors.As(err, &unknown) {
		for i := range c.axes {
			if (c.axes[i].Name == "chip" || c.axes[i].Name == "site") && slices.Contains(c.axes[i].Words, unknown.Name) {
				return axisError(i, "%w", err)
			}
		}
	}
	return err
}

// checkSettings refuses what is varied and set. A setting for all chips stands beside what varies for one of them.
func (c *sweeping) checkSettings() error {
	for i := range c.axes {
		for _, s := range c.settings {
			a := &c.axes[i]
			switch owned := a.Owner == "" || a.Owner == s.Member; {
			case a.Spec == s.Spec && owned && a.Drawn && a.Over == nil:
				return axisError(i, "--set %s gives it already; give the range here: --vary %s", s.Text, s.Text)
			case a.Spec == s.Spec && owned:
				return axisError(i, "--set %s gives it already; leave one of the two out", s.Text)
			case excluded(a.Spec, s.Spec) && owned:
				return axisError(i, "--set %s gives a system's power too; leave one of the two out", s.Text)
			}
		}
	}
	return nil
}

// excluded reports whether two inputs are the two ways to give a system's power.
func excluded(a, b *quantity.Spec) bool {
	total, host := accelerators.SystemPower.Spec, accelerators.HostPower.Spec
	return a == total && b == host || a == host && b == total
}

// readWords holds the names of an axis against what there is, and writes ids for aliases.
func (c *sweeping) readWords(i int) error {
	a := &c.axes[i]
	for k, w := range a.Words {
		var err error
		switch a.Name {
		case "chip":
			a.Words[k] = c.asked.question.Chips[k]
			if strings.Contains(w, "=") {
				err = usagef("%s: where the chip varies each has all; capplan mix shares", w)
			}
		default:
			a.Words[k], err = c.word(a.Name, w)
		}
		if err != nil {
			return axisError(i, "%w", err)
		}
		if first := slices.Index(a.Words, a.Words[k]); first < k {
			return axisError(i, "%q and %q are the same", a.Words[first], w)
		}
	}
	return nil
}

// word is a name of a choice as it is called.
func (c *sweeping) word(choice, w string) (string, error) {
	options := choiceOptions(choice)
	switch {
	case choice == "chip":
		chip, err := c.asked.library.Accelerator(w)
		if err != nil {
			return "", err
		}
		return chip.ID, nil
	case choice == "site":
		site, err := c.asked.library.Site(w)
		if err != nil {
			return "", err
		}
		return site.ID, nil
	case !slices.Contains(options, w):
		return "", usagef("%q: one of %s is wanted%s", w, strings.Join(options, ", "), didYouMean(w, options))
	}
	return w, nil
}

// choiceOptions are the names of a choice that is not among profiles.
func choiceOptions(choice string) []string {
	switch choice {
	case "basis":
		return bases()
	case "workload":
		return accelerators.Workload.Options
	case "precision":
		return accelerators.Precision.Options
	case "by":
		return measureNames()
	}
	return nil
}

// checkOwners holds the chips that axes name against those of the question.
func (c *sweeping) checkOwners() error {
	for i := range c.axes {
		a := &c.axes[i]
		if a.Owner == "" {
			continue
		}
		chip, err := c.asked.library.Accelerator(a.Owner)
		if err != nil {
			return axisError(i, "%w", err)
		}
		prefix, _, _ := strings.Cut(a.Name, a.Owner)
		a.Name = prefix + chip.ID + strings.TrimPrefix(a.Name, prefix+a.Owner)
		a.Owner = chip.ID
		switch {
		case c.axisNamed("chip") >= 0:
			return axisError(i, "the chip itself varies; write %s", a.Spec.Name)
		case !slices.Contains(c.asked.question.Chips, chip.ID):
			return axisError(i, "%s is not one of the chips of this question", chip.ID)
		}
		for k := range c.axes[:i] {
			if c.axes[k].Name == a.Name {
				return axisError(i, "%s varies already; one --vary an input", a.Name)
			}
		}
	}
	return nil
}

// restOfShares finds the chip that takes what varied shares leave; empty where no share varies.
func (c *sweeping) restOfShares() (string, error) {
	first := slices.IndexFunc(c.axes, func(a axis) bool { return a.Spec == mix.Share })
	varied := func(id string) bool {
		return slices.ContainsFunc(c.axes, func(a axis) bool { return a.Spec == mix.Share && a.Owner == id })
	}
	if first < 0 {
		if c.axisNamed("chip") >= 0 {
			return "", nil
		}
		return "", c.asked.fillShares()
	}
	if a := &c.axes[first]; a.Drawn && a.Over == nil {
		return "", axisError(first, "over which values? write %s=0:1:0.1, or %s=0..1 for a design", a.Name, a.Name)
	}
	var open []string
	for i, id := range c.asked.question.Chips {
		given := !math.IsNaN(c.asked.shares[i])
		switch {
		case given && varied(id):
			return "", axisError(first, "--chip %s=%g gives a share already; leave one of the two out", id, c.asked.shares[i])
		case !given && !varied(id):
			open = append(open, id)
		}
	}
	switch len(open) {
	case 1:
		return open[0], nil
	case 0:
		return "", axisError(first, "no chip is left to take the rest; add one without a share, such as --chip gb300")
	}
	return "", axisError(first, "%s have no share; one chip takes the rest", strings.Join(open, " and "))
}

// mixAt is the question with each axis at one of its values.
func (c *sweeping) mixAt(at []int) (*mix.Mix, error) {
	a := c.asked
	m, site, chips := a.mix, a.site, a.chips
	shares := slices.Clone(a.shares)
	settings := slices.Clone(c.settings)
	extra := maps.Clone(c.extra)
	for i := range c.axes {
		x := &c.axes[i]
		var word string
		if x.Words != nil {
			word = x.Words[at[i]]
		}
		var v quantity.Value
		switch {
		case x.Spec == nil:
		case x.Over != nil:
			v = *x.Over
		case !x.Drawn:
			v = quantity.Fixed(x.Values.At(at[i]), quantity.Given, "--vary")
			v.Override = true
		}
		switch {
		case x.Name == "chip":
			chips, shares = chips[at[i]:at[i]+1], []float64{1}
		case x.Name == "site":
			var err error
			if site, err = a.library.Site(word); err != nil {
				return nil, err
			}
		case x.Name == "basis":
			m.Unstated = word == power.Unstated
			m.Basis = max(0, power.Basis.Index(word))
		case x.Name == "workload":
			m.Workload = accelerators.Workload.Index(word)
		case x.Name == "precision":
			m.Precision = accelerators.Precision.Index(word)
		case x.Name == "by":
			m.By = mix.By(word)
		case x.Spec == mix.Share:
			shares[slices.Index(a.question.Chips, x.Owner)] = v.Mid()
		case v.Shape == "": // drawn from what is known
		case x.Spec.Scope == quantity.Shared && x.Spec.Fixed:
			extra[x.Spec] = v
		default:
			settings = append(settings, profile.Setting{Member: x.Owner, Spec: x.Spec, Value: v, Text: x.Text, Origin: "--vary"})
		}
	}
	if err := (&asked{shares: shares, question: a.question}).fillShares(); err != nil {
		return nil, err
	}
	shared := maps.Clone(site.Values)
	maps.Copy(shared, extra)
	m.Shared = profile.ForSite(shared, settings)
	m.Correlations = nil
	for _, s := range site.Correlations {
		m.Correlations = append(m.Correlations, mix.Correlation{A: mix.Ref{Spec: s.A}, B: mix.Ref{Spec: s.B}, Correlation: s})
	}
	m.Correlations = append(m.Correlations, a.mix.Correlations[len(a.site.Correlations):]...)
	m.Members = nil
	for i, chip := range chips {
		changed, err := profile.ForSystem(chip, settings)
		if err != nil {
			return nil, err
		}
		m.Members = append(m.Members, mix.Member{Accelerator: changed, Share: shares[i]})
	}
	if err := m.Validate(); err != nil {
		return nil, err
	}
	return &m, nil
}
