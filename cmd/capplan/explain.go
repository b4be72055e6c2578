package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/model"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/recipe"
	"github.com/capplan/capplan/internal/report"
)

var _ = enrol(newExplain, "explain")

func newExplain(s streams) *cobra.Command {
	var c computing
	cmd := &cobra.Command{
		Use:   "explain QUANTITY",
		Short: "The derivation of one quantity with formulas, values and sources; or the page of one input",
		Long: `With --chip, explain derives a quantity for that chip (and --gw, 1 unless given): every formula on the way with its values, down to the inputs and
their sources. For an input it prints every source, its kind and its note. Without --chip, and for what belongs to a ramp, it prints the definition alone.`,
		Example: `  capplan explain capacity.chips --gw 2 --chip trainium2
  capplan explain chip.tdp --chip trainium3
  capplan explain cost.annual
  capplan explain ramp.payments`,
	}
	c.command(cmd, s, nil)
	cmd.Flags().Lookup("fields").Hidden = true
	cmd.Args = func(_ *cobra.Command, args []string) error {
		if len(args) != 1 {
			return usagef("explain takes one quantity, such as capacity.chips (capplan quantities lists them); got %d", len(args))
		}
		return nil
	}
	cmd.ValidArgsFunction = func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
		return describe(everyQuantity().All()), cobra.ShellCompDirectiveNoFileComp
	}
	cmd.RunE = func(cmd *cobra.Command, args []string) error { return c.explain(cmd, args[0]) }
	return cmd
}

func (c *computing) explain(cmd *cobra.Command, name string) error {
	spec := everyQuantity().Find(name)
	if spec == nil {
		return usagef("unknown quantity %q%s (capplan quantities lists them)", name, quantityMeant(name, everyQuantity().All()))
	}
	opt, err := c.options(c.streams)
	if err != nil {
		return err
	}
	a, err := c.read(cmd, false)
	if err != nil {
		return err
	}
	if err := a.noShares("explain"); err != nil {
		return err
	}
	if len(a.chips) > 1 {
		return usagef("explain takes one chip")
	}
	a.question.Asks = []answer.Ask{{Flag: recipe.Quantity, Text: name}}
	if model.Model.Find(name) == nil {
		if len(a.chips) > 0 {
			how := "capplan ramp SCENARIO --fields " + name + " computes it"
			if spec.Input {
				how = "a scenario gives it"
			}
			return usagef("%s is of a ramp and not of a chip: %s; without --chip, explain prints its definition", name, how)
		}
		return c.define(spec, opt)
	}
	if spec.Input && (len(a.chips) == 1 || spec.Scope == quantity.Shared) {
		return c.explainInput(a, spec, opt)
	}
	if len(a.chips) == 0 {
		if start := a.question.Start.Flag; cmd.Flags().Changed(strings.TrimPrefix(start, "--")) {
			return usagef("%s needs a chip to derive %s for, such as --chip trainium2; without one, explain prints the definition", start, spec.Name)
		}
		return c.define(spec, opt)
	}
	return c.derive(a, spec, opt)
}

// define prints the definition of a quantity.
func (c *computing) define(spec *quantity.Spec, opt report.Options) error {
	only := quantity.NewSet()
	only.Add(spec)
	return c.emit(opt, func(w io.Writer, o report.Options) error { return report.Quantities(w, only, o) })
}

// derive prints the derivation of a quantity for the question's chip.
func (c *computing) derive(a *asked, spec *quantity.Spec, opt report.Options) error {
	m, err := a.mixOf(mix.Member{Accelerator: a.chips[0], Share: 1})
	if err != nil {
		return err
	}
	x := answer.Explain(a.question, m, spec, a.settings)
	x.Notes = append(a.notes, x.Notes...)
	if err := c.emit(opt, func(w io.Writer, o report.Options) error { return report.Explanation(w, x, o) }); err != nil {
		return err
	}
	return report.Warnings(c.err, x.Warnings, opt)
}

// explainInput prints the page of one input: of the chip, or of the site.
func (c *computing) explainInput(a *asked, spec *quantity.Spec, opt report.Options) error {
	values, id, name := a.mix.Shared, a.site.ID, a.site.Name
	if spec.Scope == quantity.Member {
		values, id, name = a.chips[0].Values, a.chips[0].ID, a.chips[0].Name
		if v, later := a.chips[0].Later[spec]; later {
			return notYet(name, spec, &v, a.question.AsOf)
		}
	}
	v, known := values[spec]
	if !known {
		if spec.Formula() != "" && len(a.chips) == 1 {
			return c.derive(a, spec, opt)
		}
		return fmt.Errorf("%s: nothing is known of %s; %s", name, spec.Name, strings.ToLower(spec.Doc[:1])+spec.Doc[1:])
	}
	p := answer.NewPage(a.question, id, name, answer.Input{Spec: spec, Value: v})
	if err := c.emit(opt, func(w io.Writer, o report.Options) error { return report.InputPage(w, p, o) }); err != nil {
		return err
	}
	return report.Warnings(c.err, p.Warnings, opt)
}

// notYet says of an input that was not known on the day asked as of, from when it is, and by what.
func notYet(name string, spec *quantity.Spec, v *quantity.Value, asOf string) error {
	from, by := v.KnownFrom()
	if by.Title != "" {
		from += " by " + by.Title
	}
	return fmt.Errorf("%s: %s was not known on %s; it is from %s", name, spec.Name, asOf, from)
}

// emit prints a report that is not an answer, and writes it to the files that were asked for.
func (o *outputFlags) emitTo(s streams, opt report.Options, render func(io.Writer, report.Options) error) error {
	var files []target
	for _, path := range o.paths() {
		f, chart, err := o.fileFormat(path)
		if err != nil {
			return err
		}
		if chart {
			return usagef("-o %s: this command has no chart", path)
		}
		fileOpt := opt
		fileOpt.Format, fileOpt.Width, fileOpt.Color = f, 0, false
		files = append(files, target{path, func(w io.Writer) error { return render(w, fileOpt) }})
	}
	return writeAll(s, func(w io.Writer) error { return render(w, opt) }, files)
}

func (c *computing) emit(opt report.Options, render func(io.Writer, report.Options) error) error {
	return c.emitTo(c.streams, opt, render)
}

// describe lists quantities for completion, each with its meaning.
func describe(specs []*quantity.Spec) []cobra.Completion {
	out := make([]cobra.Completion, len(specs))
	for i, s := range specs {
		out[i] = cobra.CompletionWithDesc(s.Name, s.Doc)
	}
	return out
}
