package power

import "github.com/capplan/capplan/internal/quantity"

// Site is one site of the library: what is known of the inputs that all chips on it share.
type Site struct {
	ID          string
	Name        string
	Description string
	Aliases     []string

	Values  quantity.Scenario
	Sources []quantity.Source
	Origin  string // the file it was read from

	Correlations []quantity.Correlation // between its own inputs
	Exceptions   []quantity.Exception   // from rules for profiles, which its figures keep to otherwise

	Added    bool            // by an overlay: the built-in library has no such site
	Replaced []quantity.Mark // what an overlay replaced beyond values, by key
}

// KnownOn returns the site as a question of a day, an ISO date, can use it. A value that became known afterwards stays, marked with the day in From. That is
// unlike a chip's value, which is then absent: a chip's figures are facts about one machine, and the machine may be left out of an answer. A site is a judgement
// about facilities, made of whatever figures there are, and nothing can be computed without it; taken away, people would put a number of their own in its
// place, which is no older. Of contradicting figures, and of correlations, those that were not known are left out.
func (s *Site) KnownOn(day string) *Site {
	out := *s
	out.Values = s.Values.UsedOn(day)
	out.Correlations = quantity.CorrelationsOn(s.Correlations, day)
	return &out
}
