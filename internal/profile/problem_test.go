package profile

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// broken is one way to break a good profile. Each pair of edits is a text of the good profile and what stands in its place.
type broken struct {
	name  string
	edits []string
	want  []string // all problems, without the file's name
}

// apply makes the edits, each in the first place that fits.
func (b broken) apply(t *testing.T, good string) string {
	t.Helper()
	for i := 0; i < len(b.edits); i += 2 {
		if !strings.Contains(good, b.edits[i]) {
			t.Fatalf("the good profile does not hold %q", b.edits[i])
		}
		good = strings.Replace(good, b.edits[i], b.edits[i+1], 1)
	}
	return good
}

// expect holds the problems of an error against those wanted.
func expect(t *testing.T, file string, err error, want []string) {
	t.Helper()
	var ps Problems
	if err != nil && !errors.As(err, &ps) {
		t.Fatalf("the error is no list of problems: %v", err)
	}
	var got []string
	for _, p := range ps {
		got = append(got, strings.TrimPrefix(p.Error(), file+":"))
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}

func TestProblems(t *testing.T) {
	const file = "dir/example1.toml"
	for _, c := range slices.Concat(brokenKeys, brokenValues, brokenEvidence, brokenCorrelations, brokenText) {
		t.Run(c.name, func(t *testing.T) {
			_, err := ParseAccelerator(file, []byte(c.apply(t, goodSystem)))
			expect(t, file, err, c.want)
		})
	}
}

// A byte order mark and Windows line ends move nothing.
func TestProblemsInOtherEncodings(t *testing.T) {
	const file = "dir/example1.toml"
	for _, c := range slices.Concat(brokenKeys, brokenValues, brokenEvidence, brokenCorrelations) {
		t.Run(c.name, func(t *testing.T) {
			s := "\ufeff" + strings.ReplaceAll(c.apply(t, goodSystem), "\n", "\r\n")
			_, err := ParseAccelerator(file, []byte(s))
			expect(t, file, err, c.want)
		})
	}
}

func TestSiteProblems(t *testing.T) {
	const file = "field.toml"
	line := func(key string) string {
		i := strings.Index(goodSite, "\n"+key+" = ")
		return goodSite[i+1 : i+2+strings.Index(goodSite[i+1:], "\n")]
	}
	for _, c := range []broken{
		{"missing inputs", []string{line("pue_peak"), "", line("wacc"), ""}, []string{
			`5:2: site.pue_peak: missing; write it below [site]`,
			`19:2: finance.wacc: missing; write it below [finance]`,
		}},
		{"missing table", []string{goodSite[strings.Index(goodSite, "[finance]"):strings.Index(goodSite, "[power]")], ""}, []string{
			`1:1: finance.wacc: missing; write it below [finance]`,
			`1:1: finance.life_compute: missing; write it below [finance]`,
			`1:1: finance.life_facility: missing; write it below [finance]`,
			`1:1: finance.opex_share: missing; write it below [finance]`,
		}},
		{"no basis of a commitment", []string{goodSite[strings.Index(goodSite, "[power]"):], ""}, nil},
		{"pue below 1", []string{`pue_peak = { value = 1.2`, `pue_peak = { value = 0.9`}, []string{
			`7:22: site.pue_peak.value: 0.9 is out of bounds; allowed: 1 to 5`,
		}},
		{"share of 1", []string{`high = 0.1,`, `high = 1,`}, []string{
			`6:42: site.reserve.high: 100% is out of bounds; allowed: 0% or more, below 100%`,
		}},
		{"unknown boundary", []string{`["facility", "it"]`, `["facilty", 1]`}, []string{
			`27:21: power.basis.values: must be a name, not the text "facilty"; did you mean facility?`,
			`27:32: power.basis.values: must be a name, not 1; write "facility" or "it"`,
		}},
		{"a range of boundaries", []string{`values = ["facility", "it"], weights = [0.7, 0.3]`, `low = "facility", high = "it", dist = "uniform"`}, []string{
			`27:1: power.basis: names have no range; write value, or values and weights`,
		}},
		{"a commitment", []string{"[power]\n", "[power]\ncommitment = { value = \"1 GW\", basis = \"assumed\", note = \"why\" }\n"}, []string{
			`27:1: power.commitment: unknown key; known here: basis`,
		}},
		{"a system's table", []string{"[power]", "[chip]\n[power]"}, []string{`26:2: chip: unknown key; it belongs into the profile of a system`}},
		{"a system's key", []string{"description =", "vendor ="}, []string{`3:1: vendor: unknown key; known here: id, name, description, aliases, power, site, finance, correlations, exceptions, sources`}},
		{"chip-hours of life", []string{`"5 yr"`, `"5 h"`}, []string{
			`22:26: finance.life_compute.value: "5 h": unknown unit "h"; write 5 yr or 5 years`,
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := ParseSite(file, []byte(c.apply(t, goodSite)))
			expect(t, file, err, c.want)
		})
	}
}

func TestBytesThatAreNoText(t *testing.T) {
	for _, c := range []struct{ name, data, want string }{
		{"empty", "", "x.toml: the file is empty; docs/profiles.md shows what belongs in it"},
		{"blank", " \n\t\r\n", "x.toml: the file is empty; docs/profiles.md shows what belongs in it"},
		{"byte order mark alone", "\ufeff", "x.toml: the file is empty; docs/profiles.md shows what belongs in it"},
		{"Latin-1", "id = \"x\"\nname = \"é = \xe9\"\n", "x.toml:2:13: the byte 0xe9 is not UTF-8; save the file as UTF-8"},
		{"cut off inside a character", "id = \"x\"\n# \xe2\x82", "x.toml:2:3: the byte 0xe2 is not UTF-8; save the file as UTF-8"},
		{"UTF-16", "\xff\xfei\x00d\x00", "x.toml:1:1: the byte 0xff is not UTF-8; save the file as UTF-8"},
		{"UTF-16 without mark", "i\x00d\x00", "x.toml:1:2: a NUL byte; save the file as UTF-8 text"},
		{"NUL in a comment", "id = \"x\"\n#\x00", "x.toml:2:2: a NUL byte; save the file as UTF-8 text"},
		{"too large", strings.Repeat("#\n", maxSize/2) + "#", "x.toml: the file is larger than 1 MiB; a profile has about 10 kB; is this the right file?"},
		{"comments only", "# nothing yet\n", `x.toml:1:1: id: missing; write id = "..." above the first table`},
	} {
		_, err := ParseAccelerator("x.toml", []byte(c.data))
		if err == nil || firstLine(err.Error()) != c.want {
			t.Errorf("%s: got %v, want %s", c.name, err, c.want)
		}
		if _, err := ParseSite("x.toml", []byte(c.data)); err == nil || firstLine(err.Error()) != c.want {
			t.Errorf("%s: as a site: got %v, want %s", c.name, err, c.want)
		}
	}
}

func TestUnreadableFiles(t *testing.T) {
	dir := t.TempDir()
	file := func(name string) string { return filepath.Join(dir, name) }
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(os.Mkdir(file("folder.toml"), 0o755))
	must(os.Symlink(file("loop.toml"), file("loop.toml")))
	must(os.Symlink(os.DevNull, file("device.toml")))
	large, err := os.Create(file("large.toml"))
	must(err)
	must(large.Truncate(100 << 20))
	must(large.Close())
	must(os.WriteFile(file("secret.toml"), []byte(goodSystem), 0o000))
	for name, want := range map[string]string{
		"folder.toml": "is a folder; name a file in it",
		"none.toml":   "there is no such file",
		"loop.toml":   "cannot be read: too many levels of symbolic links",
		"device.toml": "is not a regular file",
		"large.toml":  "the file is larger than 1 MiB; a profile has about 10 kB; is this the right file?",
		"secret.toml": "cannot be read: permission denied",
	} {
		if name == "secret.toml" && os.Geteuid() == 0 {
			continue // root reads everything
		}
		if _, err := Check(file(name)); err == nil || err.Error() != file(name)+": "+want {
			t.Errorf("%s: got %v, want %s", name, err, want)
		}
	}
}

func TestCheck(t *testing.T) {
	dir := t.TempDir()
	for name, c := range map[string]struct {
		text string
		kind Kind
	}{"example1.toml": {goodSystem, System}, "field.toml": {goodSite, Place}} {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, []byte(c.text), 0o644); err != nil {
			t.Fatal(err)
		}
		if kind, err := Check(file); kind != c.kind || err != nil {
			t.Errorf("%s: %s, %v", name, kind, err)
		}
	}
}

