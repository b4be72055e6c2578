package profile

import (
	"maps"
	"slices"
	"strings"

	"github.com/capplan/capplan/internal/accelerators"
)

// Heads returns what stands above the tables of all systems that are known: names, vendor, family, generation, status and dates, with no values but those of
// systems that have been read already. They are in the order of [Library.Accelerators], which takes five times as long; it is for those who look for the
// siblings of a chip, or for words to offer. The error is the [Problems] of a file.
func (l *Library) Heads() ([]*accelerators.Accelerator, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	var out []*accelerators.Accelerator
	var problems Problems
	for _, id := range slices.Sorted(maps.Keys(l.entries[System])) {
		a, err := l.head(l.entries[System][id])
		switch {
		case err != nil:
			problems = append(problems, asProblems(l.entries[System][id].file(), err)...)
		case l.day == "":
			out = append(out, a)
		case a.KnownFrom() <= l.day:
			out = append(out, a.KnownOn(l.day))
		}
	}
	if err := problems.sorted(); err != nil {
		return nil, err
	}
	slices.SortStableFunc(out, inOrder)
	return out, nil
}

// head is what is above the tables of an entry. A file that is not as plain as built-in ones are is read whole.
func (l *Library) head(e *entry) (*accelerators.Accelerator, error) {
	if e.doc != nil {
		return e.accelerator(), nil
	}
	content, err := l.content(e)
	if err != nil {
		return nil, err
	}
	if above, _, cut := strings.Cut(content, "\n["); cut {
		if d := headOf(e, above); d != nil {
			return d.accelerator(), nil
		}
	}
	if err := e.parse(content); err != nil {
		return nil, err
	}
	return e.accelerator(), nil
}

// headOf reads the keys above the tables; nil where the text is not plain, or something is wrong with it.
func headOf(e *entry, above string) *document {
	s, err := decodable(e.file(), above)
	if err != nil {
		return nil
	}
	o := scan(s, true)
	defer o.release()
	if !o.plain || !o.ok() {
		return nil
	}
	r := &reader{t: newText(e.file(), s), schema: schemas()[e.kind], tested: true, root: o.root}
	r.doc = &document{kind: e.kind, file: e.file(), head: make(map[string]any, 16)}
	for _, n := range o.root.kids {
		r.top(n)
	}
	if r.problems != nil {
		return nil
	}
	return r.doc
}
