package profile

// tied is a correlation of the good profile, which states none of its own; its lines stand in place of its last part but one, from line 51 on.
const tied = `[correlations.heat]
a = "chip.tdp"
b = "network.power_per_chip"
rank = 0.5
basis = "reported"
source = "teardown"

`

// with puts correlations into the good profile, and then makes other edits.
func with(correlations string, edits ...string) []string {
	return append([]string{"[sparse]\n", correlations + "[sparse]\n"}, edits...)
}

// What is stated of inputs that rise and fall together.
var brokenCorrelations = []broken{
	{"none is broken", with(tied), nil},
	{"a correlation of 0", with(tied, "rank = 0.5", "rank = 0"), nil},
	{"a negative one", with(tied, "rank = 0.5", "rank = -0.99"), nil},
	{"correlations as text", []string{"[chip]\n", "correlations = \"chip.tdp\"\n[chip]\n"}, []string{
		`14:16: correlations: must be a table, not the text "chip.tdp"; write [correlations.NAME] and below it a, b, rank and basis`,
	}},
	{"correlation as a number", with("[correlations]\nheat = 0.5\n\n"), []string{
		`52:8: correlations.heat: must be a table, not 0.5; write [correlations.NAME] and below it a, b, rank and basis`,
	}},
	{"name", with(tied, "[correlations.heat]", "[correlations.Heat]"), []string{
		`51:15: correlations.Heat: "Heat" is no name of a correlation; use lower-case letters, digits, - and ., a letter or digit first`,
	}},
	{"unknown key", with(tied, "rank = 0.5", "rank = 0.5\nrnk = 0.5"), []string{
		`55:1: correlations.heat.rnk: unknown key; did you mean rank?`,
	}},
	{"common", with(tied, "rank = 0.5", "rank = 0.5\ncommon = \"x\""), []string{
		`55:1: correlations.heat.common: unknown key; known here: a, b, rank, basis, source, sources, note, as_of`,
	}},
	{"gaps", with(tied, "a = \"chip.tdp\"\n", "", "rank = 0.5\n", ""), []string{
		`51:15: correlations.heat.a: missing; write [correlations.NAME] and below it a, b, rank and basis`,
		`51:15: correlations.heat.rank: missing; write [correlations.NAME] and below it a, b, rank and basis`,
	}},
	{"mistyped input", with(tied, `a = "chip.tdp"`, `a = "chip.tpd"`), []string{
		`52:5: correlations.heat.a: there is no input "chip.tpd"; did you mean chip.tdp?`,
	}},
	{"input as a number", with(tied, `a = "chip.tdp"`, `a = 3`), []string{
		`52:5: correlations.heat.a: must be text, not 3; write it in quotes`,
	}},
	{"no input at all", with(tied, `a = "chip.tdp"`, `a = "weather"`), []string{
		`52:5: correlations.heat.a: there is no input "weather"; write an input such as system.chips`,
	}},
	{"an output", with(tied, `a = "chip.tdp"`, `a = "capacity.chips"`), []string{
		`52:5: correlations.heat.a: capacity.chips is computed; name an input`,
	}},
	{"an input of a site", with(tied, `a = "chip.tdp"`, `a = "site.pue_peak"`), []string{
		`52:5: correlations.heat.a: site.pue_peak is not an input of this profile; both inputs of a correlation are of the profile that states it`,
	}},
	{"an input that does not vary", with(tied, `a = "chip.tdp"`, `a = "system.chips"`), []string{
		`52:5: correlations.heat.a: system.chips does not vary, and so follows nothing; name an input that has a range`,
	}},
	{"an input that is not given", with(tied, `a = "chip.tdp"`, `a = "system.floor"`), []string{
		`52:5: correlations.heat.a: the profile does not give system.floor; give it, or delete the correlation`,
	}},
	{"an input and itself", with(tied, `b = "network.power_per_chip"`, `b = "chip.tdp"`), []string{
		`53:5: correlations.heat.b: an input and itself have no correlation to state; name another input`,
	}},
	{"one common group", with(tied, `basis = "reported", sources = ["teardown", "sheet"]`, `basis = "reported", common = "g", sources = ["teardown", "sheet"]`,
		`basis = "derived", source = "teardown"`, `basis = "derived", common = "g", source = "teardown"`), []string{
		`53:5: correlations.heat.b: chip.tdp and network.power_per_chip are of one common group, "g", and move together; take one of them out of the group, or delete the correlation`,
	}},
	{"rank of 1", with(tied, "rank = 0.5", "rank = 1"), []string{
		`54:8: correlations.heat.rank: 1 is no rank correlation that can be stated; it is above -1 and below 1; inputs that move together as one share a common group`,
	}},
	{"rank below", with(tied, "rank = 0.5", "rank = -1.5"), []string{
		`54:8: correlations.heat.rank: -1.5 is no rank correlation that can be stated; it is above -1 and below 1; inputs that move together as one share a common group`,
	}},
	{"rank that is no number", with(tied, "rank = 0.5", "rank = nan"), []string{
		`54:8: correlations.heat.rank: NaN is no rank correlation that can be stated; it is above -1 and below 1; inputs that move together as one share a common group`,
	}},
	{"rank as text", with(tied, "rank = 0.5", `rank = "half"`), []string{
		`54:8: correlations.heat.rank: "half" is text where a plain number belongs; write a plain number, such as 0.85`,
	}},
	{"no basis", with(tied, "basis = \"reported\"\nsource = \"teardown\"\n\n[sparse]", "source = \"teardown\"\n\n[sparse]"), []string{
		`51:15: correlations.heat: has no basis; write basis = "published", "reported", "derived" or "assumed"`,
	}},
	{"no source", with(tied, "source = \"teardown\"\n\n[sparse]", "\n[sparse]"), []string{
		`51:15: correlations.heat: is reported but names no source; write source = "name" and a table [sources.name], or basis = "assumed" and a note`,
	}},
	{"unknown source", with(tied, "source = \"teardown\"\n\n[sparse]", "source = \"teardwn\"\n\n[sparse]"), []string{
		`56:10: correlations.heat.source: there is no source "teardwn"; did you mean teardown?`,
	}},
	{"assumed without a note", with(tied, "basis = \"reported\"\nsource = \"teardown\"\n\n[sparse]", "basis = \"assumed\"\n\n[sparse]"), []string{
		`51:15: correlations.heat: is assumed without a note; write note = "why this range"`,
	}},
	{"as_of as text", with(tied, "rank = 0.5", "rank = 0.5\nas_of = \"2025\""), []string{
		`55:9: correlations.heat.as_of: must be a date, not the text "2025"; write year-month-day, such as 2025-12-02`,
	}},
	{"stated twice", with(tied + "[correlations.again]\na = \"network.power_per_chip\"\nb = \"chip.tdp\"\nrank = 0.4\nbasis = \"assumed\"\nnote = \"why\"\n\n"), []string{
		`58:15: correlations.again: these inputs have a correlation already, heat; state one`,
	}},
	{"stated twice of a group", with(tied+"[correlations.again]\na = \"system.power\"\nb = \"network.power_per_chip\"\nrank = 0.4\nbasis = \"assumed\"\nnote = \"why\"\n\n",
		`basis = "reported", sources = ["teardown", "sheet"]`, `basis = "reported", common = "example-power", sources = ["teardown", "sheet"]`), []string{
		`58:15: correlations.again: the groups of these inputs have a correlation already, heat; state one`,
	}},
	{"two that need a third", with(`[correlations]
x = { a = "chip.tdp", b = "network.power_per_chip", rank = 0.9, basis = "assumed", note = "why" }
y = { a = "chip.tdp", b = "system.power", rank = 0.9, basis = "assumed", note = "why" }
z = { a = "system.power", b = "network.power_per_chip", rank = 0.9, basis = "assumed", note = "why" }

`), nil},
	{"that contradict each other", with(`[correlations]
x = { a = "chip.tdp", b = "network.power_per_chip", rank = 0.9, basis = "assumed", note = "why" }
y = { a = "chip.tdp", b = "system.power", rank = 0.9, basis = "assumed", note = "why" }
z = { a = "system.power", b = "network.power_per_chip", rank = -0.9, basis = "assumed", note = "why" }

`), []string{
		`54:64: correlations.z.rank: these rank correlations contradict each other: inputs that follow the same others must follow each other too; state ranks that can be true together`,
	}},
}