// A text without a name may have any id.
func TestStdin(t *testing.T) {
	if _, err := ParseAccelerator("-", []byte(goodSystem)); err != nil {
		t.Error(err)
	}
}

// The outline must find each key where it is; the values come from the library.
func TestOutline(t *testing.T) {
	const s = "a = 1 # [not.a.table]\n" +
		"\"b c\" . 'd' = [ 'x', # ]\n\t\"\"\"\n[no]\n\\\"\"\"\"\"\", { e = ']' }, 2025-01-01 10:00:00 ]\n" +
		"[t . u]\nv = '''\nw = 1\n''''\nw = { x.y = 1, # }\n z = [[1], []] , }\n" +
		"[[list]]\nq = 1\n[[list]]\nq = 2\n[t.u.k]\r\nlast = \"\\\"\\\\\"\r\n"
	o := scan(s, false)
	if problems := decode(newText("x", s), o, asked); problems != nil {
		t.Fatal(problems)
	}
	root := o.root
	want := map[string]string{
		"a": "1:1 1:5", `"b c"`: "2:1 2:1", `"b c".d`: "2:9 2:15", "t": "6:2 6:2", "t.u": "6:6 6:6", "t.u.v": "7:1 7:5", "t.u.w": "10:1 10:5",
		"t.u.w.x": "10:7 10:7", "t.u.w.x.y": "10:9 10:13", "t.u.w.z": "11:2 11:6", "list": "12:3 12:3", "t.u.k": "16:6 16:6", "t.u.k.last": "17:1 17:8",
	}
	got := map[string]string{}
	x := newText("x", s)
	var walk func(*node)
	walk = func(n *node) {
		for _, k := range n.kids {
			l, c := x.position(k.key)
			m, d := x.position(k.val)
			got[k.path()] = fmt.Sprintf("%d:%d %d:%d", l, c, m, d)
			walk(k)
		}
	}
	walk(root)
	for k, w := range want {
		if got[k] != w {
			t.Errorf("%s stands at %s, want %s", k, got[k], w)
		}
	}
	if len(got) != len(want) {
		t.Errorf("keys %v, want %v", got, want)
	}
	if n := root.kid("b c").kid("d"); len(n.elems) != 4 || s[n.elems[1]:n.elems[1]+3] != `"""` || s[n.elems[3]] != '2' {
		t.Errorf("elements at %v", n.elems)
	}
}

