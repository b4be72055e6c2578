package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/capplan/capplan/internal/rows"
)

// overriddenQuestions are questions of each command on which a figure of the overlay below counts, be it for a chip that is not chosen in the end.
var overriddenQuestions = map[string][]string{
	"estimate":    {"--gw 1 --chip trainium3", "--gw 1 --chip trainium3 --basis unstated", "--budget 5B --chip trainium2"},
	"compare":     {"--gw 1 --chip gb300 --chip trainium3", "--gw 1 --chip gb300 --chip trainium2 --equivalent capacity.effective --break-even"},
	"mix":         mixQuestions,
	"check":       {"--gw 1 --chip trainium3 --fail-if capacity.chips<1 --warn-if capacity.chips>1"},
	"sensitivity": {"--gw 1 --chip trainium3 --draws 256"},
	"explain":     {"capacity.chips --gw 1 --chip trainium3", "system.power --chip trainium3"},
	"ramp":        {"openai-aws-2gw", "openai-aws-2gw --solve gw", "openai-aws-2gw --solve quarter --reach capacity.chips_in_service=1k"},
	"ledger":      {"openai", "openai --realised --vendor aws"},
	"backtest":    {"", "--scores --group sites", "--group hpl,sites --fail-if sites.bias>9 --fail-if scatter.shipped>9"},
	"report":      {"--gw 1 --chip trainium3", "openai-aws-2gw"},
	"sweep": {"--gw 1 --vary chip=gb300,trainium3", "--gw 1 --chip trainium3 --vary site.pue_peak=1.1,1.2 --vary site.reserve=0.1,0.2", "--gw 1 --chip trainium3 --vary site.pue_peak=1.1,1.2", "--gw 1 --chip gb300 --chip trainium3 --vary share:gb300=0:1:0.5 --draws 64",
		"--gw 1 --chip gb300 --chip trainium3 --vary share:gb300=0..1 --design sobol --points 9"},
	"profiles list": {"", "--vendor aws --sort -tdp"},
	"profiles show": {"trainium3", "gb300 trainium3"},
}

// mixQuestions are those of mixes: given ones, best ones, that may leave the overridden chip out, and those that cannot be.
var mixQuestions = []string{
	"--gw 1 --chip gb300=0.5 --chip trainium3=0.5", "--gw 1 --chip gb300 --chip trainium3 --share-curve nvidia --points 3",
	"--gw 1 --chip gb300 --chip trainium3 --maximize capacity.effective", "--gw 1 --chip gb300 --chip trainium3 --minimize cost.capex --limit capacity.chips>=1k",
	"--gw 1 --chip gb300 --chip trainium3 --maximize capacity.effective --limit capacity.chips>=100M",
	"--gw 1 --chip gb300 --chip trainium3 --chip mi355x --frontier cost.capex,capacity.effective --points 3",
	"--gw 1 --chip gb300 --chip trainium3 --frontier cost.capex,capacity.effective --limit capacity.chips>=100M",
}

// marksNothing are commands with overlays whose output holds no results that could rest on one, each with the reason.
var marksNothing = map[string]string{
	"profiles check": "a finding stands at the file and the line of its value",
	"profiles new":   "a template holds no values",
	"repro":          "what it computes again is marked where it was made; here figures are only compared",
}

