package profile

import (
	"strings"
	"sync"

	"github.com/BurntSushi/toml"
)

// maxDepth is how deeply keys and values may nest; a profile needs five levels. The library's time grows with the square of the depth and worse, so deeper
// text is refused before the library sees it.
const maxDepth = 16

// outline says which keys of a text stand where. The library that reads the values gives positions of errors in syntax only; the outline has the rest. It is
// made before the library is asked, must therefore survive any text, and stops where it cannot go on.
type outline struct {
	s    string
	i    int // the next byte to look at
	root *node

	tables     int // offset of the first table header; the length of the text if there is none
	duplicates []duplicate
	deep       int // offset at which the text nests too deeply; -1 if it does not
	bad        int // offset at which the text stops being TOML, as far as can be seen here; -1 if it does not
	open       int // offset of a long string that does not end; -1 if all do
	depth      int
	plain      bool // all of it so far is plain; see plain.go

	nodes *[]node // made beforehand, of which the first used are part of the outline
	used  int
	words words
}

// nodePool keeps the nodes of outlines that nobody needs any more. A profile has hundreds, which are needed while it is read and never again; memory that is
// fresh from the system costs more time than all the reading.
var nodePool = sync.Pool{New: func() any { n := make([]node, 512); return &n }}

// fresh returns an empty node.
func (o *outline) fresh() *node {
	if o.nodes == nil {
		o.nodes = nodePool.Get().(*[]node)
	}
	if o.used == len(*o.nodes) {
		return &node{}
	}
	o.used++
	return &(*o.nodes)[o.used-1]
}

// release gives the nodes back. Nothing may use the outline afterwards, nor a node of it.
func (o *outline) release() {
	if o.nodes == nil {
		return
	}
	for i := range (*o.nodes)[:o.used] {
		n := &(*o.nodes)[i]
		clear(n.kids)
		*n = node{kids: n.kids[:0], elems: n.elems[:0]}
	}
	nodePool.Put(o.nodes)
	o.nodes, o.root = nil, nil
}

// duplicate is a key that is defined again.
type duplicate struct {
	key        *node
	at, before int
}

// scan makes the outline of a text; with headerOnly, of what comes before its first table.
func scan(s string, headerOnly bool) *outline {
	o := &outline{s: s, root: &node{}, tables: len(s), deep: -1, bad: -1, open: -1, plain: true}
	table := o.root
	for o.ok() {
		o.blank()
		if o.i >= len(s) {
			break
		}
		if s[o.i] == '[' {
			o.tables = min(o.tables, o.i)
			if headerOnly {
				break
			}
			table = o.header()
		} else {
			o.pair(table)
		}
		o.endOfLine()
	}
	o.plain = o.plain && o.ok()
	return o
}

func (o *outline) ok() bool { return o.bad < 0 && o.deep < 0 }

func (o *outline) fail() {
	if o.ok() {
		o.bad = o.i
	}
}

// at reports whether the text goes on with the given string.
func (o *outline) at(s string) bool { return strings.HasPrefix(o.s[o.i:], s) }

// skip moves beyond the given string, or fails if the text does not go on with it.
func (o *outline) skip(s string) bool {
	if !o.at(s) {
		o.fail()
		return false
	}
	o.i += len(s)
	return true
}

func (o *outline) spaces() {
	for o.i < len(o.s) && (o.s[o.i] == ' ' || o.s[o.i] == '\t') {
		o.i++
	}
}

// blank skips spaces, line ends and comments.
func (o *outline) blank() {
	for o.i < len(o.s) {
		switch o.s[o.i] {
		case ' ', '\t', '\n':
			o.i++
		case '\r':
			o.i++
			o.plain = false
		case '#':
			o.comment()
		default:
			return
		}
	}
}

func (o *outline) comment() {
	for ; o.i < len(o.s) && o.s[o.i] != '\n'; o.i++ {
		if control(o.s[o.i]) {
			o.plain = false
		}
	}
}

func (o *outline) endOfLine() {
	o.spaces()
	if o.i < len(o.s) && !o.at("\n") && !o.at("\r\n") && !o.at("#") {
		o.fail()
	}
}

// header reads [a.b] or [[a.b]] and returns the table that the lines below belong to.
func (o *outline) header() *node {
	open, end := "[", "]"
	if o.at("[[") {
		open, end = "[[", "]]"
	}
	o.skip(open)
	t, at := o.path(o.root)
	if t == nil || !o.skip(end) {
		return o.root
	}
	o.plain = o.plain && t.value == nil && !t.defined && len(t.kids) == 0
	if open == "[[" {
		t.defined, o.plain = true, false
		e := o.fresh()
		e.key, e.val = at, at
		t.items = append(t.items, e)
		return e
	}
	if t.defined {
		o.duplicates = append(o.duplicates, duplicate{t, at, t.key})
	}
	t.defined, t.value = true, emptyTable
	return t
}

