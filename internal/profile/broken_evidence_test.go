package profile

// What values rest on, and the system as a whole.
var brokenEvidence = []broken{
	// Evidence.
	{"no basis", []string{`{ value = 2, basis = "published", `, `{ value = 2, `}, []string{
		`18:1: chip.dies: has no basis; write basis = "published", "reported", "derived" or "assumed"`,
	}},
	{"unknown basis", []string{`{ value = 2, basis = "published", `, `{ value = 2, basis = "publised", `}, []string{
		`18:29: chip.dies.basis: "publised" is unknown; did you mean published? (published, reported, derived or assumed)`,
	}},
	{"the user's basis", []string{`{ value = 2, basis = "published", `, `{ value = 2, basis = "given", `}, []string{
		`18:29: chip.dies.basis: "given" is unknown; write published, reported, derived or assumed`,
	}},
	{"no source", []string{`value = 2, basis = "published", source = "sheet" }`, `value = 2, basis = "published" }`}, []string{
		`18:1: chip.dies: is published but names no source; write source = "name" and a table [sources.name], or basis = "assumed" and a note`,
	}},
	{"assumed without a note", []string{`p95 = 0.8, basis = "assumed", note = "why" }`, `p95 = 0.8, basis = "assumed" }`}, []string{
		`39:1: workload.cap_exponent: is assumed without a note; write note = "why this range"`,
	}},
	{"assumed with an empty note", []string{`p95 = 0.8, basis = "assumed", note = "why" }`, `p95 = 0.8, basis = "assumed", note = "" }`}, []string{
		`39:65: workload.cap_exponent.note: is empty; fill it in or delete the key`,
	}},
	{"derived without a note", []string{`value = 2, basis = "published"`, `value = 2, basis = "derived"`}, []string{
		`18:1: chip.dies: is derived without a note; write note = "from which figures, and how"`,
	}},
	{"note as a number", []string{`p95 = 0.8, basis = "assumed", note = "why" }`, `p95 = 0.8, basis = "assumed", note = 3 }`}, []string{
		`39:65: workload.cap_exponent.note: must be text, not 3; write it in quotes`,
	}},
	{"unknown source", []string{`value = 2, basis = "published", source = "sheet"`, `value = 2, basis = "published", source = "shet"`}, []string{
		`18:51: chip.dies.source: there is no source "shet"; did you mean sheet?`,
	}},
	{"unlike source", []string{`value = 2, basis = "published", source = "sheet"`, `value = 2, basis = "published", source = "press-release"`}, []string{
		`18:51: chip.dies.source: there is no source "press-release"; add a table [sources.press-release]`,
	}},
	{"source of the wrong case", []string{`value = 2, basis = "published", source = "sheet"`, `value = 2, basis = "published", source = "Sheet"`}, []string{
		`18:51: chip.dies.source: there is no source "Sheet"; did you mean sheet?`,
	}},
	{"unknown source in a list", []string{`sources = ["teardown", "sheet"]`, `sources = ["teardown", "shet"]`}, []string{
		`15:100: chip.tdp.sources: there is no source "shet"; did you mean sheet?`,
	}},
	{"source twice in a list", []string{`sources = ["teardown", "sheet"]`, `sources = ["teardown", "teardown"]`}, []string{
		`15:100: chip.tdp.sources: "teardown" is listed twice; delete one`,
	}},
	{"no source in a list", []string{`sources = ["teardown", "sheet"]`, `sources = []`}, []string{
		`15:87: chip.tdp.sources: is empty; name a source or delete the key`,
	}},
	{"sources as text", []string{`sources = ["teardown", "sheet"]`, `sources = "teardown"`}, []string{
		`15:87: chip.tdp.sources: must be a list, not the text "teardown"; write ["a", "b"]`,
	}},
	{"source as a list", []string{`value = 2, basis = "published", source = "sheet"`, `value = 2, basis = "published", source = ["sheet"]`}, []string{
		`18:51: chip.dies.source: must be text, not a list; write it in quotes`,
	}},
	{"source and sources", []string{`sources = ["teardown", "sheet"]`, `source = "sheet", sources = ["teardown"]`}, []string{
		`15:95: chip.tdp.sources: given beside source; write one of the two`,
	}},
	{"a source too few", []string{`sources = ["teardown", ""]`, `sources = ["teardown"]`}, []string{
		`47:11: cost.compute_per_chip.sources: has 1 where there are 2 values; write one for each value, in their order`,
	}},
	{"an empty source that is not assumed", []string{"sources = [\"teardown\", \"\"]\nbasis = \"assumed\"", "sources = [\"teardown\", \"\"]\nbasis = \"reported\""}, []string{
		`47:24: cost.compute_per_chip.sources: a value without source; name one, or write basis = "assumed" and a note`,
	}},
	{"source that nothing cites", []string{"[sources.teardown]", "[sources.extra]\ntitle = \"x\"\nurl = \"https://x.org\"\ndate = 2025-01-01\nkind = \"press\"\n\n[sources.teardown]"}, []string{
		`60:10: sources.extra: no value cites it; cite it or delete it`,
	}},
	{"sources that differ in case", []string{"[sources.teardown]", "[sources.Sheet]\ntitle = \"x\"\nurl = \"https://x.org\"\ndate = 2025-01-01\nkind = \"press\"\n\n[sources.teardown]"}, []string{
		`60:10: sources.Sheet: differs from sheet in case only; give it another name`,
		`60:10: sources.Sheet: no value cites it; cite it or delete it`,
	}},
	{"source that is no table", []string{"[sources.sheet]\ntitle = \"Example One datasheet\"\nurl = \"https://example.org/one\"\ndate = 2025-12-02\nkind = \"vendor\"", "[sources]\nsheet = \"https://example.org/one\""}, []string{
		`55:9: sources.sheet: must be a table, not the text "https://example.org/one"; write [sources.sheet] and below it title, url, date or kind`,
	}},
	{"source with gaps", []string{"title = \"A teardown\"\n", "", "date = 2025-12-03\n", ""}, []string{
		`60:10: sources.teardown.title: missing; a source has title, url, date, kind`,
		`60:10: sources.teardown.date: missing; a source has title, url, date, kind`,
	}},
	{"kind of source", []string{`kind = "analyst"`, `kind = "blog"`}, []string{
		`64:8: sources.teardown.kind: "blog" is unknown; write vendor, analyst, press, paper, measured or registry`,
	}},
	{"no address", []string{`"https://example.org/one"`, `"example.org/one"`}, []string{
		`56:7: sources.sheet.url: "example.org/one" is not an address that a stranger can open; write one that starts with https:// or http://`,
	}},
	{"local address", []string{`"https://example.org/one"`, `"file:///etc/passwd"`}, []string{
		`56:7: sources.sheet.url: "file:///etc/passwd" is not an address that a stranger can open; write one that starts with https:// or http://`,
	}},
	{"as_of as text", []string{`as_of = 2025-12-02`, `as_of = "2025"`}, []string{
		`16:80: chip.bf16.as_of: must be a date, not the text "2025"; write year-month-day, such as 2025-12-02`,
	}},
	{"common as a number", []string{`common = "example-power"`, `common = 1`}, []string{
		`31:10: system.power.common: must be text, not 1; write it in quotes`,
	}},

	// The system as a whole.
	{"power in both ways", []string{"[system.power]", "[system.host_power]\nvalue = \"9 kW\"\nbasis = \"assumed\"\nnote = \"why\"\n\n[system.power]"}, []string{
		`24:9: system.host_power: given beside system.power, which includes it; give one of the two`,
	}},
	{"power in no way", []string{"[system.power]\nlow = \"45 kW\"\nmode = \"50 kW\"\nhigh = \"54 kW\"\ndist = \"pert\"\nbasis = \"reported\"\nsource = \"teardown\"\ncommon = \"example-power\"\n", ""}, []string{
		`20:2: system.power: missing, and so is system.host_power; give one of the two`,
	}},
	{"host power without TDP", []string{"[system.power]", "[system.host_power]", `tdp  = { low = "450 W", mode = "500 W", high = "650 W", basis = "reported", sources = ["teardown", "sheet"] }`, ""}, []string{
		`14:2: chip.tdp: missing, and system.power follows from it where system.host_power is given; give chip.tdp, or system.power instead`,
	}},
	{"power below that of the chips", []string{`low = "45 kW"`, `low = "41 kW"`}, []string{
		`24:9: system.power: system.power reaches down to 41 kW, below the 41.6 kW of 64 chips at their highest TDP, 650 W; raise the one or lower the other`,
	}},
	{"no chips, no racks", []string{`chips = { value = 64, basis = "published", source = "sheet" }`, ``, `racks = { value = 0.25, basis = "reported", source = "teardown" }`, ``}, []string{
		`20:2: system.chips: missing; write it below [system]`,
		`20:2: system.racks: missing; write it below [system]`,
	}},
	{"nothing but an id", []string{goodSystem, `id = "example1"`}, []string{
		`1:1: name: missing; write name = "..." above the first table`,
		`1:1: vendor: missing; write vendor = "..." above the first table`,
		`1:1: status: missing; write status = "..." above the first table`,
		`1:1: system.chips: missing; write it below [system]`,
		`1:1: system.racks: missing; write it below [system]`,
		`1:1: system.power: missing, and so is system.host_power; give one of the two`,
	}},
}
