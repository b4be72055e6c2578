// Package model is the whole model: the union of all declared quantities. It declares nothing of its own.
package model

import (
	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/capacity"
	"github.com/capplan/capplan/internal/cost"
	"github.com/capplan/capplan/internal/energy"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
)

// Model is every input and output, in the order of the reference: inputs of the question, the site and the system, then outputs.
var Model = quantity.Union(power.Quantities, accelerators.Quantities, capacity.Quantities, energy.Quantities, cost.Quantities)

// Choices are the switches of the question that formulas depend on.
var Choices = []*quantity.Choice{power.Start, power.Basis, accelerators.Workload, accelerators.Precision}
