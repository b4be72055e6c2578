package profile

import (
	"cmp"
	"fmt"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/capplan/capplan/internal/foreign"
)

// Problem is one thing that is wrong with a file, where, and how to write it instead.
type Problem struct {
	File    string
	Line    int    // from 1; 0 where the whole file is meant
	Column  int    // in characters, from 1
	Key     string // the key as a dotted path; empty where no key is to blame
	Code    string // the rule of package audit that is broken; empty where the text or the file cannot be read
	Message string // what is wrong
	Advice  string // how to write it; may be empty
}

// Error writes "file:line:column: key: what is wrong; how to write it", on one line whatever files are called.
func (p Problem) Error() string {
	var b strings.Builder
	b.WriteString(p.File)
	if p.Line > 0 {
		fmt.Fprintf(&b, ":%d:%d", p.Line, p.Column)
	}
	b.WriteString(": ")
	if p.Key != "" {
		b.WriteString(p.Key)
		b.WriteString(": ")
	}
	b.WriteString(sentence(p.Message, p.Advice))
	return foreign.Visible(b.String())
}

// sentence joins what is wrong and how to write it.
func sentence(message, advice string) string {
	if advice == "" {
		return message
	}
	return message + "; " + advice
}

// Problems are all that is wrong with one or several files, sorted by file and position.
type Problems []Problem

// Error writes one problem a line.
func (ps Problems) Error() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = p.Error()
	}
	return strings.Join(lines, "\n")
}

// sorted returns the problems as an error, nil if there are none.
func (ps Problems) sorted() error {
	if len(ps) == 0 {
		return nil
	}
	slices.SortStableFunc(ps, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return ps
}

// maxProblems is how many problems of a file are listed; a file with more is another kind of file.
const maxProblems = 1000

// whole is a problem of a file as a whole.
func whole(file, message, advice string) Problems {
	return Problems{{File: file, Message: message, Advice: advice}}
}

// text is a file's content, and knows lines and columns.
type text struct {
	file  string
	s     string
	lines []int // offsets at which lines begin; nil until asked for

	// The place asked for last: problems come mostly in order, and a line can be as long as the file.
	offset, column int
}

func newText(file, s string) *text { return &text{file: file, s: s} }

// line returns the number of the line that holds the byte at an offset.
func (t *text) line(offset int) int {
	if t.lines == nil {
		t.lines = make([]int, 1, 2+strings.Count(t.s, "\n"))
		for at := 0; ; {
			n := strings.IndexByte(t.s[at:], '\n')
			if n < 0 {
				break
			}
			at += n + 1
			t.lines = append(t.lines, at)
		}
	}
	return sort.SearchInts(t.lines, offset+1)
}

// position returns line and column of the byte at an offset. Columns count characters, not bytes, and a tab as one, as editors do on request.
func (t *text) position(offset int) (line, column int) {
	offset = min(max(offset, 0), len(t.s))
	line = t.line(offset)
	from, before := t.lines[line-1], 1
	if from <= t.offset && t.offset <= offset && t.column > 0 {
		from, before = t.offset, t.column
	}
	t.offset, t.column = offset, before+utf8.RuneCountInString(t.s[from:offset])
	return line, t.column
}

// problem is a problem at an offset.
func (t *text) problem(offset int, key, message, advice string) Problem {
	p := Problem{File: t.file, Key: foreign.Visible(key), Message: foreign.Visible(message), Advice: foreign.Visible(advice)}
	p.Line, p.Column = t.position(offset)
	return p
}

// list joins names for people: "a, b or c".
func list(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " or " + names[len(names)-1]
}
