package profile

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/audit"
	"github.com/capplan/capplan/internal/foreign"
	"github.com/capplan/capplan/internal/quantity"
)

// readNames learns the ids and aliases of all profiles, of which each must be unique. Of files that nobody has asked for it reads the head only.
func (l *Library) readNames() error {
	if l.names != nil {
		return nil
	}
	names := map[string]*entry{}
	var problems Problems
	var all []*entry
	for _, kind := range []Kind{System, Place} {
		for _, id := range slices.Sorted(maps.Keys(l.entries[kind])) {
			e := l.entries[kind][id]
			all = append(all, e)
			if twin := names[id]; twin != nil {
				clash := whole(e.file(), "its id "+foreign.Quote(id)+" is also that of "+twin.file(), "rename one")[0]
				clash.Code = audit.Names
				problems = append(problems, clash)
				continue
			}
			names[id] = e
		}
	}
	for _, e := range all {
		aliases, places, err := l.aliases(e)
		if err != nil {
			problems = append(problems, asProblems(e.file(), err)...)
			continue
		}
		for i, a := range aliases {
			if twin := names[a]; twin != nil && twin != e {
				p := places[i]
				clash := p.t.problem(p.offset, "aliases", foreign.Quote(a)+" is also a name of "+twin.file(), "give it to one of the two")
				clash.Code = audit.Names
				problems = append(problems, clash)
				continue
			}
			names[a] = e
		}
	}
	if err := problems.sorted(); err != nil {
		return err
	}
	l.names = names
	return nil
}

// aliases returns the aliases of an entry and where they stand.
func (l *Library) aliases(e *entry) ([]string, []place, error) {
	if e.doc != nil {
		return e.doc.aliases(), e.doc.named, nil
	}
	content, err := l.content(e)
	if err != nil {
		return nil, nil, err
	}
	// What comes before the first table is enough in a file that is as built-in ones are; if it does not end well, the whole file is looked at.
	if head, _, cut := strings.Cut(content, "\n["); cut {
		if s, err := decodable(e.file(), head); err == nil {
			o := scan(s, true)
			defer o.release()
			if o.plain && o.ok() {
				return e.headAliases(s, o)
			}
		}
	}
	s, err := decodable(e.file(), content)
	if err != nil {
		return nil, nil, err
	}
	o := scan(s, true)
	var table map[string]any
	if !o.plain {
		table, err = decodeText(s[:o.tables])
	}
	if err != nil || !o.ok() {
		_, err = parse(e.file(), content, e.kind, asked) // the whole file says best what is wrong
		return nil, nil, err
	}
	if !o.plain {
		o.root.attach(table)
	}
	return e.headAliases(s, o)
}

// headAliases reads the aliases from the outline of a text.
func (e *entry) headAliases(s string, o *outline) ([]string, []place, error) {
	n := o.root.kid("aliases")
	if n == nil {
		return nil, nil, nil
	}
	r := &reader{t: newText(e.file(), s), schema: schemas()[e.kind], root: o.root, doc: &document{}}
	aliases, _ := r.names(n)
	return aliases, r.doc.named, r.problems.sorted()
}

// file is the name of the file that the entry was read from, or will be.
func (e *entry) file() string {
	if e.doc != nil {
		return e.doc.file
	}
	return builtinFolder + "/" + e.path
}

// asProblems turns any error about a file into problems.
func asProblems(file string, err error) Problems {
	var ps Problems
	if errors.As(err, &ps) {
		return ps
	}
	return whole(file, err.Error(), "")
}

// reference is the id of the system whose chip is the measure of H100-equivalents.
const reference = "h100"

// Reference returns what H100-equivalents are counted in: the greater 8-bit dense peak of the library's h100. It is a unit of measure, so it stands whatever
// the day of the library; one that became known later is marked as a site's values are.
func (l *Library) Reference() (quantity.Scenario, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	e, err := l.find(System, reference)
	if err != nil {
		return nil, err
	}
	h100 := e.accelerator()
	var best quantity.Value
	for _, p := range []string{"fp8", "int8"} {
		if v, ok := h100.Values[accelerators.Peak[accelerators.Precision.Index(p)].Spec]; ok && (best.Shape == "" || v.Mid() > best.Mid()) {
			best = v
		}
	}
	if best.Shape == "" {
		return quantity.Scenario{}, nil
	}
	if !best.IsConstant() {
		return nil, whole(h100.Origin, "the 8-bit peak of "+reference+" must be a single number, as H100-equivalents are counted in it", "write value")
	}
	out := quantity.Scenario{accelerators.H100Peak.Spec: best}
	if l.day == "" {
		return out, nil
	}
	return out.UsedOn(l.day), nil
}
