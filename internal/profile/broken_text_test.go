package profile

import "strings"

// Text that is not TOML, and places that are hard to count.
var brokenText = []broken{
	// Syntax.
	{"text without quotes", []string{`"air"`, `air # cold`}, []string{
		`8:11: cooling: "air" is not a value; text stands in quotes: "air"`,
	}},
	{"text without quotes in a value", []string{`basis = "reported", sources`, `basis = reported, sources`}, []string{
		`15:65: chip.tdp.basis: "reported" is not a value; text stands in quotes: "reported"`,
	}},
	{"no such date in a value", []string{`as_of = 2025-12-02`, `as_of = 2025-02-30`}, []string{
		`16:80: chip.bf16.as_of: "2025-02-30" is no date; write year-month-day, such as 2025-12-02`,
	}},
	{"unit without quotes", []string{`low = "450 W"`, `low = 450 W`}, []string{
		`15:20: chip.tdp.low: expected a comma or an inline table terminator '}', but got 'W' instead; commas separate keys; a number with a unit stands in quotes`,
	}},
	{"unit without quotes in a table", []string{`low = "45 kW"`, `low = 45 kW`}, []string{
		`25:10: system.power: "kW" follows a value; one key a line; a number with a unit stands in quotes`,
	}},
	{"no value", []string{`"air"`, ``}, []string{
		`8:11: cooling: a value is missing; write key = "text", key = 1.5 or key = { ... }`,
	}},
	{"open string", []string{`"air"`, `"air`}, []string{
		`8:15: cooling: the line ends inside a string; close it with a quote; text of several lines stands in """`,
	}},
	{"open long string", []string{`by hand"""`, `by hand`}, []string{
		`34:115: the text that begins here has no end; close it with """`,
	}},
	{"open table", []string{`[network]`, `[network`}, []string{
		`33:9: expected '.' or ']' to end table name, but got '\n' instead`,
	}},
	{"open inline table", []string{`source = "sheet" }`, `source = "sheet"`}, []string{
		`18:1: chip.hbm.source: expected a comma or an inline table terminator '}', but got 'd' instead; commas separate keys; a number with a unit stands in quotes`,
	}},
	{"bad escape", []string{`"air"`, `"a\ir"`}, []string{
		`8:12: cooling: invalid escape in string '\i'`,
	}},
	{"no equals sign", []string{`cooling =`, `cooling`}, []string{
		`8:9: expected '.' or '=', but got '"' instead`,
	}},
	{"too large an integer", []string{`generation = 1`, `generation = 99999999999999999999`}, []string{
		`6:14: generation: 99999999999999999999 is out of range for int64`,
	}},
	{"a control character", []string{`"air"`, "\"a\x01ir\""}, []string{
		`8:12: cooling: TOML files cannot contain control characters: '0x01'`,
	}},
	{"deep lists", []string{`"air"`, strings.Repeat("[", 5000)}, []string{
		`8:27: nested more than 16 levels deep; a profile needs five levels`,
	}},
	{"deep tables", []string{`"air"`, strings.Repeat("{a=", 5000)}, []string{
		`8:59: nested more than 16 levels deep; a profile needs five levels`,
	}},
	{"deep keys", []string{`cooling`, strings.Repeat("a.", 5000) + "a"}, []string{
		`8:33: nested more than 16 levels deep; a profile needs five levels`,
	}},
	{"deep after an error", []string{`"air"`, "!" + strings.Repeat("[", 5000)}, []string{
		`8:11: cooling: "![[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[..." is not a value; text stands in quotes: "![[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[..."`,
	}},

	// Positions.
	{"after characters of several bytes", []string{`note = """`, `note = """° → ` + "😀", `by hand"""`, `über" Hand""", nope = 1`}, []string{
		`36:18: network.power_per_chip.nope: unknown key; did you mean note?`,
	}},
	{"after tabs", []string{`dies = {`, "\tdies\t=\t{\tx = 1,"}, []string{
		`18:11: chip.dies.x: unknown key; known here: value, low, mode, high, p5, p95, values, weights, dist, basis, source, sources, note, as_of, common`,
	}},
	{"several problems", []string{`vendor`, `vndor`, `low = "450 W"`, `low = "450 w"`, `value = 64`, `value = -64`, `kind = "vendor"`, `kind = "vender"`}, []string{
		`1:1: vendor: missing; write vendor = "..." above the first table`,
		`4:1: vndor: unknown key; did you mean vendor?`,
		`15:16: chip.tdp.low: "450 w": unknown unit "w"; did you mean W?`,
		`21:19: system.chips.value: -64 is out of bounds; allowed: above 0`,
		`58:8: sources.sheet.kind: "vender" is unknown; did you mean vendor? (vendor, analyst, press, paper, measured or registry)`,
	}},
}
