// Package profile reads what people write about chips, sites and commitments: TOML files, the built-in library with overlays on top, and settings on a
// command line.
//
// It is the only package that knows TOML. What a profile may say follows from the declared inputs of the model, so a new input needs no edit here. Every
// problem of a file is reported at once, each with line and column; nothing is guessed and nothing unknown is passed over, because a mistyped key that is
// ignored is a wrong answer. The package knows nothing of what the numbers mean beyond their bounds and the few rules of a system as a whole.
package profile

import (
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/BurntSushi/toml"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/foreign"
	"github.com/capplan/capplan/internal/power"
)

// maxSize is the size from which a file is refused unread; profiles have about 10 kB.
const maxSize = 1 << 20

// extension is what names of profile files end in.
const extension = ".toml"

// ParseAccelerator reads the profile of a system. The file name, of which the last part must be the id, is used for messages and origins; "-" stands for a
// nameless text. The error is of type [Problems] and holds everything that is wrong.
func ParseAccelerator(file string, data []byte) (*accelerators.Accelerator, error) {
	d, err := parse(file, string(data), System, asked)
	if err != nil {
		return nil, err
	}
	return d.accelerator(), nil
}

// ParseSite reads the profile of a site; see [ParseAccelerator].
func ParseSite(file string, data []byte) (*power.Site, error) {
	d, err := parse(file, string(data), Place, asked)
	if err != nil {
		return nil, err
	}
	return d.site(), nil
}

// KindOf tells from its tables what a text describes. A text that cannot be read counts as a system, whose parser will say why.
func KindOf(data []byte) Kind {
	s, err := decodable("", string(data))
	if err != nil {
		return System
	}
	o := scan(s, false)
	defer o.release()
	for _, g := range schemas()[Place].inputs.kids {
		if o.root.kid(g.name) != nil {
			return Place
		}
	}
	return System
}

// statedID is the id that a text gives itself, whatever its file is called; empty where that cannot be seen.
func statedID(data []byte) string {
	if m := idLine().FindSubmatch(data); m != nil {
		return string(m[1])
	}
	return ""
}

