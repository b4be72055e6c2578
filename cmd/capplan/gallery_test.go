package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// gallery is every picture of docs/gallery.md, a row each: a chart is added by its row, and go test ./cmd/capplan -run TestGallery -update.
var gallery = []struct {
	image   string // its name in docs/images, without the ending; empty for a report, which has no picture
	heading string
	shows   string   // one sentence on what to look for
	command string   // without -o, which the test adds; of a report with its file
	first   []string // what has to be run before, in the same folder
}{
	{"waterfall", "Where the watts go", "From the meter to the chips, at the middle of every input; whiskers are P5 to P95.", "estimate --gw 2 --chip trainium2", nil},
	{"ridges", "How many chips", "The spread of the draws for each system, with P5, median and P95.", "compare --gw 2 --chip trainium2 --chip trainium3 --chip h100 --chip gb200 --chip vera-rubin", nil},
	{"cumulative", "How likely at least so many", "Each curve falls from certain to hopeless; where it crosses the line is the chance of at least so many.", "compare --gw 2 --chip trainium2 --chip h100 --chip gb200 --chart cumulative --at-least capacity.chips=1.2M", nil},
	{"mix", "A fleet of several systems", "What part of the power, the chips, the throughput and the money each system has.", "mix --gw 2 --chip trainium3=0.6 --chip gb300=0.4", nil},
	{"tornado", "What moves the answer", "One input at a time from its low to its high end, the largest first.", "sensitivity --gw 2 --chip trainium2", nil},
	{"tornado-ramp", "What moves a commitment", "The same of a scenario: what decides how much is there when the time is over.", "sensitivity openai-aws-2gw --points 0", nil},
	{"indices", "Which fact is worth finding", "The part of the variance that each input accounts for, alone and with the others.", "sensitivity --gw 2 --chip trainium2 --chart indices", nil},
	{"lines", "An input over a range", "Bands are P5 to P95 of all other inputs.", "sweep --gw 2 --vary chip=trainium2,trainium3,gb200 --vary site.pue_peak=1.05:1.40:0.05 --draws 1024", nil},
	{"heatmap", "Two inputs at once", "The median of each cell, with P5 to P95.", "sweep --gw 2 --chip trainium2 --vary site.pue_peak=1.05:1.40:0.05 --vary site.reserve=0:0.1:0.02 --draws 1024", nil},
	{"frontier", "What throughput costs", "The mixes between which capital and throughput trade.", "mix --gw 2 --chip trainium2 --chip gb200 --chip mi355x --chip gaudi3 --frontier cost.capex,capacity.effective --limit power.it_deployed>=1.45GW", nil},
	{"share-curve", "What a vendor's share changes", "Each measure as the share goes from 0 to 100%.", "mix --gw 2 --chip trainium3 --chip gb300 --share-curve nvidia", nil},
	{"ramp", "A commitment by quarter", "The chips of each generation, with the range of their sum.", "ramp openai-aws-2gw", nil},
	{"cash", "What is paid, and from what", "Payments by quarter and to date, against what the agreement provides.", "ramp openai-aws-2gw --chart cash", nil},
	{"bridge", "From announced to expected", "What delay, lag and the rest take from the fleet as announced.", "ramp openai-aws-2gw --chart bridge", nil},
	{"before-after", "A portfolio before and after", "Each vendor's share of the commitments, before and after a day.", "ledger openai", nil},
	{"change", "What changed between two results", "The change divided among the inputs that differ, in the order of their parts; the parts sum to it.", "diff old.json new.json",
		[]string{"estimate --gw 2 --chip trainium2 -o old.json", "estimate --gw 2 --chip trainium2 --site aws-air -o new.json"}},
	{"backtest", "How close the model comes", "Predicted ranges against published counts.", "backtest --scores", nil},
	{"", "A report", "The finding, the charts, what it rests on, how it is misread, and how to make it again, in one HTML file that opens offline ([docs/reports.md](reports.md)).", "report report.html --gw 2 --chip trainium2", nil},
}

const galleryHead = `# Gallery

Every chart, with the command that made it. The pictures are drawn anew by the tests and compared, so they show what this version gives. Each carries its
question: ` + "`capplan repro FILE`" + ` asks it again and says whether it still comes out the same.
`

