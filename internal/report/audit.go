package report

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/capplan/capplan/internal/audit"
)

// Audited is what an audit of profiles found.
type Audited struct {
	Profiles int             // how many were looked at
	Findings []audit.Finding // in the order of files and places
	Shown    audit.Severity  // the least severity of Findings that is shown; empty for all. Counts are of all
	Oldest   string          // ISO date: values with no younger source are stale; empty where age did not count
}

// shown are the findings that are as grave as wanted.
func (a Audited) shown() []audit.Finding {
	if a.Shown == "" {
		return a.Findings
	}
	least := slices.Index(audit.Severities, a.Shown)
	return slices.DeleteFunc(slices.Clone(a.Findings), func(f audit.Finding) bool { return slices.Index(audit.Severities, f.Severity) > least })
}

// Audit writes what was found in profiles, each finding with its place, its rule and advice. Errors are those of the writer.
func Audit(w io.Writer, a Audited, o Options) error {
	return o.write(w, output{
		document: func() *document {
			d := &document{kind: "profiles-check"}
			d.add(prose{{a.headline(), strong}}, findings(a.shown()))
			if slices.ContainsFunc(a.shown(), func(f audit.Finding) bool {
				r := audit.Find(f.Code)
				return r != nil && r.Excepts() && f.Excepted == ""
			}) {
				d.add(prose{{"Where a rule does not hold and the figures are right, the profile can say so: [exceptions], docs/profiles.md.", normal}})
			}
			if hidden := len(a.Findings) - len(a.shown()); hidden > 0 {
				d.add(prose{{count(hidden, "finding") + " of less than " + string(a.Shown) + " not shown.", normal}})
			}
			return d
		},
		tree: func() object {
			list := list{}
			for _, f := range a.shown() {
				list = append(list, inline(findingFields(f)))
			}
			return object{
				{"profiles", a.Profiles}, {"oldest", orNull(a.Oldest)}, {"problems", audit.Count(a.Findings, audit.Problem)},
				{"warnings", audit.Count(a.Findings, audit.Warning)}, {"infos", audit.Count(a.Findings, audit.Info)}, {"findings", list},
			}
		},
		records: func() *records {
			out := &records{}
			for _, f := range findingFields(audit.Finding{}) {
				out.columns = append(out.columns, f.key)
			}
			for _, f := range a.shown() {
				var row []any
				for _, x := range findingFields(f) {
					row = append(row, x.value)
				}
				out.add(row...)
			}
			return out
		},
	})
}

// findingFields are a finding's fields, as all formats for programs have them.
func findingFields(f audit.Finding) object {
	line, column := any(f.Line), any(f.Column)
	if f.Line == 0 {
		line, column = nil, nil
	}
	return object{
		{"file", f.File}, {"line", line}, {"column", column}, {"severity", string(f.Severity)}, {"code", f.Code}, {"key", orNull(f.Key)}, {"message", f.Message},
		{"advice", orNull(f.Advice)}, {"excepted", orNull(strings.TrimSpace(f.Excepted))},
	}
}

func (a Audited) headline() string {
	return fmt.Sprintf("%s: %s, %s, %s.", count(a.Profiles, "profile"), count(audit.Count(a.Findings, audit.Problem), "problem"),
		count(audit.Count(a.Findings, audit.Warning), "warning"), count(audit.Count(a.Findings, audit.Info), "info"))
}

func count(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return strconv.Itoa(n) + " " + noun
}

// findings are a paragraph each on a terminal, the place first, so that an editor can go there; in Markdown they are a table.
type findings []audit.Finding

// place is file:line:column, or the file where it is meant as a whole.
func placeText(p audit.Place) string {
	if p.Line == 0 {
		return p.File
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
}

// said is the finding in a sentence.
func said(f audit.Finding) string {
	s := f.Message
	if f.Advice != "" {
		s += "; " + f.Advice
	}
	if f.Key != "" {
		s = f.Key + ": " + s
	}
	return s
}

func (l findings) text(o Options) []string {
	var out []string
	for i, f := range l {
		if i > 0 {
			out = append(out, "")
		}
		t := caution
		if f.Severity == audit.Info {
			t = faint
		}
		out = append(out, o.clean(placeText(f.Place))+": "+o.paint(string(f.Severity), t)+": "+o.clean(f.Code))
		out = append(out, wrap("  "+o.sentence(said(f)), o.Width, 0)...)
		if f.Excepted != "" {
			out = append(out, wrap("  "+o.sentence("excepted: "+strings.TrimSpace(f.Excepted)), o.Width, 0)...)
		}
	}
	return out
}

func (l findings) markdown(o Options) string {
	g := grid{columns: []column{{head: "Place"}, {head: "Severity"}, {head: "Rule"}, {head: "Finding"}}}
	for _, f := range l {
		text := cell{lines: []string{said(f)}}
		if f.Excepted != "" {
			text.lines = append(text.lines, "excepted: "+strings.TrimSpace(f.Excepted))
		}
		g.rows = append(g.rows, gridRow{cells: []cell{code(placeText(f.Place)), {lines: []string{string(f.Severity)}}, code(f.Code), text}})
	}
	return g.markdown(o)
}

// Rules writes the rules of an audit, each with what must hold. Errors are those of the writer.
func Rules(w io.Writer, o Options) error {
	return o.write(w, output{
		document: func() *document {
			g := grid{columns: []column{{head: "Rule"}, {head: "Severity"}, {head: "Of"}, {head: "What must hold", flow: true}}}
			for _, r := range audit.Rules {
				g.rows = append(g.rows, gridRow{cells: []cell{code(r.Code), text(string(r.Severity)), text(r.Of.String()), text(r.Doc)}})
			}
			return &document{kind: "profiles-rules", blocks: []block{g}}
		},
		tree: func() object {
			out := list{}
			for i := range audit.Rules {
				out = append(out, inline(ruleFields(&audit.Rules[i])))
			}
			return object{{"rules", out}}
		},
		records: func() *records {
			out := &records{}
			for _, f := range ruleFields(&audit.Rules[0]) {
				out.columns = append(out.columns, f.key)
			}
			for i := range audit.Rules {
				var row []any
				for _, f := range ruleFields(&audit.Rules[i]) {
					row = append(row, f.value)
				}
				out.add(row...)
			}
			return out
		},
	})
}

func ruleFields(r *audit.Rule) object {
	return object{{"code", r.Code}, {"severity", string(r.Severity)}, {"of", r.Of.String()}, {"exceptions", r.Excepts()}, {"doc", r.Doc}}
}
