// Package profiles holds the built-in library: what is known of chips and sites, and ledgers of announced commitments, with their sources, as TOML files. It
// knows nothing of how they are read.
package profiles

import "embed"

// FS is the library: accelerators/*.toml, sites/*.toml and ledgers/*.toml.
//
//go:embed accelerators/*.toml sites/*.toml ledgers/*.toml
var FS embed.FS

const (
	// Version counts the changes of the library's numbers; a new profile raises the second part, a changed number the first.
	Version = "1.0"
	// Date is the day of the last change, in ISO form. Nothing in the library is younger.
	Date = "2026-11-23"
)
