package main

import (
	"errors"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/ledger"
	"github.com/capplan/capplan/internal/profile"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/report"
	"github.com/capplan/capplan/profiles"
)

var _ = enrol(newLedger, "ledger")

// ledgerFlags are the flags of capplan ledger.
type ledgerFlags struct {
	outputFlags
	samplingFlags
	streams

	before, after, asOf      string
	keepLetters, bindingOnly bool
	include, exclude, chips  []string
	layer, at, unstated      string
	vendor, precision, site  string
	realised                 bool
	set                      []string
	gates                    gateFlags
	overlays                 overlayList
}

func newLedger(s streams) *cobra.Command {
	f := &ledgerFlags{streams: s}
	cmd := &cobra.Command{
		Use:   "ledger [NAME | FILE | -]",
		Short: "A portfolio of announced commitments: the share of each vendor, and the reliance on one, before and after a day",
		Long: `ledger adds up what a party committed to, without adding anything twice: one layer is summed (--layer), what is part of a bigger commitment is
inside it, what was replaced is dropped, and a power whose boundary nobody states is added only to others of that kind (--unstated reads it as one or the
other). A letter of intent counts until something replaces it; --keep-letters lets it live on, with what replaced it inside. Everything that was not added
is listed, with the reason. Where the chips are known, the model counts them.

--fail-if and --warn-if are conditions on the figures of the headline's sum, named as in the CSV: [VENDOR:]FIGURE[.STATISTIC][@MOMENT] OPERATOR VALUE. The
moment is after (or as-of) unless @before or @after-letters-kept says otherwise, or any with @any. A value with a sign and % (+5%) is a change against --baseline
FILE, which --save-baseline FILE makes. The exit code is 3 when a --fail-if is true, 2 for what is unknown, 5 when the baseline is missing.

Without a name it lists the built-in ledgers. A file is read as docs/ledgers.md describes it; - is standard input.`,
		Example: `  capplan ledger openai
  capplan ledger openai --realised --vendor aws
  capplan ledger openai --after 2026-08-17 --unstated it --at it --include ports-pike-option
  capplan ledger openai --fail-if 'NVIDIA:share > 50%' --warn-if 'herfindahl > 0.3'
  capplan ledger openai -o before-after.png`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usagef("ledger takes one name or file; got %d (%s)", len(args), strings.Join(args, ", "))
			}
			return nil
		},
	}
	f.register(cmd.Flags())
	f.gates.registerRecord(cmd, "'NVIDIA:share > 50%' or 'NVIDIA:share@before < 30%'", completeLedgerFigures)
	completeLedger(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return f.list(cmd)
		}
		if err := f.gates.readRecord(cmd, s, &f.outputFlags); err != nil {
			return err
		}
		return f.show(cmd, args[0])
	}
	return cmd
}

func (f *ledgerFlags) register(fs *pflag.FlagSet) {
	fs.StringVar(&f.before, "before", "", "the portfolio before this day, such as 2026-02-27 (default: the event of the ledger)")
	fs.StringVar(&f.after, "after", "", "and after this day, with what was committed on it (default: as --before)")
	fs.StringVar(&f.asOf, "as-of", "", "the portfolio as of this day, alone")
	fs.BoolVar(&f.keepLetters, "keep-letters", false, "a letter of intent lives on when something smaller replaces it, and has that inside")
	fs.BoolVar(&f.bindingOnly, "binding-only", false, "count only what a contract binds")
	fs.StringSliceVar(&f.include, "include", nil, "count this commitment though it is an option, or does not bind")
	fs.StringSliceVar(&f.exclude, "exclude", nil, "leave out this commitment and what is inside it")
	fs.StringArrayVar(&f.chips, "chip", nil, "COMMITMENT=CHIP: count all of a commitment as one chip (capplan profiles list)")
	fs.StringVar(&f.layer, "layer", string(ledger.Layers[0]), "the layer that is summed: "+strings.Join(texts(ledger.Layers), ", "))
	fs.StringVar(&f.at, "at", ledger.Facility, "boundary at which stated powers are summed: facility, it")
	fs.StringVar(&f.unstated, "unstated", string(ledger.Readings[0]), "how a power of unstated boundary is taken: "+strings.Join(texts(ledger.Readings), ", "))
	fs.StringVar(&f.vendor, "vendor", "", "whose reliance is the headline (default: as the ledger has it)")
	fs.BoolVar(&f.realised, "realised", false, "count what is expected to be energised")
	fs.StringVar(&f.precision, "precision", ledger.EightBit, "dense peak that is counted: "+strings.Join(precisions(), ", "))
	fs.StringVar(&f.site, "site", "default", "site by id (capplan profiles list)")
	fs.StringArrayVar(&f.set, "set", nil, "give an input of the site or of a chip: NAME=1.2, NAME=1.1..1.3, chip:NAME=900W")
	registerOverlays(fs, &f.overlays)
	f.samplingFlags.register(fs)
	f.outputFlags.register(fs, beforeAfterName)
}

