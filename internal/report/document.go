package report

import (
	"slices"
	"strings"
)

// document is a result as people read it: blocks, one below the other. Tables and Markdown are two ways to print the same blocks.
type document struct {
	kind   string // names the document in the hidden marker by which a comment is found again and replaced
	blocks []block
}

// block is a part of a document.
type block interface {
	text(o Options) []string // lines, none wider than o.Width if that can be
	markdown(o Options) string
}

// add appends blocks; those that are nil or empty are left out.
func (d *document) add(blocks ...block) {
	for _, b := range blocks {
		if b != nil {
			d.blocks = append(d.blocks, b)
		}
	}
}

// only returns the blocks that the options want.
func (d *document) only(o Options) []block {
	if !o.Quiet {
		return d.blocks
	}
	return slices.DeleteFunc(slices.Clone(d.blocks), func(b block) bool {
		switch b.(type) {
		case prose, bullets, details:
			return true
		}
		return false
	})
}

// text prints the document for a terminal, a blank line between blocks.
func (d *document) text(o Options) []byte {
	var parts []string
	for _, b := range d.only(o) {
		if lines := b.text(o); len(lines) > 0 {
			parts = append(parts, strings.Join(lines, "\n")+"\n")
		}
	}
	return []byte(strings.Join(parts, "\n"))
}

// prose is sentences, each starting on a line of its own; the first is the headline if it is strong.
type prose []sentence

type sentence struct {
	text string
	tone tone
}

func (p prose) text(o Options) []string {
	var out []string
	for _, s := range p {
		for _, line := range wrap(o.sentence(s.text), o.Width, 0) {
			out = append(out, o.paint(line, s.tone))
		}
	}
	return out
}

// keep is clean, but for the spaces at which a line may not be broken; wrap turns those into plain ones.
func (o Options) keep(s string) string {
	parts := strings.Split(s, nbsp)
	for i := range parts {
		parts[i] = o.clean(parts[i])
	}
	return strings.Join(parts, nbsp)
}

// sentence is keep, with numbers kept together with their units, in a sentence that was written elsewhere.
func (o Options) sentence(s string) string {
	var b strings.Builder
	end := 0 // of the last unit, whose own digit is no number
	for i := 0; i < len(s); i++ {
		if s[i] == ' ' && i > end && s[i-1] >= '0' && s[i-1] <= '9' {
			if n := unitLength(s[i+1:]); n > 0 {
				b.WriteString(together(s[i : i+1+n]))
				i += n
				end = i + 1
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return o.keep(b.String())
}

// unitLength is the length of the unit at the start of s, 0 if there is none.
func unitLength(s string) int {
	try := func(prefixes, unit string) int {
		for n := range len(prefixes) + 1 {
			u := unit
			if n > 0 {
				u = prefixes[n-1:n] + unit
			}
			if strings.HasPrefix(s, u) && (len(s) == len(u) || strings.IndexByte(wordBytes, s[len(u)]) < 0) {
				return len(u)
			}
		}
		return 0
	}
	for _, u := range [...]struct{ prefixes, unit string }{
		{"MBT", " USD"}, {"", "USD"}, {"kMGTPEZ", "FLOP/s"}, {"kMGTPEZ", "Wh"}, {"kMGTPEZ", "W"}, {"kMGTPEZ", "B"}, {"kMGTPEZ", "L"}, {"", "k"}, {"", "M"},
		{"", "T"}, {"kMG", "gCO2e"}, {"kMG", "tCO2e"}, {"", "m2"}, {"", "yr"},
	} {
		if n := try(u.prefixes, u.unit); n > 0 && s[0] != ' ' {
			return n
		}
	}
	return 0
}

// wordBytes are those after which a unit would be the beginning of a word.
const wordBytes = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"

// bullets is a titled list of statements.
type bullets struct {
	title string
	items []string
}

func (l bullets) text(o Options) []string {
	if len(l.items) == 0 {
		return nil
	}
	out := []string{o.paint(o.clean(l.title), strong)}
	for _, item := range l.items {
		lines := wrap(o.sentence(item), o.Width-2*sign(o.Width), 0)
		for i, line := range lines {
			lead := "  "
			if i == 0 {
				lead = "- "
			}
			out = append(out, lead+line)
		}
	}
	return out
}

// sign is 1 where there is a limit and 0 where there is none, so that what is taken off "no limit" leaves it at 0.
func sign(limit int) int {
	if limit > 0 {
		return 1
	}
	return 0
}

// details is what a reader may want to unfold: in Markdown it is collapsed, on a terminal it stands as it is.
type details struct {
	summary string
	blocks  []block
}

func (d details) text(o Options) []string {
	var out []string
	for _, b := range d.blocks {
		lines := b.text(o)
		if len(lines) == 0 {
			continue
		}
		if len(out) > 0 {
			out = append(out, "")
		}
		out = append(out, lines...)
	}
	return out
}

// choice is one block in several layouts, from the widest to the narrowest: the first that fits is printed, or else the last. Markdown has room for the
// first.
type choice []block

func (c choice) text(o Options) []string {
	var lines []string
	for _, b := range c {
		lines = b.text(o)
		if o.Width <= 0 || widest(lines) <= o.Width {
			return lines
		}
	}
	return lines
}

func (c choice) markdown(o Options) string { return c[0].markdown(o) }

func widest(lines []string) int {
	most := 0
	for _, l := range lines {
		most = max(most, width(l))
	}
	return most
}

// stack is blocks that belong together, a blank line between them.
type stack []block

func (s stack) text(o Options) []string { return details{blocks: s}.text(o) }

func (s stack) markdown(o Options) string {
	var parts []string
	for _, b := range s {
		if t := b.markdown(o); t != "" {
			parts = append(parts, t)
		}
	}
	return strings.Join(parts, "\n\n")
}

// panels is a table in as few parts as fit, each with the first column and some of the others; where parts of two columns do not fit, it is otherwise, or
// parts of one.
type panels struct {
	grid
	otherwise block
}

func (p panels) text(o Options) []string {
	others, least := len(p.columns)-1, 1
	if p.otherwise != nil {
		least = 2
	}
	for parts := 2; others/parts >= least; parts++ {
		lines := p.split(parts).text(o)
		if widest(lines) <= o.Width || p.otherwise == nil && parts == others {
			return lines
		}
	}
	if p.otherwise == nil {
		return p.grid.text(o)
	}
	return p.otherwise.text(o)
}

// split cuts the table into parts of about as many columns.
func (p panels) split(parts int) stack {
	var out stack
	others := len(p.columns) - 1
	for i := range parts {
		from, to := 1+(others*i+parts-1)/parts, 1+(others*(i+1)+parts-1)/parts
		one := grid{title: p.title, columns: append(slices.Clone(p.columns[:1]), p.columns[from:to]...)}
		for _, r := range p.rows {
			if r.section == "" {
				r.cells = append(slices.Clone(r.cells[:1]), r.cells[from:to]...)
			}
			one.rows = append(one.rows, r)
		}
		out = append(out, one)
	}
	return out
}
