package saved

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/figures"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/model"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/ramp"
)

// file is the JSON as far as it is read.
type file struct {
	Schema int `json:"schema_version"`
	Tool   struct {
		Version string `json:"version"`
		Library string `json:"library"`
	} `json:"tool"`
	Question     *fileQuestion        `json:"question"`
	InputHash    string               `json:"input_hash"`
	Scenario     *fileScenario        `json:"scenario"`
	Inputs       map[string]fileInput `json:"inputs"`
	Correlations []struct {
		A, B   string
		Rank   float64
		Group  string
		Basis  string
		Origin string
	} `json:"correlations"`
	Streams map[string]int `json:"streams"`
	Members []fileMember   `json:"members"`
	Total   *struct {
		Quantities map[string]figures.Number `json:"quantities"`
	} `json:"total"`
	Objective json.RawMessage `json:"objective"` // of the best mix alone
}

type fileQuestion struct {
	Command    string    `json:"command"`
	Start      string    `json:"start"`
	StartInput string    `json:"start_input"`
	Basis      string    `json:"basis"`
	Chips      []string  `json:"chips"`
	Shares     []float64 `json:"shares"`
	By         string    `json:"by"`
	Site       string    `json:"site"`
	Workload   string    `json:"workload"`
	Precision  string    `json:"precision"`
	AsOf       *string   `json:"as_of"`
	Draws      int       `json:"draws"`
	Seed       uint64    `json:"seed"`
	Sampler    string    `json:"sampler"`
	Set        []struct {
		Text string `json:"text"`
	} `json:"set"`
}

type fileMember struct {
	ID         string                    `json:"id"`
	Name       string                    `json:"name"`
	Vendor     string                    `json:"vendor"`
	Share      float64                   `json:"share"`
	From       string                    `json:"from"`
	Until      string                    `json:"until"`
	Leaves     *string                   `json:"leaves"`
	Inputs     map[string]fileInput      `json:"inputs"`
	Quantities map[string]figures.Number `json:"quantities"`
}

// readable are the commands whose JSON says enough to be read back.
var readable = map[string]Kind{"estimate": Fleet, "mix": Fleet, "check": Fleet, "compare": Alternatives, "ramp": Ramp}

// Readable lists the commands whose answers can be read, for messages.
const Readable = "estimate, compare, mix, check and ramp"

// Read reads the JSON of an answer; name stands for the file in messages. The error says where and what to do.
func Read(name string, data []byte) (*Answer, error) {
	fail := func(format string, args ...any) (*Answer, error) {
		return nil, fmt.Errorf("%s: %w", name, fmt.Errorf(format, args...))
	}
	var f file
	d := json.NewDecoder(bytes.NewReader(data))
	if err := d.Decode(&f); err != nil {
		if errors.Is(err, io.EOF) {
			return fail("an empty file; --save-baseline FILE or --format json makes the JSON of an answer")
		}
		line, column := Place(data, err, d.InputOffset())
		return nil, fmt.Errorf("%s:%d:%d: not the JSON of an answer: %w; --save-baseline FILE or --format json makes one", name, line, column, plain(err))
	}
	if rest := bytes.TrimSpace(data[d.InputOffset():]); len(rest) > 0 {
		line, column := Place(data, nil, d.InputOffset()+1)
		return nil, fmt.Errorf("%s:%d:%d: something follows the answer; one file holds one answer", name, line, column)
	}
	switch {
	case f.Schema == 0:
		return fail("no schema_version; it is not the JSON of an answer, which --save-baseline FILE or --format json makes")
	case f.Schema != SchemaVersion:
		return fail("schema version %d, and this program reads version %d; make it anew with this program, or compare with the one that wrote it", f.Schema, SchemaVersion)
	case f.Question == nil:
		return fail("no question; what is wanted is the JSON of %s", Readable)
	}
	kind, known := readable[f.Question.Command]
	switch {
	case !known:
		return fail("an answer of %q; what can be read is that of %s", f.Question.Command, Readable)
	case f.Objective != nil:
		return fail("the best mix under limits, which a search found; its systems follow from no share. Ask for a mix of given shares: capplan mix --chip ID=SHARE")
	case kind == Ramp && f.Scenario == nil:
		return fail("a ramp without its scenario; make it anew with capplan ramp --format json")
	case len(f.Members) == 0:
		return fail("no members; a share curve and a frontier hold many answers, and one is wanted: the JSON of %s", Readable)
	case kind != Alternatives && (f.Total == nil || len(f.Total.Quantities) == 0):
		return fail("no total; what is wanted is the JSON of %s", Readable)
	}
	r := reader{a: &Answer{Name: name, Version: f.Tool.Version, Library: f.Tool.Library, Kind: kind, Streams: f.Streams, InputHash: f.InputHash}}
	if err := errors.Join(r.question(f.Question), r.inputs(&f), r.figures(&f), r.scenario(f.Scenario, f.Members)); err != nil {
		return fail("%w", err)
	}
	if err := r.correlations(&f); err != nil {
		return fail("%w", err)
	}
	slices.Sort(r.a.Unknown)
	r.a.Unknown = slices.Compact(r.a.Unknown)
	if err := r.a.Check(); err != nil {
		return fail("%w", err)
	}
	return r.a, nil
}

