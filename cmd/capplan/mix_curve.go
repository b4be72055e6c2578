package main

import (
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/cost"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/report"
	"github.com/capplan/capplan/plots"
)

// shareCurve prints what becomes of the question as the share of one vendor goes from 0 to 100%.
func (c *computing) shareCurve(cmd *cobra.Command, b *bestFlags, by string) error {
	if done, err := c.listsFields(); done {
		return err
	}
	if !slices.Contains(measureNames(), by) {
		return usagef("--by %q: one of %s is wanted%s", by, strings.Join(measureNames(), ", "), didYouMean(by, measureNames()))
	}
	a, err := c.read(cmd, true)
	if err != nil {
		return err
	}
	c.asked = a
	points, err := b.howMany(21)
	if err != nil {
		return err
	}
	inside, of, err := a.side(b.curve)
	if err != nil {
		return err
	}
	if err := a.partsOfSides(inside); err != nil {
		return err
	}
	a.mix.By, a.question.By = mix.By(by), mix.By(by)
	a.question.Shares = a.shares
	a.question.Asks = []answer.Ask{{Flag: "--share-curve", Text: b.curve}, {Flag: "--points", Text: strconv.Itoa(points)}}
	m := a.mix
	for i, chip := range a.chips {
		m.Members = append(m.Members, mix.Member{Accelerator: chip, Share: a.shares[i]})
	}
	// The shares of each side sum to 1, those of the mix at any share of the curve too; it is checked at one.
	half := m
	half.Members = slices.Clone(m.Members)
	for i := range half.Members {
		half.Members[i].Share /= 2
	}
	if err := half.Validate(); err != nil {
		return usageError{err}
	}
	specs, err := c.selected([]*quantity.Spec{capacity.Effective.Spec, cost.Capex.Spec, capacity.Chips.Spec})
	if err != nil {
		return err
	}
	for _, s := range specs {
		if s.Total == quantity.None {
			return usagef("--fields: %s describes one system; a mix has none", s.Name)
		}
	}
	opt, files, err := c.plainFiles(cmd, true)
	if err != nil {
		return err
	}
	shares := make([]float64, points)
	for i := range shares {
		shares[i] = float64(i) / float64(points-1)
	}
	curve := answer.NewCurve(a.question, of, &m, func(x mix.Member) bool { return inside(x.Accelerator) }, shares, specs, a.settings)
	curve.Grounds.Notes = append(a.notes, curve.Grounds.Notes...)
	write := func(w io.Writer, o report.Options) error { return report.Curve(w, curve, o) }
	judged, err := c.gate.judgeRecord(c.streams, opt, write, "", "share curve of "+a.subject()+", "+b.curve)
	if err != nil {
		return err
	}
	if err := c.writePlain(opt, files, write, func() plots.Chart { return curveChart(curve) }, c.gate.targets(write, judged, c.summary, opt)...); err != nil {
		return err
	}
	if err := report.Warnings(c.err, curve.Grounds.Warnings, opt); err != nil {
		return err
	}
	return c.gate.say(c.streams, judged, opt)
}

// side tells the chips whose share varies from the others: those of a vendor, a family (family=F) or one chip.
func (a *asked) side(text string) (inside func(*accelerators.Accelerator) bool, name string, err error) {
	if len(a.chips) < 2 {
		return nil, "", usagef("a share needs two sides: give --chip for both, such as --chip trainium3 --chip gb300 --share-curve nvidia")
	}
	key, value, some := strings.Cut(text, "=")
	key = strings.TrimSpace(key)
	if !some {
		key, value = "vendor", text
	}
	word := map[string]func(*accelerators.Accelerator) string{"vendor": vendorOf, "family": familyOf, "chip": func(c *accelerators.Accelerator) string { return c.ID }}[key]
	if word == nil {
		return nil, "", usagef("--share-curve %s: a vendor, family=F or chip=ID is wanted%s", text, didYouMean(key, []string{"vendor", "family", "chip"}))
	}
	value = strings.TrimSpace(value)
	if key == "chip" {
		chip, err := a.library.Accelerator(value)
		if err != nil {
			return nil, "", usagef("--share-curve: %w", err)
		}
		value = chip.ID
	}
	same := strings.EqualFold
	if key == "vendor" {
		same = accelerators.SameVendor
	}
	inside = func(c *accelerators.Accelerator) bool { return same(word(c), value) }
	n := 0
	var known []string
	for _, c := range a.chips {
		known = append(known, word(c))
		if inside(c) {
			if n, name = n+1, word(c); key == "chip" {
				name, _, _ = strings.Cut(c.Name, " (")
			}
		}
	}
	slices.Sort(known)
	known = slices.Compact(known)
	switch n {
	case 0:
		return nil, "", usagef("--share-curve %s: none of the chips is of it; they are of %s%s", text, strings.Join(known, ", "), didYouMean(value, known))
	case len(a.chips):
		return nil, "", usagef("--share-curve %s: all of the chips are of it; give --chip for the other side too", text)
	}
	return inside, name, nil
}

// partsOfSides turns shares into each chip's part of its side: as given, made to sum to 1, or even.
func (a *asked) partsOfSides(inside func(*accelerators.Accelerator) bool) error {
	for _, side := range []bool{true, false} {
		sum, given, n := 0.0, 0, 0
		for i, c := range a.chips {
			if inside(c) != side {
				continue
			}
			if n++; !math.IsNaN(a.shares[i]) {
				sum, given = sum+a.shares[i], given+1
			}
		}
		if given != 0 && given != n || given == n && sum == 0 {
			return usagef("--share-curve: the chips of one side all have shares, or none has; their parts of the side follow from them")
		}
		for i, c := range a.chips {
			switch {
			case inside(c) != side:
			case given == 0:
				a.shares[i] = 1 / float64(n)
			default:
				a.shares[i] /= sum
			}
		}
	}
	return nil
}
