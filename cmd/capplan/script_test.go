package main

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"
)

// scriptCommands are what scripts can say beside testscript's own.
var scriptCommands = map[string]func(ts *testscript.TestScript, neg bool, args []string){
	"exits": exits, "rows": normalRows, "validates": validates, "widest": widest, "ascii": onlyASCII, "aligned": aligned, "quick": quick, "interrupts": interrupts, "step": step,
}

// normalRows writes the rows of a result as lines NAME=VALUE, the same whatever the format: rows csv|tsv|jsonl|json FILE TO [COLUMN ...]. Of the JSON of an answer
// they are the rows that the other formats have: the results of the members and of the total.
func normalRows(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 {
		ts.Fatalf("usage: rows FORMAT FILE TO [COLUMN ...]")
	}
	text := ts.ReadFile(args[1])
	var out strings.Builder
	line := func(name, value string) {
		if value != "" && (len(args) == 3 || slices.Contains(args[3:], name)) {
			fmt.Fprintf(&out, "%s=%s\n", name, value)
		}
	}
	switch args[0] {
	case "csv", "tsv":
		all, err := csv.NewReader(strings.NewReader(text)).ReadAll()
		if args[0] == "tsv" { // in which a tab separates, and nothing is quoted
			all, err = nil, nil
			for _, l := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
				all = append(all, strings.Split(l, "\t"))
			}
		}
		if err != nil || len(all) < 2 {
			ts.Fatalf("%s: %d rows, %v", args[1], len(all), err)
		}
		for _, row := range all[1:] {
			out.WriteString("row\n")
			for i, v := range row {
				line(all[0][i], v)
			}
		}
	case "jsonl":
		for _, l := range strings.Split(strings.TrimSpace(text), "\n") {
			out.WriteString("row\n")
			v, err := decodeOrdered([]byte(l))
			if err != nil {
				ts.Fatalf("%v", err)
			}
			for _, f := range v.(ordered) {
				line(f.key, plainText(f.value))
			}
		}
	case "json":
		v, err := decodeOrdered([]byte(text))
		if err != nil {
			ts.Fatalf("%v", err)
		}
		answerRows(ts, v.(ordered), &out, line)
	default:
		ts.Fatalf("unknown format %s", args[0])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[2]), []byte(out.String()), 0o644))
}

// answerRows are the rows of the JSON of an answer of one chip.
func answerRows(ts *testscript.TestScript, v ordered, out *strings.Builder, line func(name, value string)) {
	write := func(member string, quantities any) {
		for _, q := range quantities.(ordered) {
			out.WriteString("row\n")
			line("member", member)
			line("quantity", q.key)
			for _, f := range q.value.(ordered) {
				line(f.key, plainText(f.value))
			}
		}
	}
	for _, f := range v {
		switch x := f.value.(type) {
		case []any:
			for _, m := range x {
				if f.key == "members" {
					write(plainText(m.(ordered).get("id")), m.(ordered).get("quantities"))
				}
			}
		case ordered:
			if f.key == "total" {
				write("total", x.get("quantities"))
			}
		}
	}
}

func (o ordered) get(key string) any {
	if i := slices.IndexFunc(o, func(p pair) bool { return p.key == key }); i >= 0 {
		return o[i].value
	}
	return ordered{}
}

// plainText is a value as CSV has it.
func plainText(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case []any:
		parts := make([]string, len(v))
		for i, x := range v {
			parts[i] = plainText(x)
		}
		return strings.Join(parts, " ")
	}
	return fmt.Sprint(v)
}

// validates holds a JSON document against a JSON Schema: validates SCHEMA FILE.
func validates(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: [!] validates SCHEMA FILE")
	}
	schema, err := jsonschema.UnmarshalJSON(strings.NewReader(ts.ReadFile(args[0])))
	ts.Check(err)
	c := jsonschema.NewCompiler()
	ts.Check(c.AddResource("schema.json", schema))
	s, err := c.Compile("schema.json")
	ts.Check(err)
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(ts.ReadFile(args[1])))
	ts.Check(err)
	switch err := s.Validate(doc); {
	case err != nil && !neg:
		ts.Fatalf("%s: %v", args[1], err)
	case err == nil && neg:
		ts.Fatalf("%s is valid", args[1])
	}
}

