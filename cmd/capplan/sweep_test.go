package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// output runs a command line that must succeed and returns its standard output.
func output(t testing.TB, args ...string) []byte {
	t.Helper()
	var out, errs bytes.Buffer
	if code := run(streams{nil, &out, &errs}, args); code != exitOK {
		t.Fatalf("capplan %s: exit %d\n%s", strings.Join(args, " "), code, errs.String())
	}
	return out.Bytes()
}

// TestSweepRowsAreAnswers asks what each row says by a command of its own, with the varied inputs of the row, as printed, given by flags. The figures must be
// the same text: of points with --draws 0, of distributions with the same draws.
func TestSweepRowsAreAnswers(t *testing.T) {
	for _, c := range []struct {
		command string
		args    []string // of both
		vary    []string
		as      func(column, value string) []string // the flag that gives a row's value
	}{
		{"estimate", []string{"--chip", "trainium2"}, []string{"gw=0.5,2", "site.pue_peak=1.05:1.4:0.07", "system.power=46:56:5kW"}, nil},
		{"estimate", []string{"--gw", "2"}, []string{"chip=trainium2,gb200,h100", "site=default,aws-air", "basis=facility,it,rack,chip"}, nil},
		{"estimate", []string{"--gw", "2", "--chip", "gb200"}, []string{"workload=training,inference", "precision=bf16,fp8,fp4"}, nil},
		{"estimate", []string{"--chip", "trainium2", "--set", "site.reserve=0.05"}, []string{"budget=1B:50B:log:4", "chip.tdp=450..650W"}, nil},
		{"mix", []string{"--gw", "1", "--chip", "trainium3", "--chip", "gb300"}, []string{"share:trainium3=0:1:0.25", "by=power,chips"}, func(column, value string) []string {
			if column == "share:trainium3" {
				return []string{"--chip", "trainium3=" + value, "--chip", "gb300"}
			}
			return nil
		}},
		{"mix", []string{"--gw", "1", "--chip", "trainium3=0.6", "--chip", "gb300"}, []string{"gb300:network.power_per_chip=100:200:50W", "site.provision=0.8,1"}, nil},
	} {
		for _, draws := range []string{"0", "300"} {
			args := append([]string{"sweep", "--format", "csv", "--quiet", "--draws", draws, "--metric", "capacity.chips,power.facility,cost.capex,capacity.effective"}, c.args...)
			for _, v := range c.vary {
				args = append(args, "--vary", v)
				if strings.Contains(v, "..") {
					args = append(args, "--design", "sobol", "--points", "3")
				}
			}
			table, err := csv.NewReader(bytes.NewReader(output(t, args...))).ReadAll()
			if err != nil {
				t.Fatal(err)
			}
			varied := len(c.vary)
			known := 0
			for _, row := range table[1:] {
				ask := []string{c.command, "--format", "json", "--draws", draws, "--fields", "capacity.chips,power.facility,cost.capex,capacity.effective"}
				given := c.args
				for k := 1; k <= varied; k++ {
					flags := asFlag(table[0][k], row[k])
					if c.as != nil {
						if own := c.as(table[0][k], row[k]); own != nil {
							flags, given = own, c.args[:2]
						}
					}
					ask = append(ask, flags...)
				}
				known += compareRow(t, table[0][varied+1:], row[varied+1:], output(t, append(ask, given...)...), ask)
			}
			if known < 2*(len(table)-1) {
				t.Errorf("%v: %d figures in %d rows", c.vary, known, len(table)-1)
			}
		}
	}
}

// asFlag gives a value of a column, in base units, by a flag of another command.
func asFlag(column, value string) []string {
	name, unit, _ := strings.Cut(strings.TrimSuffix(column, "]"), "[")
	switch name {
	case "chip", "site", "basis", "workload", "precision", "by":
		return []string{"--" + name, value}
	case "power.commitment":
		return []string{"--gw", value + unit}
	case "start.budget":
		return []string{"--budget", value}
	}
	return []string{"--set", name + "=" + value + " " + unit}
}

