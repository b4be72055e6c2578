package main

import (
	"bytes"
	"encoding/base64"
	"encoding/xml"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/capplan/capplan/internal/profile"
	"github.com/capplan/capplan/profiles"
)

// reportQuestions are one of each kind of report.
var reportQuestions = map[string]string{
	"estimate": "--gw 2 --chip trainium2 --draws 256",
	"compare":  "--budget 50B --chip gb300 --chip trainium3 --chip tpu-v7 --draws 256",
	"mix":      "--gw 2 --chip trainium3=0.6 --chip gb300=0.4 --draws 256",
	"ramp":     "openai-aws-2gw --draws 256",
	"point":    "--chips 100k --chip h100 --draws 0",
	"unstated": "--gw 1 --basis unstated --chip jalapeno --draws 256",
}

// reported writes a report and returns it.
func reported(t *testing.T, file, args string) string {
	t.Helper()
	if code, out, errs := asks(t, "", append([]string{"report", file, "--quiet"}, strings.Fields(args)...)...); code != exitOK || out != "" {
		t.Fatalf("capplan report %s: exit %d, %q, %q", args, code, out, errs)
	}
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// page is an HTML page in the order of its elements.
type pageElement struct {
	name  string
	attrs map[string]string
	text  string // of the element itself
}

// elements reads a page, which has to be well-formed but for elements that have no end.
func elements(t *testing.T, page string) []*pageElement {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(page))
	d.Strict, d.AutoClose, d.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	var out, open []*pageElement
	for {
		token, err := d.Token()
		if err == io.EOF {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		switch x := token.(type) {
		case xml.StartElement:
			e := &pageElement{name: x.Name.Local, attrs: map[string]string{}}
			for _, a := range x.Attr {
				e.attrs[a.Name.Local] = a.Value
			}
			out, open = append(out, e), append(open, e)
		case xml.EndElement:
			if len(open) == 0 || open[len(open)-1].name != x.Name.Local {
				t.Fatalf("</%s> ends nothing", x.Name.Local)
			}
			open = open[:len(open)-1]
		case xml.CharData:
			if len(open) > 0 {
				open[len(open)-1].text += string(x)
			}
		}
	}
}

// TestReportPages: every kind of report is a page that stands alone and can be used without seeing it: nothing is fetched or run, headings are in order, pictures
// and tables say what they are.
func TestReportPages(t *testing.T) {
	t.Chdir(t.TempDir())
	for kind, args := range reportQuestions {
		page := reported(t, kind+".html", args)
		if len(page) < 20<<10 || strings.Contains(page, "ZgotmplZ") {
			t.Errorf("%s: %d bytes, or something was taken for unsafe", kind, len(page))
		}
		count := map[string]int{}
		level, ids := 0, map[string]bool{}
		var links []string
		for _, e := range elements(t, page) {
			count[e.name]++
			if id := e.attrs["id"]; id != "" {
				if ids[id] {
					t.Errorf("%s: the id %s stands twice", kind, id)
				}
				ids[id] = true
			}
			for _, attr := range []string{"src", "srcset", "href", "action", "data", "poster"} {
				switch address := e.attrs[attr]; {
				case address == "", strings.HasPrefix(address, "data:image/svg+xml;base64,") && (e.name == "img" || e.name == "source"):
				case e.name == "a" && strings.HasPrefix(address, "#"):
					links = append(links, address[1:])
				case e.name == "a" && strings.HasPrefix(address, "https://"), e.name == "a" && strings.HasPrefix(address, "http://"):
				default:
					t.Errorf("%s: <%s %s=%.60q>", kind, e.name, attr, address)
				}
			}
			for attr := range e.attrs {
				if strings.HasPrefix(attr, "on") {
					t.Errorf("%s: <%s %s>", kind, e.name, attr)
				}
			}
			switch e.name {
			case "html":
				if e.attrs["lang"] != "en" {
					t.Errorf("%s: no language", kind)
				}
			case "script", "iframe", "object", "embed", "form", "link", "base":
				t.Errorf("%s: <%s>", kind, e.name)
			case "h1", "h2", "h3":
				n := int(e.name[1] - '0')
				if n > level+1 {
					t.Errorf("%s: <%s> %s after <h%d>", kind, e.name, e.text, level)
				}
				level = n
			case "img":
				if len(e.attrs["alt"]) < 40 || e.attrs["width"] == "" || e.attrs["height"] == "" {
					t.Errorf("%s: a picture without its data in words, or its size: %q", kind, e.attrs["alt"])
				}
			case "th":
				if e.attrs["scope"] == "" {
					t.Errorf("%s: the heading %q says not of what", kind, e.text)
				}
			case "caption":
				if strings.TrimSpace(e.text) == "" {
					t.Errorf("%s: an empty caption", kind)
				}
			}
		}
		for _, to := range links {
			if !ids[to] {
				t.Errorf("%s: a link to #%s, which there is not", kind, to)
			}
		}
		for name, want := range map[string]int{"h1": 1, "title": 1, "main": 1, "header": 1, "nav": 1, "footer": 1} {
			if count[name] != want {
				t.Errorf("%s: %d <%s>", kind, count[name], name)
			}
		}
		if count["table"] < 3 || count["table"] != count["caption"] || count["h2"] < 7 || kind != "point" && kind != "unstated" && count["img"] == 0 {
			t.Errorf("%s: %v", kind, count)
		}
		if !strings.Contains(page, "<h2 id=\"sources\">") || !strings.Contains(page, "capplan report "+kind+".html") {
			t.Errorf("%s: no sources, or not how to make it again", kind)
		}
	}
}

// TestReportTwice: the same question gives the same bytes, in HTML, in Markdown and in the pictures beside it, and the pictures carry recipes of their own.
func TestReportTwice(t *testing.T) {
	t.Chdir(t.TempDir())
	for kind, args := range reportQuestions {
		for _, dir := range []string{"one", "two"} {
			if err := os.MkdirAll(filepath.Join(dir, kind), 0o755); err != nil {
				t.Fatal(err)
			}
			if kind == "mix" || kind == "ramp" { // the largest; all have their HTML compared with the same code
				reported(t, filepath.Join(dir, kind, "r.md"), args)
			}
			reported(t, filepath.Join(dir, kind, "r.html"), args)
		}
		files, err := os.ReadDir(filepath.Join("one", kind))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			a, _ := os.ReadFile(filepath.Join("one", kind, f.Name()))
			b, _ := os.ReadFile(filepath.Join("two", kind, f.Name()))
			if len(a) == 0 || !bytes.Equal(a, b) {
				t.Errorf("%s %s differs between two runs", kind, f.Name())
			}
			if strings.HasSuffix(f.Name(), ".png") {
				if code, out, errs := asks(t, "", "repro", filepath.Join("one", kind, f.Name())); code != exitOK {
					t.Errorf("%s %s: exit %d\n%s%s", kind, f.Name(), code, out, errs)
				}
			}
		}
	}
}

