package unit

import (
	"strings"

	"github.com/capplan/capplan/internal/foreign"
)

// mismatch explains why the unit of n, name in tidy form, is not one of f. Candidates are always tried in the order of the tables, so that the same text
// gives the same message.
func (f *family) mismatch(n literal, name string) (problem, advice string) {
	if name == "" {
		return f.want + " needs a unit", "write " + f.withUnit(n.number)
	}
	unknown := "unknown unit " + foreign.Quote(n.unit)
	if s := f.slip(name); s != "" {
		return unknown, "did you mean " + s + "?"
	}
	if isScale(name) && f.unit != For[Number]() {
		return f.want + " needs a unit", f.advice()
	}
	if name == "%" { // that it is a yearly rate, too, is beside the point
		return "% is a share, " + f.want + " is wanted", f.advice()
	}
	if g := owner(func(g *family) bool { _, ok := g.match(name); return ok }); g != nil {
		return name + " is " + g.kind + ", " + f.want + " is wanted", f.advice()
	}
	if isDigit(name[0]) {
		return "a space inside the number", "write thousands as 2,000"
	}
	meant := ""
	if g := owner(func(g *family) bool { meant = g.otherCase(name); return meant != "" }); g != nil {
		return unknown, meant + " is " + g.kind + ", " + f.want + " is wanted: " + f.advice()
	}
	if s := f.nearest(name); s != "" {
		return unknown, "did you mean " + s + "?"
	}
	return unknown, f.advice()
}

// advice tells how a quantity of f is written: "write 2 GW, 120 kW or 2,000 MW".
func (f *family) advice() string { return "write " + alternatives(f.examples) }

// withUnit offers a bare number with the units that may have been meant.
func (f *family) withUnit(number string) string {
	number = strings.TrimPrefix(number, "$")
	units := f.suggest
	if units == nil {
		for _, e := range f.examples {
			n, _, _ := scan(e, f)
			units = append(units, n.unit)
		}
	}
	var out []string
	for _, u := range units {
		if !strings.HasPrefix(u, "%") {
			u = " " + u
		}
		out = append(out, number+u)
	}
	return alternatives(out)
}

func alternatives(s []string) string {
	if len(s) == 1 {
		return s[0]
	}
	return strings.Join(s[:len(s)-1], ", ") + " or " + s[len(s)-1]
}

// owner is the first family that has what is asked for. That of plain numbers comes last: its "M" and "B" are also parts of other units.
func owner(has func(*family) bool) *family {
	for i := range families {
		if g := &families[(i+1)%len(families)]; has(g) {
			return g
		}
	}
	return nil
}

func isScale(name string) bool {
	for _, s := range scales {
		if s.text == name {
			return true
		}
	}
	return false
}

// spellings calls yield with every spelling of every unit of f, the preferred ones first, until it returns false.
func (f *family) spellings(yield func(string) bool) {
	for _, den := range f.den {
		for _, num := range f.num {
			if num.text+den.text != "" && !yield(num.text+den.text) {
				return
			}
		}
	}
}

// otherCase is the spelling that differs from name in case only.
func (f *family) otherCase(name string) string {
	for s := range f.spellings {
		if strings.EqualFold(s, name) {
			return s
		}
	}
	return ""
}

// slips are ways of writing that are common elsewhere and refused here, with the symbol to write. A symbol counts for the family that has it.
var slips = [...]struct{ wrong, right string }{
	{"watt", "W"}, {"watts", "W"}, {"kilowatt", "kW"}, {"kilowatts", "kW"}, {"megawatt", "MW"}, {"megawatts", "MW"}, {"gigawatt", "GW"}, {"gigawatts", "GW"},
	{"TF", "TFLOP/s"}, {"PF", "PFLOP/s"}, {"EF", "EFLOP/s"}, {"ZF", "ZFLOP/s"},
	{"teraflops", "TFLOP/s"}, {"petaflops", "PFLOP/s"}, {"exaflops", "EFLOP/s"}, {"zettaflops", "ZFLOP/s"},
	{"mn", "M"}, {"mm", "M"}, {"mln", "M"}, {"bn", "B"}, {"bln", "B"}, {"G", "B"}, {"tn", "T"},
	{"USD bn", "B USD"}, {"bn USD", "B USD"}, {"G USD", "B USD"}, {"mn USD", "M USD"}, {"mm USD", "M USD"}, {"dollars", "USD"}, {"dollar", "USD"},
	{"billion dollars", "billion USD"}, {"million dollars", "million USD"},
	{"sqm", "m2"}, {"sq m", "m2"}, {"m^2", "m2"}, {"sqft", "ft2"}, {"sq ft", "ft2"}, {"ft^2", "ft2"}, {"sf", "ft2"},
	{"tonnes", "t"}, {"tonne", "t"}, {"tons", "t"}, {"tons CO2e", "tCO2e"}, {"tonnes CO2e", "tCO2e"}, {"kilograms", "kg"}, {"litres/kWh", "L/kWh"}, {"liters/kWh", "L/kWh"},
	{"y", "yr"}, {"yrs", "yr"}, {"a", "yr"}, {"hr/yr", "h/yr"}, {"hrs/yr", "h/yr"}, {"USD/hr", "USD/h"}, {"percent", "%"}, {"pct", "%"},
}

// slip is the spelling that was meant by a known mistake or by a wrong case. A lower-case b in a rate can be either of two units, a factor of 8 apart.
func (f *family) slip(name string) string {
	if f.unit == For[BytePerSecond]() {
		for _, p := range prefixes {
			if head, ok := strings.CutSuffix(strings.TrimSuffix(strings.TrimSuffix(name, "/s"), "ps"), "b"); ok && strings.EqualFold(head, p.text) {
				return p.text + "bit/s or " + p.text + "B/s"
			}
		}
	}
	if s := f.otherCase(name); s != "" {
		return s
	}
	for _, k := range slips {
		if k.wrong != name {
			continue
		}
		_, ok := f.match(k.right)
		if isScale(k.right) {
			_, ok = f.match("million") // for a memory size, "B" is something else
		}
		if ok {
			return k.right
		}
	}
	return ""
}

// nearest is the first of the spellings least far from name, if one is near enough to be a misspelling: one edit in a short name, two in a longer one.
// Names of one or two letters are all near each other, so nothing is guessed for them.
func (f *family) nearest(name string) string {
	const short, long = 3, 6
	if len(name) < short || len(name) > maxText {
		return ""
	}
	least := 2
	if len(name) >= long {
		least = 3
	}
	best := ""
	for s := range f.spellings {
		if d := distance(strings.ToLower(name), strings.ToLower(s)); d < least && d < len(s) {
			best, least = s, d
		}
	}
	return best
}

// distance is the number of bytes to insert, delete or replace to turn a into b.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost = 1 + min(diagonal, row[j], row[j+1])
			}
			diagonal, row[j+1] = row[j+1], cost
		}
	}
	return row[len(b)]
}
