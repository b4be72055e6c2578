package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/capplan/capplan/internal/report"
)

// spoken is one run of a command: what was typed, and what came out.
type spoken struct {
	command string // its path
	args    []string
	code    int
	out     string
	errs    string
}

// quickly has fewer draws and points where a command line does not say how many, so that a test can run all of them.
func quickly(c report.CommandInfo, args []string) []string {
	args = slices.Clone(args)
	for i, a := range args {
		if a == "1M" {
			args[i] = "1000"
		}
	}
	if c.Path != "sweep" && slices.ContainsFunc(c.Flags, func(f report.FlagInfo) bool { return f.Name == "draws" }) && !slices.Contains(args, "--draws") {
		args = append(args, "--draws", "256")
	}
	return args
}

// shellWords splits a command line as a shell does, as far as examples need it: quotes of both kinds, and no expansion.
func shellWords(line string) []string {
	var out []string
	var b strings.Builder
	quote, open := rune(0), false
	for _, r := range line {
		switch {
		case quote != 0 && r == quote:
			quote = 0
		case quote != 0:
			b.WriteRune(r)
		case r == '\'' || r == '"':
			quote, open = r, true
		case r == ' ' || r == '\t':
			if open {
				out = append(out, b.String())
				b.Reset()
				open = false
			}
		default:
			b.WriteRune(r)
			open = true
		}
	}
	if open {
		out = append(out, b.String())
	}
	return out
}

// exampleArgs are the arguments of an example, with the files that the shell would find.
func exampleArgs(line string) []string {
	var out []string
	for _, w := range shellWords(line)[1:] {
		if found, _ := filepath.Glob(w); strings.Contains(w, "*") && len(found) > 0 {
			out = append(out, found...)
		} else {
			out = append(out, w)
		}
	}
	return out
}

// ask runs a command line in the working directory.
func ask(args []string) spoken { return askWith("", args) }

func askWith(in string, args []string) spoken {
	var out, errs bytes.Buffer
	code := run(streams{strings.NewReader(in), &out, &errs}, args)
	return spoken{args: args, code: code, out: out.String(), errs: errs.String()}
}

// piped runs what stands before a pipe, if there is one, and returns what it prints and the command after it.
func piped(line string) (in, last string) {
	first, rest, is := strings.Cut(line, " | ")
	if !is {
		return "", line
	}
	return ask(exampleArgs(first)).out, rest
}

// exampleFolder makes a working directory with the files that examples name: own profiles, rows, libraries, parts of sweeps.
func exampleFolder(t *testing.T) {
	t.Helper()
	library, err := filepath.Abs("../../profiles")
	if err != nil {
		t.Fatal(err)
	}
	examples, err := filepath.Abs("../../docs/examples")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	write := func(name, text string) {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	const ours = "id = \"trainium2\"\n[system]\npower = { value = \"50 kW\", basis = \"assumed\", note = \"Ours.\" }\n"
	write("mine/trainium2.toml", ours)
	write("theirs/trainium2.toml", strings.Replace(ours, "50", "52", 1))
	rows, err := os.ReadFile(filepath.Join(library, "deployments", "deployments.csv"))
	if err != nil {
		t.Fatal(err)
	}
	write("mine.csv", string(rows))
	for _, kind := range []string{"accelerators", "sites"} {
		if err := os.CopyFS(filepath.Join("old", "profiles", kind), os.DirFS(filepath.Join(library, kind))); err != nil {
			t.Fatal(err)
		}
	}
	if err = os.CopyFS(".", os.DirFS(examples)); err != nil {
		t.Fatal(err)
	}
	t.Setenv(summaryVariable, filepath.Join(t.TempDir(), "summary.md"))
	t.Setenv("HOME", t.TempDir()) // nobody's settings
	for _, s := range settings {
		t.Setenv(s.variable(), "")
	}
	must := func(line string) {
		if r := ask(shellWords(line)); r.code != exitOK {
			t.Fatalf("capplan %s: exit %d: %s", line, r.code, r.errs)
		}
	}
	if err := os.Mkdir("shards", 0o755); err != nil {
		t.Fatal(err)
	}
	for _, format := range []string{"csv", "parquet"} {
		for _, part := range []string{"1", "2"} {
			must("sweep --gw 2 --chip gb200 --vary site.pue_peak=1.1,1.2,1.3 --shard " + part + "/2 -o shards/part-" + part + "." + format)
		}
	}
	for _, part := range []string{"1", "2"} {
		must("sweep --gw 2 --chip gb200 --vary site.pue_peak=1.1,1.2,1.3 --shard " + part + "/2 -o part-" + part + ".csv")
	}
	must("estimate --gw 2 --chip trainium2 --draws 256 -o old.json -o baseline.json -o chart.png")
	must("report report.html --gw 2 --chip trainium2 --draws 256")
	scenario, err := os.ReadFile(filepath.Join(library, "scenarios", "openai-aws-2gw.toml"))
	if err != nil {
		t.Fatal(err)
	}
	write("mine.toml", strings.Replace(string(scenario), "id = \"openai-aws-2gw\"", "id = \"mine\"", 1))
	write(filepath.Join("profiles", "scenarios", "openai-aws-2gw.toml"), string(scenario))
	must("estimate --gw 2 --chip trainium2 --draws 256 --set site.pue_peak=1.3 -o new.json")
}

// wholeSurface is the command line as data.
func wholeSurface(t *testing.T) *report.Surface {
	t.Helper()
	s, err := surfaceOf(newRoot(streams{nil, io.Discard, io.Discard}, ""), nil)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// runExamples runs every example of every command, with fewer draws, in a folder with the files that they name.
func runExamples(t *testing.T, s *report.Surface) []spoken {
	t.Helper()
	var out []spoken
	for _, c := range s.Commands {
		for _, line := range c.Examples {
			in, line := piped(line)
			args := exampleArgs(line)
			if c.Path == "sweep" && slices.Contains(args, "part-1.csv") {
				args[slices.Index(args, "part-1.csv")] = "one-of-eight.csv" // the next command's examples merge other parts
			}
			r := askWith(in, quickly(c, args))
			r.command = c.Path
			out = append(out, r)
		}
	}
	return out
}

// TestExamplesRun: each command has two examples or more, each begins with the program's name and runs: to the end, or, of a check, to its failure.
func TestExamplesRun(t *testing.T) {
	s := wholeSurface(t)
	for _, c := range s.Commands {
		if len(c.Examples) < 2 {
			t.Errorf("capplan %s has %d examples, 2 are wanted", c.Path, len(c.Examples))
		}
		for _, line := range c.Examples {
			if _, last, is := strings.Cut(line, " | "); is {
				line = last
			}
			if !strings.HasPrefix(line, "capplan "+c.Path) {
				t.Errorf("an example of capplan %s is %q", c.Path, line)
			}
		}
	}
	exampleFolder(t)
	for _, r := range runExamples(t, s) {
		if r.code != exitOK && r.code != exitCheck || r.code == exitOK && r.out == "" && r.command != "report" && !slices.Contains(r.args, "-o") && !slices.Contains(r.args, "--dir") {
			t.Errorf("capplan %s: exit %d: %s", strings.Join(r.args, " "), r.code, r.errs)
		}
	}
}
