package main

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/profile"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/suggest"
	"github.com/capplan/capplan/internal/unit"
)

// startFlag is one of the ways to start a question.
type startFlag struct {
	name, usage string
	start       int
	spec        *quantity.Spec
	bare        float64 // what a number without a unit is multiplied by
}

var startFlags = []startFlag{
	{"gw", "power in gigawatts (--gw 2, --gw 2000MW)", power.FromPower, power.Commitment.Spec, 1e9},
	{"mw", "power in megawatts", power.FromPower, power.Commitment.Spec, 1e6},
	{"kw", "power in kilowatts", power.FromPower, power.Commitment.Spec, 1e3},
	{"chips", "number of chips to reach", power.FromChips, power.StartChips.Spec, 1},
	{"racks", "number of racks to fill", power.FromRacks, power.StartRacks.Spec, 1},
	{"budget", "capital to spend (--budget 50B)", power.FromBudget, power.Budget.Spec, 1},
	{"flops", "effective throughput to reach (--flops 500EFLOP/s)", power.FromFLOPS, power.StartFLOPS.Spec, 1},
	{"h100e", "H100-equivalents to reach", power.FromH100e, power.StartH100e.Spec, 1},
}

// questionFlags are the flags that say what is asked; every command that computes has them.
type questionFlags struct {
	starts    map[string]*string
	basis     string
	chips     []string
	site      string
	set       []string
	overlays  overlayList
	asOf      string
	workload  string
	precision string
	samplingFlags

	expand func(lib *profile.Library, chips []string) ([]string, error) // what --chip takes beyond ids; nil for nothing
}

func (q *questionFlags) register(f *pflag.FlagSet) {
	q.starts = map[string]*string{}
	for _, s := range startFlags {
		q.starts[s.name] = f.String(s.name, "", s.usage)
	}
	f.StringVar(&q.basis, "basis", "facility", "boundary of the power: "+strings.Join(bases(), ", "))
	f.StringArrayVar(&q.chips, "chip", nil, "chip by id or alias (capplan profiles list)")
	f.StringVar(&q.site, "site", "default", "site by id (capplan profiles list)")
	f.StringArrayVar(&q.set, "set", nil, "give an input: NAME=1.2, NAME=1.1..1.3, NAME=1.1/1.15/1.3, chip:NAME=900W")
	registerOverlays(f, &q.overlays)
	f.StringVar(&q.asOf, "as-of", "", "answer from what was known on that day, such as 2026-02-27 (capplan help as-of)")
	f.StringVar(&q.workload, "workload", "training", "what the chips do: "+strings.Join(accelerators.Workload.Options, ", "))
	f.StringVar(&q.precision, "precision", "bf16", "number format of throughput: "+strings.Join(accelerators.Precision.Options, ", "))
	q.samplingFlags.register(f)
}

func bases() []string { return append(slices.Clone(power.Basis.Options), power.Unstated) }

// asked is a question read from flags, with the library it is asked of.
type asked struct {
	question answer.Question
	library  *profile.Library
	site     *power.Site
	chips    []*accelerators.Accelerator
	shares   []float64 // NaN where none was given
	mix      mix.Mix   // all but the members
	settings analysis.Settings
	notes    []answer.Note // on how the question was read
	chances  []answer.Threshold

	extra []*quantity.Spec // the command's inputs beyond the model's
}

// read turns the flags into a question; every mistake is a usage error in words. needStart is false for commands that make sense without a start.
func (q *questionFlags) read(cmd *cobra.Command, needStart bool) (*asked, error) {
	a := &asked{question: answer.Question{Command: cmd.Name(), Basis: q.basis, Site: q.site, Workload: q.workload, Precision: q.precision}}
	if err := q.readLibrary(cmd, a); err != nil {
		return nil, err
	}
	if err := q.readChoices(a); err != nil {
		return nil, err
	}
	var err error
	if a.site, err = a.library.Site(q.site); err != nil {
		return nil, usageError{err}
	}
	a.question.Site = a.site.ID
	a.mix.Shared = maps.Clone(a.site.Values)
	for _, c := range a.site.Correlations {
		a.mix.Correlations = append(a.mix.Correlations, mix.Correlation{A: mix.Ref{Spec: c.A}, B: mix.Ref{Spec: c.B}, Correlation: c})
	}
	if err := q.readStart(cmd, a, needStart); err != nil {
		return nil, err
	}
	if err := q.readChips(a); err != nil {
		return nil, err
	}
	if x := answer.OverlaidSite(a.site); x.Any() {
		a.question.Overlaid = append(a.question.Overlaid, x)
	}
	reference, err := a.library.Reference()
	if err != nil {
		return nil, usageError{err}
	}
	maps.Copy(a.mix.Shared, reference)
	if err := q.readSettings(a); err != nil {
		return nil, err
	}
	return a, q.readCorrelations(a)
}