// widest wants no line of a text to be wider than so many columns, and with ! one to be: widest 80 FILE.
func widest(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: [!] widest COLUMNS FILE")
	}
	limit, err := strconv.Atoi(args[0])
	ts.Check(err)
	most, at := 0, ""
	for _, l := range strings.Split(ts.ReadFile(args[1]), "\n") {
		l = strings.TrimRight(l, "\r")
		if n := utf8.RuneCountInString(l); n > most && !strings.Contains(l, "://") { // an address cannot be broken
			most, at = n, l
		}
	}
	if (most > limit) != neg || most == 0 {
		ts.Fatalf("the widest line has %d columns: %s", most, at)
	}
}

// onlyASCII wants nothing but ASCII in a text, and with ! something else: ascii FILE.
func onlyASCII(ts *testscript.TestScript, neg bool, args []string) {
	text := ts.ReadFile(args[0])
	i := strings.IndexFunc(text, func(r rune) bool { return r > 0x7e })
	if (i >= 0) != neg || text == "" {
		ts.Fatalf("characters beyond ASCII: %t", i >= 0)
	}
}

// aligned wants the cells of a column to end below the end of its head, as numbers do: aligned HEAD FILE.
func aligned(ts *testscript.TestScript, neg bool, args []string) {
	lines := strings.Split(ts.ReadFile(args[1]), "\n")
	head := -1
	for i := 1; i < len(lines); i++ {
		if head < 0 && strings.HasPrefix(lines[i], "───") && strings.Contains(lines[i-1], args[0]) {
			head = i - 1
		}
	}
	if neg || head < 0 {
		ts.Fatalf("there is no column %s", args[0])
	}
	end := utf8.RuneCountInString(lines[head][:strings.Index(lines[head], args[0])+len(args[0])])
	cells := 0
	for _, l := range lines[head+2:] {
		r := []rune(l)
		if len(r) == 0 {
			break
		}
		if len(r) < end {
			continue // a title within the table
		}
		cells++
		if r[end-1] == ' ' || len(r) > end && r[end] != ' ' {
			ts.Fatalf("a cell of %s does not end below it: %s", args[0], l)
		}
	}
	if cells < 2 {
		ts.Fatalf("%d cells below %s", cells, args[0])
	}
}

// quick wants a command to be over in so many milliseconds, the best of several runs, as the machine may have other things to do: quick 100 capplan version.
func quick(ts *testscript.TestScript, neg bool, args []string) {
	limit, err := strconv.Atoi(args[0])
	ts.Check(err)
	best := time.Hour
	for range 40 {
		began := time.Now()
		ts.Check(ts.Exec(args[1], args[2:]...))
		if best = min(best, time.Since(began)); best < time.Duration(limit)*time.Millisecond {
			return
		}
	}
	ts.Fatalf("the fastest of 40 runs takes %v", best)
}

// interrupts starts a command, asks it to end as Ctrl-C does once it has had so many milliseconds, and wants it to end at once with the code:
// interrupts 130 300 capplan mix ...
func interrupts(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 {
		ts.Fatalf("usage: interrupts CODE MILLISECONDS COMMAND [ARG ...]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	wait, err := strconv.Atoi(args[1])
	ts.Check(err)
	path, err := exec.LookPath(args[2])
	ts.Check(err)
	var errs bytes.Buffer
	cmd := exec.Command(path, args[3:]...)
	cmd.Dir, cmd.Stderr = ts.Getenv("WORK"), &errs
	cmd.Env = append(os.Environ(), "HOME="+ts.Getenv("HOME"), "XDG_CACHE_HOME="+ts.Getenv("XDG_CACHE_HOME"))
	ts.Check(cmd.Start())
	time.Sleep(time.Duration(wait) * time.Millisecond)
	asked := time.Now()
	ts.Check(cmd.Process.Signal(os.Interrupt))
	err = cmd.Wait()
	took := time.Since(asked)
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != want {
		ts.Fatalf("it ended with %v, not with %d: %s", err, want, errs.String())
	}
	if took > 2*time.Second {
		ts.Fatalf("it took %v to end", took)
	}
}

// step writes the script of a step of a workflow to a file: step WORKFLOW NAME TO.
func step(ts *testscript.TestScript, neg bool, args []string) {
	var w struct {
		Env  map[string]string
		Jobs map[string]struct {
			Steps []struct{ Name, Run string }
		}
	}
	ts.Check(yaml.Unmarshal([]byte(ts.ReadFile(args[0])), &w))
	for _, j := range w.Jobs {
		for _, s := range j.Steps {
			if s.Name == args[1] {
				for k, v := range w.Env {
					ts.Setenv(k, v)
				}
				ts.Check(os.WriteFile(ts.MkAbs(args[2]), []byte("set -euo pipefail\n"+s.Run), 0o644))
				return
			}
		}
	}
	ts.Fatalf("%s has no step %q", args[0], args[1])
}
