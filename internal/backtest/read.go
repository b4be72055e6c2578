package backtest

import (
	"encoding/csv"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/capplan/capplan/internal/foreign"
	"github.com/capplan/capplan/internal/suggest"
)

// MaxRows is the most rows of one file: each takes some thousand evaluations of the model.
const MaxRows = 5000

// Read reads a file of rows, comma-separated values with the columns of [Columns] in any order; name stands for it in messages. The error, of type
// [Problems], holds all that is wrong: a column that is not known or missing, a number that is none, a word that is not allowed, an id that is there twice.
// Nothing is passed over.
func Read(name, data string) ([]Row, error) {
	r := reader{name: name, lines: strings.Split(data, "\n"), at: map[string]int{}}
	r.read(strings.TrimPrefix(data, "\ufeff"))
	if r.problems != nil {
		slices.SortStableFunc(r.problems, func(a, b Problem) int { return (a.Line-b.Line)<<20 + a.Column - b.Column })
		return nil, r.problems
	}
	return r.rows, nil
}

// reader reads one file.
type reader struct {
	name     string
	lines    []string
	at       map[string]int // the number of a column by its name
	rows     []Row
	problems Problems
}

func (r *reader) problem(p Place, key, format string, args ...any) {
	r.problems = append(r.problems, Problem{p, key, foreign.Visible(fmt.Sprintf(format, args...))})
}

func (r *reader) read(data string) {
	whole := Place{File: r.name}
	_, needed, _ := Columns()
	if strings.TrimSpace(data) == "" {
		r.problem(whole, "", "the file is empty; its first line names the columns, such as %s", strings.Join(needed, ","))
		return
	}
	if !utf8.ValidString(data) {
		r.problem(whole, "", "not UTF-8; comma-separated values in UTF-8 are wanted")
		return
	}
	c := csv.NewReader(strings.NewReader(data))
	c.FieldsPerRecord = -1 // a line of another length is a problem among others
	header, err := c.Read()
	if err != nil {
		r.syntax(err)
		return
	}
	r.header(header, func(i int) Place { return r.place(c.FieldPos(i)) })
	if len(r.problems) > 0 { // what the cells mean is not known then
		return
	}
	ids := map[string]int{}
	for {
		cells, err := c.Read()
		if err != nil {
			if !atEnd(err) {
				r.syntax(err)
			}
			break
		}
		place := func(i int) Place { return r.place(c.FieldPos(i)) }
		if len(cells) != len(header) {
			r.problem(place(0), "", "%d cells, and the first line names %d columns; a cell with a comma in it wants quotes", len(cells), len(header))
			continue
		}
		if len(r.rows) == MaxRows {
			r.problem(place(0), "", "more than %d rows", MaxRows)
			return
		}
		row := r.row(cells, place)
		if first, twice := ids[row.ID]; twice && row.ID != "" {
			r.problem(place(r.at["id"]), "id", "%s is also the id of line %d", foreign.Quote(row.ID), first)
		} else {
			ids[row.ID] = place(0).Line
		}
		r.rows = append(r.rows, row)
	}
	if len(r.rows) == 0 && len(r.problems) == 0 {
		r.problem(whole, "", "no rows; a row is a line under the names of the columns")
	}
}

// atEnd tells the end of a file, which is io.EOF, from what is wrong with it.
func atEnd(err error) bool {
	var syntax *csv.ParseError
	return !errors.As(err, &syntax)
}

func (r *reader) syntax(err error) {
	var syntax *csv.ParseError
	if errors.As(err, &syntax) {
		r.problem(r.place(syntax.Line, syntax.Column), "", "%v; a cell with a quote in it stands in quotes, and its own are written twice", syntax.Err)
	}
}

// place turns a byte's position into one in characters.
func (r *reader) place(line, column int) Place {
	p := Place{r.name, line, column}
	if line >= 1 && line <= len(r.lines) {
		s := strings.TrimPrefix(r.lines[line-1], "\ufeff")
		p.Column = utf8.RuneCountInString(s[:min(max(column-1, 0), len(s))]) + 1
	}
	return p
}

func (r *reader) header(cells []string, place func(int) Place) {
	names, needed, _ := Columns()
	for i, cell := range cells {
		name := strings.TrimSpace(cell)
		switch _, twice := r.at[name]; {
		case twice:
			r.problem(place(i), name, "the column is there twice")
		case !slices.Contains(names, name):
			near := suggest.Suggest(name, names)
			if near != "" {
				near = "; did you mean " + near + "?"
			}
			r.problem(place(i), "", "unknown column %s%s (the columns are %s)", foreign.Quote(name), near, strings.Join(names, ", "))
		}
		r.at[name] = i
	}
	for _, n := range needed {
		if _, there := r.at[n]; !there {
			r.problem(place(0), n, "the column is missing; a file of rows needs %s", strings.Join(needed, ", "))
		}
	}
}

// row reads one row; all that is wrong with it is added to the problems.
func (r *reader) row(cells []string, place func(int) Place) Row {
	nan := math.NaN()
	row := Row{Count: Span{nan, nan, nan}, Power: Span{nan, nan, nan}, Place: place(0)}
	bad := false
	for _, c := range columns {
		i, there := r.at[c.name]
		if !there {
			continue
		}
		s := strings.TrimSpace(cells[i])
		switch {
		case s == "" && c.needed:
			r.problem(place(i), c.name, "empty; each row needs %s", c.doc)
			bad = true
		case s != "" && c.read != nil:
			if msg := c.read(&row, s); msg != "" {
				r.problem(place(i), c.name, "%s", msg)
				bad = true
			}
		}
	}
	if i, there := r.at["profile"]; there {
		row.Place = place(i)
	}
	if row.Name == "" {
		row.Name = row.ID
	}
	if !bad {
		r.consistent(&row, cells, place)
	}
	return row
}

// consistent holds the figures of a row against each other.
func (r *reader) consistent(row *Row, cells []string, place func(int) Place) {
	at := func(column string) Place { // of a column that may not be there
		if i, there := r.at[column]; there {
			return place(i)
		}
		return place(0)
	}
	for _, f := range []struct {
		name string
		span Span
	}{{"chip_count", row.Count}, {"power_mw", row.Power}} {
		if f.span.Low > f.span.Central {
			r.problem(at(f.name+"_low"), f.name+"_low", "greater than %s_central", f.name)
		}
		if f.span.High < f.span.Central {
			r.problem(at(f.name+"_high"), f.name+"_high", "less than %s_central", f.name)
		}
		if math.IsNaN(f.span.Low) && !math.IsNaN(f.span.High) {
			r.problem(at(f.name+"_low"), f.name+"_low", "empty, and %s_high is not; give both ends, or none", f.name)
		}
	}
	if row.Power.MoreThan() {
		r.problem(at("power_mw_high"), "power_mw_high", "empty, and power_mw_low is not; give both ends, or none")
	}
	if row.Basis.Measured() && row.Count.MoreThan() {
		r.problem(at("chip_count_high"), "chip_count_high", "empty, and chip_count_low is not; a measured machine has a number of chips that is known")
	}
	if row.Covers != "" && !row.Basis.Measured() {
		r.problem(at("power_covers"), "power_covers", "it is for measured machines, and power_basis is %s", row.Basis)
	}
	if i, there := r.at["w_per_chip"]; there && strings.TrimSpace(cells[i]) != "" {
		if msg := checkPerChip(row, strings.TrimSpace(cells[i])); msg != "" {
			r.problem(place(i), "w_per_chip", "%s", msg)
		}
	}
}