// plain takes the names of Go types out of an error of the decoder.
func plain(err error) error {
	var kind *json.UnmarshalTypeError
	if errors.As(err, &kind) {
		return fmt.Errorf("%s is a %s", kind.Field, kind.Value)
	}
	return err
}

// Place is the line and column of an error in JSON, in bytes and from 1. offset is where the decoder stood, for errors that do not say where they are.
func Place(data []byte, err error, offset int64) (line, column int) {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		offset = syntax.Offset
	case errors.As(err, &kind):
		offset = kind.Offset
	}
	before := data[:max(0, min(int(offset)-1, len(data)))]
	return bytes.Count(before, []byte("\n")) + 1, len(before) - bytes.LastIndexByte(before, '\n')
}

// reader builds an answer of a file.
type reader struct{ a *Answer }

// find is a quantity of the model or of a ramp; nil for what neither knows.
func find(name string) *quantity.Spec {
	if s := model.Model.Find(name); s != nil {
		return s
	}
	return ramp.Quantities.Find(name)
}

func (r *reader) question(q *fileQuestion) error {
	out := &r.a.Question
	*out = Question{
		Command: q.Command, Start: q.Start, StartSpec: find(q.StartInput), Basis: q.Basis, Chips: q.Chips, By: q.By, Site: q.Site, Workload: q.Workload,
		Precision: q.Precision, Sampling: Sampling{q.Draws, q.Seed, q.Sampler},
	}
	if q.AsOf != nil {
		out.AsOf = *q.AsOf
	}
	for _, s := range q.Set {
		out.Set = append(out.Set, s.Text)
	}
	switch {
	case !slices.Contains(starts, out.StartSpec):
		return fmt.Errorf("question.start_input %q is no starting point of this program; make the answer anew", q.StartInput)
	case q.Draws < 0 || q.Draws > MaxDraws:
		return fmt.Errorf("question.draws is %d; 0 to %d can be drawn again", q.Draws, MaxDraws)
	}
	return nil
}

// MaxDraws is the most draws with which a saved answer is computed again; every quantity is computed for every input that changed.
const MaxDraws = 1 << 20

