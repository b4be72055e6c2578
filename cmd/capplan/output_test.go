package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestOutputFiles: what is in the way of any file is said before one is written, and links stay links.
func TestOutputFiles(t *testing.T) {
	dir := t.TempDir()
	in := func(name string) string { return filepath.Join(dir, name) }
	if err := os.MkdirAll(in("sub"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, to := range map[string]string{"link.json": "sub/new.json", "far.json": "link2.json", "link2.json": "sub/far.json", "lost.json": "nowhere/x.json", "loop.json": "loop.json",
		"link.csv": "sub/new.csv"} {
		if err := os.Symlink(filepath.FromSlash(to), in(name)); err != nil {
			t.Skip("no symbolic links here:", err)
		}
	}
	if err := os.WriteFile(in("fixed.json"), []byte("mine"), 0o444); err != nil {
		t.Fatal(err)
	}
	asked := func(args string, files ...string) (int, string) {
		t.Helper()
		var out, errs bytes.Buffer
		words := strings.Fields(args)
		for _, f := range files {
			if f != "" {
				f = in(f)
			}
			words = append(words, "-o", f)
		}
		code := run(streams{nil, &out, &errs}, words)
		if code != exitOK && out.Len() > 0 {
			t.Errorf("%v: exit %d, and on standard output %q", files, code, out.String())
		}
		return code, errs.String()
	}
	const estimate = "estimate --gw 2 --chip trainium2 --draws 0"
	const sweep = "sweep --gw 2 --chip trainium2 --vary site.pue_peak=1.1,1.2 --draws 0"
	for _, c := range []struct {
		args    string
		files   []string
		want    int
		says    string
		written []string
		not     []string
	}{
		{estimate, []string{"link.json"}, exitOK, "", []string{"sub/new.json"}, nil},
		{estimate, []string{"far.json"}, exitOK, "", []string{"sub/far.json"}, nil},
		{estimate, []string{"b.json", "lost.json"}, exitFailed, "lost.json: no such file", nil, []string{"b.json", "nowhere/x.json"}},
		{estimate, []string{"b.json", "nodir/c.json"}, exitFailed, "c.json: no such file", nil, []string{"b.json"}},
		{estimate, []string{"loop.json"}, exitFailed, "too many links", nil, nil},
		{estimate, []string{""}, exitUsage, "-o: a file name is wanted", nil, nil},
		{sweep, []string{""}, exitUsage, "-o: a file name is wanted", nil, nil},
		{sweep, []string{"link.csv"}, exitOK, "", []string{"sub/new.csv"}, nil},
		{sweep, []string{"s.csv", "nodir/s.jsonl"}, exitFailed, "s.jsonl: no such file", nil, []string{"s.csv", "s.csv.partial"}},
	} {
		code, said := asked(c.args, c.files...)
		if code != c.want || !strings.Contains(said, c.says) {
			t.Errorf("%.8s %v: exit %d: %s", c.args, c.files, code, said)
		}
		for _, name := range c.written {
			if info, err := os.Lstat(in(name)); err != nil || !info.Mode().IsRegular() || info.Size() == 0 {
				t.Errorf("%.8s %v: %s is not written: %v", c.args, c.files, name, err)
			}
		}
		for _, name := range c.not {
			if _, err := os.Stat(in(name)); err == nil {
				t.Errorf("%.8s %v: %s is there", c.args, c.files, name)
			}
		}
	}
	for _, name := range []string{"link.json", "far.json", "link2.json", "lost.json", "link.csv"} {
		if _, err := os.Readlink(in(name)); err != nil {
			t.Errorf("%s is no link any more", name)
		}
	}
	if os.Geteuid() == 0 {
		return // may write anything
	}
	if code, said := asked(estimate, "fixed.json"); code != exitFailed || !strings.Contains(said, "permission denied") {
		t.Errorf("a file that may not be written: exit %d: %s", code, said)
	}
	if b, _ := os.ReadFile(in("fixed.json")); string(b) != "mine" {
		t.Error("a file that may not be written was replaced")
	}
}

// fullDisk takes nothing.
type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }

// TestHelpOnAFullDisk: help that could not be written is a failure, as every other output is.
func TestHelpOnAFullDisk(t *testing.T) {
	for _, args := range []string{"--help", "estimate --help", "help", "help estimate", "profiles", "completion bash", "version"} {
		var errs bytes.Buffer
		if code := run(streams{nil, fullDisk{}, &errs}, strings.Fields(args)); code != exitFailed || !strings.Contains(errs.String(), "no space left") {
			t.Errorf("capplan %s: exit %d: %q", args, code, errs.String())
		}
		if code := run(streams{nil, io.Discard, io.Discard}, strings.Fields(args)); code != exitOK {
			t.Errorf("capplan %s: exit %d", args, code)
		}
	}
}

// TestMinus: what people read has a true minus, ASCII and what programs read a hyphen.
func TestMinus(t *testing.T) {
	hyphen := regexp.MustCompile(`[ (|>,\t]-[0-9]`)
	for flags, people := range map[string]bool{
		"--format table": true, "--format markdown": true, "--ascii": false, "--format csv": false, "--format tsv": false, "--format json": false, "--format jsonl": false,
	} {
		code, out, errs := asks(t, "", strings.Fields("ramp openai-aws-2gw --draws 256 --quiet "+flags)...)
		if code != exitOK || strings.Contains(out, "\u2212") != people || hyphen.MatchString(out) == people {
			t.Errorf("%s: exit %d %s, a true minus %t, a hyphen %q", flags, code, errs, strings.Contains(out, "\u2212"), hyphen.FindString(out))
		}
	}
}
