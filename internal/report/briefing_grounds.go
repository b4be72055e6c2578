package report

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/backtest"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/cost"
	"github.com/capplan/capplan/internal/energy"
	"github.com/capplan/capplan/internal/quantity"
)

// assumptions lists every input of the figures with its range, its evidence and its sources, those that all chips share first.
func (b *Briefing) assumptions(o Options, cited *references) []block {
	a := b.head()
	all := slices.Clone(a.Inputs)
	var blocks []block
	one := func(title string, inputs []answer.Input) {
		if len(inputs) == 0 {
			return
		}
		g := o.inputGrid("", inputs, cited)
		for i := range g.rows {
			g.rows[i].cells[0].lead = inputWords(inputs[i].Spec)
		}
		blocks = append(blocks, subhead(title), captioned{"Inputs of " + title + ", each with its middle value, its range, what it rests on, and the numbers of its sources", g}, o.inputPoints(inputs))
	}
	site := "Site"
	if b.Ramp != nil {
		site = "Site and schedule"
	}
	one(site+" "+a.Question.Site, a.Inputs)
	for _, m := range a.Members {
		one(m.Name, m.Inputs)
		all = append(all, m.Inputs...)
	}
	return append([]block{prose{{basisSentence(all), normal}}}, blocks...)
}

// inputWords is an input in words: its label, or what it is.
func inputWords(s *quantity.Spec) string {
	if label := InputLabel(s); label != s.Name {
		return label
	}
	return strings.TrimSuffix(s.Doc, ".")
}

// inputPoints are the notes of inputs, each under the input's words.
func (o Options) inputPoints(inputs []answer.Input) points {
	var out points
	for _, in := range inputs {
		for _, note := range o.inputNotes([]answer.Input{in}, "") {
			out = append(out, point{inputWords(in.Spec) + ":", strings.TrimPrefix(note, in.Spec.Name+": ")})
		}
	}
	return out
}

// basisSentence counts inputs by their evidence.
func basisSentence(inputs []answer.Input) string {
	n := map[quantity.Basis]int{}
	for _, in := range inputs {
		n[in.Value.Basis]++
	}
	var parts []string
	for _, x := range []struct {
		basis quantity.Basis
		means string
	}{
		{quantity.Published, "published by the vendor or operator"}, {quantity.Reported, "reported by others"}, {quantity.Derived, "derived from sources by arithmetic that its note shows"},
		{quantity.Assumed, "assumed, for want of a source, with the reason in its note"}, {quantity.Given, "given with the question"},
	} {
		if n[x.basis] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n[x.basis], x.means))
		}
	}
	return fmt.Sprintf("The figures rest on %s: %s.", count(len(inputs), "input"), series(parts, ", and "))
}

// shows reports whether the report has a figure of a quantity.
func (b *Briefing) shows(specs ...*quantity.Spec) bool {
	has := func(qs []answer.Quantity) bool {
		return slices.ContainsFunc(specs, func(s *quantity.Spec) bool { return answer.Find(qs, s) != nil })
	}
	if b.Ramp != nil {
		return true // a ramp has power, compute, energy and money
	}
	return has(b.Answer.Total) || len(b.Answer.Members) > 0 && has(b.Answer.Members[0].Quantities)
}

// excluded says what the figures do not contain, as far as they are in the report.
func (b *Briefing) excluded() []string {
	out := []string{
		"Power before the meter: power plants, and what the grid loses on the way.",
		"Machines that are not of these systems. Hosts are part of them; network, storage and management count as watts for each chip.",
	}
	if b.Ramp == nil {
		out = append(out, "Time. The fleet stands complete on one day; the ramp of a scenario, with its delays and failures, is another question (capplan ramp).")
	}
	if b.shows(capacity.Effective.Spec) {
		out = append(out, "Whether a model fits the memory, and what software lacks on a chip. One range, the MFU, stands for all that keeps a workload from the peak.")
	}
	if b.shows(energy.CarbonYear.Spec, energy.CarbonEmbodied.Spec) {
		out = append(out, "Carbon of making hosts, networks and halls. Electricity counts at the average of the grid; contracts for clean power change nothing here. Embodied carbon is of the packages alone.")
	}
	if b.shows(energy.WaterYear.Spec) {
		out = append(out, "Water that power stations use. Only what the site uses is counted.")
	}
	if b.shows(cost.Capex.Spec, cost.CapexFacility.Spec, cost.Annual.Spec) {
		out = append(out, "Land, which the surveys behind the cost of a hall leave out, and power plants, taxes and interest while building.",
			"What is done with the compute: research, staff, data, and the price at which it is sold. Capital is what the installed chips, hosts and network cost, and the hall with its power and cooling; the yearly cost spreads that over its life and adds operation and electricity.",
			"Inflation: prices are US dollars of the years of their sources.")
	}
	return out
}