func (r *reader) inputs(f *file) error {
	var errs []error
	read := func(where string, list map[string]fileInput, scope quantity.Scope) quantity.Scenario {
		out := quantity.Scenario{}
		for _, name := range slices.Sorted(maps.Keys(list)) {
			in := list[name]
			s := find(name)
			switch {
			case s == nil || !s.Input:
				r.a.Unknown = append(r.a.Unknown, name)
				continue
			case s.Scope != scope:
				errs = append(errs, fmt.Errorf("%s.%s does not belong there", where, name))
				continue
			}
			v, err := in.value(s)
			if err != nil {
				errs = append(errs, fmt.Errorf("%s.%s: %w", where, name, err))
				continue
			}
			out[s] = v
		}
		return out
	}
	r.a.Shared = read("inputs", f.Inputs, quantity.Shared)
	for i, m := range f.Members {
		if m.ID == "" {
			errs = append(errs, fmt.Errorf("members[%d] has no id", i))
		}
		share := m.Share
		if r.a.Kind == Alternatives || len(f.Members) == 1 {
			share = 1
		} else if i < len(f.Question.Shares) {
			share = f.Question.Shares[i]
		}
		r.a.Members = append(r.a.Members, Member{ID: m.ID, Name: m.Name, Vendor: m.Vendor, Share: share, Values: read("members["+m.ID+"].inputs", m.Inputs, quantity.Member)})
	}
	return errors.Join(errs...)
}

func (r *reader) figures(f *file) error {
	var errs []error
	read := func(where string, list map[string]figures.Number) Figures {
		out := Figures{}
		for _, name := range slices.Sorted(maps.Keys(list)) {
			q := list[name]
			s := find(name)
			switch {
			case s == nil || s.Input:
				r.a.Unknown = append(r.a.Unknown, name)
			case s.Unit.Symbol != q.Unit:
				errs = append(errs, fmt.Errorf("%s.%s is in %q there and in %q here; make the answer anew", where, name, q.Unit, s.Unit.Symbol))
			default:
				out[s] = figureOf(&q, r.a.Question.Draws)
			}
		}
		return out
	}
	for i, m := range f.Members {
		r.a.Members[i].Figures = read("members["+m.ID+"].quantities", m.Quantities)
	}
	if f.Total != nil && r.a.Kind != Alternatives {
		r.a.Total = read("total.quantities", f.Total.Quantities)
	}
	if len(f.Members) == 1 && r.a.Kind == Fleet { // what describes one unit has no total, and is the chip's own
		for s, q := range r.a.Members[0].Figures {
			if s.Total == quantity.None {
				r.a.Total[s] = q
			}
		}
	}
	return errors.Join(errs...)
}

// figureOf is a figure of the file, n/a where it has none.
func figureOf(q *figures.Number, draws int) Figure {
	x := func(p *float64) float64 {
		if p == nil {
			return math.NaN()
		}
		return *p
	}
	out := Figure{x(q.Point), analysis.Summary{
		Mean: x(q.Mean), SD: x(q.SD), P5: x(q.P5), P25: x(q.P25), P50: x(q.P50), P75: x(q.P75), P95: x(q.P95),
		Error: analysis.Errors{P5: x(q.P5Error), P50: x(q.P50Error), P95: x(q.P95Error)},
	}}
	if q.P50 != nil && draws > 0 {
		out.ValidShare = 1
		out.Constant = q.P5 != nil && *q.P5 == *q.P50 && q.SD != nil && *q.SD == 0
	}
	return out
}

// correlations are the stated ones; those of common groups follow from the inputs.
func (r *reader) correlations(f *file) error {
	ref := func(text string) (mix.Ref, bool) {
		owner, name, of := strings.Cut(text, ":")
		if !of {
			owner, name = "", text
		}
		s := find(name)
		return mix.Ref{Owner: owner, Spec: s}, s != nil && s.Input
	}
	for _, c := range f.Correlations {
		if c.Group != "" {
			continue
		}
		a, okA := ref(c.A)
		b, okB := ref(c.B)
		switch {
		case !okA || !okB:
			r.a.Unknown = append(r.a.Unknown, "correlation of "+c.A+" and "+c.B)
			continue
		case !(c.Rank > -1 && c.Rank < 1):
			return fmt.Errorf("correlations: the rank correlation of %s and %s is %g; it is above -1 and below 1", c.A, c.B, c.Rank)
		}
		r.a.Correlations = append(r.a.Correlations, mix.Correlation{A: a, B: b,
			Correlation: quantity.Correlation{A: a.Spec, B: b.Spec, Rank: c.Rank, Basis: quantity.Basis(c.Basis), Origin: c.Origin}})
	}
	return nil
}
