package main

import (
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/check"
	"github.com/capplan/capplan/internal/cost"
	"github.com/capplan/capplan/internal/energy"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/optimize"
	"github.com/capplan/capplan/internal/profile"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/report"
)

// allChips is what --chip takes for every system that can be bought.
const allChips = "all"

// usualNodes is how long the search for the best mix goes on, unless --max-nodes says otherwise.
const usualNodes = "20k"

// bestFlags ask for the best mix instead of giving its shares.
type bestFlags struct {
	maximise, minimise string
	limits             []string
	statuses, vendors  []string
	gap                string
	nodes              string
	noCache            bool
	points             string
	frontier           string
	curve              string
	skipped            int // systems that --chip all left out
}

func (b *bestFlags) register(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&b.maximise, "maximize", "", "find the mix with the most of a quantity: NAME, NAME[CHIP] or NAME(vendor=V)")
	f.StringVar(&b.minimise, "minimize", "", "find the mix with the least of a quantity")
	f.StringVar(&b.frontier, "frontier", "", "find the mixes between which two quantities trade: X,Y, such as cost.capex,capacity.effective; +NAME wants more of it, -NAME less")
	f.StringVar(&b.curve, "share-curve", "", "vary the share of one vendor from 0 to 100%; the chips of each side divide theirs as their shares say, or evenly")
	f.StringVar(&b.points, "points", "", "how many points of --frontier (default 12) or --share-curve (default 21)")
	f.StringArrayVar(&b.limits, "limit", nil, "limit for the best mix: 'NAME <= VALUE', >= or =, such as 'cost.capex <= 50B' or 'share(vendor=nvidia) <= 40%'")
	f.StringSliceVar(&b.statuses, "status", []string{string(accelerators.Shipping)}, "what --chip all takes: "+strings.Join(statuses(), ", "))
	f.StringSliceVar(&b.vendors, "vendor", nil, "of which vendors --chip all takes systems (default of all)")
	f.StringVar(&b.gap, "gap", "1e-7", "how near the optimum the best mix has to be proved: 0 for the optimum itself, which may take for ever, 0.1% for within that")
	f.StringVar(&b.nodes, "max-nodes", usualNodes, "nodes of the search after which the best mix so far is printed, with what is proved of it; 0 for no end")
	additive := func(*cobra.Command) []cobra.Completion { return describe(optimize.Additive(nil)) }
	for _, name := range []string{"maximize", "minimize", "frontier"} {
		completeFunc(cmd, name, additive)
	}
	completeFunc(cmd, "limit", func(cmd *cobra.Command) []cobra.Completion {
		out := additive(cmd)
		for _, v := range chipWords(cmd, vendorOf) {
			out = append(out, cobra.CompletionWithDesc("share(vendor="+strings.ToLower(v)+")", "its share of deployed IT power"))
		}
		return out
	})
	complete(cmd, "status", statuses())
	vendors := func(cmd *cobra.Command) []cobra.Completion { return chipWords(cmd, vendorOf) }
	completeFunc(cmd, "vendor", vendors)
	completeFunc(cmd, "share-curve", vendors)
	f.BoolVar(&b.noCache, "no-cache", false, "keep no compiled solver in the user's cache folder")
}

// asked reports whether a best mix is wanted; it is an error if two are.
func (b *bestFlags) asked(cmd *cobra.Command) (bool, error) {
	f := cmd.Flags()
	var given []string
	for _, name := range []string{"maximize", "minimize", "frontier", "share-curve"} {
		if f.Changed(name) {
			given = append(given, "--"+name)
		}
	}
	if len(given) > 1 {
		return false, usagef("%s and %s are two questions; give one", given[0], given[1])
	}
	best := len(given) == 1 && given[0] != "--share-curve"
	for _, name := range []string{"limit", "gap", "max-nodes", "no-cache"} {
		if f.Changed(name) && !best {
			return false, usagef("--%s is for the best mix: give --maximize NAME, --minimize NAME or --frontier NAME,NAME too", name)
		}
	}
	if f.Changed("points") && !f.Changed("frontier") && !f.Changed("share-curve") {
		return false, usagef("--points is for --frontier and --share-curve")
	}
	return len(given) == 1, nil
}

