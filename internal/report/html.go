package report

import (
	"bytes"
	_ "embed"
	"encoding/base64"
	"html/template"
	"strings"
	"sync"
)

//go:embed html/page.gohtml
var pageText string

//go:embed html/style.css
var styleText string

// pageTemplates set a report as HTML. Every text goes through them, so that none can become a tag, an address or a style.
var pageTemplates = sync.OnceValue(func() *template.Template { return template.Must(template.New("page").Parse(pageText)) })

// htmlPage is what the templates print.
type htmlPage struct {
	Title, Description, Generator string
	Recipe, InputHash             string
	Style                         template.CSS
	Heading                       []htmlRun
	Long                          bool // whether the heading is of many words
	Lead                          []string
	Chapters                      []htmlChapter
}

// htmlRun is a part of a heading; a range in brackets is not broken.
type htmlRun struct {
	Text  string
	Whole bool
}

// runs parts a heading at what stands in brackets.
func runs(s string) (out []htmlRun) {
	const longest = 24 // a range; more than that has to be broken
	for s != "" {
		from := strings.IndexByte(s, '(')
		length := strings.IndexByte(s[max(0, from):], ')') + 1
		if from < 0 || length == 0 || length > longest {
			return append(out, htmlRun{Text: s})
		}
		out = append(out, htmlRun{Text: s[:from]}, htmlRun{s[from : from+length], true})
		s = s[from+length:]
	}
	return out
}

type htmlChapter struct {
	ID, Title string
	Parts     []htmlPart
}

// htmlPart is a block: the field of its kind is set, the others are not.
type htmlPart struct {
	Heading    string
	Paragraphs []string
	Points     []htmlPoint
	Listing    []string
	Table      *htmlTable
	Picture    *htmlPicture
	Sources    []htmlSource
	Marks      []string
}

// htmlPoint is a statement, with what it is about in front where it has that.
type htmlPoint struct{ Lead, Text string }

type htmlPicture struct {
	ID, Caption, Alt string
	Light            template.URL
	Others           []htmlVariant // for other pages, the first that fits
	Width, Height    int
}

// htmlVariant is a picture for the pages that a media query fits.
type htmlVariant struct {
	Media string
	Image template.Srcset
}

type htmlSource struct {
	Number                   int
	Title, URL, Rest, NotWeb string
}

type htmlTable struct {
	Caption string
	Heads   []htmlHead
	Bodies  []htmlBody
	Width   int // how many columns
}

type htmlHead struct{ Text, Class string }

// htmlBody is rows under a heading, which may be empty.
type htmlBody struct {
	Section string
	Rows    []htmlRow
}

type htmlRow struct {
	First  htmlCell
	Others []htmlCell
}

type htmlCell struct {
	Lead  string
	Lines []string
	Depth int // how far the cell is indented
	Class string
	Code  bool
	Links []htmlLink
}

type htmlLink struct{ Text, Address string }

// page prints the report.
func (b *Briefing) page(w *bytes.Buffer, o Options) error {
	top := b.opening(o)
	p := htmlPage{
		Heading: runs(o.words(top[0].text)), Title: strings.ReplaceAll(o.words(top[0].text), nbsp, " "), Description: o.words(b.finding(o)), Generator: o.clean(o.Tool.Name + " " + o.Tool.Version + ", library " + o.Tool.Library),
		Recipe: b.Recipe, InputHash: b.InputHash, Style: template.CSS(styleText),
	}
	const long = 90
	p.Long = len(p.Title) > long
	for _, s := range top[1:] {
		p.Lead = append(p.Lead, o.words(s.text))
	}
	for _, c := range b.chapters(o) {
		one := htmlChapter{ID: c.id, Title: o.words(c.title)}
		for _, x := range c.blocks {
			one.Parts = append(one.Parts, o.parts(x)...)
		}
		p.Chapters = append(p.Chapters, one)
	}
	return pageTemplates().Execute(w, &p)
}

// words is a text of a page: one line, without characters that cannot be seen, numbers kept with their units.
func (o Options) words(s string) string { return o.sentence(s) }

