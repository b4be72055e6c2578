//go:build unix

package main

import (
	"bytes"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/capplan/capplan/internal/rows"
)

// interruptedSweep writes the files of a sweep that was interrupted: its rows up to some sums, and a line half written.
type interruptedSweep struct {
	t         *testing.T
	dir, path string
	args      []string
	whole     []byte // as the sweep makes it
	manifest  *rows.Manifest
}

func newInterruptedSweep(t *testing.T) *interruptedSweep {
	t.Helper()
	dir := t.TempDir()
	s := &interruptedSweep{t: t, dir: dir, path: filepath.Join(dir, "r.csv"), args: []string{"sweep", "--gw", "1", "--chip", "gb200", "--vary", "site.reserve=0:0.1:0.02", "--metric",
		"capacity.units", "--shard", "1/1"}}
	output(t, append(s.args, "-o", s.path, "--quiet")...)
	s.whole = s.read(s.path)
	m, _, err := rows.ReadLog(s.read(s.path + manifestEnding))
	if err != nil {
		t.Fatal(err)
	}
	m.Bytes, m.CRC32C = 0, ""
	s.manifest = m
	return s
}

func (s *interruptedSweep) read(path string) []byte {
	s.t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		s.t.Fatal(err)
	}
	return b
}

// leave puts the first rows there, as altered, with the sums of what was written after each of the given rows.
func (s *interruptedSweep) leave(upTo int, sums []int, alter func([]byte) []byte) {
	s.t.Helper()
	os.Remove(s.path)
	log, err := s.manifest.Text()
	if err != nil {
		s.t.Fatal(err)
	}
	lines := bytes.SplitAfter(s.whole, []byte{'\n'})
	for _, row := range sums {
		sum := rows.Sum{Row: row}
		sum.Add(bytes.Join(lines[:row+1], nil))
		log = append(log, sum.Line()...)
	}
	there := append(bytes.Join(lines[:upTo+1], nil), lines[upTo+1][:5]...)
	if alter != nil {
		there = alter(there)
	}
	for path, b := range map[string][]byte{s.path + partialEnding: there, s.path + manifestEnding: log} {
		if err := os.WriteFile(path, b, 0o644); err != nil {
			s.t.Fatal(err)
		}
	}
}

// resume goes on, and returns what is said.
func (s *interruptedSweep) resume(more ...string) (code int, errs string) {
	var out, text bytes.Buffer
	args := slices.Concat(s.args, []string{"-o", s.path, "--resume"}, more)
	if slices.Contains(more, "--shard") {
		args = slices.DeleteFunc(args, func(a string) bool { return a == "1/1" })
		args = slices.Delete(args, slices.Index(args, "--shard"), slices.Index(args, "--shard")+1)
	}
	code = run(streams{nil, &out, &text}, args)
	if out.Len() > 0 {
		s.t.Errorf("standard output has %q", out.String())
	}
	return code, strings.ReplaceAll(text.String(), s.dir+"/", "")
}

// TestResume goes on from the last checksum, after a power cut from the last that fits, and from the beginning where there is none.
func TestResume(t *testing.T) {
	s := newInterruptedSweep(t)
	for _, c := range []struct {
		name  string
		upTo  int
		sums  []int
		alter func([]byte) []byte
		says  string
	}{
		{"after the last sum", 4, []int{1, 3}, nil, "r.csv.partial: going on after 3 rows\n"},
		{"rows after the last sum are computed again, whatever they are", 4, []int{2}, func(b []byte) []byte { return bytes.Replace(b, []byte("\n4,"), []byte("\n4,9"), 1) }, "going on after 2 rows\n"},
		{"a file that lost its end", 2, []int{1, 4}, nil, "going on after 1 rows; what was written after them is lost\n"},
		{"no sum yet", 3, nil, nil, "going on after 0 rows\n"},
		{"an empty file", 3, nil, func([]byte) []byte { return nil }, "going on after 0 rows\n"},
	} {
		s.leave(c.upTo, c.sums, c.alter)
		if code, errs := s.resume(); code != exitOK || !strings.Contains(errs, c.says) {
			t.Errorf("%s: exit %d, %s", c.name, code, errs)
		} else if !bytes.Equal(s.read(s.path), s.whole) {
			t.Errorf("%s: another file than in one piece", c.name)
		}
		if _, err := os.Stat(s.path + partialEnding); err == nil {
			t.Errorf("%s: the partial file is still there", c.name)
		}
	}
}

