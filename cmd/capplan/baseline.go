package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/check"
	"github.com/capplan/capplan/internal/figures"
	"github.com/capplan/capplan/internal/model"
	"github.com/capplan/capplan/internal/ramp"
	"github.com/capplan/capplan/internal/report"
	"github.com/capplan/capplan/internal/saved"
	"github.com/capplan/capplan/internal/unit"
)

// baselineFile is the JSON of an earlier answer: what was asked, and every figure.
type baselineFile struct {
	check.Baseline
	question savedQuestion
	quarters bool // it is of a ramp
}

// savedNumbers are the figures of an answer, or of a quarter of one.
type savedNumbers struct {
	Members []struct {
		ID         string                    `json:"id"`
		Quantities map[string]figures.Number `json:"quantities"`
	} `json:"members"`
	Total *struct {
		Quantities map[string]figures.Number `json:"quantities"`
	} `json:"total"`
}

// savedQuestion is what of an earlier question must be the same, or must be said if it is not.
type savedQuestion struct {
	Command    string    `json:"command"`
	Start      string    `json:"start"`
	StartInput string    `json:"start_input"`
	Basis      string    `json:"basis"`
	Chips      []string  `json:"chips"`
	Shares     []float64 `json:"shares"`
	By         string    `json:"by"`
	Set        []struct {
		Text string `json:"text"`
	} `json:"set"`
	Site      string     `json:"site"`
	Workload  string     `json:"workload"`
	Precision string     `json:"precision"`
	AsOf      *string    `json:"as_of"`
	Asks      []savedAsk `json:"asks"`
	Draws     int        `json:"draws"`
	Seed      uint64     `json:"seed"`
}

// savedAsk is something more that was asked.
type savedAsk struct {
	Flag  string `json:"flag"`
	Value any    `json:"value"`
}