// compareRow holds the metrics of a row to the total of an answer, and returns how many have a value.
func compareRow(t *testing.T, titles, row []string, answer []byte, ask []string) (known int) {
	t.Helper()
	var doc struct {
		Total struct {
			Quantities map[string]map[string]any `json:"quantities"`
		} `json:"total"`
	}
	if err := json.Unmarshal(answer, &doc); err != nil {
		t.Fatal(err)
	}
	for i, title := range titles {
		if title == "overrides" { // what --set gave
			continue
		}
		name, _, _ := strings.Cut(title, "[")
		figure := "point"
		for _, f := range []string{"mean", "p5", "p50", "p95"} {
			if n, is := strings.CutSuffix(name, "."+f); is {
				name, figure = n, f
			}
		}
		want := ""
		if x, is := doc.Total.Quantities[name][figure].(float64); is {
			want = strconv.FormatFloat(x, 'g', -1, 64)
		}
		got := row[i]
		if got != "" {
			x, err := strconv.ParseFloat(got, 64)
			if err != nil {
				t.Fatal(err)
			}
			got = strconv.FormatFloat(x, 'g', -1, 64)
			known++
		}
		if got != want && !close9(got, want, figure) {
			t.Errorf("%s of the row is %s; capplan %s says %s", title, got, strings.Join(ask, " "), want)
		}
	}
	return known
}

// close9 allows a mean to differ in its ninth digit: it is of other sums where a factor is varied than where it is a constant.
func close9(a, b, figure string) bool {
	x, errX := strconv.ParseFloat(a, 64)
	y, errY := strconv.ParseFloat(b, 64)
	return figure == "mean" && errX == nil && errY == nil && math.Abs(x/y-1) < 2e-9
}

// TestExamplesOfJobsRun runs the shell lines of the documented jobs as their engines would, shard by shard, and then those that join the shards. The result must
// be the sweep in one piece.
func TestExamplesOfJobsRun(t *testing.T) {
	examples := filepath.Join("..", "..", "docs", "examples")
	read := func(name string) string {
		b, err := os.ReadFile(filepath.Join(examples, name))
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	merge := "capplan sweep merge part-*.csv -o sweep.csv"
	slurm := read("slurm-array.sh")
	for _, line := range []string{"--array=1-8", merge} {
		if !strings.Contains(slurm, line) {
			t.Errorf("slurm-array.sh lacks %q", line)
		}
	}
	kubernetes := read("kubernetes-job.yaml")
	for _, line := range []string{"completions: 8", "completionMode: Indexed", merge} {
		if !strings.Contains(kubernetes, line) {
			t.Errorf("kubernetes-job.yaml lacks %q", line)
		}
	}
	actions := read("github-actions.yml")
	if !strings.Contains(actions, "shard: [1, 2, 3, 4]") {
		t.Error("github-actions.yml has another matrix than this test")
	}
	steps := blocks(actions, "run: |")
	if len(steps) != 2 {
		t.Fatalf("github-actions.yml has %d steps of several lines", len(steps))
	}
	pods := blocks(kubernetes, "- |")
	if len(pods) != 1 {
		t.Fatalf("kubernetes-job.yaml has %d scripts", len(pods))
	}
	for _, c := range []struct {
		name   string
		shards int
		script string
		env    func(i int) []string
		join   string
	}{
		{"GitHub Actions", 4, steps[0], func(i int) []string { return []string{fmt.Sprint("SHARD=", i), "SHARDS=4"} }, steps[1]},
		{"Kubernetes", 8, pods[0], func(i int) []string { return []string{fmt.Sprint("JOB_COMPLETION_INDEX=", i-1)} }, merge},
		{"Slurm", 8, slurm, func(i int) []string {
			return []string{fmt.Sprint("SLURM_ARRAY_TASK_ID=", i), "SLURM_ARRAY_TASK_COUNT=8", "SLURM_ARRAY_TASK_MAX=8", "SLURM_ARRAY_TASK_MIN=1", "SLURM_CPUS_PER_TASK=2"}
		}, merge},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "sweep.toml"), []byte(read("sweep.toml")), 0o644); err != nil {
				t.Fatal(err)
			}
			sh := shell(t, dir)
			for i := c.shards; i >= 1; i-- {
				sh(c.script, c.env(i)...)
				sh(c.script, c.env(i)...) // a job may be run again
			}
			sh(c.join)
			sh("capplan sweep sweep.toml -o whole.csv --quiet")
			sh("cmp sweep.csv whole.csv")
		})
	}
}