// expand puts the systems that can be bought in the place of "all".
func (b *bestFlags) expand(cmd *cobra.Command) func(lib *profile.Library, chips []string) ([]string, error) {
	return func(lib *profile.Library, chips []string) ([]string, error) {
		chips = slices.Clone(chips)
		for i, c := range chips {
			if strings.EqualFold(strings.TrimSpace(c), allChips) {
				chips[i] = allChips
			}
		}
		if slices.ContainsFunc(chips, func(c string) bool { return strings.HasPrefix(c, allChips+"=") }) {
			return nil, usagef("--chip all has no share; the best mix finds them")
		}
		at := slices.Index(chips, allChips)
		if asked, _ := b.asked(cmd); at >= 0 && !asked {
			return nil, usagef("--chip all is for --maximize, --minimize, --frontier and --share-curve; give --chip ID=SHARE for each")
		}
		if at < 0 {
			for _, name := range []string{"status", "vendor"} {
				if cmd.Flags().Changed(name) {
					return nil, usagef("--%s is for --chip all", name)
				}
			}
			return chips, nil
		}
		every, err := lib.Accelerators()
		if err != nil {
			return nil, usageError{err}
		}
		l := listFlags{filter: accelerators.Filter{Vendors: b.vendors, Statuses: b.statuses}}
		if err := l.understand(every); err != nil {
			return nil, err
		}
		kept, _ := l.filter.Keep(every)
		b.skipped = len(every) - len(kept)
		out := slices.Clone(chips[:at])
		for _, c := range kept {
			if !slices.Contains(chips, c.ID) {
				out = append(out, c.ID)
			}
		}
		for _, c := range chips[at+1:] {
			if c != allChips {
				out = append(out, c)
			}
		}
		return out, nil
	}
}

// candidates are the question's chips as members of a mix whose shares are to be found.
func (a *asked) candidates(flag string) (*mix.Mix, error) {
	if len(a.chips) == 0 {
		return nil, usagef("which chips? give --chip ID for each that may be in the mix, or --chip all")
	}
	members := make([]mix.Member, len(a.chips))
	for i, chip := range a.chips {
		if a.shares[i] == a.shares[i] {
			return nil, usagef("--chip %s=%g: %s finds the shares; give limits with --limit 'share(%s) <= %g'", chip.ID, a.shares[i], flag, chip.ID, a.shares[i])
		}
		members[i] = mix.Member{Accelerator: chip}
	}
	members[0].Share = 1 // of the units of one system, which is all that is looked at
	return a.mixOf(members...)
}

// request reads the limits and the rest of what the optimiser is asked.
func (b *bestFlags) request(a *asked, m *mix.Mix) (*optimize.Request, error) {
	r := &optimize.Request{Question: a.question, Mix: m, Settings: a.settings}
	for _, text := range b.limits {
		l, err := optimize.ParseLimit(text, m.Members, a.library)
		if err != nil {
			return nil, usagef("--limit %q: %w", clipped(text), err)
		}
		if !slices.ContainsFunc(r.Limits, func(o optimize.Limit) bool { return o.Measure == l.Measure && o.Sense == l.Sense && o.Value == l.Value }) { // twice is once
			r.Limits = append(r.Limits, l)
		}
	}
	var err error
	if r.Gap, err = ratioOf("--gap", b.gap); err != nil {
		return nil, err
	}
	if r.Nodes, err = wholeNumber(b.nodes); err != nil {
		return nil, usagef("--max-nodes: %w", err)
	}
	if r.Nodes > 1<<31-1 {
		return nil, usagef("--max-nodes %s: at most %d", b.nodes, 1<<31-1)
	}
	return r, nil
}

// clipped is a text that is short enough to be repeated in an error.
func clipped(text string) string {
	const most = 100
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + "…"
}

