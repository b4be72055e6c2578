package profile

// Keys that do not belong, and the head of a file.
var brokenKeys = []broken{
	// Keys.
	{"unknown key above the tables", []string{`vendor = `, `vender = `}, []string{
		`1:1: vendor: missing; write vendor = "..." above the first table`,
		`4:1: vender: unknown key; did you mean vendor?`,
	}},
	{"key of the wrong case", []string{`name = `, `Name = `}, []string{
		`1:1: name: missing; write name = "..." above the first table`,
		`3:1: Name: unknown key; did you mean name?`,
	}},
	{"both cases of a key", []string{"family =", "FAMILY = \"x\"\nfamily ="}, []string{
		`5:1: FAMILY: unknown key; did you mean family?`,
	}},
	{"unknown table", []string{"[network]", "[netwrk]"}, []string{
		`33:2: netwrk: unknown key; did you mean network?`,
	}},
	{"unknown key in a table", []string{"bf16 = { value = \"600", "bf61 = { value = \"600"}, []string{
		`16:1: chip.bf61: unknown key; did you mean bf16?`,
	}},
	{"key of another table", []string{"dies = {", "cap_exponent = { value = 1, basis = \"assumed\", note = \"why\" }\ndies = {"}, []string{
		`18:1: chip.cap_exponent: unknown key; did you mean workload.cap_exponent?`,
	}},
	{"head key in a table", []string{"dies = {", "generation = 3\ndies = {"}, []string{
		`18:1: chip.generation: unknown key; generation belongs above the first table`,
	}},
	{"unknown workload", []string{"[workload.mfu.training]", "[workload.mfu.trainig]"}, []string{
		`41:15: workload.mfu.trainig: unknown key; did you mean training?`,
	}},
	{"unknown key in a value", []string{`dies = { value = 2,`, `dies = { value = 2, valeu = 3,`}, []string{
		`18:21: chip.dies.valeu: unknown key; did you mean value?`,
	}},
	{"unknown key in a source", []string{"kind = \"vendor\"", "kind = \"vendor\"\nauthor = \"me\""}, []string{
		`59:1: sources.sheet.author: unknown key; known here: title, url, date, kind`,
	}},
	{"unknown precision of a sparse peak", []string{"[sparse]\nbf16", "[sparse]\nbf17"}, []string{
		`52:1: sparse.bf17: unknown key; did you mean bf16?`,
	}},
	{"a site's table", []string{"[network]", "[site]\npue_peak = { value = 1.2, basis = \"assumed\", note = \"why\" }\n\n[network]"}, []string{
		`33:2: site: unknown key; it belongs into the profile of a site`,
	}},
	{"a key in quotes", []string{"dies = {", "\"d ies\" = {"}, []string{
		`18:1: chip."d ies": unknown key; did you mean dies?`,
	}},
	{"duplicate key", []string{"dies = {", "hbm = {"}, []string{
		`18:1: chip.hbm: defined before, at line 17; delete one`,
	}},
	{"duplicate table", []string{"[cost.compute_per_chip]", "[system]\n[cost.compute_per_chip]"}, []string{
		`44:2: system: defined before, at line 20; delete one`,
	}},
	{"duplicate key in a value", []string{`dies = { value = 2,`, `dies = { value = 2, value = 3,`}, []string{
		`18:21: chip.dies.value: defined before, at line 18; delete one`,
	}},
	{"list of tables", []string{"[network]", "[[network]]"}, []string{
		`33:3: network: must be a table, not a list; write [network] and below it power_per_chip`,
	}},
	{"table as text", []string{"[sparse]\nbf16 = { value = \"2400 TFLOP/s\", basis = \"published\", source = \"sheet\" }", "[workload.draw]\ntraining.value = 2\n[workload.mfu.inference]\nbf16 = 3"}, []string{
		`52:1: workload.draw.training: has no basis; write basis = "published", "reported", "derived" or "assumed"`,
		`52:18: workload.draw.training.value: 2 is out of bounds; allowed: above 0, at most 1.5`,
		`54:8: workload.mfu.inference.bf16: is 3 without evidence; write { value = 3, basis = "published", source = "..." }`,
	}},
	{"sparse as a number", []string{"aliases =", "sparse = 1\naliases =", "[sparse]\nbf16 = { value = \"2400 TFLOP/s\", basis = \"published\", source = \"sheet\" }", ""}, []string{
		`12:10: sparse: must be a table, not 1; write [sparse] and below it peaks by precision`,
	}},
	{"table as a list", []string{"[sparse]\nbf16 = { value = \"2400 TFLOP/s\", basis = \"published\", source = \"sheet\" }", "[workload.mfu]\ninference = []"}, []string{
		`52:13: workload.mfu.inference: must be a table, not a list; write [workload.mfu.inference] and below it fp4, fp8, bf16, fp16, tf32, fp32, fp64 or int8`,
	}},

	// The head.
	{"head is missing", []string{"id = \"example1\"\n", "", "name = \"Example One UltraServer\"\n", "", "vendor = \"Example\"\n", "", "status = \"shipping\"\n", ""}, []string{
		`1:1: id: missing; write id = "..." above the first table`,
		`1:1: name: missing; write name = "..." above the first table`,
		`1:1: vendor: missing; write vendor = "..." above the first table`,
		`1:1: status: missing; write status = "..." above the first table`,
	}},
	{"id is not the file's name", []string{`id = "example1"`, `id = "example2"`}, []string{
		`2:6: id: "example2" is not the file's name; call the file example2.toml, or write id = "example1"`,
	}},
	{"id is a number", []string{`id = "example1"`, `id = 1`}, []string{
		`2:6: id: must be text, not 1; write it in quotes`,
	}},
	{"empty name", []string{`name = "Example One UltraServer"`, `name = " "`}, []string{
		`3:8: name: is empty; fill it in or delete the key`,
	}},
	{"line break in a name", []string{`name = "Example One`, `name = "Example\nOne`}, []string{
		`3:8: name: holds a line break or another control character; write plain text on one line`,
	}},
	{"escape sequence in a name", []string{`name = "Example One`, `name = "Example\u001b[31m`}, []string{
		`3:8: name: holds a line break or another control character; write plain text on one line`,
	}},
	{"unknown status", []string{`"shipping"`, `"shiping"`}, []string{
		`9:10: status: "shiping" is unknown; did you mean shipping? (announced, shipping or legacy)`,
	}},
	{"unknown cooling", []string{`"air"`, `"oil"`}, []string{
		`8:11: cooling: "oil" is unknown; write air, liquid or hybrid`,
	}},
	{"generation as text", []string{`generation = 1`, `generation = "first"`}, []string{
		`6:14: generation: must be a whole number, 0 or more, not the text "first"; write it as 3`,
	}},
	{"generation in part", []string{`generation = 1`, `generation = 1.5`}, []string{
		`6:14: generation: must be a whole number, 0 or more, not 1.5; write it as 3`,
	}},
	{"date as text", []string{`announced = 2023-11-28`, `announced = "2023-11-28"`}, []string{
		`10:13: announced: must be a date, not the text "2023-11-28"; write it without quotes: 2023-11-28`,
	}},
	{"date with time", []string{`announced = 2023-11-28`, `announced = 2023-11-28T10:00:00Z`}, []string{
		`10:13: announced: must be a date, not a date with time; write year-month-day, such as 2025-12-02`,
	}},
	{"no such date", []string{`announced = 2023-11-28`, `announced = 2023-13-28`}, []string{
		`10:13: announced: "2023-13-28" is no date; write year-month-day, such as 2025-12-02`,
	}},
	{"aliases", []string{`["ex1", "example-one"]`, "[\n  \"ex1\", # first\n  \"Ex 2\", \"ex1\",\n  \"example1\"]"}, []string{
		`14:3: aliases: "Ex 2" is no alias; use lower-case letters, digits, - and ., a letter or digit first`,
		`14:11: aliases: "ex1" is listed twice; delete one`,
		`15:3: aliases: "example1" is the id itself; delete it`,
	}},
	{"aliases as text", []string{`["ex1", "example-one"]`, `"ex1"`}, []string{
		`12:11: aliases: must be a list, not the text "ex1"; write ["a", "b"]`,
	}},
	{"aliases of numbers", []string{`["ex1", "example-one"]`, `["ex1", 7]`}, []string{
		`12:19: aliases: must be a list of texts, but holds 7; write each in quotes`,
	}},
}