// readLibrary opens the library as the question has it: under overlays, as of a day. What sees the library sees it so.
func (q *questionFlags) readLibrary(cmd *cobra.Command, a *asked) (err error) {
	if a.library, a.question.Set, err = openLibrary(q.overlays); err != nil || !cmd.Flags().Changed("as-of") {
		return err
	}
	if a.question.AsOf, err = profile.ParseDate(q.asOf); err != nil {
		return usagef("--as-of %w", err)
	}
	a.library = a.library.AsOf(a.question.AsOf)
	return nil
}

func (q *questionFlags) readChoices(a *asked) (err error) {
	if q.basis == power.Unstated {
		a.mix.Unstated = true
	} else if a.mix.Basis, err = option("--basis", q.basis, power.Basis, bases()); err != nil {
		return err
	}
	if a.mix.Workload, err = option("--workload", q.workload, accelerators.Workload, accelerators.Workload.Options); err != nil {
		return err
	}
	if a.mix.Precision, err = option("--precision", q.precision, accelerators.Precision, accelerators.Precision.Options); err != nil {
		return err
	}
	a.mix.By = mix.ByPower
	if a.settings, err = q.settings(); err != nil {
		return err
	}
	a.question.Draws, a.question.Seed, a.question.Sampler = a.settings.Draws, a.settings.Seed, string(a.settings.Sampler)
	return nil
}

// option finds a named option, or says what is allowed.
func option(flag, text string, c *quantity.Choice, allowed []string) (int, error) {
	if i := c.Index(text); i >= 0 {
		return i, nil
	}
	msg := fmt.Sprintf("%s %q: one of %s is wanted", flag, text, strings.Join(allowed, ", "))
	if near := suggest.Suggest(text, allowed); near != "" {
		msg += "; did you mean " + near + "?"
	}
	return 0, usagef("%s", msg)
}

func (q *questionFlags) readStart(cmd *cobra.Command, a *asked, needed bool) error {
	var given []startFlag
	for _, s := range startFlags {
		if cmd.Flags().Changed(s.name) {
			given = append(given, s)
		}
	}
	switch {
	case len(given) == 0 && !needed:
		given = startFlags[:1]
		*q.starts["gw"] = "1"
	case len(given) == 0:
		return usagef("how much? give one of --gw, --mw, --kw, --chips, --racks, --budget, --flops, --h100e, such as --gw 2")
	case len(given) > 1:
		return usagef("--%s and --%s are two starting points; give one", given[0].name, given[1].name)
	}
	s := given[0]
	text := *q.starts[s.name]
	v, err := unit.ParseIn(text, s.spec.Unit, s.bare)
	if err != nil {
		return usagef("--%s %w", s.name, err)
	}
	if v <= 0 {
		return usagef("--%s %s: more than 0 is wanted", s.name, text)
	}
	if (s.start == power.FromChips || s.start == power.FromRacks) && v != math.Trunc(v) {
		return usagef("--%s %s: a whole number is wanted", s.name, text)
	}
	if s.start != power.FromPower && cmd.Flags().Changed("basis") {
		return usagef("--basis says where a power is measured; --%s is not a power", s.name)
	}
	a.mix.Start = s.start
	if s.start != power.FromPower {
		a.question.Basis = ""
	}
	a.question.Start = answer.Start{Flag: "--" + s.name, Text: text, Prose: startProse(s, v), Value: v, Spec: s.spec}
	a.mix.Shared[s.spec] = quantity.Fixed(v, quantity.Given, "--"+s.name)
	return nil
}

// startProse is the start as prose has it: in the unit that suits its size, and counted where it has none.
func startProse(s startFlag, v float64) string {
	text := unit.Short(v, s.spec.Unit, 9)
	switch s.start {
	case power.FromChips, power.FromRacks:
		text += " " + s.name
	case power.FromH100e:
		text += " H100-equivalents"
	default:
		return text
	}
	if v == 1 {
		text = strings.TrimSuffix(text, "s")
	}
	return text
}

