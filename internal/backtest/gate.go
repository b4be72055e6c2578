package backtest

// Gate is a condition on a score, and how it came out. It is judged elsewhere, as conditions on all results are; the board shows it.
type Gate struct {
	Text   string
	Name   string // group.measure, or scatter.measure, perhaps with the end of its confidence interval; or row:figure
	Op     string
	Low    float64 // what the score was compared with; the same twice but for two-sided conditions
	High   float64
	Value  float64
	Failed bool
	Warned bool
}

// scatterGroup is the name under which the measures of the scatter stand.
const scatterGroup = "scatter"

// GateNames lists all scores that a gate can be on, without the ends of their intervals.
func GateNames() []string {
	var out []string
	for _, g := range Groups {
		for _, m := range measureNames {
			out = append(out, string(g)+"."+m)
		}
	}
	for _, m := range scatterNames {
		out = append(out, scatterGroup+"."+m)
	}
	return out
}
