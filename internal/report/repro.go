package report

import (
	"fmt"
	"io"
)

// Reproduced is what came of asking the question of a file again.
type Reproduced struct {
	Kind      string // of the file: png, svg, html, json, parquet, manifest
	Command   string // the command line that asks its question
	InputHash string // as the file has it
	Failed    string // why the question cannot be asked any more; empty where it could
	Changes   []Change
}

// Change is something that is not as the file says.
type Change struct {
	What      string // program, input hash, or the place of a figure in the file
	Then, Now string
	Figure    bool
}

// Same reports whether the file would come out as it is.
func (r *Reproduced) Same() bool { return r.Failed == "" && len(r.Changes) == 0 }

// shownChanges is how many changed figures people see; programs get all.
const shownChanges = 12

// Repro writes what came of it. Errors are those of the writer.
func Repro(w io.Writer, r *Reproduced, o Options) error {
	return o.write(w, output{
		document: func() *document { return r.document(o) },
		tree:     r.tree,
		records:  r.records,
	})
}

func (r *Reproduced) document(o Options) *document {
	d := &document{kind: "repro"}
	d.add(prose{{r.verdict(), strong}, {"The question: " + r.Command, normal}})
	if r.Failed != "" {
		d.add(prose{{r.Failed, normal}})
	}
	g := grid{columns: []column{{head: "What changed", flow: true}, {head: "In the file", flow: true}, {head: "Now", flow: true}}}
	figures := 0
	for _, c := range r.Changes {
		if c.Figure {
			if figures++; figures > shownChanges {
				continue
			}
		}
		g.rows = append(g.rows, gridRow{cells: []cell{text(c.What), text(c.Then), text(c.Now)}})
	}
	d.add(g)
	if more := figures - shownChanges; more > 0 {
		d.add(prose{{fmt.Sprintf("And %s more; --format json lists them.", count(more, "figure")), normal}})
	}
	return d
}

// verdict is the outcome in a sentence.
func (r *Reproduced) verdict() string {
	figures, program, inputs := 0, false, false
	for _, c := range r.Changes {
		switch {
		case c.Figure:
			figures++
		case c.What == "program":
			program = true
		default:
			inputs = true
		}
	}
	kind := map[string]string{"png": "chart", "svg": "chart", "html": "report", "json": "JSON", "parquet": "Parquet file", "manifest": "shard"}[r.Kind]
	switch {
	case r.Failed != "":
		return "The question of this " + kind + " cannot be asked any more."
	case r.Same():
		return "The " + kind + " still comes out the same."
	case figures > 0:
		s := "The " + kind + " comes out differently: " + count(figures, "figure") + " changed"
		if inputs {
			s += ", and so did the inputs"
		}
		return s + "."
	case inputs:
		return "The figures are the same, but the inputs changed."
	case program:
		return "The figures and inputs are the same, by another version or library."
	}
	return "Something changed."
}

func (r *Reproduced) tree() object {
	changes := list{}
	for _, c := range r.Changes {
		changes = append(changes, inline{{"what", c.What}, {"figure", c.Figure}, {"then", c.Then}, {"now", c.Now}})
	}
	return object{{"kind", r.Kind}, {"command", r.Command}, {"input_hash", r.InputHash}, {"same", r.Same()}, {"failed", orNull(r.Failed)}, {"changes", changes}}
}

func (r *Reproduced) records() *records {
	out := &records{columns: []string{"what", "figure", "then", "now"}}
	for _, c := range r.Changes {
		out.rows = append(out.rows, []any{c.What, c.Figure, c.Then, c.Now})
	}
	return out
}