// readChips finds the chips; ID=share is allowed, and whether shares make sense is for the command to say.
func (q *questionFlags) readChips(a *asked) (err error) {
	chips := q.chips
	if q.expand != nil {
		if chips, err = q.expand(a.library, chips); err != nil {
			return err
		}
	}
	for _, text := range chips {
		id, shareText, hasShare := strings.Cut(text, "=")
		if q.expand == nil && strings.EqualFold(strings.TrimSpace(id), allChips) {
			return usagef("--chip all is for the best mix: capplan mix --maximize NAME chooses among all that are shipping. %s takes systems by name; give --chip for each (capplan profiles list shows all)", a.question.Command)
		}
		chip, err := a.library.Accelerator(strings.TrimSpace(id))
		if err != nil {
			return usageError{err}
		}
		share := math.NaN()
		if hasShare {
			if share, err = unit.ParseIn(shareText, unit.For[unit.Number](), 1); err != nil {
				return usagef("--chip %s: the share: %w", text, err)
			}
			if share < 0 || share > 1 {
				return usagef("--chip %s: a share is between 0 and 1 (or 0%% and 100%%)", text)
			}
		}
		if typed := strings.ToLower(strings.TrimSpace(id)); typed != chip.ID {
			if err := a.noteAlias(typed, chip); err != nil {
				return err
			}
		}
		a.chips = append(a.chips, chip)
		a.shares = append(a.shares, share)
		a.question.Chips = append(a.question.Chips, chip.ID)
		if x := answer.OverlaidChip(chip); x.Any() {
			a.question.Overlaid = append(a.question.Overlaid, x)
		}
	}
	return nil
}

// noteAlias says which system an alias stands for, and what its siblings are: of one chip there can be a server and a rack, and people's names do not always
// tell which they mean.
func (a *asked) noteAlias(typed string, chip *accelerators.Accelerator) error {
	describe := func(c *accelerators.Accelerator) string {
		v := c.Values[accelerators.Chips.Spec]
		return c.Name + ", " + plural(v.Mid(), "chip")
	}
	all, err := a.library.Heads()
	if err != nil {
		return usageError{err}
	}
	text := typed + " is taken as " + chip.ID + " (" + describe(chip) + ")"
	for _, c := range all {
		if c.ID != chip.ID && c.Vendor == chip.Vendor && c.Family == chip.Family && c.Generation == chip.Generation {
			sibling, err := a.library.Accelerator(c.ID)
			if err != nil {
				return usageError{err}
			}
			text += "; " + c.ID + " is " + describe(sibling)
		}
	}
	a.notes = append(a.notes, answer.Note{Code: "alias", Message: text + "."})
	return nil
}

// readSettings applies --set; one for a chip wins over one for all, and two of the same input contradict each other.
func (q *questionFlags) readSettings(a *asked) error {
	return q.readSettingsBy(a, profile.ParseSetting)
}

// readSettingsBy is readSettings for a command that has inputs beyond the model's.
func (q *questionFlags) readSettingsBy(a *asked, parse func(text string) (profile.Setting, error)) error {
	var all []profile.Setting
	for _, text := range q.set {
		s, err := parse(text)
		if err != nil {
			return usageError{err}
		}
		if s.Spec == power.BasisInput.Spec && !a.mix.Unstated {
			return usagef("--set %s: it counts only with --basis unstated", text)
		}
		if s.Member != "" {
			chip, err := a.library.Accelerator(s.Member)
			if err != nil {
				return usagef("--set %s: %w", text, err)
			}
			if s.Member = chip.ID; !slices.Contains(a.question.Chips, chip.ID) {
				return usagef("--set %s: %s is not one of the chips of this question", text, chip.ID)
			}
		}
		for _, other := range all {
			if other.Spec == s.Spec && other.Member == s.Member && other.Text != s.Text {
				return usagef("--set gives %s twice, %s and %s; give it once", s.Spec.Name, other.Text, s.Text)
			}
		}
		all = append(all, s)
		a.question.Set = append(a.question.Set, answer.Setting{Text: text, Origin: s.Origin})
	}
	for _, s := range all {
		if s.Member == "" && s.Spec.Scope == quantity.Member && a.overruled(s, all) {
			return usagef("--set %s decides nothing: every chip of the question has a %s of its own", s.Text, s.Spec.Name)
		}
	}
	a.mix.Shared = profile.ForSite(a.mix.Shared, all)
	for i, c := range a.chips {
		changed, err := profile.ForSystem(c, all)
		if err != nil {
			return usageError{err}
		}
		a.chips[i] = changed
	}
	return nil
}

// overruled reports whether every chip of the question has a setting of its own for the input of one that is for all.
func (a *asked) overruled(general profile.Setting, all []profile.Setting) bool {
	for _, c := range a.chips {
		if !slices.ContainsFunc(all, func(s profile.Setting) bool { return s.Spec == general.Spec && s.Member == c.ID }) {
			return false
		}
	}
	return len(a.chips) > 0
}
