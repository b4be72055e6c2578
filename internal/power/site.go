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

	Correlations []quantity.Correlation // between its own inputs
	Origin       string                 // the file it was read from
}
