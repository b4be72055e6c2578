package profile

import (
	"bytes"
	"cmp"
	"errors"
	"io/fs"
	"maps"
	"path"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/audit"
	"github.com/capplan/capplan/internal/foreign"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/suggest"
)

// builtinFolder stands before the names of built-in files, so that their origins are paths of the repository.
const builtinFolder = "profiles"

// Library finds systems and sites by name. It reads a built-in file when somebody asks for it, and each once; what it returns is shared and must not be
// changed. It may be used by several goroutines.
type Library struct {
	*stock
	day string // as of which it is seen; empty for today
}

// stock is what all views of a library share.
type stock struct {
	mu      sync.Mutex
	builtin fs.FS
	entries map[Kind]map[string]*entry
	names   map[string]*entry // ids and aliases of both kinds; nil until all heads have been read
	buffer  []byte            // of the file read last
}

// entry is one profile of the library.
type entry struct {
	kind  Kind
	id    string
	path  string    // in the built-in library; empty where an overlay adds the profile
	doc   *document // nil until read
	chip  *accelerators.Accelerator
	place *power.Site
}

// Open returns the library of built-in profiles (accelerators/*.toml and sites/*.toml) under the given overlay folders, of which later ones win. An overlay
// has the same folders, or bare files that are told apart by their tables, or is one such file. A file with the id of a profile overrides single fields of it, and the values
// that it brings are marked; other files add profiles. Overlays are the user's own and are read at once and whole; the error, of type [Problems] for what is
// wrong with files, holds all problems of all of them.
func Open(builtin fs.FS, overlays ...string) (*Library, error) {
	l := &Library{stock: &stock{builtin: builtin, entries: map[Kind]map[string]*entry{System: {}, Place: {}}}}
	for kind, entries := range l.entries {
		files, err := fs.ReadDir(builtin, string(kind))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		for _, f := range files {
			if isProfile(f.Name()) {
				id := idOf(f.Name())
				entries[id] = &entry{kind: kind, id: id, path: path.Join(string(kind), f.Name())}
			}
		}
	}
	if len(overlays) == 0 {
		return l, nil
	}
	var problems Problems
	for _, dir := range overlays {
		problems = append(problems, l.overlay(dir)...)
	}
	// Names that clash are found between the files that can be read, and said together with what is wrong with the others.
	if err := l.readNames(); err != nil {
		problems = append(problems, asProblems("", err)...)
	}
	if problems != nil {
		return nil, problems.sorted()
	}
	return l, nil
}

// overlay puts the profiles of a folder on top of the library.
func (l *Library) overlay(dir string) (problems Problems) {
	files, _, err := overlayFiles(dir)
	if err != nil {
		return asProblems(dir, err)
	}
	seen := map[string]string{}
	for _, f := range files {
		data, err := ReadFile(f.path)
		if err != nil {
			problems = append(problems, asProblems(f.path, err)...)
			continue
		}
		kind, id := f.kind, idOf(f.path)
		if kind == "" && IsScenario(data) {
			problems = append(problems, whole(f.path, "is a scenario and no profile", "capplan ramp reads it, by its name")...)
			continue
		}
		if kind == "" {
			kind = KindOf(data)
			if l.entries[Place][id] != nil && l.entries[System][id] == nil {
				kind = Place
			}
		}
		if twin, ok := seen[string(kind)+id]; ok {
			problems = append(problems, whole(f.path, "has the id of "+twin, "delete one, or give it another id")...)
			continue
		}
		seen[string(kind)+id] = f.path
		if err := l.add(f.path, data, kind, id); err != nil {
			problems = append(problems, asProblems(f.path, err)...)
		}
	}
	return problems
}

// add reads one file of an overlay into the library.
func (l *Library) add(file string, data []byte, kind Kind, id string) error {
	base := l.entries[kind][id]
	st := asked
	if base != nil || l.entries[kind][strings.ToLower(statedID(data))] != nil { // of a file of another name: what it lacks is not what is wrong with it
		st = partial
	}
	top, err := parse(file, string(data), kind, st)
	if err != nil {
		if named := l.named(kind, id); named != "" {
			return whole(file, foreign.Quote(id)+" is another name of "+named, "to override its values write id = "+strconv.Quote(named)+" and call the file "+named+extension)
		}
		return err
	}
	if base == nil {
		top.added = true
		l.entries[kind][id] = &entry{kind: kind, id: id, doc: top}
		return nil
	}
	if err := l.load(base); err != nil {
		return err
	}
	merged := base.doc.override(top)
	var problems Problems
	given := func(s *quantity.Spec) bool { _, ok := merged.values[s]; return ok }
	if kind == System {
		systemRules(merged.values, given, func(s *quantity.Spec, message, advice string) {
			p := Problem{File: file, Key: s.Name, Message: message, Advice: advice}
			if at := merged.placeOf(s); at.t != nil {
				p = at.t.problem(at.offset, s.Name, message, advice)
			}
			p.Code = audit.PowerBelowChips
			problems = append(problems, p)
		})
	}
	problems = append(problems, merged.tieProblems(given)...)
	base.doc = merged
	return problems.sorted()
}

// named is the id of the profile that has an alias; empty if none has.
func (l *Library) named(kind Kind, alias string) string {
	for _, id := range slices.Sorted(maps.Keys(l.entries[kind])) {
		if aliases, _, err := l.aliases(l.entries[kind][id]); err == nil && slices.Contains(aliases, alias) {
			return id
		}
	}
	return ""
}

