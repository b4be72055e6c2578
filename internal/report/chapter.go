package report

import (
	"cmp"
	"net/url"
	"strings"
)

// chapter is a part of a report under a heading of its own.
type chapter struct {
	id, title string // the id is that of a link within the page
	blocks    []block
}

// whole drops the blocks that are empty and reports whether any is left.
func (c *chapter) whole() bool {
	var kept []block
	for _, b := range c.blocks {
		if b != nil && b.markdown(Options{Page: true}) != "" {
			kept = append(kept, b)
		}
	}
	c.blocks = kept
	return len(kept) > 0
}

func (c *chapter) text(o Options) []string { return details{blocks: c.blocks}.text(o) }

func (c *chapter) markdown(o Options) string {
	return "## " + escape(o.clean(c.title)) + "\n\n" + stack(c.blocks).markdown(o)
}

// subhead is a heading within a chapter.
type subhead string

func (s subhead) text(o Options) []string { return []string{o.paint(o.clean(string(s)), strong)} }

func (s subhead) markdown(o Options) string { return "### " + escape(o.clean(string(s))) }

// points is a list of statements.
type points []point

// point is a statement, and what it is about where that is said in front.
type point struct{ lead, text string }

// plainPoints is a list of statements that have nothing in front.
func plainPoints(list []string) points {
	out := make(points, len(list))
	for i, s := range list {
		out[i].text = s
	}
	return out
}

func (p points) text(o Options) []string {
	items := make([]string, len(p))
	for i, x := range p {
		items[i] = strings.TrimSpace(x.lead + " " + x.text)
	}
	return bullets{"", items}.text(o)
}

func (p points) markdown(o Options) string {
	lines := make([]string, len(p))
	for i, x := range p {
		lines[i] = "- "
		if x.lead != "" {
			lines[i] += "**" + escape(o.clean(x.lead)) + "** "
		}
		lines[i] += escape(o.clean(strings.ReplaceAll(x.text, nbsp, " ")))
	}
	return strings.Join(lines, "\n")
}

// captioned is a table with what it shows.
type captioned struct {
	caption string
	block
}

func (c captioned) markdown(o Options) string {
	if c.block == nil {
		return ""
	}
	table := c.block.markdown(o)
	if table == "" {
		return ""
	}
	return escape(o.clean(c.caption)) + ":\n\n" + table
}

// untitled is a table without the title above it, in the first of its layouts.
func untitled(b block) block {
	if c, is := b.(choice); is {
		b = c[0]
	}
	if g, is := b.(grid); is {
		g.title = ""
		return g
	}
	return b
}

// listing is a command line, or several, set apart.
type listing []string

func (l listing) text(o Options) []string { return l }

func (l listing) markdown(o Options) string {
	lines := make([]string, len(l))
	for i := range l {
		lines[i] = o.clean(l[i])
	}
	body := strings.Join(lines, "\n")
	fence := "```"
	for strings.Contains(body, fence) {
		fence += "`"
	}
	return fence + "sh\n" + body + "\n" + fence
}

func (p *Picture) text(o Options) []string { return []string{o.clean(p.Title)} }

// markdown is the picture with its data in words, in its place.
func (p *Picture) markdown(o Options) string {
	return "![" + escape(o.clean(p.Alt)) + "](" + (&url.URL{Path: p.File}).EscapedPath() + ")\n\n" + "*" + escape(o.clean(p.caption())) + "*"
}

// captions say what the charts show, where the title in the picture says what follows from it.
var captions = map[string]string{
	"waterfall":  "Where the watts go, from the meter to the chips.",
	"ridges":     "How the draws spread: the higher the curve, the more of them lie there.",
	"tornado":    "What moves the answer: one input at a time at the low and at the high end of its range.",
	"bars":       "What part of each measure each chip has.",
	"cumulative": "How likely at least so much is: each curve falls from certain to hopeless.",
	"ramp":       "The chips by quarter and generation, with the range of their sum.",
	"cash":       "What is paid by quarter, and what the agreements provide.",
	"bridge":     "What lies between the fleet as announced and the one that is expected.",
}

// caption is what stands below the picture.
func (p *Picture) caption() string {
	c := cmp.Or(captions[p.Name], p.Title+".")
	if p.System != "" {
		return p.System + ". " + c
	}
	return c
}

// Key tells the picture from the others of its report: waterfall, or waterfall-trainium2 where there are several.
func (p *Picture) Key() string {
	if p.Of == "" {
		return p.Name
	}
	return p.Name + "-" + p.Of
}

// sourceList is the numbered sources without a heading of its own.
type sourceList struct{ *references }

func (s sourceList) markdown(o Options) string {
	_, list, _ := strings.Cut(s.references.markdown(o), "\n\n")
	if list == "" {
		_, list, _ = strings.Cut(s.references.markdown(o), "\n")
	}
	return strings.TrimLeft(list, "\n")
}
