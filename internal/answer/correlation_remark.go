package answer

import (
	"fmt"
	"strings"

	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/quantity"
)

// The codes of notes on correlations.
const (
	codeIdleCorrelation       = "idle-correlation"
	codeSupersededCorrelation = "superseded-correlation"

	// CodePointCorrelation is that of the note that correlations were asked for and nothing was drawn.
	CodePointCorrelation = "point-correlation"
)

func isCorrelationNote(n Note) bool {
	return n.Code == codeIdleCorrelation || n.Code == codeSupersededCorrelation || n.Code == CodePointCorrelation
}

// correlationNotes says of the stated correlations which change nothing, because an input does not vary or nothing is drawn, and which take the place of
// others.
func correlationNotes(q Question, m *mix.Mix, draws int) []Note {
	var out []Note
	if draws == 0 && len(q.Correlate) > 0 {
		out = append(out, Note{Code: CodePointCorrelation, Message: "Nothing was drawn, so the correlations of --correlate change nothing."})
	}
	for _, x := range m.Superseded() {
		verb := "takes the place of"
		if x.New.Rank == 0 {
			verb = "takes back"
		}
		out = append(out, Note{Code: codeSupersededCorrelation, Message: fmt.Sprintf("The rank correlation of %s and %s by %s, %g, %s that of %s, %g.",
			x.Old.A, x.Old.B, from(x.New), x.New.Rank, verb, from(x.Old), x.Old.Rank)})
	}
	for _, x := range m.IdleCorrelations() {
		var why []string
		if len(x.Fixed) > 0 {
			why = append(why, isAre(x.Fixed, "is", "are")+" the same in every draw")
		}
		if len(x.Missing) > 0 {
			why = append(why, isAre(x.Missing, "is", "are")+" not given")
		}
		out = append(out, Note{Code: codeIdleCorrelation, Message: fmt.Sprintf("The correlation of %s and %s (%g, %s) changes nothing: %s.", x.A, x.B, x.Rank, from(x.Correlation),
			strings.Join(why, ", and "))})
	}
	return out
}

// isAre is some inputs and the verb that goes with them.
func isAre(refs []mix.Ref, one, several string) string {
	names := make([]string, len(refs))
	for i, r := range refs {
		names[i] = r.String()
	}
	if len(names) == 1 {
		return names[0] + " " + one
	}
	return strings.Join(names, " and ") + " " + several
}

// from is what states a correlation.
func from(c mix.Correlation) string {
	if c.Basis == quantity.Given || c.Name == "" {
		return c.Origin
	}
	return c.Origin + " (correlations." + c.Name + ")"
}