// TestEveryOutputMarksOverrides: in each command that takes overlays, each format and each chart names the input that an overlay replaces, even with --quiet,
// and without the overlay none does. A new command has to be in the table.
func TestEveryOutputMarksOverrides(t *testing.T) {
	t.Setenv(overlayVariable, "")
	overlay := t.TempDir()
	for _, id := range []string{"trainium2", "trainium3"} {
		text := fmt.Sprintf("id = %q\n[system]\npower = { value = %q, basis = \"assumed\", note = \"Ours.\" }\n", id, map[string]string{"trainium2": "45 kW", "trainium3": "190 kW"}[id])
		if err := os.WriteFile(filepath.Join(overlay, id+".toml"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, cmd := range runnable(newRoot(streams{nil, nil, nil}, "")) {
		name := strings.TrimPrefix(cmd.CommandPath(), "capplan ")
		if cmd.Flags().Lookup(overlayFlag) == nil {
			continue
		}
		questions := overriddenQuestions[name]
		if questions == nil && marksNothing[name] == "" {
			t.Errorf("capplan %s takes overlays and is not in the table of this test", name)
		}
		t.Run(strings.ReplaceAll(name, " ", "-"), func(t *testing.T) {
			for k, q := range questions {
				for i, format := range outputsOf(cmd, q) {
					if k > 0 && slices.Contains([]string{"table", "tsv", "jsonl"}, format) {
						continue // one record feeds them and CSV, Markdown and JSON, as the first question shows
					}
					args := append(strings.Fields(name+" "+q), "--quiet")
					if cmd.Flags().Lookup("draws") != nil && !strings.Contains(q, "--draws") {
						args = append(args, "--draws", "128")
					}
					with := outputOf(t, append(args, "--"+overlayFlag, overlay), format)
					if !marked(t, format, with) {
						t.Errorf("capplan %s as %s does not say that system.power is replaced:\n%.600s", strings.Join(args, " "), format, with)
					}
					if i >= 2 {
						continue // two formats are enough to see that nothing is marked that should not be
					}
					if without := outputOf(t, args, format); marked(t, format, without) {
						t.Errorf("capplan %s as %s, without an overlay, is marked", strings.Join(args, " "), format)
					}
				}
			}
		})
	}
}

// runnable are the commands that do something, below a command.
func runnable(cmd *cobra.Command) []*cobra.Command {
	var out []*cobra.Command
	if cmd.RunE != nil {
		out = append(out, cmd)
	}
	for _, c := range cmd.Commands() {
		out = append(out, runnable(c)...)
	}
	return out
}

// outputsOf are the formats of a command, and its charts as .svg: NAME.svg.
func outputsOf(cmd *cobra.Command, question string) []string {
	list := func(f *pflag.Flag) []string {
		if f == nil {
			return nil
		}
		_, names, _ := strings.Cut(f.Usage, ": ")
		return strings.Split(names, ", ")
	}
	if cmd.Name() == "report" {
		return []string{".html", ".md"}
	}
	out := list(cmd.Flags().Lookup("format"))
	switch {
	case strings.Contains(question, "--design"): // points without an order
		return out
	case strings.Count(question, "--vary") == 2:
		return append(out, "heatmap.svg")
	case strings.Count(question, "--vary") == 1:
		return append(out, "lines.svg")
	case strings.Contains(question, "imize"), strings.Contains(question, "100M"): // no chart
		return out
	case strings.Contains(question, "--frontier"), strings.Contains(question, "--share-curve"): // theirs alone
		return append(out, ".svg")
	}
	for _, chart := range list(cmd.Flags().Lookup("chart")) {
		if chart == "before-after" { // of powers as they were announced, which rest on no chip
			continue
		}
		out = append(out, chart+".svg")
	}
	return out
}

// outputOf runs a command and returns what it writes.
func outputOf(t *testing.T, args []string, format string) []byte {
	t.Helper()
	var out, errs bytes.Buffer
	path := ""
	if strings.HasPrefix(format, ".") && args[0] == "report" {
		path = filepath.Join(t.TempDir(), "page"+format)
		args = slices.Insert(slices.Clone(args), 1, path)
	} else if chart, is := strings.CutSuffix(format, ".svg"); is {
		path = filepath.Join(t.TempDir(), "chart.svg")
		args = append(slices.Clone(args), "-o", path)
		if chart != "" {
			args = append(args, "--chart", chart)
		}
	} else {
		args = append(slices.Clone(args), "--format", format)
	}
	if code := run(streams{nil, &out, &errs}, args); code != exitOK && code != exitInfeasible {
		t.Errorf("%v: exit %d: %s", args, code, errs.Bytes())
	}
	if path == "" {
		return out.Bytes()
	}
	picture, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return picture
}

// marked reports whether an output says that an input of a system's power is not built in.
func marked(t *testing.T, format string, output []byte) bool {
	t.Helper()
	const input = "system.power"
	switch format {
	case "json":
		var tree any
		if err := json.Unmarshal(output, &tree); err != nil {
			t.Errorf("%v in %.200s", err, output)
		}
		return treeMarks(tree, input)
	case "jsonl":
		found := false
		for line := range bytes.Lines(output) {
			var tree any
			if err := json.Unmarshal(line, &tree); err != nil {
				t.Errorf("%v in %.200s", err, line)
			}
			found = found || treeMarks(tree, input)
		}
		return found
	case "csv", "tsv":
		var table [][]string
		for line := range strings.Lines(string(output)) {
			table = append(table, strings.Split(strings.TrimSuffix(line, "\n"), "\t"))
		}
		if format == "csv" {
			var err error
			if table, err = csv.NewReader(bytes.NewReader(output)).ReadAll(); err != nil {
				t.Error(err)
				return false
			}
		}
		if len(table) == 0 {
			t.Error("there is no table")
			return false
		}
		at := slices.Index(table[0], "overrides")
		own, of := slices.Index(table[0], "override"), slices.Index(table[0], "input") // a page of a profile: one value a row
		return slices.ContainsFunc(table[1:], func(row []string) bool {
			return at >= 0 && strings.Contains(row[at], input) || own >= 0 && of >= 0 && row[own] == "true" && row[of] == input
		})
	case "parquet":
		m, err := rows.ParquetManifest(bytes.NewReader(output), int64(len(output)))
		if err != nil {
			t.Error(err)
			return false
		}
		return m.Columns[len(m.Columns)-1].Name == "overrides" && bytes.Contains(output, []byte(input))
	}
	text := string(output)
	if strings.HasSuffix(format, ".svg") { // whose lines are labels of shapes, and may be broken
		var labels []string
		for _, m := range regexp.MustCompile(`aria-label="([^"]*)"`).FindAllStringSubmatch(text, -1) {
			labels = append(labels, m[1])
		}
		text = strings.Join(labels, " ")
	}
	if format == "junit" {
		return strings.Contains(text, `<property name="overrides" value="`+input+`"`)
	}
	for line := range strings.Lines(text) {
		if _, list, is := strings.Cut(line, "Overrides:"); is && strings.Contains(list, input) {
			return true
		}
	}
	return false
}

// treeMarks reports whether a key "overrides" of a tree names the input, or an input has "override": true.
func treeMarks(tree any, input string) bool {
	switch x := tree.(type) {
	case []any:
		return slices.ContainsFunc(x, func(one any) bool { return treeMarks(one, input) })
	case map[string]any:
		for key, value := range x {
			if key == "overrides" && strings.Contains(fmt.Sprint(value), input) || treeMarks(value, input) {
				return true
			}
			if one, is := value.(map[string]any); is && (key == input || key == "input" && x["name"] == input) && one["override"] == true {
				return true
			}
		}
		return x["input"] == input && x["override"] == true
	}
	return false
}
