package main

import (
	"github.com/capplan/capplan/internal/resultdiff"
	"github.com/capplan/capplan/plots"
)

// changeChart is the name of the chart of two results.
const changeChart = "bridge"

func changeChartOf(d *resultdiff.Diff, rows []*resultdiff.Row) (plots.Chart, error) {
	return nil, usagef("x")
}
