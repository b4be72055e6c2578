package report

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// markdownLimit is what a comment on a pull request may hold, with room for what others add to it.
const markdownLimit = 65000

// markdown prints the document for a comment or a page. It starts with a hidden marker. A document that is too long gives up its details, the last first, and
// then rows of its tables, and says so.
func (d *document) markdown(o Options) []byte {
	blocks := d.only(o)
	parts := make([]string, len(blocks))
	total := 0
	for i, b := range blocks {
		parts[i] = b.markdown(o)
		total += len(parts[i]) + 2
	}
	if o.Page {
		return []byte(strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), "\n\n") + "\n")
	}
	for i := len(blocks) - 1; i >= 0 && total > markdownLimit; i-- {
		if left, is := blocks[i].(details); is {
			total -= len(parts[i])
			parts[i] = "*" + escape(o.clean(left.summary)) + " left out: a comment holds 65,000 characters. `--format json` has it.*"
			total += len(parts[i])
		}
	}
	for i := len(blocks) - 1; i >= 0 && total > markdownLimit; i-- {
		if whole := len(parts[i]); whole > 1000 {
			parts[i] = shorten(parts[i], max(1000, whole-(total-markdownLimit)-200))
			total += len(parts[i]) - whole
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "<!-- capplan:%s -->\n", d.kind)
	for _, p := range parts {
		if p != "" {
			b.WriteString("\n" + p + "\n")
		}
	}
	return []byte(b.String())
}

// shorten cuts a block after a whole line and says how many lines are missing.
func shorten(s string, limit int) string {
	cut := strings.LastIndexByte(s[:limit], '\n')
	if cut < 0 {
		return "*Left out: a comment holds 65,000 characters. `--format csv` has it.*"
	}
	rest := strings.Count(s[cut+1:], "\n") + 1
	return fmt.Sprintf("%s\n\n*%d more lines left out: a comment holds 65,000 characters. `--format csv` has them.*", s[:cut], rest)
}

func (p prose) markdown(o Options) string {
	parts := make([]string, len(p))
	for i, s := range p {
		parts[i] = escape(o.clean(strings.ReplaceAll(s.text, nbsp, " ")))
		switch {
		case i > 0 || s.tone != strong:
		case o.Page:
			parts[i] = "# " + parts[i]
		default:
			parts[i] = "### " + parts[i]
		}
	}
	if len(p) > 0 && p[0].tone == strong {
		return strings.TrimRight(parts[0]+"\n\n"+strings.Join(parts[1:], "  \n"), "\n")
	}
	return strings.Join(parts, "  \n")
}

func (l bullets) markdown(o Options) string {
	if len(l.items) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString(o.markdownTitle(l.title) + "\n")
	for _, item := range l.items {
		b.WriteString("\n- " + escape(o.clean(strings.ReplaceAll(item, nbsp, " "))))
	}
	return b.String()
}

func (d details) markdown(o Options) string {
	inner := stack(d.blocks).markdown(o)
	if inner == "" || o.Page {
		return inner
	}
	return "<details><summary>" + escape(o.clean(d.summary)) + "</summary>\n\n" + inner + "\n\n</details>"
}

func (g grid) markdown(o Options) string {
	if len(g.rows) == 0 {
		return ""
	}
	var b strings.Builder
	if g.title != "" {
		b.WriteString(o.markdownTitle(g.title) + "\n\n")
	}
	line := func(cells []string) {
		b.WriteString("|")
		for _, c := range cells {
			b.WriteString(" " + c + " |")
		}
		b.WriteString("\n")
	}
	heads, rules := make([]string, len(g.columns)), make([]string, len(g.columns))
	for i, c := range g.columns {
		heads[i] = escape(o.clean(c.head))
		rules[i] = ":--"
		if c.right {
			rules[i] = "--:"
		}
	}
	line(heads)
	line(rules)
	for _, r := range g.rows {
		cells := make([]string, len(g.columns))
		if r.section != "" {
			cells[0] = "**" + escape(o.clean(r.section)) + "**"
		}
		for i, c := range r.cells {
			cells[i] = o.markdownCell(c)
		}
		line(cells)
	}
	return strings.TrimRight(b.String(), "\n")
}

// markdownTitle is what stands above a part of a document.
func (o Options) markdownTitle(title string) string {
	if o.Page {
		return "## " + escape(o.clean(title))
	}
	return "**" + escape(o.clean(title)) + "**"
}

func (o Options) markdownCell(c cell) string {
	if o.Page && c.links != nil {
		return o.markdownLinks(c.links)
	}
	parts := make([]string, len(c.lines))
	for i, l := range c.lines {
		l = o.clean(strings.ReplaceAll(l, nbsp, " "))
		inner := strings.TrimLeft(l, " ")
		if c.code && inner != "" && !strings.ContainsAny(inner, "`|") {
			parts[i] = "`" + inner + "`"
		} else {
			parts[i] = strings.Repeat("&nbsp;", len(l)-len(inner)) + escape(inner)
		}
	}
	if o.Page && c.lead != "" {
		parts = append([]string{escape(o.clean(c.lead))}, parts...)
	}
	return strings.Join(parts, "<br>")
}

// hyperlink is a text that leads somewhere: to an address of the web, or to another page of the documentation.
type hyperlink struct{ text, address string }

// markdownLinks lists links; one without an address is plain text.
func (o Options) markdownLinks(links []hyperlink) string {
	parts := make([]string, len(links))
	for i, l := range links {
		parts[i] = escape(o.clean(l.text))
		if l.address != "" {
			parts[i] = "[" + parts[i] + "](" + l.address + ")"
		}
	}
	return strings.Join(parts, ", ")
}

// escape writes a text so that Markdown shows it as it is: no table cell ends in it, no emphasis, link, HTML, mention, formula or heading begins in it.
func escape(s string) string {
	var b strings.Builder
	before := ' '
	for i, r := range s {
		after, _ := utf8.DecodeRuneInString(s[i+utf8.RuneLen(r):])
		switch {
		case r == '_' && wordy(before) && wordy(after):
			b.WriteRune(r) // inside a name it emphasises nothing
		case strings.ContainsRune("\\`*_[]|~", r), r == '#' && b.Len() == 0:
			b.WriteString("\\" + string(r))
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '@':
			b.WriteString("&#64;")
		case r == '$':
			b.WriteString("&#36;")
		default:
			b.WriteRune(r)
		}
		before = r
	}
	return b.String()
}

func wordy(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
