package main

import (
	"io"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/plots"
)

type rampChart struct {
	name  string
	needs []*quantity.Spec
	draw  func(c *ramping, a *answer.Ramp) (plots.Chart, error)
}

var rampCharts []rampChart

func rampChartNames() []string {
	out := []string{"ramp"}
	return out
}

func rampChartOf(name string) (rampChart, error) { return rampChart{}, usagef("no chart") }

func (c *ramping) picture(a *answer.Ramp, f plots.Format) (func(io.Writer) error, error) {
	return nil, usagef("no chart")
}
