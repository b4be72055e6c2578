// Package profiles holds the built-in library: what is known of chips and sites, scenarios of commitments over time, and ledgers of announced ones, with their
// sources, as TOML files. It knows nothing of how they are read.
package profiles

import "embed"

// FS is the library: accelerators/*.toml, sites/*.toml, scenarios/*.toml and ledgers/*.toml.
//
//go:embed accelerators/*.toml sites/*.toml scenarios/*.toml ledgers/*.toml
var FS embed.FS

// Deployments are published deployments with both a power and a number of chips: rows to hold the model against, never inputs of it. Each names its sources
// and the licence of its figures.
//
//go:embed deployments/deployments.csv
var Deployments string

const (
	// Version counts the changes of the library's numbers; a new profile raises the second part, a changed number the first.
	Version = "1.0"
	// Date is the day of the last change, in ISO form. Nothing in the library is younger.
	Date = "2026-11-24"
)