// limits says how far the figures can be trusted.
func (b *Briefing) limits(o Options) []string {
	var out []string
	if b.Record != nil {
		s := b.Record.Of(backtest.Sites)
		if s.N > 0 {
			out = append(out, Backtested{Board: b.Record}.Headline()+" Nothing was fitted to them. "+
				fmt.Sprintf("With so few, such an interval may in truth hold anywhere from %s to %s of the time (95%% confidence).",
					wholePercent(s.Measure("coverage_90").Low), wholePercent(s.Measure("coverage_90").High)))
		}
	}
	a := b.head()
	if list := a.Assumed(); b.Ramp == nil && len(list) > 0 {
		out = append(out, "No source supports these: "+and(assumedLabels(a, list))+". Their ranges are judgements; the notes above give the reasons.")
	}
	out = append(out,
		"The ranges are those of the inputs. That the model itself leaves something out is in them only as the scatter between sites.",
		"A site is a few numbers, not its plan: reserve, peak PUE and load of a real one can lie outside.",
		"Nothing here is a statement of the companies that are named.")
	if a.Question.Draws == 0 {
		out = append(out, "Nothing was drawn: the figures have no ranges, and say nothing of their error.")
	}
	return out
}

// wholePercent is a share in whole per cent, towards the middle: a share that is not 100% does not become it.
func wholePercent(x float64) string { return fmt.Sprintf("%.0f%%", math.Trunc(100*x)) }

// assumedLabels are the inputs without a source as people call them, each once.
func assumedLabels(a *answer.Answer, names []string) []string {
	var out []string
	lists := [][]answer.Input{a.Inputs}
	for _, m := range a.Members {
		lists = append(lists, m.Inputs)
	}
	for _, name := range names {
		_, bare, some := strings.Cut(name, ":")
		if !some {
			bare = name
		}
		label := bare
		for _, list := range lists {
			for _, in := range list {
				if in.Spec.Name == bare {
					label = lower(InputLabel(in.Spec))
				}
			}
		}
		if !slices.Contains(out, label) {
			out = append(out, label)
		}
	}
	return out
}

// reproduce says with what the report was made, and how to make it again.
func (b *Briefing) reproduce(o Options) []block {
	q := b.head().Question
	g := grid{columns: []column{{head: "Made with"}, {head: "", flow: true}}}
	add := func(what, value string) {
		if value != "" {
			g.rows = append(g.rows, gridRow{cells: []cell{text(what), code(value)}})
		}
	}
	add("Program", o.Tool.Name+" "+o.Tool.Version)
	add("Library of profiles", o.Tool.Library)
	add("As of", q.AsOf)
	if q.Draws > 0 {
		add("Draws", thousands(q.Draws)+", "+q.Sampler+", seed "+fmt.Sprint(q.Seed))
	}
	add("Hash of the question and its inputs", b.InputHash)
	words := prose{{"This command makes the report again, byte by byte with the same version:", normal}}
	after := prose{{"capplan repro FILE asks the question of a report, a chart or a JSON file again, writes nothing, and says whether it still gives the same or what changed.", normal}}
	if len(q.Overlaid) > 0 || slices.ContainsFunc(q.Set, func(s answer.Setting) bool { return s.Path }) {
		words[0].text = "Profiles that are not built in were laid over the library; with them (--profiles) this command makes the report again:"
	}
	if q.Own {
		words[0].text = "The scenario is a file of its own; with it in the place of its id this command makes the report again:"
	}
	blocks := []block{words, listing{b.Command}, after}
	if len(b.Pictures) > 0 {
		var lines listing
		for _, p := range b.Pictures {
			lines = append(lines, p.Command)
		}
		blocks = append(blocks, prose{{"Each chart by itself:", normal}}, lines)
	}
	return append(blocks, captioned{"What it was made with", g})
}
