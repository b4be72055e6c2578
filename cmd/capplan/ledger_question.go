package main

import (
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/ledger"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/profile"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/report"
	"github.com/capplan/capplan/plots"
)

// question turns the flags into a question and the world that it is asked of; every mistake is a usage error in words.
func (f *ledgerFlags) question(cmd *cobra.Command, lib *profile.Library, l *ledger.Ledger, name string, overlays []answer.Setting) (q ledger.Question, w ledger.World, err error) {
	q = ledger.Question{Ledger: name, Layer: ledger.Layer(f.layer), BindingOnly: f.bindingOnly, At: f.at, Unstated: ledger.Reading(f.unstated),
		Realised: f.realised, Chips: f.chips, Precision: f.precision, Set: overlays}
	for _, c := range []struct {
		flag, value string
		allowed     []string
	}{{"layer", f.layer, texts(ledger.Layers)}, {"at", f.at, []string{ledger.Facility, ledger.IT}}, {"unstated", f.unstated, texts(ledger.Readings)},
		{"precision", f.precision, precisions()}} {
		if !slices.Contains(c.allowed, c.value) {
			return q, w, usagef("--%s %q: one of %s is wanted%s", c.flag, c.value, strings.Join(c.allowed, ", "), didYouMean(c.value, c.allowed))
		}
	}
	if f.vendor != "" {
		name := f.vendor
		if i := slices.IndexFunc(l.Vendors(), func(v string) bool { return accelerators.SameVendor(v, name) }); i >= 0 {
			name = l.Vendors()[i]
		}
		if q.Vendor, err = known("vendor", name, l.Vendors()); err != nil {
			return q, w, err
		}
	}
	for _, list := range []struct {
		flag string
		from []string
		to   *[]string
	}{{"include", f.include, &q.Include}, {"exclude", f.exclude, &q.Exclude}} {
		for _, id := range list.from {
			if id, err = known(list.flag, strings.TrimSpace(id), l.IDs()); err != nil {
				return q, w, err
			}
			*list.to = append(*list.to, id)
		}
	}
	for _, id := range q.Include {
		if slices.Contains(q.Exclude, id) {
			return q, w, usagef("%s is both included and excluded; decide on one", id)
		}
	}
	if err := f.assign(lib, l); err != nil {
		return q, w, err
	}
	if q.Moments, err = f.moments(cmd, l); err != nil {
		return q, w, err
	}
	v := ledger.View{Layer: q.Layer, BindingOnly: q.BindingOnly, Include: q.Include, Exclude: q.Exclude}
	if last := q.Moments[len(q.Moments)-1]; last.Key == ledger.After && !f.keepLetters && replacedLetter(l, v, last.Moment) {
		last.Key, last.KeepLetters = ledger.AfterWithLetter, true
		q.Moments = append(q.Moments, last)
	}
	w, err = f.world(cmd, lib, l, &q)
	return q, w, err
}

// world gathers the site, the chips and the draws.
func (f *ledgerFlags) world(cmd *cobra.Command, lib *profile.Library, l *ledger.Ledger, q *ledger.Question) (w ledger.World, err error) {
	a := &asked{library: lib, question: answer.Question{Command: cmd.Name(), Set: q.Set}}
	if a.settings, err = f.settings(); err != nil {
		return w, err
	}
	q.Draws, q.Seed, q.Sampler = a.settings.Draws, a.settings.Seed, string(a.settings.Sampler)
	if a.site, err = lib.Site(f.site); err != nil {
		return w, usageError{err}
	}
	q.Site = a.site.ID
	a.mix.Shared, a.mix.Unstated = maps.Clone(a.site.Values), true
	for _, c := range a.site.Correlations {
		a.mix.Correlations = append(a.mix.Correlations, mix.Correlation{A: mix.Ref{Spec: c.A}, B: mix.Ref{Spec: c.B}, Correlation: c})
	}
	for _, id := range l.ChipIDs() {
		chip, err := lib.Accelerator(id)
		if err != nil {
			return w, usageError{err}
		}
		a.chips = append(a.chips, chip)
		a.question.Chips = append(a.question.Chips, chip.ID)
		if x := answer.OverlaidChip(chip); x.Any() {
			q.Overlaid = append(q.Overlaid, x)
		}
	}
	if x := answer.OverlaidSite(a.site); x.Any() {
		q.Overlaid = append(q.Overlaid, x)
	}
	if err := (&questionFlags{set: f.set, samplingFlags: f.samplingFlags}).readSettings(a); err != nil {
		return w, err
	}
	if err := f.readCorrelations(a); err != nil {
		return w, err
	}
	q.Set, q.Correlate = a.question.Set, a.question.Correlate
	if _, err := f.chartOptions(); err != nil {
		return w, err
	}
	if f.chart != beforeAfterName {
		return w, usagef("--chart %q: %s is the only one%s", f.chart, beforeAfterName, didYouMean(f.chart, []string{beforeAfterName}))
	}
	machine := isMachine(report.Format(f.format))
	for _, path := range f.paths() {
		format, chart, err := f.fileFormat(path)
		if err != nil {
			return w, err
		}
		machine = machine || !chart && isMachine(format)
	}
	return ledger.World{Site: quantity.Scenario(a.mix.Shared), Correlations: a.mix.Correlations, Chips: a.chips, Settings: a.settings, Realised: machine || f.gates.any()}, nil
}

// write prints a result and writes the files that were asked for.
func (f *ledgerFlags) write(r *ledger.Result, opt report.Options) error {
	var files []target
	render := func(w io.Writer, o report.Options) error { return report.Ledger(w, r, o) }
	judged, err := f.gates.judgeRecord(f.streams, opt, render, ledgerView(r), "ledger "+r.Question.Ledger)
	if err != nil {
		return err
	}
	for _, path := range f.paths() {
		format, chart, err := f.fileFormat(path)
		if err != nil {
			return err
		}
		if chart {
			look, err := f.chartOptions()
			if err != nil {
				return err
			}
			c := beforeAfter(r)
			files = append(files, target{path, func(w io.Writer) error { return plots.Render(c, w, plots.Format(format), look) }})
			continue
		}
		fileOpt := opt
		fileOpt.Format, fileOpt.Width, fileOpt.Color = format, 0, false
		files = append(files, target{path, func(w io.Writer) error { return report.Ledger(w, r, fileOpt) }})
	}
	files = append(files, f.gates.targets(render, judged, f.summary, opt)...)
	if err := writeAll(f.streams, func(w io.Writer) error { return report.Ledger(w, r, opt) }, files); err != nil {
		return err
	}
	if err := report.Warnings(f.err, r.Warnings, opt); err != nil {
		return err
	}
	return f.gates.say(f.streams, judged, opt)
}
