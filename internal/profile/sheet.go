package profile

import (
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/capplan/capplan/internal/audit"
)

// Subject reads a whole profile from a file of any folder, for [audit.Run]. The error is of type [Problems] and holds everything that the reader finds.
func Subject(file string) (audit.Subject, error) {
	data, err := ReadFile(file)
	if err != nil {
		return audit.Subject{}, err
	}
	return ParseSubject(file, data)
}

// ParseSubject reads a whole profile as [Subject] does; "-" stands for a nameless text.
func ParseSubject(file string, data []byte) (audit.Subject, error) {
	d, err := parse(file, string(data), KindOf(data), asked)
	if err != nil {
		return audit.Subject{}, err
	}
	return d.subject(), nil
}

// Files lists the profiles of a folder: those in accelerators/ and sites/ below it, and those in it. Errors are of type [Problems]: there is no such folder,
// or it holds no profile.
func Files(dir string) ([]string, error) {
	files, _, err := overlayFiles(dir)
	if err != nil {
		return nil, err
	}
	out := make([]string, len(files))
	for i, f := range files {
		out[i] = f.path
	}
	return out, nil
}

// Subjects returns all profiles of the library for [audit.Run], systems first, each kind by id, and what is wrong with those that cannot be read.
func (l *Library) Subjects() ([]audit.Subject, Problems) {
	l.mu.Lock()
	defer l.mu.Unlock()
	var out []audit.Subject
	var problems Problems
	for _, kind := range []Kind{System, Place} {
		for _, id := range slices.Sorted(maps.Keys(l.entries[kind])) {
			e := l.entries[kind][id]
			if err := l.load(e); err != nil {
				problems = append(problems, asProblems(e.file(), err)...)
				continue
			}
			out = append(out, e.doc.subject())
		}
	}
	return out, problems
}

// subject is the document as the audit sees it.
func (d *document) subject() audit.Subject {
	s := audit.Subject{At: d.locate()}
	for _, e := range d.exceptions {
		s.Exceptions = append(s.Exceptions, audit.Exception(e))
	}
	if d.kind == Place {
		s.Site = d.site()
	} else {
		s.System = d.accelerator()
	}
	return s
}

// locate returns what tells where a key stands: in the text that was read last, of those that have it. If none has, the nearest table above it counts. The
// outlines are made again when the first place is asked for, as few profiles are asked for any.
func (d *document) locate() func(key string) audit.Place {
	roots := sync.OnceValue(func() []*node {
		out := make([]*node, len(d.texts))
		for i, t := range d.texts {
			out[i] = scan(t.s, false).root
		}
		return out
	})
	return func(key string) audit.Place {
		parts := strings.Split(key, ".")
		for n := len(parts); n > 0; n-- {
			for i, root := range roots() {
				if k := root.find(parts[:n]); k != nil {
					return d.texts[i].place(k.key)
				}
			}
		}
		return audit.Place{File: d.file}
	}
}

// find is the node at a path below n; nil if there is none.
func (n *node) find(path []string) *node {
	for _, part := range path {
		if n = n.kid(part); n == nil {
			return nil
		}
	}
	return n
}

func (t *text) place(offset int) audit.Place {
	p := audit.Place{File: t.file}
	p.Line, p.Column = t.position(offset)
	return p
}

// Findings are the problems as breaches of rules of [audit.Rules].
func (ps Problems) Findings() []audit.Finding {
	out := make([]audit.Finding, len(ps))
	for i, p := range ps {
		code := p.Code
		if code == "" {
			code = audit.Syntax
		}
		out[i] = audit.Finding{
			Place: audit.Place{File: p.File, Line: p.Line, Column: p.Column}, Code: code, Severity: audit.Problem, Key: p.Key, Message: p.Message, Advice: p.Advice,
		}
	}
	return out
}