// picturesOf finds the images of a page of Markdown.
var picturesOf = regexp.MustCompile(`!\[[^\n]*?\]\(([^)\n]*)\)\n`)

// TestReportMarkdown: the pictures that a page names lie beside it, and no others; the report has all its chapters.
func TestReportMarkdown(t *testing.T) {
	t.Chdir(t.TempDir())
	for kind, args := range reportQuestions {
		text := reported(t, kind+".md", args)
		named := picturesOf.FindAllStringSubmatch(text, -1)
		beside, _ := filepath.Glob(kind + "-*.png")
		if len(named) != len(beside) {
			t.Errorf("%s: %d pictures are named, %d are there", kind, len(named), len(beside))
		}
		for _, m := range named {
			if _, err := os.Stat(m[1]); err != nil {
				t.Errorf("%s: %v", kind, err)
			}
		}
		if !strings.HasPrefix(text, "# ") {
			t.Errorf("%s begins %.40q", kind, text)
		}
		for _, chapter := range []string{"The figures", "What it rests on", "What is not in it", "Common misreadings", "How far to trust it", "How to make it again", "Sources"} {
			if !strings.Contains(text, "\n## "+chapter+"\n") {
				t.Errorf("%s has no chapter %q", kind, chapter)
			}
		}
	}
}

// hostileProfile is a system whose every word tries to be more than a word.
const hostileProfile = `id = "hostile"
name = "</script><script>alert(1)</script>|\"'><img src=x onerror=alert(2)> # big gnp.exe 🦖 [x](javascript:alert(3)) ` + "`code`" + `"
vendor = "<b>Vendor</b>|*bold* $x$ @all"
status = "shipping"
[chip]
tdp = { value = "500 W", basis = "reported", source = "bad" }
bf16 = { value = "600 TFLOP/s", basis = "assumed", note = "</style><script>alert(4)</script> --> ]]> {{.}} | <!-- end" }
[system]
chips = { value = 64, basis = "reported", source = "bad" }
racks = { value = 2, basis = "reported", source = "bad" }
power = { low = "48 kW", mode = "50 kW", high = "54 kW", basis = "reported", source = "worse" }
[network]
power_per_chip = { low = "40 W", mode = "74 W", high = "140 W", basis = "assumed", note = "guess" }
[sources.bad]
title = "</a><script>alert(5)</script> ](javascript:alert(6))"
url = "https://example.org/a'onmouseover='alert(7)"
date = 2025-12-02
kind = "analyst"
[sources.worse]
title = "javascript"
url = "https://example.org/)[x](javascript:alert(8))"
date = 2025-12-02
kind = "analyst"
`

