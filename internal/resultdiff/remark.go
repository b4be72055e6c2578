package resultdiff

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/capplan/capplan/internal/saved"
)

// remark says what a reader must know: other versions, other questions, figures that the inputs do not give.
func (d *Diff) remark() {
	note := func(code, format string, args ...any) {
		d.Notes = append(d.Notes, Note{code, fmt.Sprintf(format, args...)})
	}
	if a, b := d.Old.Version, d.New.Version; a != b {
		note("versions", "Written by different versions of capplan: %s and %s.", orNone(a), orNone(b))
	}
	if a, b := d.Old.Library, d.New.Library; a != b {
		note("libraries", "The profiles are of different libraries: %s and %s. What they changed stands among the inputs.", orNone(a), orNone(b))
	}
	var other []string
	for _, x := range []struct{ what, a, b string }{
		{"site", d.Old.Question.Site, d.New.Question.Site}, {"as of", d.Old.Question.AsOf, d.New.Question.AsOf},
	} {
		if x.a != x.b {
			other = append(other, fmt.Sprintf("%s %s, then %s", x.what, orNone(x.a), orNone(x.b)))
		}
	}
	if other != nil {
		note("questions", "Asked otherwise: %s. It counts by the inputs that it changes.", strings.Join(other, "; "))
	}
	if names := d.unexplained(); names != nil {
		more := ""
		if n := len(names) - 4; n > 0 {
			names, more = names[:4], fmt.Sprintf(" and %d more", n)
		}
		note("version", "Another model or version: the inputs, computed by this program, do not give the change of %s%s. The rest is named model or version.", strings.Join(names, ", "), more)
	}
	if unknown := slices.Compact(slices.Sorted(slices.Values(slices.Concat(d.Old.Unknown, d.New.Unknown)))); len(unknown) > 0 {
		note("unknown", "Unknown to this version, and not compared: %s.", strings.Join(unknown, ", "))
	}
	if d.Point && d.Old.Question.Draws != d.New.Question.Draws {
		note("point", "One of the two has no draws, so points are compared and nothing is said of noise.")
	}
	if d.Old.Kind == saved.Alternatives {
		for _, x := range []struct {
			a, b *saved.Answer
			verb string
		}{{d.Old, d.New, "went"}, {d.New, d.Old, "came"}} {
			for _, m := range x.a.Members {
				if x.b.Member(m.ID) == nil {
					note("member", "%s %s; there is nothing to compare it with.", m.Name, x.verb)
				}
			}
		}
	}
	if !d.Method.Exact {
		note("sampled", "The change is divided by %d orders of the %d causes, drawn at random (seed %d) with their reverses; the parts still sum to the whole.",
			2*d.Method.Permutations, len(d.Causes), d.Method.Seed)
	}
}

// unexplained are the figures whose change the inputs do not give.
func (d *Diff) unexplained() []string {
	var out []string
	for i := range d.Rows {
		r := &d.Rows[i]
		if r.Parts != nil && !math.IsNaN(r.Rest) && d.restCounts(r) {
			name := r.Of.Spec.Name
			if r.Of.Member != "" {
				name = r.Of.Member + ":" + name
			}
			out = append(out, name)
		}
	}
	return out
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}
