package profile

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/capplan/capplan/internal/foreign"
)

// node is one key of a file: where it stands and, once attached, what the library read there.
type node struct {
	name   string
	parent *node
	key    int     // offset of the key
	val    int     // offset of its value; for a table with a header, of the key
	elems  []int   // offsets of the elements of a list
	kids   []*node // the keys of a table, in the order of the file
	items  []*node // the tables of a list of tables
	value  any     // string, int64, float64, bool, time.Time, a list or a table as the library returns them; of a table only that it is one counts

	defined bool // by a header or a value, not merely as a part of another key
	inline  bool // a table in braces
	index   map[string]*node
}

// manyKids is the number of keys from which a table is searched through an index.
const manyKids = 16

// kid returns the key of that exact name, nil if the table has none.
func (n *node) kid(name string) *node {
	if n.index != nil {
		return n.index[name]
	}
	for _, k := range n.kids {
		if k.name == name {
			return k
		}
	}
	return nil
}

func (n *node) add(k *node) *node {
	k.parent = n
	if n.kids == nil {
		n.kids = make([]*node, 0, 6) // what a value has
	}
	n.kids = append(n.kids, k)
	if n.index == nil && len(n.kids) > manyKids {
		n.index = make(map[string]*node, 2*len(n.kids))
		for _, old := range n.kids {
			n.index[old.name] = old
		}
	}
	if n.index != nil {
		n.index[k.name] = k
	}
	return k
}

// attach gives the nodes the values that the library read. The library decides what the file says, the outline only where it stands: keys that the outline
// missed take the position of their table, keys that only the outline has are dropped.
func (n *node) attach(table map[string]any) {
	kids := n.kids
	n.value, n.kids, n.index = table, nil, nil
	for _, k := range kids {
		if v, ok := table[k.name]; ok {
			k.value = v
			n.add(k)
		}
	}
	if len(n.kids) < len(table) {
		for _, name := range slices.Sorted(maps.Keys(table)) {
			if n.kid(name) == nil {
				n.add(&node{name: name, key: n.key, val: n.val, value: table[name]})
			}
		}
	}
	for _, k := range n.kids {
		switch v := k.value.(type) {
		case map[string]any:
			k.attach(v)
		case []map[string]any:
			k.attachItems(v)
		case []any:
			if tables := tablesOf(v); tables != nil {
				k.attachItems(tables)
			}
		}
	}
}

// tablesOf are the elements of a list if all of them are tables; nil otherwise.
func tablesOf(list []any) []map[string]any {
	var out []map[string]any
	for _, x := range list {
		t, ok := x.(map[string]any)
		if !ok {
			return nil
		}
		out = append(out, t)
	}
	return out
}

// attachItems gives the tables of a list their values, whether the outline saw all of them or not.
func (n *node) attachItems(tables []map[string]any) {
	for len(n.items) < len(tables) {
		n.items = append(n.items, &node{key: n.key, val: n.val})
	}
	n.items, n.kids, n.index = n.items[:len(tables)], nil, nil
	for i, t := range tables {
		n.items[i].name, n.items[i].parent = itemName(i), n
		n.items[i].attach(t)
	}
}

// isTable reports whether the key holds a table.
func (n *node) isTable() bool {
	_, ok := n.value.(map[string]any)
	return ok
}

// element is the offset of an element of a list.
func (n *node) element(i int) int {
	if i < len(n.elems) {
		return n.elems[i]
	}
	return n.val
}

// path is the key as a dotted path from the root.
func (n *node) path() string {
	if n.parent == nil {
		return ""
	}
	name := foreign.Cut(n.name, foreign.Most)
	if name == "" || strings.IndexFunc(name, func(r rune) bool { return r > 127 || !bare(byte(r)) }) >= 0 {
		name = strconv.Quote(name)
	}
	if p := n.parent.path(); p != "" {
		return p + "." + name
	}
	return name
}