// TestHostileReport: names, notes and sources of an overlay stay words, in HTML, in its pictures and in Markdown.
func TestHostileReport(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.WriteFile("hostile.toml", []byte(hostileProfile), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, args := range []string{"--gw 1 --chip hostile --draws 64", "--gw 1 --chip hostile=0.5 --chip trainium2 --draws 64", "--gw 1 --chip trainium2 --chip hostile --draws 64"} {
		args += " --profiles hostile.toml --title </title><script>alert(9)</script>"
		page := reported(t, "r.html", args)
		for _, e := range elements(t, page) {
			switch e.name {
			case "script", "b", "style", "source", "img", "a", "meta":
				if e.name == "script" || e.name == "b" && strings.Contains(e.text, "Vendor") {
					t.Errorf("%s: <%s>", args, e.name)
				}
				for attr, value := range e.attrs {
					if strings.HasPrefix(attr, "on") || strings.HasPrefix(strings.ToLower(strings.TrimSpace(value)), "javascript:") {
						t.Errorf("%s: <%s %s=%q>", args, e.name, attr, value)
					}
				}
			}
			if strings.ContainsFunc(e.text, func(r rune) bool { return unicode.Is(unicode.Cf, r) }) {
				t.Errorf("%s: <%s> has characters that cannot be seen: %q", args, e.name, e.text)
			}
		}
		if !strings.Contains(page, "&lt;script&gt;alert(1)") || !strings.Contains(page, "Added, not built in: hostile") {
			t.Errorf("%s: the name is not there as it is, or not that it is an overlay's", args)
		}
		for _, m := range regexp.MustCompile(`data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)`).FindAllStringSubmatch(page, -1) {
			svg, err := base64.StdEncoding.DecodeString(m[1])
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range elements(t, string(svg)) {
				if e.name == "script" || e.name == "foreignObject" || e.attrs["onload"] != "" {
					t.Errorf("%s: a picture has <%s>", args, e.name)
				}
			}
		}
		text := reported(t, "r.md", args)
		fenced := false
		for i, line := range strings.Split(text, "\n") {
			if strings.HasPrefix(line, "```") {
				fenced = !fenced
			}
			if fenced {
				continue // a command line, which is shown as it is
			}
			bare := strings.NewReplacer(`\|`, "", `\[`, "", `\]`, "", "\\`", "", `\*`, "").Replace(line)
			if strings.Contains(bare, "<script") || strings.Contains(bare, "](javascript:") || strings.Contains(line, "<img") || strings.HasPrefix(line, "# big") {
				t.Errorf("%s: line %d of the Markdown: %s", args, i+1, line)
			}
			if strings.HasPrefix(line, "|") && strings.Count(bare, "|") < 3 {
				t.Errorf("%s: line %d is a broken row: %s", args, i+1, line)
			}
		}
	}
}

// TestReportAllOrNothing: where one of the files cannot be written, none is.
func TestReportAllOrNothing(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.Mkdir("r-ridges.png", 0o755); err != nil {
		t.Fatal(err)
	}
	code, out, errs := asks(t, "", strings.Fields("report r.md --gw 2 --chip trainium2 --draws 64")...)
	if code != exitFailed || out != "" || !strings.Contains(errs, "r-ridges.png is a directory") {
		t.Errorf("exit %d, %q, %q", code, out, errs)
	}
	if files, _ := os.ReadDir("."); len(files) != 1 {
		t.Errorf("%v are left", files)
	}
}

// TestWriteFilesTakesBack: a file that cannot be put in place takes those that were new back with it.
func TestWriteFilesTakesBack(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.WriteFile("old", []byte("old"), 0o644); err != nil {
		t.Fatal(err)
	}
	var ready []*staged
	for _, name := range []string{"new", "old", "lost"} {
		s, err := stage(name, []byte(name+"!"))
		if err != nil {
			t.Fatal(err)
		}
		ready = append(ready, s)
	}
	os.Remove(ready[2].temp)
	if err := commitAll(ready); err == nil {
		t.Error("what is lost was put in place")
	}
	files, _ := os.ReadDir(".")
	if len(files) != 1 || files[0].Name() != "old" {
		t.Errorf("%v are left", files)
	}
}

// TestRampReport: a report of a scenario has what moves the scenario, and by what command; what is spent over its time is the same wherever it stands.
func TestRampReport(t *testing.T) {
	t.Chdir(t.TempDir())
	page := reported(t, "a.html", "openai-aws-2gw --payment lease --draws 256")
	if command := "capplan sensitivity openai-aws-2gw --basis unstated --site aws-air --workload training --precision bf16 --payment lease --metric capacity.chips_in_service --points 0 --draws 256 --chart tornado --output tornado.png"; !strings.Contains(page, command) {
		t.Errorf("the report has no %s", command)
	}
	for _, chart := range []string{"ramp", "cash", "bridge", "tornado"} {
		if !strings.Contains(page, "--chart "+chart+" ") {
			t.Errorf("there is no %s", chart)
		}
	}
	cells := regexp.MustCompile(`(?s)<th scope="row">Capital spent\*?</th>(.*?)</tr>`).FindAllStringSubmatch(page, -1)
	if len(cells) != 2 {
		t.Fatalf("capital spent stands in %d places", len(cells))
	}
	figure := regexp.MustCompile(`[0-9.]+.B.USD`)
	if a, b := figure.FindString(cells[0][1]), figure.FindString(cells[1][1]); a == "" || a != b {
		t.Errorf("capital spent is %q, and %q among the misreadings", a, b)
	}
}

// TestReportOfSeveral: of a comparison the first two have a waterfall and a tornado, each named after its system, with a command that asks about it alone: what is
// said of others is left out of it.
func TestReportOfSeveral(t *testing.T) {
	t.Chdir(t.TempDir())
	page := reported(t, "r.md", "--gw 2 --chip trainium2 --chip gb200 --chip h100 --draws 64 --set gb200:chip.tdp=1.1kW --set site.reserve=3%")
	for _, want := range []string{
		"](r-waterfall-trainium2.png)", "](r-waterfall-gb200.png)", "](r-tornado-trainium2.png)", "](r-tornado-gb200.png)", "*NVIDIA GB200 NVL72. Where the watts go",
		"capplan estimate --gw 2 --chip trainium2 --set site.reserve=3% --draws 64 --chart waterfall --output waterfall-trainium2.png",
		"capplan estimate --gw 2 --chip gb200 --set gb200:chip.tdp=1.1kW --set site.reserve=3% --draws 64 --chart waterfall --output waterfall-gb200.png",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("no %s in the report", want)
		}
	}
	// What is said to be as in this report is what the figures have, of each of them, though a system alone is another sample of the draws.
	cells := func(label string) string {
		_, after, _ := strings.Cut(page, "\n| "+label+" | ")
		line, _, _ := strings.Cut(after, "\n")
		return line
	}
	for misread, figure := range map[string]string{"Dense bf16 peak, as in this report": "Dense bf16 peak", "Effective, as in this report": "Effective", "Packages, as in this report": "Chips"} {
		if a, b := cells(misread), cells(figure); a != b || strings.Count(a, "|") != 3 {
			t.Errorf("%s is %q, and %s %q among the figures", misread, a, figure, b)
		}
	}
	if strings.Contains(page, "waterfall-h100") {
		t.Error("the third is set out too")
	}
	for _, f := range []string{"r-waterfall-gb200.png", "r-tornado-trainium2.png"} {
		if code, out, errs := asks(t, "", "repro", f); code != exitOK {
			t.Errorf("capplan repro %s: exit %d\n%s%s", f, code, out, errs)
		}
	}
	if ids := regexp.MustCompile(`id="(chart-[^"]*)"`).FindAllStringSubmatch(reported(t, "r.html", "--gw 2 --chip trainium2 --chip gb200 --draws 64"), -1); len(ids) != 6 {
		t.Errorf("%d pictures: %v", len(ids), ids)
	} else {
		seen := map[string]bool{}
		for _, id := range ids {
			if seen[id[1]] {
				t.Errorf("two pictures are %s", id[1])
			}
			seen[id[1]] = true
		}
	}
}