// idLine is how an id is usually written. What it misses is only advised less well.
var idLine = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?m)^[ \t]*id[ \t]*=[ \t]*["']([^"'\n]*)["']`) })

// IsScenario tells a scenario from a profile by its tables. A text that cannot be read counts as a profile, whose parser will say why.
func IsScenario(data []byte) bool {
	s, err := decodable("", string(data))
	if err != nil {
		return false
	}
	o := scan(s, false)
	defer o.release()
	for _, name := range []string{"period", "generation", "interim", "money"} {
		if n := o.root.kid(name); n != nil && (n.isTable() || len(n.kids) > 0) {
			return true
		}
	}
	return false
}

// standing is what is known of a file beforehand.
type standing int

const (
	asked   standing = iota // nothing
	partial                 // it overrides a profile, and need not have what that one has
	tested                  // it is built in: tests have held its plain reading against the library's, and it to what is asked of other files
)

// parse reads a whole file.
func parse(file, content string, kind Kind, st standing) (*document, error) {
	s, err := decodable(file, content)
	if err != nil {
		return nil, err
	}
	t := newText(file, s)
	o := scan(s, false)
	defer o.release()
	if problems := decode(t, o, st); problems != nil {
		return nil, problems
	}
	r := &reader{t: t, schema: schemas()[kind], partial: st == partial, tested: st == tested, root: o.root}
	return r.read()
}

// decodable returns the text of a file, without byte order mark, or why it is none.
func decodable(file, content string) (string, error) {
	if len(content) > maxSize {
		return "", tooLarge(file)
	}
	s := strings.TrimPrefix(content, "\ufeff")
	t := func() *text { return newText(file, s) }
	switch i := strings.IndexByte(s, 0); {
	case strings.TrimSpace(s) == "":
		return "", whole(file, "the file is empty", "docs/profiles.md shows what belongs in it")
	case !utf8.ValidString(s):
		i = invalidAt(s)
		return "", Problems{t().problem(i, "", fmt.Sprintf("the byte 0x%02x is not UTF-8", s[i]), "save the file as UTF-8")}
	case i >= 0:
		return "", Problems{t().problem(i, "", "a NUL byte", "save the file as UTF-8 text")}
	}
	return s, nil
}

// tooLarge is the error for a file of which no more than maxSize bytes are ever read.
func tooLarge(file string) error {
	return whole(file, "the file is larger than 1 MiB", "a profile has about 10 kB; is this the right file?")
}

// invalidAt is the offset of the first byte that is not UTF-8.
func invalidAt(s string) int {
	for i, r := range s {
		if _, size := utf8.DecodeRuneInString(s[i:]); r == utf8.RuneError && size == 1 {
			return i
		}
	}
	return len(s)
}

// decode gives the outline of a text the values that TOML says are there, or says why it is no TOML.
func decode(t *text, o *outline, st standing) Problems {
	if st == tested && o.plain {
		return nil
	}
	if o.deep >= 0 {
		return Problems{t.problem(o.deep, "", fmt.Sprintf("nested more than %d levels deep", maxDepth), "a profile needs five levels")}
	}
	// Where the outline stops, the library must find an error too. It is shown only a little more than that, as text that the outline has not measured could
	// nest without limit.
	const sight = 100
	s := t.s
	if o.bad >= 0 {
		end := min(len(s), o.bad+sight)
		for end < len(s) && !utf8.RuneStart(s[end]) {
			end++
		}
		s = s[:end]
	}
	table, err := decodeText(s)
	switch {
	case err != nil && len(o.duplicates) > 0 && strings.Contains(err.Error(), "already"):
		return t.duplicated(o.duplicates)
	case err != nil && o.open >= 0 && strings.Contains(err.Error(), "EOF"):
		return Problems{t.problem(o.open, "", "the text that begins here has no end", "close it with "+t.s[o.open:o.open+3])}
	case err != nil:
		return Problems{t.syntax(err)}
	case o.bad >= 0:
		return Problems{t.problem(o.bad, "", "this is not TOML", "write key = value")}
	}
	o.root.attach(table)
	return nil
}

// decodeText is the library, whose panics on text that it did not foresee become errors.
func decodeText(s string) (table map[string]any, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("this is not TOML: %v", r)
		}
	}()
	_, err = toml.Decode(s, &table)
	return table, err
}

func (t *text) duplicated(ds []duplicate) Problems {
	var out Problems
	for _, d := range ds[:min(len(ds), maxProblems)] {
		out = append(out, t.problem(d.at, d.key.path(), fmt.Sprintf("defined before, at line %d", t.line(d.before)), "delete one"))
	}
	return out
}

// syntax is the library's error in the form of all others. Of the library's positions only the byte offset is reliable.
func (t *text) syntax(err error) Problem {
	var e toml.ParseError
	if !errors.As(err, &e) {
		return Problem{File: t.file, Line: 1, Column: 1, Message: foreign.Visible(strings.TrimPrefix(err.Error(), "toml: "))}
	}
	at := min(max(e.Position.Start, 0), len(t.s))
	key, message, advice := e.LastKey, e.Message, ""
	rest := t.s[at:]
	switch {
	case strings.HasPrefix(message, "expected value but found '\\n'"):
		message, advice = "a value is missing", `write key = "text", key = 1.5 or key = { ... }`
	case strings.HasPrefix(message, "expected value but found"):
		word := firstLine(rest)
		if end := strings.IndexAny(word, " \t,}]#"); end > 0 {
			word = word[:end]
		}
		message, advice = foreign.Quote(word)+" is not a value", "text stands in quotes: "+foreign.Quote(strings.NewReplacer(`"`, "", `\`, "").Replace(word))
	case strings.Contains(message, "top-level item to end with a newline"):
		for at < len(t.s) && (t.s[at] == ' ' || t.s[at] == '\t') {
			at++
		}
		message, advice = foreign.Quote(firstLine(t.s[at:]))+" follows a value", "one key a line; a number with a unit stands in quotes"
	case strings.Contains(message, "strings cannot contain newlines"):
		message, advice = "the line ends inside a string", `close it with a quote; text of several lines stands in """`
	case strings.Contains(message, "expected a comma"):
		advice = "commas separate keys; a number with a unit stands in quotes"
	case strings.Contains(message, "table name"):
		key = "" // the library's is that of the line before
	case strings.Contains(message, "invalid datetime"):
		message, advice = strings.TrimPrefix(message, "invalid datetime: ")+" is no date", "write year-month-day, such as 2025-12-02"
	}
	return t.problem(at, key, message, advice)
}

// firstLine is the text up to the end of the line, without the blanks there.
func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return strings.TrimRight(line, " \t\r")
}

// idOf is the id that a file's name stands for.
func idOf(file string) string {
	name := filepath.Base(file)
	if isProfile(name) { // some systems write .TOML
		name = name[:len(name)-len(extension)]
	}
	return name
}
