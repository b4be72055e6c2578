package figures

import (
	"encoding/json"
	"errors"
	"fmt"
)

// Readable lists what can be read, for messages.
const Readable = "sensitivity, backtest, ledger, compare and the best mix, frontier and share curve of mix"

// ErrAnswer is that a result is an answer about chips, which can be computed anew and is read by package saved.
var ErrAnswer = errors.New("an answer that states all its inputs")

// UnreadableError is that a result is of a command that has no figures by name.
type UnreadableError struct{ Command string }

// Error implements the error interface.
func (e *UnreadableError) Error() string {
	return fmt.Sprintf("a result of %q, which has no figures by name; what can be read is that of estimate, check, ramp, mix of given shares, %s", e.Command, Readable)
}

// head is what every result has.
type head struct {
	Schema int `json:"schema_version"`
	Tool   struct {
		Version string `json:"version"`
		Library string `json:"library"`
	} `json:"tool"`
	Question map[string]json.RawMessage `json:"question"`
}

// Number is a figure as results write it, with its distribution.
type Number struct {
	Unit     string   `json:"unit"`
	Point    *float64 `json:"point"`
	Mean     *float64 `json:"mean"`
	SD       *float64 `json:"sd"`
	P5       *float64 `json:"p5"`
	P25      *float64 `json:"p25"`
	P50      *float64 `json:"p50"`
	P75      *float64 `json:"p75"`
	P95      *float64 `json:"p95"`
	P5Error  *float64 `json:"p5_error"`
	P50Error *float64 `json:"p50_error"`
	P95Error *float64 `json:"p95_error"`
}

// All are the figures by the names of their statistics; nil for those that are n/a.
func (n *Number) All() map[string]*float64 {
	return map[string]*float64{"point": n.Point, "mean": n.Mean, "sd": n.SD, "p5": n.P5, "p25": n.P25, "p50": n.P50, "p75": n.P75, "p95": n.P95}
}

// figure is the number under a name. Without a distribution of its own, as nothing was drawn, it is plain.
func (n *Number) figure(member, name, moment string) Figure {
	f := Figure{Member: member, Name: name, Moment: moment, Unit: n.Unit, Values: map[string]float64{}, Errors: map[string]float64{}}
	for _, x := range []struct {
		name  string
		value *float64
		err   *float64
	}{{"point", n.Point, nil}, {"mean", n.Mean, nil}, {"sd", n.SD, nil}, {"p5", n.P5, n.P5Error}, {"p25", n.P25, nil}, {"p50", n.P50, n.P50Error},
		{"p75", n.P75, nil}, {"p95", n.P95, n.P95Error}} {
		f.Values[x.name] = or(x.value)
		if x.err != nil {
			f.Errors[x.name] = *x.err
		}
	}
	return f
}

// Read reads a result; name stands for the file in messages. It is ErrAnswer for an answer that package saved reads. Other errors say what is wrong and what is
// wanted, without the name.
func Read(name string, data []byte) (*Table, error) {
	var h head
	if err := json.Unmarshal(data, &h); err != nil {
		return nil, err
	}
	switch {
	case h.Schema == 0 || h.Question == nil:
		return nil, errors.New("no schema_version or no question; it is not the JSON of a result, which --save-baseline FILE or --format json makes")
	case h.Schema != SchemaVersion:
		return nil, fmt.Errorf("schema version %d, and this program reads version %d; make it anew with this program", h.Schema, SchemaVersion)
	}
	t := &Table{Name: name, Version: h.Tool.Version, Library: h.Tool.Library}
	var command string
	_ = json.Unmarshal(h.Question["command"], &command) // what is no text is no command that is known
	var draws float64
	_ = json.Unmarshal(h.Question["draws"], &draws)
	t.Draws = int(draws)
	for _, key := range []string{"draws", "seed", "sampler", "points"} {
		t.Sampling += fmt.Sprintf("%s %s ", key, h.Question[key])
	}
	read, err := t.reader(command, data)
	if err != nil {
		return nil, err
	}
	if err := read(data); err != nil {
		return nil, err
	}
	t.state(data)
	return t, nil
}

// reader finds out which kind of result it is, and how that is read.
func (t *Table) reader(command string, data []byte) (func([]byte) error, error) {
	var has struct {
		Objective, X, Of json.RawMessage
	}
	if err := json.Unmarshal(data, &has); err != nil {
		return nil, err
	}
	switch {
	case command == "sensitivity":
		t.Kind = Sensitivity
		return t.sensitivity, nil
	case command == "backtest":
		t.Kind = Backtest
		return t.backtest, nil
	case command == "ledger":
		t.Kind = Ledger
		return t.ledger, nil
	case command == "compare":
		t.Kind = Comparison
		return t.comparison, nil
	case command == "mix" && has.Objective != nil:
		t.Kind = Best
		return t.best, nil
	case command == "mix" && has.X != nil:
		t.Kind = Frontier
		return t.frontier, nil
	case command == "mix" && has.Of != nil:
		t.Kind = Curve
		return t.curve, nil
	case command == "mix" || command == "estimate" || command == "check" || command == "ramp":
		return nil, ErrAnswer
	}
	return nil, &UnreadableError{command}
}
