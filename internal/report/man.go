package report

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// Man writes the manual page of a command, in section 1, or, with nil, that of the program. Its date is that of the library: the same program gives the same page.
// Errors are those of the writer.
func Man(w io.Writer, s *Surface, c *CommandInfo, tool ToolInfo) error {
	var m manual
	name, short := "capplan", "what a gigawatt of AI compute is: chips, racks, FLOP/s, energy, money"
	if c != nil {
		name, short = "capplan-"+strings.ReplaceAll(c.Path, " ", "-"), strings.ToLower(c.Short[:1])+c.Short[1:]
	}
	m.line(`.TH "%s" "1" "%s" "%s %s" "%s manual"`, strings.ToUpper(roff(name)), tool.Date, tool.Name, roff(tool.Version), tool.Name)
	m.section("NAME")
	m.line(`%s \- %s`, roff(name), roff(short))
	m.section("SYNOPSIS")
	if c == nil {
		m.line(`\fBcapplan\fR \fICOMMAND\fR [\fIFLAGS\fR]`)
		m.section("DESCRIPTION")
		m.paragraphs("capplan turns a power commitment into accelerators, racks, throughput, energy and money, with a range for everything and a source for every number.")
		m.section("COMMANDS")
		for _, x := range s.Commands {
			m.item(`\fBcapplan-`+roff(strings.ReplaceAll(x.Path, " ", "-"))+`\fR(1)`, x.Short+".")
		}
	} else {
		m.line(`\fB%s\fR`, roff(c.Use))
		m.section("DESCRIPTION")
		m.paragraphs(c.Short + ".")
		if c.Long != "" {
			m.line(".PP")
			m.paragraphs(c.Long)
		}
		m.section("EXAMPLES")
		m.verbatim(strings.Join(c.Examples, "\n"))
		if len(c.Flags) > 0 {
			m.section("OPTIONS")
		}
		for _, f := range c.Flags {
			text := f.Usage
			if f.Default != "" && f.Type != "boolean" {
				text += " (default " + f.Default + ")"
			}
			if f.Setting != "" {
				text += ". Its default is changed by $" + f.Setting + "."
			}
			term := `\fB` + roff(f.written()) + `\fR`
			if v := f.value(); v != "" {
				term += ` \fI` + roff(v) + `\fR`
			}
			m.item(term, text)
		}
	}
	m.section("EXIT STATUS")
	for _, x := range s.ExitCodes {
		if c == nil || slices.Contains(c.ExitCodes, x.Code) {
			m.item(fmt.Sprintf(`\fB%d\fR`, x.Code), x.Meaning+".")
		}
	}
	if c == nil {
		m.section("ENVIRONMENT")
		for _, x := range s.Settings {
			m.item(`\fB`+roff(x.Variable)+`\fR`, x.Meaning+".")
		}
		for _, t := range s.Topics {
			m.section(strings.ToUpper(t.Name))
			m.verbatim(t.Text)
		}
	} else {
		m.section("SEE ALSO")
		m.line(`\fBcapplan\fR(1)`)
	}
	return flush(w, []byte(m.String()))
}

// manual is a page in the language of man(7).
type manual struct{ strings.Builder }

func (m *manual) line(format string, args ...any) { fmt.Fprintf(m, format+"\n", args...) }

func (m *manual) section(name string) { m.line(`.SH "%s"`, roff(name)) }

// item is a term with its explanation below.
func (m *manual) item(term, text string) {
	m.line(".TP\n%s", term)
	m.paragraphs(text)
}

// value is what stands after a flag, in a word; empty where nothing does.
func (f *FlagInfo) value() string {
	switch {
	case f.Type == "boolean":
		return ""
	case f.Kind != "":
		return strings.ReplaceAll(f.Kind, " ", "-")
	case len(f.Values) > 0:
		return "word"
	}
	return strings.ReplaceAll(f.Type, " ", "-")
}

// paragraphs fills text; an empty line begins a new paragraph, and a line that begins with a space or a tab stands as it is.
func (m *manual) paragraphs(s string) {
	for _, l := range strings.Split(strings.TrimSpace(s), "\n") {
		if rest, is := strings.CutPrefix(l, "\t"); is {
			l = "    " + rest
		}
		switch {
		case strings.TrimSpace(l) == "":
			m.line(".PP")
		case strings.HasPrefix(l, " "):
			m.line(".nf\n%s\n.fi", roffLine(l))
		default:
			m.line("%s", roffLine(l))
		}
	}
}

// verbatim is text whose lines stand as they are.
func (m *manual) verbatim(s string) {
	m.line(".nf")
	for _, l := range strings.Split(s, "\n") {
		m.line("%s", roffLine(l))
	}
	m.line(".fi")
}

// roff escapes what the language would read as its own.
func roff(s string) string {
	return strings.NewReplacer(`\`, `\e`, "-", `\-`, "'", `\(aq`, "`", `\(ga`, "^", `\(ha`, "~", `\(ti`, `"`, `\(dq`).Replace(s)
}

// roffLine escapes a line, which must not begin like a request.
func roffLine(s string) string {
	s = roff(s)
	if strings.HasPrefix(s, ".") {
		s = `\&` + s
	}
	return s
}