// load reads the entry's file, if that has not been done.
func (l *Library) load(e *entry) error {
	if e.doc != nil {
		return nil
	}
	content, err := l.content(e)
	if err != nil {
		return err
	}
	return e.parse(content)
}

// content is what the entry's built-in file holds.
func (l *Library) content(e *entry) (string, error) {
	f, err := l.builtin.Open(e.path)
	if err != nil {
		return "", unreadable(e.file(), err)
	}
	defer f.Close()
	b := bytes.NewBuffer(l.buffer[:0])
	if _, err := b.ReadFrom(f); err != nil {
		return "", unreadable(e.file(), err)
	}
	l.buffer = b.Bytes()
	return b.String(), nil
}

// parse reads the content of the entry's built-in file.
func (e *entry) parse(content string) (err error) {
	e.doc, err = parse(builtinFolder+"/"+e.path, content, e.kind, tested)
	return err
}

// loadAll reads all profiles of a kind, in order of their ids. Files are read one after the other, as a file system need not stand more, and parsed on all
// cores, which is where the time goes; what comes out does not depend on how many there are.
func (l *Library) loadAll(kind Kind) ([]*entry, error) {
	ids := slices.Sorted(maps.Keys(l.entries[kind]))
	out, errs := make([]*entry, len(ids)), make([]error, len(ids))
	var wg sync.WaitGroup
	workers := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i, id := range ids {
		e := l.entries[kind][id]
		out[i] = e
		if e.doc != nil {
			continue
		}
		content, err := l.content(e)
		if err != nil {
			errs[i] = err
			continue
		}
		workers <- struct{}{}
		wg.Go(func() {
			errs[i] = e.parse(content)
			<-workers
		})
	}
	wg.Wait()
	var problems Problems
	for i, err := range errs {
		if err != nil {
			problems = append(problems, asProblems(out[i].path, err)...)
		}
	}
	if err := problems.sorted(); err != nil {
		return nil, err
	}
	return out, l.readNames()
}

// find returns the entry of that id or alias. Only an alias, or a wrong name, makes it read more than that one file.
func (l *Library) find(kind Kind, name string) (*entry, error) {
	word := strings.ToLower(name)
	e := l.entries[kind][word]
	if e == nil {
		if err := l.readNames(); err != nil {
			return nil, err
		}
		e = l.names[word]
	}
	switch {
	case e == nil:
		var ids, all []string
		for n, e := range l.names {
			if e.kind == kind {
				all = append(all, n)
			}
			if e.kind == kind && n == e.id {
				ids = append(ids, n)
			}
		}
		return nil, &UnknownError{Kind: kind, Name: name, Meant: cmp.Or(suggest.Suggest(word, ids), suggest.Suggest(word, all))}
	case e.kind != kind:
		return nil, &UnknownError{Kind: kind, Name: name, Other: true}
	}
	return e, l.load(e)
}

// Accelerator returns the system of that id or alias; case does not count. The error is an [*UnknownError], or the [Problems] of the file.
func (l *Library) Accelerator(name string) (*accelerators.Accelerator, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	e, err := l.find(System, name)
	if err != nil {
		return nil, err
	}
	return l.system(e, name)
}

// Site returns the site of that id or alias; see [Library.Accelerator].
func (l *Library) Site(name string) (*power.Site, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	e, err := l.find(Place, name)
	if err != nil {
		return nil, err
	}
	return l.place(e), nil
}

// Accelerators returns all systems that are known, by vendor, family, generation and id.
func (l *Library) Accelerators() ([]*accelerators.Accelerator, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	entries, err := l.loadAll(System)
	if err != nil {
		return nil, err
	}
	var out []*accelerators.Accelerator
	for _, e := range entries {
		if a, err := l.system(e, e.id); err == nil { // else it was not known yet
			out = append(out, a)
		}
	}
	slices.SortStableFunc(out, inOrder)
	return out, nil
}

// inOrder compares systems by vendor, family, generation and id.
func inOrder(a, b *accelerators.Accelerator) int {
	return cmp.Or(cmp.Compare(a.Vendor, b.Vendor), cmp.Compare(a.Family, b.Family), cmp.Compare(a.Generation, b.Generation), cmp.Compare(a.ID, b.ID))
}

// Sites returns all sites, by id.
func (l *Library) Sites() ([]*power.Site, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	entries, err := l.loadAll(Place)
	if err != nil {
		return nil, err
	}
	var out []*power.Site
	for _, e := range entries {
		out = append(out, l.place(e))
	}
	return out, nil
}

// AcceleratorIDs lists the ids of all systems, in order, without reading any file, and so whatever the day.
func (l *Library) AcceleratorIDs() []string { return l.ids(System) }

// SiteIDs lists the ids of all sites, in order, without reading any file.
func (l *Library) SiteIDs() []string { return l.ids(Place) }

func (l *Library) ids(kind Kind) []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Sorted(maps.Keys(l.entries[kind]))
}

// Names lists the ids and aliases of a kind, in order; for completion in the shell.
func (l *Library) Names(kind Kind) ([]string, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.readNames(); err != nil {
		return nil, err
	}
	var out []string
	for name, e := range l.names {
		if e.kind == kind {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out, nil
}

func (e *entry) accelerator() *accelerators.Accelerator {
	if e.chip == nil {
		e.chip = e.doc.accelerator()
	}
	return e.chip
}

func (e *entry) site() *power.Site {
	if e.place == nil {
		e.place = e.doc.site()
	}
	return e.place
}
