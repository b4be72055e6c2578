package profile

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/capplan/capplan/internal/suggest"
)

// FlagKey is a key of a file that stands for a flag of a command.
type FlagKey struct {
	Name  string
	Many  bool // it may be a list, of which each is a flag of its own
	Table bool // it is a table, of which each entry NAME = VALUE is a flag NAME=VALUE
}

// Given is a flag that a file gives.
type Given struct {
	Flag, Text string
	Key        string // the key as a dotted path
	offset     int
}

// FlagFile is a file of flags, with what is wrong with it.
type FlagFile struct {
	Given []Given // in the order of the file
	r     reader
}

// ReadFlags reads a file whose keys are flags: text, or a number where the flag has one. An entry of a table may also be a list, of which the texts are joined by
// commas, or true, which is the name alone. What is wrong is kept with the file, so that those who know what the flags mean can add to it by [FlagFile.Blame].
func ReadFlags(file string, data []byte, keys []FlagKey) *FlagFile {
	f := &FlagFile{r: reader{t: newText(file, strings.TrimPrefix(string(data), "\ufeff"))}}
	if strings.TrimSpace(f.r.t.s) == "" {
		f.r.problems = whole(file, "the file is empty", "docs/sweeps.md shows what belongs in it")
		return f
	}
	s, err := decodable(file, string(data))
	if err != nil {
		f.r.problems = asProblems(file, err)
		return f
	}
	f.r.t = newText(file, s)
	o := scan(s, false)
	defer o.release()
	if f.r.problems = decode(f.r.t, o, asked); f.r.problems != nil {
		return f
	}
	for _, n := range o.root.kids {
		f.read(n, keys)
	}
	slices.SortStableFunc(f.Given, func(a, b Given) int { return cmp.Compare(a.offset, b.offset) })
	return f
}

// Blame adds a problem of what a flag was given.
func (f *FlagFile) Blame(g Given, err error) { f.r.report(g.offset, g.Key, err.Error(), "") }

// Err is all problems of the file, of type [Problems]; nil if there are none.
func (f *FlagFile) Err() error { return f.r.problems.sorted() }

// read reads one key of the top of the file.
func (f *FlagFile) read(n *node, keys []FlagKey) {
	i := slices.IndexFunc(keys, func(k FlagKey) bool { return k.Name == n.name })
	if i < 0 {
		names := make([]string, len(keys))
		for i, k := range keys {
			names[i] = k.Name
		}
		advice := "known here: " + strings.Join(names, ", ")
		if meant := suggest.Suggest(n.name, names); meant != "" {
			advice = "did you mean " + meant + "?"
		}
		f.r.report(n.key, n.path(), "unknown key", advice)
		return
	}
	k := keys[i]
	items, isList := n.value.([]any)
	switch {
	case k.Table && n.isTable():
		f.table(n, k.Name, "")
	case k.Table:
		f.r.report(n.val, n.path(), "must be a table, not "+describe(n.value), "write ["+k.Name+"] and below it NAME = \"VALUE\"")
	case isList && k.Many:
		for i, item := range items {
			if text, ok := flagText(item); ok {
				f.Given = append(f.Given, Given{k.Name, text, n.path(), n.element(i)})
			} else {
				f.r.report(n.element(i), n.path(), "must be a list of texts, but holds "+describe(item), "write each in quotes")
			}
		}
	default:
		if text, ok := flagText(n.value); ok {
			f.Given = append(f.Given, Given{k.Name, text, n.path(), n.val})
			return
		}
		advice := "write it in quotes"
		if k.Many {
			advice = `write ["a", "b"], or one text`
		}
		f.r.report(n.val, n.path(), "must be text or a number, not "+describe(n.value), advice)
	}
}

// table reads the entries of a table and of the tables in it, whose names are parts of the entries'.
func (f *FlagFile) table(n *node, flag, prefix string) {
	for _, k := range n.kids {
		name := prefix + k.name
		items, isList := k.value.([]any)
		switch {
		case k.isTable():
			f.table(k, flag, name+".")
			continue
		case k.value == true && flag == "vary":
			f.Given = append(f.Given, Given{flag, name, k.path(), k.val})
			continue
		case isList:
			var parts []string
			for i, item := range items {
				text, ok := flagText(item)
				if !ok {
					f.r.report(k.element(i), k.path(), "must be a list of texts or numbers, but holds "+describe(item), "write each in quotes")
				}
				parts = append(parts, text)
			}
			f.Given = append(f.Given, Given{flag, name + "=" + strings.Join(parts, ","), k.path(), k.val})
			continue
		}
		text, ok := flagText(k.value)
		if !ok {
			f.r.report(k.val, k.path(), "must be text or a number, not "+describe(k.value), fmt.Sprintf("write %s = \"...\"", k.name))
			continue
		}
		f.Given = append(f.Given, Given{flag, name + "=" + text, k.path(), k.val})
	}
}

// flagText is a value of a file as a flag has it.
func flagText(v any) (string, bool) {
	switch v := v.(type) {
	case string:
		return v, true
	case int64, float64:
		return describe(v), true
	}
	return "", false
}