// parts are a block as the templates print it.
func (o Options) parts(b block) []htmlPart {
	switch b := b.(type) {
	case prose:
		var part htmlPart
		for _, s := range b {
			part.Paragraphs = append(part.Paragraphs, o.words(s.text))
		}
		return []htmlPart{part}
	case marks:
		var part htmlPart
		for _, s := range b {
			part.Marks = append(part.Marks, o.words(s.text))
		}
		return []htmlPart{part}
	case subhead:
		return []htmlPart{{Heading: o.words(string(b))}}
	case points:
		var part htmlPart
		for _, s := range b {
			part.Points = append(part.Points, htmlPoint{o.words(s.lead), o.words(s.text)})
		}
		return []htmlPart{part}
	case listing:
		var part htmlPart
		for _, s := range b {
			part.Listing = append(part.Listing, o.clean(s))
		}
		return []htmlPart{part}
	case *Picture:
		return []htmlPart{{Picture: o.picture(b)}}
	case captioned:
		out := o.parts(b.block)
		for i := range out {
			if out[i].Table != nil {
				out[i].Table.Caption = o.words(b.caption)
			}
		}
		return out
	case choice:
		return o.parts(b[0])
	case panels:
		return o.parts(b.grid)
	case grid:
		return []htmlPart{{Table: o.table(b)}}
	case sourceList:
		return []htmlPart{{Sources: o.sources(b.references)}}
	}
	return nil
}

func (o Options) picture(p *Picture) *htmlPicture {
	uri := func(svg []byte) string { return "data:image/svg+xml;base64," + base64.StdEncoding.EncodeToString(svg) }
	out := &htmlPicture{ID: "chart-" + p.Key(), Caption: o.words(p.caption()), Alt: o.clean(p.Alt), Light: template.URL(uri(p.Images.Light)), Width: p.Width, Height: p.Height}
	for _, v := range []struct {
		media string
		svg   []byte
	}{
		{"screen and (max-width: 40rem) and (prefers-color-scheme: dark)", p.Images.NarrowDark}, {"screen and (max-width: 40rem)", p.Images.NarrowLight},
		{"screen and (prefers-color-scheme: dark)", p.Images.Dark},
	} {
		if v.svg != nil {
			out.Others = append(out.Others, htmlVariant{v.media, template.Srcset(uri(v.svg))})
		}
	}
	return out
}

func (o Options) table(g grid) *htmlTable {
	if len(g.rows) == 0 {
		return nil
	}
	t := &htmlTable{Width: len(g.columns), Caption: o.words(g.title)}
	classes := make([]string, len(g.columns))
	for i, c := range g.columns {
		switch {
		case c.right:
			classes[i] = "right"
		case i > 0 && c.head == "Name":
			classes[i] = "name" // which people copy; on a narrow screen there is no room for it
		case c.head == "Evidence":
			classes[i] = "tight"
		}
		t.Heads = append(t.Heads, htmlHead{o.words(c.head), classes[i]})
	}
	for _, r := range g.rows {
		if r.section != "" || len(t.Bodies) == 0 {
			t.Bodies = append(t.Bodies, htmlBody{Section: o.words(r.section)})
		}
		if r.section != "" {
			continue
		}
		var row htmlRow
		for i, c := range r.cells {
			one := o.htmlCell(c)
			one.Class = classes[i]
			if i == 0 {
				row.First = one
			} else {
				row.Others = append(row.Others, one)
			}
		}
		last := &t.Bodies[len(t.Bodies)-1]
		last.Rows = append(last.Rows, row)
	}
	return t
}

func (o Options) htmlCell(c cell) htmlCell {
	out := htmlCell{Lead: o.words(c.lead), Code: c.code}
	for _, l := range c.lines {
		inner := strings.TrimLeft(l, " ")
		out.Depth = max(out.Depth, (len(l)-len(inner))/2)
		if c.code {
			inner = o.clean(inner)
		} else {
			inner = o.words(inner)
		}
		out.Lines = append(out.Lines, inner)
	}
	for _, l := range c.links {
		out.Links = append(out.Links, htmlLink{o.words(l.text), l.address})
	}
	return out
}

func (o Options) sources(r *references) []htmlSource {
	var out []htmlSource
	for i, s := range r.list {
		one := htmlSource{Number: i + 1, Title: o.words(s.Title), URL: link(s.URL), Rest: o.words(strings.TrimPrefix(sourceText(s), s.Title))}
		if one.URL == "" {
			one.NotWeb = o.words(s.URL)
		}
		out = append(out, one)
	}
	return out
}