// best finds and prints the best mix.
func (c *computing) best(cmd *cobra.Command, b *bestFlags, by string) error {
	if done, err := c.listsFields(); done {
		return err
	}
	if cmd.Flags().Changed("by") {
		return usagef("--by %s divides by shares; --maximize and --minimize find them", by)
	}
	a, err := c.read(cmd, true)
	if err != nil {
		return err
	}
	c.asked = a
	flag, text := "--maximize", b.maximise
	if cmd.Flags().Changed("minimize") {
		flag, text = "--minimize", b.minimise
	}
	m, err := a.candidates(flag)
	if err != nil {
		return err
	}
	a.question.Asks = b.asks(flag, text)
	r, err := b.request(a, m)
	if err != nil {
		return err
	}
	if r.Objective, err = optimize.ParseMeasure(text, m.Members, a.library); err != nil {
		return usagef("%s: %w", flag, err)
	}
	if r.Objective.Share {
		return usagef("%s %s: a share is no amount; maximise a quantity of those systems, such as capacity.effective(%s=%s)", flag, text, r.Objective.Only.Key, r.Objective.Only.Value)
	}
	r.Maximise = flag == "--maximize"
	if r.Shown, err = c.selected(bestFields(a.mix.Precision)); err != nil {
		return err
	}
	shown := r.Shown
	if r.Shown, err = c.gate.bestSpecs(r.Shown); err != nil {
		return err
	}
	opt, files, err := c.plainFiles(cmd, false)
	if err != nil {
		return err
	}
	result, err := optimize.Best(r, newSolver(b.noCache))
	if err != nil {
		return searchError(err)
	}
	result.Skipped = b.skipped
	if result.Grounds != nil {
		result.Grounds.Notes = append(a.notes, result.Grounds.Notes...)
	}
	switch result.Outcome {
	case optimize.Unbounded:
		return usagef("nothing limits the mix: with %s every amount of %s is possible; give an upper limit with --limit, or start from --gw, --budget or --racks", r.Question.Start.Flag, text)
	case optimize.Nothing:
		if r.Maximise {
			return usagef("%s %s: none of these chips brings any of it, so that no mix is better than another; maximise something else", flag, text)
		}
		return usagef("%s %s: the best is to buy nothing, as nothing asks for anything; give a lower limit, such as --limit 'capacity.effective >= 100EFLOP/s', or start from --chips or --flops", flag, text)
	}
	whole := func(w io.Writer, o report.Options) error { return report.Best(w, result, o) }
	write := func(w io.Writer, o report.Options) error { return report.Best(w, result.Only(shown), o) }
	var judged *check.Result
	found := result.Outcome != optimize.Infeasible && result.Members != nil
	if found {
		if judged, err = c.gate.judgeRecord(c.streams, opt, whole, "", "best mix of "+a.subject()+", "+flag+" "+text); err != nil {
			return err
		}
		if err := c.writePlain(opt, files, write, nil, c.gate.targets(whole, judged, c.summary, opt)...); err != nil {
			return err
		}
	} else if err := c.writePlain(opt, files, write, nil); err != nil {
		return err
	}
	if err := report.Warnings(c.err, result.Grounds.Warnings, opt); err != nil {
		return err
	}
	switch {
	case result.Outcome == optimize.Infeasible:
		return exitError(exitInfeasible)
	case result.Members == nil: // the search was ended before it found anything
		return exitError(exitFailed)
	}
	return c.gate.say(c.streams, judged, opt)
}

// searchError tells a question of which no chip has the figures, or that is out of reach, from a solver that failed.
func searchError(err error) error {
	var lacks *optimize.LacksError
	var reach *optimize.ReachError
	if errors.As(err, &lacks) || errors.As(err, &reach) {
		return usageError{err}
	}
	return err
}

// asks are the flags of a best mix, in the order in which they can be asked again.
func (b *bestFlags) asks(flag, text string) []answer.Ask {
	out := []answer.Ask{{Flag: flag, Text: text}}
	for _, l := range b.limits {
		out = append(out, answer.Ask{Flag: "--limit", Text: l})
	}
	if b.gap != "0" {
		out = append(out, answer.Ask{Flag: "--gap", Text: b.gap})
	}
	if b.nodes != usualNodes {
		out = append(out, answer.Ask{Flag: "--max-nodes", Text: b.nodes})
	}
	return out
}

// bestFields are the quantities of a best mix that are shown unless --fields says otherwise.
func bestFields(precision int) []*quantity.Spec {
	return []*quantity.Spec{
		capacity.Chips.Spec, capacity.Racks.Spec, capacity.SpaceFloor.Spec, capacity.ITDeployed.Spec, capacity.Peak[precision].Spec, capacity.Effective.Spec, capacity.HBM.Spec,
		energy.FacilityYear.Spec, cost.Capex.Spec, cost.Annual.Spec,
	}
}