// TestResumeRefuses rows of another sweep, and rows that were altered, and keeps them.
func TestResumeRefuses(t *testing.T) {
	s := newInterruptedSweep(t)
	digit := func(b []byte) []byte { // the last digit of the second row
		at := bytes.Index(b, []byte("\n3,")) - 1
		b[at] = '0' + (b[at]-'0'+1)%10
		return b
	}
	for _, c := range []struct {
		name  string
		alter func([]byte) []byte
		more  []string
		want  string
	}{
		{"an altered figure", digit, nil, "rows 1 to 3 are altered: their checksum is another than that of what was written; delete it to begin anew"},
		{"a row left out", func(b []byte) []byte {
			at := bytes.Index(b, []byte("\n2,"))
			return append(b[:at:at], b[bytes.Index(b, []byte("\n3,")):]...)
		}, nil, "line 3 has row 3 where row 2 is wanted"},
		{"another site", nil, []string{"--site", "aws-air"}, `it is of another sweep: "site default" there, "site aws-air" here`},
		{"another shard", nil, []string{"--shard", "1/2"}, "it is of another shard: rows 1 to 6, not rows 1 to 3"},
	} {
		s.leave(4, []int{3}, c.alter)
		before := s.read(s.path + partialEnding)
		code, errs := s.resume(c.more...)
		if code != exitUsage || !strings.HasPrefix(errs, "capplan: r.csv.partial cannot be gone on with: ") || !strings.Contains(errs, c.want) {
			t.Errorf("%s: exit %d, %s", c.name, code, errs)
		}
		if !bytes.Equal(s.read(s.path+partialEnding), before) {
			t.Errorf("%s: the rows are not kept", c.name)
		}
	}
	s.leave(4, []int{3}, nil)
	os.Remove(s.path + manifestEnding)
	if code, errs := s.resume(); code != exitUsage || !strings.Contains(errs, "r.csv.sweep.json, which says what its rows are, is missing; delete it to begin anew") {
		t.Errorf("without a manifest: exit %d, %s", code, errs)
	}
	if err := os.WriteFile(s.path+partialEnding, nil, 0o644); err != nil { // killed between making the file and saying what its rows are
		t.Fatal(err)
	}
	if code, errs := s.resume(); code != exitOK || !bytes.Equal(s.read(s.path), s.whole) {
		t.Errorf("of a run that had not begun: exit %d, %s", code, errs)
	}
	if _, err := os.Stat(s.path + partialEnding); err == nil {
		t.Error("the partial file is still there")
	}
}

// TestKilledAtAnyTime kills a sweep at random moments, again and again, and goes on each time: the file is that of one piece, in each format.
func TestKilledAtAnyTime(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	link := filepath.Join(dir, "capplan")
	if err := os.Symlink(self, link); err != nil {
		t.Fatal(err)
	}
	args := []string{"sweep", "--gw", "2", "--chip", "gb200", "--vary", "site.reserve=0:0.9:1e-5", "--vary", "site.pue_peak=1.1:1.4:0.1", "--quiet"} // 360,004 rows
	for _, ending := range []string{"csv", "jsonl"} {
		whole, path := filepath.Join(dir, "whole."+ending), filepath.Join(dir, "killed."+ending)
		output(t, append(args, "-o", whole)...)
		r := rand.New(rand.NewPCG(7, uint64(len(ending))))
		killed := 0
		for tries := 0; ; tries++ {
			if tries == 200 {
				t.Fatal("it never comes to its end")
			}
			cmd := exec.Command(link, append(args, "-o", path, "--resume")...)
			cmd.Env = append(os.Environ(), "GOCOVERDIR="+os.Getenv("GOCOVERDIR"))
			var errs bytes.Buffer
			cmd.Stderr = &errs
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			if tries < 12 { // then it may finish
				time.Sleep(time.Duration(r.IntN(5*(tries+1))) * time.Millisecond) // soon at first: a fast machine is done in 50 ms
				cmd.Process.Kill()
			}
			if err := cmd.Wait(); err == nil {
				break
			} else if cmd.ProcessState.ExitCode() > 0 {
				t.Fatalf("%v: %s", err, errs.String())
			}
			killed++
		}
		a, errA := os.ReadFile(whole)
		b, errB := os.ReadFile(path)
		if errA != nil || errB != nil || !bytes.Equal(a, b) {
			t.Errorf("%s, killed %d times: another file than in one piece (%v, %v)", ending, killed, errA, errB)
		}
		if left, _ := filepath.Glob(path + ".*"); len(left) > 0 {
			t.Errorf("left over: %v", left)
		}
		if killed == 0 {
			t.Error("it was never killed")
		}
	}
}