// pair reads key = value into a table.
func (o *outline) pair(table *node) {
	n, at := o.path(table)
	if n == nil || !o.skip("=") {
		return
	}
	o.spaces()
	o.plain = o.plain && n.parent == table && n.value == nil
	if n.defined || len(n.kids) > 0 {
		o.duplicates = append(o.duplicates, duplicate{n, at, n.key})
		n = &node{}
	}
	n.defined = true
	o.value(n)
}

// path reads a dotted key and returns its node below from, made if need be, and the offset of its last part; nil if there is none.
func (o *outline) path(from *node) (n *node, at int) {
	n = from
	for parts := 1; ; parts++ {
		o.spaces()
		at = o.i
		if parts > maxDepth && o.ok() {
			o.deep = at
		}
		name, ok := o.name()
		if !ok || !o.ok() {
			o.fail()
			return nil, at
		}
		kid := n.kid(name)
		if kid == nil {
			kid = o.fresh()
			kid.name, kid.key, kid.val = name, at, at
			n.add(kid)
		}
		n = kid
		o.spaces()
		if !o.at(".") {
			return n, at
		}
		o.i++
		if n.value == nil {
			n.value = emptyTable
		}
		o.plain = o.plain && n.isTable() && !n.inline
	}
}

// name reads one part of a key.
func (o *outline) name() (string, bool) {
	start := o.i
	if o.at(`"`) || o.at(`'`) {
		o.str(o.s[o.i : o.i+1])
		quoted := o.s[start:o.i]
		o.plain = false
		if !o.ok() {
			return "", false
		}
		if quoted[0] == '"' && strings.Contains(quoted, `\`) {
			var k struct{ K string }
			if _, err := toml.Decode("K = "+quoted, &k); err != nil {
				return "", false
			}
			return k.K, true
		}
		return quoted[1 : len(quoted)-1], true
	}
	for o.i < len(o.s) && bare(o.s[o.i]) {
		o.i++
	}
	return o.s[start:o.i], o.i > start
}

// bare reports whether a key may hold the byte without quotes.
func bare(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '_' || c == '-'
}

// value reads a value into n.
func (o *outline) value(n *node) {
	n.val = o.i
	switch {
	case o.at(`"""`), o.at(`'''`):
		o.multiline(o.s[o.i : o.i+3])
		n.value = o.plainText(n.val, 3)
	case o.at(`"`), o.at(`'`):
		o.str(o.s[o.i : o.i+1])
		n.value = o.plainText(n.val, 1)
	case o.at("["):
		items := []any{}
		o.nest(func() {
			n.elems = append(n.elems, o.i)
			e := o.fresh()
			e.key = o.i
			o.value(e)
			items = append(items, e.value)
			if e.inline {
				n.items = append(n.items, e)
			}
		}, "[", "]")
		n.value = items
	case o.at("{"):
		n.value, n.inline = emptyTable, true
		o.nest(func() { o.pair(n) }, "{", "}")
	default:
		start := o.i
		for o.i < len(o.s) && (bare(o.s[o.i]) || strings.IndexByte("+.: ", o.s[o.i]) >= 0) {
			o.i++
		}
		if o.i == start {
			o.fail()
		}
		n.value = o.plainScalar(o.s[start:o.i])
	}
}

// nest reads the elements of a list or an inline table.
func (o *outline) nest(element func(), open, end string) {
	if o.depth++; o.depth > maxDepth && o.ok() {
		o.deep = o.i
	}
	for o.skip(open); o.ok(); {
		o.blank()
		if o.at(end) {
			break
		}
		element()
		o.blank()
		if !o.at(end) {
			o.skip(",")
		}
	}
	o.skip(end)
	o.depth--
}

// str reads a string on one line.
func (o *outline) str(quote string) {
	for o.i++; o.i < len(o.s) && o.s[o.i] != '\n'; o.i++ {
		switch c := o.s[o.i]; {
		case c == quote[0]:
			o.i++
			return
		case c == '\\' && quote == `"`:
			o.i++ // such a text is not plain, see plainText
		case control(c):
			o.plain = false
		}
	}
	o.i = min(o.i, len(o.s))
	o.fail()
}

// multiline reads a string over several lines. It may end in up to two more quotes, which belong to it.
func (o *outline) multiline(quotes string) {
	start := o.i
	for o.i += 3; o.i < len(o.s); o.i++ {
		switch c := o.s[o.i]; {
		case c == quotes[0] && o.at(quotes):
			o.i += 3
			for extra := 0; extra < 2 && o.at(quotes[:1]); extra++ {
				o.i++
			}
			return
		case c == '\\' && quotes == `"""`:
			o.i++ // what may follow it in plain text is a line end, see plainText
		case control(c):
			o.plain = false
		}
	}
	o.i, o.open = len(o.s), start
	o.fail()
}
