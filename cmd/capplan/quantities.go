package main

import (
	"io"

	"github.com/spf13/cobra"

	"github.com/capplan/capplan/internal/model"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/ramp"
	"github.com/capplan/capplan/internal/report"
)

var _ = enrol(newQuantities, "quantities")

func newQuantities(s streams) *cobra.Command {
	var o outputFlags
	cmd := &cobra.Command{
		Use:   "quantities",
		Short: "Every input and output with unit, formula and meaning",
		Example: `  capplan quantities
  capplan quantities --format csv -o quantities.csv`,
		Args: noArgs,
	}
	o.register(cmd.Flags())
	completeOutput(cmd)
	cmd.RunE = func(*cobra.Command, []string) error {
		opt, err := o.options(s)
		if err != nil {
			return err
		}
		return o.emitTo(s, opt, func(w io.Writer, opt report.Options) error { return report.Quantities(w, everyQuantity(), opt) })
	}
	return cmd
}

// everyQuantity is the model's quantities and those that a ramp has beside them.
func everyQuantity() *quantity.Set {
	all := quantity.NewSet()
	for _, set := range []*quantity.Set{model.Model, ramp.Quantities} {
		for _, s := range set.All() {
			all.Add(s)
		}
	}
	return all
}
