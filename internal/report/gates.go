package report

import (
	"io"

	"github.com/capplan/capplan/internal/check"
)

// Gates writes how conditions came out, and nothing of the answer: a table for people or JUnit's XML, beside an answer that is printed elsewhere. Errors are those
// of the writer.
func Gates(w io.Writer, r *check.Result, o Options) error {
	if o.Format == JUnit {
		return flush(w, junit(r, o))
	}
	doc := &document{kind: "gates"}
	doc.add(outcomes(r, o))
	if o.Format == Markdown {
		return flush(w, doc.markdown(o))
	}
	return flush(w, doc.text(o))
}
