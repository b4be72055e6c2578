package ramp

// Severities are what a threshold of a scenario can be: of which a check fails, or warns.
var Severities = []string{"fail", "warn"}

// Threshold is a condition on a figure that a scenario states itself, for a check to hold its ramp against. What the text of the condition means is said by
// package check, which knows ramps; here it is only kept.
type Threshold struct {
	Name     string // as the file names it, or its number in a list
	If       string // the condition, such as "ramp.budget_left.p5@any < 0 USD"
	Severity string // one of [Severities]
	Note     string // what the condition is for; may be empty

	File, Key    string // where it stands
	Line, Column int    // of the first character of the condition
}