// readBaseline reads a baseline, path being where it came from; every mistake is a usage error.
func readBaseline(data []byte, path string) (*baselineFile, error) {
	fail := func(format string, args ...any) (*baselineFile, error) {
		return nil, usagef("--baseline %s: %w", path, fmt.Errorf(format, args...))
	}
	var file struct {
		Schema   int           `json:"schema_version"`
		Question savedQuestion `json:"question"`
		savedNumbers
		Periods []struct {
			Period string `json:"period"`
			savedNumbers
		} `json:"periods"`
	}
	d := json.NewDecoder(bytes.NewReader(data))
	if err := d.Decode(&file); err != nil {
		line, column := saved.Place(data, err, d.InputOffset())
		return nil, usagef("--baseline %s:%d:%d: not the JSON of an answer: %s; --save-baseline makes one", path, line, column, jsonProblem(err))
	}
	switch {
	case file.Schema != report.SchemaVersion:
		return fail("schema version %d, and this program compares version %d; make it anew with --save-baseline", file.Schema, report.SchemaVersion)
	case file.Question.Command != "compare" && (file.Total == nil || len(file.Total.Quantities) == 0), len(file.Members) == 0 && file.Question.Command == "compare":
		return fail("no total; a baseline is what --save-baseline writes, or estimate, compare or mix with --format json")
	}
	out := &baselineFile{Baseline: check.Baseline{Name: path, Figures: map[check.Figure]float64{}}, question: file.Question}
	out.quarters = len(file.Periods) > 0
	period := ""
	add := func(member string, quantities map[string]figures.Number) error {
		for name, q := range quantities {
			s := model.Model.Find(name)
			if s == nil {
				s = ramp.Quantities.Find(name)
			}
			if s == nil {
				continue // of another version of the model: a condition on it is refused anyway
			}
			if q.Unit != s.Unit.Symbol {
				return usagef("--baseline %s: %s is in %q there and in %q here; make it anew with --save-baseline", path, name, q.Unit, s.Unit.Symbol)
			}
			for statistic, x := range q.All() {
				if x != nil {
					out.Figures[check.Figure{Member: member, Quantity: name, Statistic: statistic, Period: period}] = *x
				}
			}
		}
		return nil
	}
	for _, m := range file.Members {
		if len(file.Members) == 1 { // what describes one unit has no total, and is the chip's own
			if err := add("", m.Quantities); err != nil {
				return nil, err
			}
		}
		if err := add(m.ID, m.Quantities); err != nil {
			return nil, err
		}
	}
	if file.Total == nil { // alternatives have none
		return out, nil
	}
	if err := add("", file.Total.Quantities); err != nil {
		return nil, err
	}
	for _, p := range file.Periods {
		period = p.Period
		for _, m := range p.Members {
			if err := add(m.ID, m.Quantities); err != nil {
				return nil, err
			}
		}
		if p.Total != nil {
			if err := add("", p.Total.Quantities); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

// jsonProblem says what is wrong with JSON in words that do not depend on how the program holds it.
func jsonProblem(err error) string {
	var kind *json.UnmarshalTypeError
	switch {
	case errors.Is(err, io.EOF):
		return "it is empty"
	case errors.As(err, &kind) && kind.Field != "":
		return fmt.Sprintf("%s cannot be %s", kind.Field, withArticle(kind.Value))
	case errors.As(err, &kind):
		return "an object is wanted, and it is " + withArticle(kind.Value)
	}
	return err.Error()
}

func withArticle(noun string) string {
	if strings.ContainsRune("aeiou", rune(noun[0])) {
		return "an " + noun
	}
	return "a " + noun
}

// onceRead refuses standard input as the baseline of a question that is read from it.
func onceRead(cmd *cobra.Command, baseline string) error {
	if baseline == "-" && slices.Contains(cmd.Flags().Args(), "-") {
		return usagef("standard input is read once; name a file for --baseline or for what %s reads", cmd.Name())
	}
	return nil
}

// readInput reads a file, or standard input for a hyphen.
func readInput(stdin io.Reader, path string) ([]byte, error) {
	switch {
	case path == "":
		return nil, usagef("--baseline: no file is named")
	case path == "-" && stdin == nil:
		return nil, usagef("--baseline -: there is no standard input")
	case path == "-":
		return io.ReadAll(stdin)
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return nil, usagef("--baseline %s is a folder; name a file", path)
	}
	return os.ReadFile(path)
}

// missingBaseline ends with the code of a baseline that is not there, which a first run can tell from a failure.
func (c *checking) missingBaseline(err error) error {
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	fmt.Fprintf(c.err, "capplan: --baseline %s: there is no such file; --save-baseline %s makes one\n", c.baseline, c.baseline)
	return exitError(exitBaseline)
}

// suits refuses a baseline that measures another thing, and notes what else was asked differently.
func (b *baselineFile) suits(a *asked) error {
	q, was := a.question, b.question
	startInput := ""
	if q.Start.Spec != nil {
		startInput = q.Start.Spec.Name
	}
	switch {
	case b.quarters != (q.Start.Flag == ""):
		return usagef("--baseline %s is %s and the question is %s; they cannot be compared", b.Name, kindOfAnswer(b.quarters), kindOfAnswer(!b.quarters))
	case was.StartInput != startInput:
		return usagef("--baseline %s starts from %s (%s) and the question from %s; they cannot be compared", b.Name, was.StartInput, was.Start, startInput)
	case was.Basis != q.Basis:
		return usagef("--baseline %s has its power at boundary %q and the question at %q; they cannot be compared", b.Name, was.Basis, q.Basis)
	}
	if differs := b.differs(q, nil); len(differs) > 0 {
		a.notes = append(a.notes, answer.Note{Code: "baseline-question", Message: "The baseline is of another question: " + strings.Join(differs, "; ") + "."})
	}
	return nil
}

// differs lists what was asked otherwise, each in a few words; of what varies nothing is said.
func (b *baselineFile) differs(q answer.Question, varies func(name string) bool) []string {
	was := b.question
	var out []string
	add := func(what, before, now string) {
		if before != now && (varies == nil || !varies(what)) {
			out = append(out, fmt.Sprintf("%s %s, now %s", what, orNone(before), orNone(now)))
		}
	}
	asOf := ""
	if was.AsOf != nil {
		asOf = *was.AsOf
	}
	add("start", was.Start, strings.TrimSpace(q.Start.Flag+" "+q.Start.Text))
	add("chips", strings.Join(was.Chips, ", "), strings.Join(q.Chips, ", "))
	add("shares", sharesOf(was.Shares), sharesOf(q.Shares))
	if len(q.Chips) > 1 && len(was.Chips) > 1 {
		add("by", was.By, string(q.By))
	}
	add("site", was.Site, q.Site)
	add("workload", was.Workload, q.Workload)
	add("precision", was.Precision, q.Precision)
	add("as of", asOf, q.AsOf)
	set := make([]string, len(q.Set))
	for i, s := range q.Set {
		set[i] = s.Text
	}
	before := make([]string, len(was.Set))
	for i, s := range was.Set {
		before[i] = s.Text
	}
	add("set", strings.Join(before, ", "), strings.Join(set, ", "))
	for _, flag := range []string{"--payment", "--solve", "--reach"} { // of a scenario
		old, now := "", ""
		if i := slices.IndexFunc(was.Asks, func(x savedAsk) bool { return x.Flag == flag }); i >= 0 {
			old = fmt.Sprint(was.Asks[i].Value)
		}
		if i := slices.IndexFunc(q.Asks, func(x answer.Ask) bool { return x.Flag == flag }); i >= 0 {
			now = q.Asks[i].Text
		}
		add(strings.TrimPrefix(flag, "--"), old, now)
	}
	add("draws", fmt.Sprint(was.Draws), fmt.Sprint(q.Draws))
	add("seed", fmt.Sprint(was.Seed), fmt.Sprint(q.Seed))
	return out
}

// sharesOf are the shares of a mix in words.
func sharesOf(shares []float64) string {
	out := make([]string, len(shares))
	for i, x := range shares {
		out[i] = fmt.Sprint(unit.Round9(x))
	}
	return strings.Join(out, ", ")
}

func kindOfAnswer(quarters bool) string {
	if quarters {
		return "a ramp by quarter"
	}
	return "a fleet at once"
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}