// blocks are the texts of several lines in YAML that follow a mark, without their indentation.
func blocks(text, mark string) []string {
	var out []string
	lines := strings.Split(text, "\n")
	for i := 0; i < len(lines); i++ {
		if !strings.HasSuffix(lines[i], mark) {
			continue
		}
		indent := len(lines[i]) - len(strings.TrimLeft(lines[i], " -")) + 2
		if strings.HasPrefix(strings.TrimSpace(lines[i]), "- |") {
			indent = strings.Index(lines[i], "-") + 2
		}
		var block []string
		for i++; i < len(lines) && (lines[i] == "" || strings.HasPrefix(lines[i], strings.Repeat(" ", indent))); i++ {
			block = append(block, strings.TrimPrefix(lines[i], strings.Repeat(" ", indent)))
		}
		i--
		out = append(out, strings.Join(block, "\n"))
	}
	return out
}

func TestProgress(t *testing.T) {
	var b bytes.Buffer
	at := time.Unix(0, 0)
	p := &progress{w: &b, total: 10_000_000, begin: at, last: at, now: func() time.Time { return at }}
	step := func(d time.Duration, done int) string {
		b.Reset()
		at = at.Add(d)
		p.at(done)
		return b.String()
	}
	for _, c := range []struct {
		d    time.Duration
		done int
		want string
	}{
		{900 * time.Millisecond, 1_000_000, ""}, // nothing of what may be done within a second
		{300 * time.Millisecond, 1_200_000, "\r\x1b[K1,200,000 of 10,000,000 rows (12%), 1 M rows/s, 9 s left"},
		{100 * time.Millisecond, 1_300_000, ""}, // nor faster than one reads
		{700 * time.Millisecond, 5_000_000, "\r\x1b[K5,000,000 of 10,000,000 rows (50%), 2.5 M rows/s, 2 s left"},
	} {
		if got := step(c.d, c.done); got != c.want {
			t.Errorf("%d rows: %q, want %q", c.done, got, c.want)
		}
	}
	b.Reset()
	p.end()
	if b.String() != "\r\x1b[K" {
		t.Errorf("the end leaves %q", b.String())
	}
	for d, want := range map[time.Duration]string{0: "0 s", 119 * time.Second: "119 s", 10 * time.Minute: "10 min", 5 * time.Hour: "5 h 0 min", 30*time.Hour + 90*time.Second: "30 h 1 min"} {
		if got := spell(d); got != want {
			t.Errorf("%v is %s, want %s", d, got, want)
		}
	}
	for x, want := range map[float64]string{3.2: "3.2", 1234: "1.23e+03", 45678: "45.7 k", 6.8e6: "6.8 M"} {
		if got := short(x); got != want {
			t.Errorf("%v is %s, want %s", x, got, want)
		}
	}
}

// TestSweepExamplesRun runs the examples of the help, with fewer points, and the file that the documents show.
func TestSweepExamplesRun(t *testing.T) {
	t.Chdir(t.TempDir())
	cmd := newSweep(streams{})
	examples := strings.Split(cmd.Example, "\n")
	if len(examples) < 4 {
		t.Fatalf("%d examples", len(examples))
	}
	for _, line := range examples {
		args, ok := capplanArgs(strings.TrimSpace(strings.Replace(line, "1M", "1000", 1)))
		if !ok {
			t.Fatalf("%q is no command", line)
		}
		if slices.Contains(args, "sweep.toml") {
			continue // the examples of jobs run it
		}
		output(t, args...)
	}
}

// TestDocumentShowsTheExample holds the sweep file in docs/sweeps.md to the one that is run.
func TestDocumentShowsTheExample(t *testing.T) {
	docs := filepath.Join("..", "..", "docs")
	text, err := os.ReadFile(filepath.Join(docs, "sweeps.md"))
	if err != nil {
		t.Fatal(err)
	}
	example, err := os.ReadFile(filepath.Join(docs, "examples", "sweep.toml"))
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, l := range strings.Split(string(example), "\n") {
		if !strings.HasPrefix(l, "#") {
			lines = append(lines, l)
		}
	}
	if want := "```toml\n" + strings.TrimSpace(strings.Join(lines, "\n")) + "\n```"; !strings.Contains(string(text), want) {
		t.Errorf("docs/sweeps.md shows another file than\n%s", want)
	}
}
