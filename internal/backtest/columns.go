package backtest

import (
	"math"
	"slices"
	"strings"

	"github.com/capplan/capplan/internal/foreign"
	"github.com/capplan/capplan/internal/suggest"
	"github.com/capplan/capplan/internal/unit"
)

// column is a column of a file of rows.
type column struct {
	name   string
	needed bool // the file must have it, and each row a value in it
	doc    string
	read   func(r *Row, text string) (problem string)
}

// columns are all that a file may have, in the order in which documents list them. A column whose text is empty is not read.
var columns = []column{
	{"id", true, "a short name, unique in the file", func(r *Row, s string) string { r.ID = s; return "" }},
	{"name", false, "what people call it; the id where it is empty", text(func(r *Row) *string { return &r.Name })},
	{"operator", false, "who runs it; Amazon or AWS makes the site aws-air", text(func(r *Row) *string { return &r.Operator })},
	{"location", false, "where it is; rows of one location are of one campus", text(func(r *Row) *string { return &r.Location })},
	{"campus", false, "what rows of one place have in common, where the location does not say", text(func(r *Row) *string { return &r.Campus })},
	{"date", false, "YYYY, YYYY-MM or YYYY-MM-DD", readDate},
	{"chip_id", false, "the chip as the source has it; several, joined by /, are a mix of generations", text(func(r *Row) *string { return &r.ChipID })},
	{"profile", false, "the id of the system in the library, or a mix such as h100=0.6/h200=0.4 (shares of the chips); empty: not modelled",
		text(func(r *Row) *string { return &r.Profile })},
	{"chip_family", false, "for reading only", text(func(r *Row) *string { return &r.Family })},
	{"chip_count_low", false, "least published count; alone, without chip_count_high: more than so many", count(func(r *Row) *float64 { return &r.Count.Low })},
	{"chip_count_central", true, "published number of chips", count(func(r *Row) *float64 { return &r.Count.Central })},
	{"chip_count_high", false, "greatest published count", count(func(r *Row) *float64 { return &r.Count.High })},
	{"count_unit", false, "package, superchip, wafer or die; package where it is empty", readCountUnit},
	{"power_mw_low", false, "least published power", megawatts(func(r *Row) *float64 { return &r.Power.Low })},
	{"power_mw_central", true, "published power, in MW unless a unit is written", megawatts(func(r *Row) *float64 { return &r.Power.Central })},
	{"power_mw_high", false, "greatest published power", megawatts(func(r *Row) *float64 { return &r.Power.High })},
	{"power_basis", true, "where the power is measured", oneOf(func(r *Row) *Basis { return &r.Basis }, Bases)},
	{"power_covers", false, "what a measured power includes; racks+network for HPL and racks for training where it is empty",
		oneOf(func(r *Row) *Covers { return &r.Covers }, []Covers{RacksAndNetwork, Racks})},
	{"status", false, "operating, under construction, announced or historic",
		oneOf(func(r *Row) *string { return &r.Status }, []string{"operating", "under construction", "announced", "historic"})},
	{"derived", false, "yes where one figure was computed from the other: the row tests nothing and is left out", readDerived},
	{"confidence", false, "A: both figures official; B: one; C: analysts", oneOf(func(r *Row) *string { return &r.Confidence }, []string{"A", "B", "C"})},
	{"w_per_chip", false, "power over count, in W; checked", nil},
	{"w_per_chip_low", false, "for reading only", nil},
	{"w_per_chip_high", false, "for reading only", nil},
	{"sources", true, "where the figures come from", text(func(r *Row) *string { return &r.Sources })},
	{"independence_note", false, "why power and count do not follow from each other", text(func(r *Row) *string { return &r.Independence })},
	{"note", false, "for the reader", text(func(r *Row) *string { return &r.Note })},
	{"licence", false, "of the row's figures", text(func(r *Row) *string { return &r.Licence })},
}

// Columns lists the names of the columns that a file of rows may have, those that it must have, and what each is.
func Columns() (names, needed, docs []string) {
	for _, c := range columns {
		names, docs = append(names, c.name), append(docs, c.doc)
		if c.needed {
			needed = append(needed, c.name)
		}
	}
	return names, needed, docs
}

func text(field func(r *Row) *string) func(*Row, string) string {
	return func(r *Row, s string) string { *field(r) = s; return "" }
}

// count reads a number of chips.
func count(field func(r *Row) *float64) func(*Row, string) string {
	return func(r *Row, s string) string { return number(field(r), s, unit.For[unit.Number](), 1) }
}

// megawatts reads a power, in MW where no unit is written.
func megawatts(field func(r *Row) *float64) func(*Row, string) string {
	return func(r *Row, s string) string { return number(field(r), s, unit.For[unit.Watt](), 1e6) }
}

func number(to *float64, s string, u unit.Unit, bare float64) string {
	x, err := unit.ParseIn(s, u, bare)
	switch {
	case err != nil:
		return err.Error()
	case x <= 0:
		return foreign.Quote(s) + ": more than 0 is wanted"
	}
	*to = x
	return ""
}

// oneOf reads one of several words.
func oneOf[T ~string](field func(r *Row) *T, allowed []T) func(*Row, string) string {
	words := make([]string, len(allowed))
	for i, w := range allowed {
		words[i] = string(w)
	}
	return func(r *Row, s string) string {
		if slices.Contains(words, s) {
			*field(r) = T(s)
			return ""
		}
		msg := foreign.Quote(s) + ": one of " + strings.Join(words, ", ") + " is wanted"
		if near := suggest.Suggest(s, words); near != "" {
			msg += "; did you mean " + near + "?"
		}
		return msg
	}
}

func readDerived(r *Row, s string) string {
	switch s {
	case "yes":
		r.Derived = true
	case "no":
	default:
		return foreign.Quote(s) + ": yes or no is wanted"
	}
	return ""
}

func readCountUnit(r *Row, s string) string {
	r.CountUnit = s
	word, _, _ := strings.Cut(s, " ")
	if slices.Contains([]string{"package", "superchip", "wafer", "die"}, word) {
		return ""
	}
	return foreign.Quote(s) + ": one of package, superchip, wafer, die is wanted, and more in brackets after it"
}

func readDate(r *Row, s string) string {
	r.Date = s
	parts := strings.Split(s, "-")
	ok := len(parts) <= 3
	for i, p := range parts {
		wide, most := 4, 9999
		if i > 0 {
			wide, most = 2, []int{12, 31}[min(i-1, 1)]
		}
		n := 0
		for _, c := range p {
			n = n*10 + int(c-'0')
			ok = ok && '0' <= c && c <= '9'
		}
		ok = ok && len(p) == wide && n >= 1 && n <= most
	}
	if !ok {
		return foreign.Quote(s) + ": YYYY, YYYY-MM or YYYY-MM-DD is wanted"
	}
	return ""
}

// perChip is how far the column w_per_chip may be from power over count: it is printed rounded.
const perChip = 0.01

// checkPerChip compares the column w_per_chip with the row: where it does not fit, a figure of the row is mistyped.
func checkPerChip(r *Row, s string) string {
	x, err := unit.ParseIn(s, unit.For[unit.Watt](), 1)
	is := r.Power.Central / r.Count.Central
	switch {
	case err != nil:
		return err.Error()
	case is > 0 && !(math.Abs(x-is) <= perChip*is):
		return foreign.Quote(s) + ": power over count is " + unit.Short(is, unit.For[unit.Watt](), 4) + "; one of the three is wrong"
	}
	return ""
}
