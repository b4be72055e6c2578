package report

import (
	"bytes"
	"io"
	"strings"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/backtest"
	"github.com/capplan/capplan/internal/check"
	"github.com/capplan/capplan/internal/quantity"
)

// Briefing is the data of a report: one question, what came of it, and what a reader needs to judge it. Nothing is computed from it but words and layout, so
// that a report cannot disagree with the tables of the command that it is made like.
type Briefing struct {
	Title       string           // of the user; empty for the finding
	Answer      *answer.Answer   // of one chip, a mix or a comparison; nil in a ramp
	Ramp        *answer.Ramp     // nil but in a ramp
	Columns     []*quantity.Spec // what a ramp shows of each quarter
	Pictures    []Picture
	Misreadings []Misread
	Record      *backtest.Board // how the model did against published sites; nil where the library is not the built-in one
	Command     string          // the command line that makes the report again
	Recipe      string          // the canonical question; see [Recipe]
	InputHash   string          // see [InputHash]
	File        string          // the report's own name, without its folder
}

// Picture is a chart that has been drawn.
type Picture struct {
	Name    string // by which it is asked for
	Of      string // the id of the system that it is of, where the report has one of several; empty for the question's own
	System  string // its name
	Title   string // its finding, in one sentence
	Alt     string // its data in words
	Images  Images // in HTML
	Width   int    // of the image in pixels
	Height  int
	File    string // the name of the file beside the report; in Markdown
	Command string // the command line that draws it alone
}

// Images are the SVGs of a picture: for light and dark pages, on a wide screen or paper and on a narrow screen. All but the first may be nil.
type Images struct{ Light, Dark, NarrowLight, NarrowDark []byte }

// Misread is how the question is misread for one chip, or for the fleet.
type Misread struct {
	Name string
	List []check.Misreading
}

// briefingKind names the document.
const briefingKind = "report"

// Markdown writes the report as a page of Markdown; its pictures are files beside it. Errors are those of the writer.
func (b *Briefing) Markdown(w io.Writer, o Options) error {
	o.Format, o.Page, o.Width, o.Color, o.Quiet = Markdown, true, 0, false, false
	return flush(w, b.document(o).markdown(o))
}

// HTML writes the report as one page that opens anywhere: styles and pictures are inside, and nothing is fetched or run. Errors are those of the writer.
func (b *Briefing) HTML(w io.Writer, o Options) error {
	o.Format, o.Page, o.Width, o.Color, o.Quiet = "", true, 0, false, false // a page: names in full, sources as links
	var out bytes.Buffer
	if err := b.page(&out, o); err != nil {
		return err
	}
	return flush(w, out.Bytes())
}

// head is the question with its inputs, notes and warnings, of a ramp too.
func (b *Briefing) head() *answer.Answer {
	if b.Ramp != nil {
		return b.Ramp.Head()
	}
	return b.Answer
}

// finding is the answer in one sentence.
func (b *Briefing) finding(o Options) string {
	if b.Ramp != nil {
		return rampHeadline(b.Ramp, o)
	}
	return headline(b.Answer, o)
}

// document is the report as blocks: what Markdown and HTML are both made of.
func (b *Briefing) document(o Options) *document {
	d := &document{kind: briefingKind}
	d.add(b.opening(o))
	for _, c := range b.chapters(o) {
		d.add(c)
	}
	return d
}

// opening is the title, the finding and how to read the figures.
func (b *Briefing) opening(o Options) prose {
	finding := b.finding(o)
	out := prose{{finding, strong}}
	if b.Title != "" {
		out = prose{{b.Title, strong}, {finding, normal}}
	}
	read := about(b.head(), o)
	if b.head().Question.Draws > 0 {
		read[0].text += " A range holds nine draws of ten; each figure has the digits that its range supports."
	}
	return append(append(out, read...), sentence{"Computed by " + o.Tool.Name + " " + o.Tool.Version + " from its library of profiles, " + o.Tool.Library + ".", normal})
}

// chapters are the parts of the report below its opening; those without content are left out.
func (b *Briefing) chapters(o Options) []*chapter {
	var cited references
	var out []*chapter
	for _, c := range []*chapter{
		{id: "first", title: "Read first", blocks: b.first()},
		{id: "figures", title: "The figures", blocks: b.figures(o)},
		{id: "charts", title: "In pictures", blocks: b.charts()},
		{id: "notes", title: "Notes", blocks: b.notes()},
		{id: "misreadings", title: "Common misreadings", blocks: b.misreadings(o)},
		{id: "assumptions", title: "What it rests on", blocks: b.assumptions(o, &cited)},
		{id: "excluded", title: "What is not in it", blocks: []block{plainPoints(b.excluded())}},
		{id: "limits", title: "How far to trust it", blocks: []block{plainPoints(b.limits(o))}},
		{id: "reproduce", title: "How to make it again", blocks: b.reproduce(o)},
		{id: "sources", title: "Sources", blocks: []block{sourceList{&cited}}},
	} {
		if c.whole() {
			out = append(out, c)
		}
	}
	return out
}

// first is what must be read before any figure: warnings, and what is not built in.
func (b *Briefing) first() []block {
	a := b.head()
	var items points
	for _, x := range a.Warnings {
		text := x.Message
		if x.Advice != "" {
			text = strings.TrimRight(x.Message, ".") + " (" + x.Advice + ")."
		}
		items = append(items, point{"", text})
	}
	return []block{items, marksOf(a)}
}

// figures are the table of results, and what part each member has of them or how they compare.
func (b *Briefing) figures(o Options) []block {
	if b.Ramp != nil {
		list := []block{
			captioned{"Added up over all quarters, or as of the last", untitled(wholeTime(b.Ramp, o))}, captioned{"By year, as of its last quarter", quarters(yearly(b.Ramp), b.Columns, o)},
		}
		if len(b.Ramp.Solved) > 0 {
			list = append([]block{captioned{"Solved", solutions(b.Ramp, o)}}, list...)
		}
		return list
	}
	a := b.Answer
	switch {
	case isComparison(a):
		list := comparison(a, o)
		captions := []string{"Median and range of each", "Over the reference, draw by draw, so that what both share does not widen the range"}
		var out []block
		for i, one := range list[:min(len(list), len(captions))] {
			out = append(out, captioned{captions[i], one})
		}
		return out
	case isMix(a):
		list := fleet(a, o)
		return []block{captioned{"Median and range of each chip's part and of the whole", list[0]}, captioned{"What part of the whole each chip is", list[1]}}
	}
	return []block{captioned{"Median and range", estimate(a.Total, drawn(a), o)}}
}

// yearly is a ramp with the last quarter of each year, and without the generations, which the chart of them shows. A short one keeps its quarters.
func yearly(a *answer.Ramp) *answer.Ramp {
	const short = 9
	out := *a
	out.Periods = nil
	for i, p := range a.Periods {
		if len(a.Periods) > short && !strings.HasSuffix(p.Quarter, "Q4") && i < len(a.Periods)-1 {
			continue
		}
		p.Members = make([][]answer.Quantity, len(p.Members))
		out.Periods = append(out.Periods, p)
	}
	return &out
}

// charts are the pictures.
func (b *Briefing) charts() []block {
	var out []block
	for i := range b.Pictures {
		out = append(out, &b.Pictures[i])
	}
	return out
}

// notes are those of the answer.
func (b *Briefing) notes() []block {
	list := notes(b.head())
	if b.Ramp != nil && marked(b.Ramp, b.Columns) {
		list = append(list, assumedMark+" rests on an installed cost of systems that nobody has published.")
	}
	return []block{plainPoints(list)}
}