// TestGallery writes docs/gallery.md and draws its pictures again, and compares both with what is there. With -update they are replaced.
func TestGallery(t *testing.T) {
	docs, err := filepath.Abs(filepath.Join("..", "..", "docs"))
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	var page strings.Builder
	page.WriteString(galleryHead)
	for _, g := range gallery {
		file := g.image + ".png"
		line := g.command
		if g.image != "" {
			line += " -o " + file
		}
		lines := ""
		for _, command := range g.first {
			if code := run(streams{nil, io.Discard, io.Discard}, strings.Fields(command)); code != exitOK {
				t.Fatalf("capplan %s: exit %d", command, code)
			}
			lines += "capplan " + command + "\n"
		}
		var alt []byte
		if g.image != "" {
			out := &collector{files: map[string][]byte{}}
			if code := run(streams{nil, out, io.Discard}, append(strings.Fields(g.command), "-o", file)); code != exitOK {
				t.Fatalf("capplan %s: exit %d", g.command, code)
			}
			compareImage(t, filepath.Join(docs, "images", file), out.files[file])
			c, err := readClaimed(out.files[file])
			if err != nil {
				t.Fatal(err)
			}
			alt = []byte(c.Title)
		} else if code := run(streams{nil, &collector{files: map[string][]byte{}}, io.Discard}, strings.Fields(g.command)); code != exitOK {
			t.Fatalf("capplan %s: exit %d", g.command, code)
		}
		fmt.Fprintf(&page, "\n## %s\n\n%s\n\n```sh\n%scapplan %s\n```\n", g.heading, g.shows, lines, shellLine(line))
		if g.image != "" {
			fmt.Fprintf(&page, "\n![%s](images/%s)\n", bytes.ReplaceAll(alt, []byte("]"), []byte(`\]`)), file)
		}
	}
	path := filepath.Join(docs, "gallery.md")
	if *update {
		if err := os.WriteFile(path, []byte(page.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	old, err := os.ReadFile(path)
	if err != nil || string(old) != page.String() {
		t.Errorf("docs/gallery.md is out of date (%v): go test ./cmd/capplan -run TestGallery -update", err)
	}
}

// TestGalleryIsWhole: every picture of the documentation is in the gallery by the command that makes it, and every chart of every command is.
func TestGalleryIsWhole(t *testing.T) {
	in := map[string]string{}
	for _, g := range gallery {
		in[g.image+".png"] = g.command
	}
	for name, command := range documentImages {
		if in[name] != command {
			t.Errorf("docs/images/%s is made by %q and the gallery has %q", name, command, in[name])
		}
	}
	shown := map[string]bool{}
	for _, g := range gallery {
		command, rest, _ := strings.Cut(g.command, " ")
		_, named, _ := strings.Cut(rest, "--chart ")
		chart, _, _ := strings.Cut(named, " ")
		shown[command+" "+chart] = true
		if command == "sweep" { // whose usual chart is by what varies
			shown["sweep "+g.image] = true
		}
	}
	elsewhere := []string{"estimate ridges", "estimate cumulative", "mix waterfall", "mix cumulative"} // as other commands have them
	commands := 0
	for _, cmd := range newRoot(streams{nil, io.Discard, io.Discard}, "").Commands() {
		flag := cmd.Flags().Lookup("chart")
		if flag == nil {
			continue
		}
		commands++
		names := flag.Annotations[wordsKey]
		if len(names) == 0 {
			t.Errorf("the charts of %s are not known", cmd.Name())
		}
		for i, name := range names {
			usual := i == 0 && shown[cmd.Name()+" "]
			if !usual && !shown[cmd.Name()+" "+name] && !slices.Contains(elsewhere, cmd.Name()+" "+name) {
				t.Errorf("the chart %s of %s is not in the gallery", name, cmd.Name())
			}
		}
	}
	if commands < 9 {
		t.Errorf("%d commands have charts", commands)
	}
}

// shellLine quotes the words of a command line that a shell would read.
func shellLine(s string) string {
	words := strings.Fields(s)
	for i, w := range words {
		if strings.ContainsAny(w, "<>*()&;'\"$") {
			words[i] = "'" + w + "'"
		}
	}
	return strings.Join(words, " ")
}
