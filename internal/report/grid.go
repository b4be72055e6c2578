package report

import (
	"bytes"
	"strings"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/renderer"
	"github.com/olekukonko/tablewriter/tw"
)

// grid is a table with a line under its header and no other lines.
type grid struct {
	title   string // stands above the table; may be empty
	columns []column
	rows    []gridRow
}

type column struct {
	head  string
	right bool // aligned to the right
	unit  bool // aligned so that numbers stand above numbers and units above units
	flow  bool // may be broken between words where the table is too wide
}

// gridRow is a row of cells, or the heading of the rows that follow it.
type gridRow struct {
	section string
	cells   []cell
}

// cell is one or more lines.
type cell struct {
	lines []string
	tone  tone
	code  bool        // a name that people copy; Markdown sets it apart
	links []hyperlink // what a page of Markdown has in place of the lines
	lead  string      // what the cell of a page has above the lines: a name in words, over the one that people copy
}

func text(lines ...string) cell { return cell{lines: lines} }

// code is a name of the model or of a profile, or several, a line each.
func code(names ...string) cell { return cell{lines: names, tone: faint, code: true} }

// gap is the space between columns.
const gap = 2

func (g grid) text(o Options) []string {
	if len(g.rows) == 0 {
		return nil
	}
	body := g.body(o)
	g.alignUnits(body)
	g.fit(body, o)

	var b bytes.Buffer
	t := tablewriter.NewTable(&b, tablewriter.WithRenderer(renderer.NewBlueprint(rendition(o))), tablewriter.WithConfig(g.config()))
	t.Header(join(body[0], o, strong))
	first := true
	for i, r := range g.rows {
		cells := join(body[i+1], o, normal)
		for k, c := range r.cells {
			if c.tone != normal {
				cells[k] = paintLines(cells[k], o, c.tone)
			}
		}
		if r.section != "" {
			if !first {
				_ = t.Append(make([]string, len(g.columns))) // into memory; cannot fail
			}
			cells[0] = paintLines(cells[0], o, strong)
		}
		first = false
		_ = t.Append(cells)
	}
	_ = t.Render()

	var out []string
	if g.title != "" {
		out = append(wrap(o.keep(g.title), o.Width, 0), "")
		for i := range out {
			out[i] = o.paint(out[i], strong)
		}
	}
	for _, line := range strings.Split(strings.TrimRight(b.String(), "\n"), "\n") {
		out = append(out, strings.TrimRight(line, " "))
	}
	return out
}

// body is the lines of the header and of all rows, by row and column, safe to show.
func (g grid) body(o Options) [][][]string {
	head := make([][]string, len(g.columns))
	for i, c := range g.columns {
		head[i] = []string{o.keep(c.head)}
	}
	out := [][][]string{head}
	for _, r := range g.rows {
		row := make([][]string, len(g.columns))
		if r.section != "" {
			row[0] = []string{o.keep(r.section)}
		}
		for i, c := range r.cells {
			for _, line := range c.lines {
				row[i] = append(row[i], o.keep(line))
			}
		}
		out = append(out, row)
	}
	return out
}

// alignUnits pads cells so that, with the column aligned to the right, numbers end at one place and units start at one.
func (g grid) alignUnits(body [][][]string) {
	for k, c := range g.columns {
		if !c.unit {
			continue
		}
		most := 0
		for _, row := range body[1:] {
			for _, line := range row[k] {
				_, u := splitUnit(line)
				most = max(most, width(u))
			}
		}
		for _, row := range body[1:] {
			for i, line := range row[k] {
				_, u := splitUnit(line)
				row[k][i] = line + strings.Repeat(" ", most-width(u))
			}
		}
	}
}

// fit breaks the header and the cells that may be broken until the table is no wider than allowed, or cannot be narrower.
func (g grid) fit(body [][][]string, o Options) {
	widths, least := make([]int, len(g.columns)), make([]int, len(g.columns))
	total := gap * (len(g.columns) - 1)
	for k, c := range g.columns {
		for i, row := range body {
			for _, line := range row[k] {
				widths[k] = max(widths[k], width(line))
				if i == 0 || c.flow {
					least[k] = max(least[k], longestWord(line))
				} else {
					least[k] = max(least[k], width(line))
				}
			}
		}
		total += widths[k]
	}
	for ; o.Width > 0 && total > o.Width; total-- {
		k := roomiest(widths, least)
		if k < 0 {
			break
		}
		widths[k]--
	}
	for i, row := range body {
		for k, c := range g.columns {
			if i > 0 && !c.flow {
				continue
			}
			var lines []string
			for _, line := range row[k] {
				lines = append(lines, wrap(line, widths[k], 0)...)
			}
			row[k] = lines
		}
	}
}

// roomiest is the widest column that can be narrower, -1 if none can.
func roomiest(widths, least []int) int {
	best := -1
	for k, w := range widths {
		if w > least[k] && (best < 0 || w > widths[best]) {
			best = k
		}
	}
	return best
}

// join makes one string of each cell's lines.
func join(row [][]string, o Options, t tone) []string {
	out := make([]string, len(row))
	for k, lines := range row {
		for i := range lines {
			lines[i] = strings.ReplaceAll(lines[i], nbsp, " ")
		}
		out[k] = paintLines(strings.Join(lines, "\n"), o, t)
	}
	return out
}

// paintLines colours line by line, since an escape sequence must not span the columns beside it.
func paintLines(s string, o Options, t tone) string {
	lines := strings.Split(s, "\n")
	for i := range lines {
		lines[i] = o.paint(lines[i], t)
	}
	return strings.Join(lines, "\n")
}

// config sets every default of the library aside that would change what a cell says: headers in capitals, trimmed indentation, wrapped or cut text.
func (g grid) config() tablewriter.Config {
	padding := make([]tw.Padding, len(g.columns))
	align := make([]tw.Align, len(g.columns))
	for i, c := range g.columns {
		padding[i] = tw.Padding{Right: strings.Repeat(" ", gap), Overwrite: true}
		align[i] = tw.AlignLeft
		if c.right {
			align[i] = tw.AlignRight
		}
	}
	padding[len(padding)-1] = tw.Padding{Overwrite: true}
	cells := tw.CellConfig{
		Formatting: tw.CellFormatting{AutoWrap: tw.WrapNone, AutoFormat: tw.Off},
		Padding:    tw.CellPadding{Global: padding[0], PerColumn: padding},
		Alignment:  tw.CellAlignment{Global: tw.AlignLeft, PerColumn: align},
	}
	return tablewriter.Config{
		Header: cells, Row: cells, Behavior: tw.Behavior{AutoHide: tw.Off, TrimSpace: tw.Off, TrimLine: tw.Off, TrimTab: tw.Off},
	}
}

func rendition(o Options) tw.Rendition {
	style := tw.StyleLight
	if o.ASCII {
		style = tw.StyleASCII
	}
	return tw.Rendition{
		Borders: tw.Border{Left: tw.Off, Right: tw.Off, Top: tw.Off, Bottom: tw.Off},
		Symbols: tw.NewSymbols(style),
		Settings: tw.Settings{
			Separators: tw.Separators{ShowHeader: tw.On, ShowFooter: tw.Off, BetweenRows: tw.Off, BetweenColumns: tw.Off},
			Lines:      tw.Lines{ShowTop: tw.Off, ShowBottom: tw.Off, ShowHeaderLine: tw.On, ShowFooterLine: tw.Off},
		},
	}
}