// TestTooManyToDraw: a picture of more systems than can be told apart is refused in words, before anything is written; a report is made without it and says so.
func TestTooManyToDraw(t *testing.T) {
	t.Chdir(t.TempDir())
	lib, err := profile.Open(profiles.FS)
	if err != nil {
		t.Fatal(err)
	}
	heads, err := lib.Heads()
	if err != nil {
		t.Fatal(err)
	}
	args := []string{"--gw", "2"}
	for _, c := range heads[:30] {
		args = append(args, "--chip", c.ID)
	}
	for _, chart := range []string{"ridges", "cumulative"} {
		code, out, errs := asks(t, "", slices.Concat([]string{"compare", "--chart", chart, "-o", "a.png"}, args, []string{"--draws", "64"})...)
		if code != exitUsage || out != "" || !strings.Contains(errs, "-o a.png") || !strings.Contains(errs, "1 to 24") {
			t.Errorf("%s: exit %d, %s%s", chart, code, out, errs)
		}
	}
	if files, _ := os.ReadDir("."); len(files) != 0 {
		t.Errorf("%d files were written", len(files))
	}
	page := reported(t, "r.md", strings.Join(slices.Concat(args, []string{"--draws", "64"}), " "))
	if !strings.Contains(page, "There is no chart ridges of this") || !strings.Contains(page, "](r-waterfall-") {
		t.Error("the report does not say that a chart is missing, or has none")
	}
}
