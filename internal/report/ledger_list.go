package report

import (
	"io"

	"github.com/capplan/capplan/internal/ledger"
)

// LedgerList writes which ledgers there are. Errors are those of the writer.
func LedgerList(w io.Writer, ledgers []*ledger.Ledger, o Options) error {
	return o.write(w, output{
		document: func() *document {
			g := grid{title: "Ledgers", columns: []column{{head: "ID"}, {head: "Name", flow: true}, {head: "Commitments", right: true}, {head: "As of"},
				{head: "Description", flow: true}}}
			for _, l := range ledgers {
				g.rows = append(g.rows, gridRow{cells: []cell{code(l.ID), text(l.Name), text(thousands(len(l.Commitments))), text(l.AsOf), text(l.Description)}})
			}
			d := &document{kind: "ledgers"}
			d.add(g)
			return d
		},
		tree: func() object {
			out := list{}
			for _, l := range ledgers {
				out = append(out, object{{"id", l.ID}, {"name", l.Name}, {"party", l.Party}, {"commitments", len(l.Commitments)}, {"as_of", l.AsOf},
					{"description", orNull(l.Description)}, {"file", orNull(l.Origin)}})
			}
			return object{{"ledgers", out}}
		},
		records: func() *records {
			out := &records{columns: []string{"id", "name", "party", "commitments", "as_of", "description", "file"}}
			for _, l := range ledgers {
				out.add(l.ID, l.Name, l.Party, len(l.Commitments), l.AsOf, orNull(l.Description), orNull(l.Origin))
			}
			return out
		},
	})
}