// Nothing of one or two bytes upsets the reader; the library places some of their errors before the text.
func TestTinyFiles(t *testing.T) {
	for a := range 256 {
		for b := range 256 {
			for _, data := range [][]byte{{byte(a)}, {byte(a), byte(b)}} {
				_, err := ParseAccelerator("x.toml", data)
				sound(t, data, err)
			}
		}
	}
}

// No file within the limit of size keeps the reader busy for long. Each of these once did, or would with another way of counting columns, looking up names
// or measuring depth.
func TestHostileFiles(t *testing.T) {
	const size = maxSize / 4
	fill := func(begin, item, end string) string { return begin + strings.Repeat(item, size/len(item)) + end }
	count := func(item string) string {
		var b strings.Builder
		for i := 0; b.Len() < size; i++ {
			fmt.Fprintf(&b, item, i)
		}
		return b.String()
	}
	for name, s := range map[string]string{
		"nested lists": fill("a=", "[", ""), "nested tables": fill("a=", "{a=", ""), "nested keys": fill("a", ".a", "=1"), "nested headers": fill("[a", ".a", "]"),
		"numbers on one line": fill("aliases=[", "1,", "]"), "names on one line": "aliases=[" + count(`"x%d",`) + "]", "same names": fill("aliases=[", `"x",`, "]"),
		"keys": count("k%d=1\n"), "tables": count("[k%d]\n"), "lists of tables": fill("", "[[chip]]\n", ""), "sources": count("[sources.k%d]\n"),
		"same keys": fill("", "a=1\n", ""), "same tables": fill("", "[a]\n", ""), "unknown sources": "[chip.tdp]\nsources=[" + count(`"x%d",`) + "]",
		"quotes": fill("a=", `"`, ""), "line ends": fill(`a="""`, "\\\n", `"""`), "one key": fill("", "k", "=1"), "one name": fill(`name="`, "n", `"`),
		"many values": fill("[chip.tdp]\nvalues=[", `"1 W",`, "]\nweights=[1]"),
	} {
		_, err := ParseAccelerator("x.toml", []byte(s))
		if err == nil {
			t.Errorf("%s: no problem was found", name)
		}
		sound(t, []byte(s), err)
		var ps Problems
		if errors.As(err, &ps) && len(ps) > maxProblems+1 {
			t.Errorf("%s: %d problems are listed", name, len(ps))
		}
	}
}

// TestNamesOfFilesUpsetNoTerminal: what a file is called reaches a terminal only as text on one line.
func TestNamesOfFilesUpsetNoTerminal(t *testing.T) {
	dir := t.TempDir()
	const name = "ev\x1b[31mil\n\u202e.toml"
	if err := os.WriteFile(filepath.Join(dir, name), []byte("x"), 0o644); err != nil {
		t.Skip(err) // a file system without such names
	}
	_, err := Open(os.DirFS(t.TempDir()), dir)
	if err == nil || strings.ContainsFunc(err.Error(), unprintable) || !strings.Contains(err.Error(), "ev\\x1b[31mil") && !strings.Contains(err.Error(), "evU+001B[31mil") {
		t.Errorf("%q", err)
	}
}