// texts are the texts of some constants.
func texts[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, x := range list {
		out[i] = string(x)
	}
	return out
}

func precisions() []string {
	return append([]string{ledger.EightBit}, accelerators.Precision.Options...)
}

func completeLedger(cmd *cobra.Command) {
	complete(cmd, "layer", texts(ledger.Layers))
	complete(cmd, "at", []string{ledger.Facility, ledger.IT})
	complete(cmd, "unstated", texts(ledger.Readings))
	complete(cmd, "precision", precisions())
	completeFunc(cmd, "site", siteNames)
	completeChips(cmd, "chip")
	completeWith(cmd, "set", completeSetting)
	complete(cmd, "chart", []string{beforeAfterName})
	for _, flag := range []string{"before", "after", "as-of"} {
		complete(cmd, flag, nil) // a day, not a file
	}
	completeOutput(cmd)
	for flag, of := range map[string]func(*ledger.Ledger) []string{
		"vendor": (*ledger.Ledger).Vendors, "include": (*ledger.Ledger).IDs, "exclude": (*ledger.Ledger).IDs,
	} {
		completeWith(cmd, flag, func(cmd *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
			l := typedLedger(cmd, args)
			if l == nil {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return of(l), cobra.ShellCompDirectiveNoFileComp
		})
	}
	cmd.ValidArgsFunction = func(cmd *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
		lib := completing(cmd)
		if lib == nil || len(args) > 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return lib.LedgerIDs(), cobra.ShellCompDirectiveDefault
	}
}

// typedLedger is the ledger that a command line so far names; nil for a file, or for nothing at all.
func typedLedger(cmd *cobra.Command, args []string) *ledger.Ledger {
	lib := completing(cmd)
	if lib == nil || len(args) == 0 {
		return nil
	}
	l, err := lib.Ledger(args[0])
	if err != nil {
		return nil
	}
	return l
}

// list prints the built-in ledgers.
func (f *ledgerFlags) list(cmd *cobra.Command) error {
	var given string
	cmd.Flags().Visit(func(x *pflag.Flag) {
		if cmd.Flags().Lookup(x.Name) != nil && given == "" && !slices.Contains([]string{"format", "output", "quiet", "color", "ascii"}, x.Name) {
			given = x.Name
		}
	})
	if given != "" {
		return usagef("--%s needs a ledger: name one, such as capplan ledger openai", given)
	}
	opt, err := f.options(f.streams)
	if err != nil {
		return err
	}
	lib, err := profile.Open(profiles.FS)
	if err != nil {
		return usageError{err}
	}
	var all []*ledger.Ledger
	for _, id := range lib.LedgerIDs() {
		l, err := lib.Ledger(id)
		if err != nil {
			return usageError{err}
		}
		all = append(all, l)
	}
	return f.emitTo(f.streams, opt, func(w io.Writer, o report.Options) error { return report.LedgerList(w, all, o) })
}

// show answers the question about one ledger.
func (f *ledgerFlags) show(cmd *cobra.Command, name string) error {
	opt, err := f.options(f.streams)
	if err != nil {
		return err
	}
	lib, overlays, err := openLibrary(f.overlays)
	if err != nil {
		return err
	}
	l, err := f.read(lib, name)
	if err != nil {
		return usageError{err}
	}
	q, world, err := f.question(cmd, lib, l, name, overlays)
	if err != nil {
		return err
	}
	r, err := ledger.Evaluate(l, q, world)
	if err != nil {
		return usageError{err}
	}
	if missing := r.Unrealised(); q.Realised && len(missing) > 0 {
		return usagef("--realised: the ledger gives no realisation of what is %s; add [realisation.%s] to it, or leave the flag out", missing[0], missing[0])
	}
	return f.write(r, opt)
}

// read finds the ledger: standard input, a built-in one, or a file.
func (f *ledgerFlags) read(lib *profile.Library, name string) (*ledger.Ledger, error) {
	if name == "-" {
		data, err := profile.ReadAll(name, f.in)
		if err != nil {
			return nil, err
		}
		return lib.ParseLedger(name, data)
	}
	l, err := lib.Ledger(name)
	var unknown *profile.UnknownLedgerError
	if !errors.As(err, &unknown) {
		return l, err
	}
	if _, stat := os.Stat(name); stat != nil && !strings.ContainsAny(name, `/\`) && !strings.HasSuffix(name, ".toml") {
		return nil, err
	}
	data, err := profile.ReadFile(name)
	if err != nil {
		return nil, err
	}
	return lib.ParseLedger(name, data)
}

// day reads a date.
func day(flag, text string) (string, error) {
	d, err := profile.ParseDate(text)
	if err != nil {
		return "", usagef("--%s %w", flag, err)
	}
	return d, nil
}

// moments are the days that the question is about: one alone, or before and after, and beside that after with letters kept where it makes a difference.
func (f *ledgerFlags) moments(cmd *cobra.Command, l *ledger.Ledger) ([]ledger.NamedMoment, error) {
	given := map[string]string{}
	for _, x := range []struct{ flag, text string }{{"before", f.before}, {"after", f.after}, {"as-of", f.asOf}} {
		if !cmd.Flags().Changed(x.flag) {
			continue
		}
		d, err := day(x.flag, x.text)
		if err != nil {
			return nil, err
		}
		given[x.flag] = d
	}
	alone := func(d string) []ledger.NamedMoment {
		return []ledger.NamedMoment{{Key: ledger.AsOf, Moment: ledger.Moment{Date: d, Through: true, KeepLetters: f.keepLetters}}}
	}
	before, after := given["before"], given["after"]
	switch {
	case given["as-of"] != "" && before+after != "":
		return nil, usagef("--as-of shows one day; --before and --after compare two. Give the one or the others")
	case given["as-of"] != "":
		return alone(given["as-of"]), nil
	case before == "" && after == "":
		if l.Event.Date == "" {
			return alone(l.AsOf), nil
		}
		before, after = l.Event.Date, l.Event.Date
	case after == "":
		after = before
	case before == "":
		before = after
		if l.Event.Date != "" && l.Event.Date < after {
			before = l.Event.Date
		}
	}
	if after < before {
		return nil, usagef("--after %s is before --before %s", after, before)
	}
	return []ledger.NamedMoment{
		{Key: ledger.Before, Moment: ledger.Moment{Date: before, KeepLetters: f.keepLetters}},
		{Key: ledger.After, Moment: ledger.Moment{Date: after, Through: true, KeepLetters: f.keepLetters}},
	}, nil
}

// replacedLetter reports whether a letter of intent would still count if letters were kept.
func replacedLetter(l *ledger.Ledger, v ledger.View, m ledger.Moment) bool {
	return slices.ContainsFunc(l.At(v, m), func(e ledger.Entry) bool {
		return e.Reason == ledger.ByReplacement && e.Binding == ledger.Letter && e.Layer == v.Layer
	})
}

// known finds a name in a list, whatever its case; the error asks what was meant.
func known(flag, name string, list []string) (string, error) {
	for _, x := range list {
		if strings.EqualFold(x, name) {
			return x, nil
		}
	}
	lower := make([]string, len(list))
	for i, x := range list {
		lower[i] = strings.ToLower(x)
	}
	return "", usagef("--%s: unknown name %q%s; one of %s is wanted", flag, name, didYouMean(strings.ToLower(name), lower), strings.Join(list, ", "))
}

// assign gives commitments the chips that the question says they are.
func (f *ledgerFlags) assign(lib *profile.Library, l *ledger.Ledger) error {
	for _, text := range f.chips {
		id, chip, ok := strings.Cut(text, "=")
		if !ok {
			return usagef("--chip %s: COMMITMENT=CHIP is wanted, such as broadcom=jalapeno", text)
		}
		name, err := known("chip "+text, strings.TrimSpace(id), l.IDs())
		if err != nil {
			return err
		}
		a, err := lib.Accelerator(strings.TrimSpace(chip))
		if err != nil {
			return usagef("--chip %s: %w", text, err)
		}
		c := l.Find(name)
		if c.Power == nil {
			return usagef("--chip %s: %s states money and no power, so there is nothing to count chips of", text, name)
		}
		c.Chips, c.ChipPower = []ledger.Part{{Chip: a.ID, Weight: quantity.Fixed(1, quantity.Given, "--chip")}}, nil
	}
	return nil
}
