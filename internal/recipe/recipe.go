// Package recipe reads the canonical question that charts, reports and JSON files carry, and turns it into the command line that asks it again.
//
// A recipe comes from a file that anybody may have written, so it is read as strictly as a profile: only commands and flags that are in the tables here, only
// values that can be a word of a command line, nothing that names a file, nothing that writes. The package knows what questions look like; it does not know
// the model, opens nothing and runs nothing.
package recipe

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// The limits of a recipe. Those that capplan writes are far within them.
const (
	MaxBytes   = 64 << 10
	maxText    = 2000 // bytes of one value
	maxList    = 512  // entries of one list
	maxCases   = 1 << 22
	maxMoments = 3
)

// Recipe is a question as files carry it: what [github.com/capplan/capplan/internal/report.Recipe] and its kin write.
type Recipe struct {
	Command   string          `json:"command"`
	Start     string          `json:"start"` // "--gw 2", or the id of a scenario
	Value     json.RawMessage `json:"start_value"`
	Unit      json.RawMessage `json:"start_unit"`
	Input     json.RawMessage `json:"start_input"`
	Basis     string          `json:"basis"`
	Chips     []string        `json:"chips"`
	Shares    []*float64      `json:"shares"`
	By        string          `json:"by"`
	Site      string          `json:"site"`
	Workload  string          `json:"workload"`
	Precision string          `json:"precision"`
	AsOf      string          `json:"as_of"`
	Draws     int             `json:"draws"`
	Seed      uint64          `json:"seed"`
	Sampler   string          `json:"sampler"`
	Set       []Setting       `json:"set"`
	Correlate []Setting       `json:"correlate"`
	Asks      []Ask           `json:"asks"`
	Overlaid  []Overlaid      `json:"overlaid"`
	Data      string          `json:"data"` // "own" where the scenario, the ledger or the rows are a file of the user's

	// of a sensitivity
	Metrics []string `json:"metrics"`
	Groups  []string `json:"groups"` // of a backtest too
	Points  int      `json:"points"`

	// of a ledger
	Ledger      string   `json:"ledger"`
	Layer       string   `json:"layer"`
	Moments     []Moment `json:"moments"`
	BindingOnly bool     `json:"binding_only"`
	Include     []string `json:"include"`
	Exclude     []string `json:"exclude"`
	At          string   `json:"at"`
	Unstated    string   `json:"unstated"`
	Vendor      string   `json:"vendor"`
	Realised    bool     `json:"realised"`

	// of a comparison of two, see diff.go
	Of       string   `json:"of"`
	Operands []string `json:"operands"`
	Old      Side     `json:"old"`
	New      Side     `json:"new"`
}

// Setting is a text that was set, and on whose word.
type Setting struct {
	Text   string `json:"text"`
	Origin string `json:"origin"`
}

// Ask is a flag and its value.
type Ask struct {
	Flag  string `json:"flag"`
	Value string `json:"value"`
}

// Overlaid is a profile that was not as built in.
type Overlaid struct {
	Kind     string          `json:"kind"`
	ID       string          `json:"id"`
	Added    bool            `json:"added"`
	Replaced json.RawMessage `json:"replaced"`
	Origin   json.RawMessage `json:"origin"`
}

// Moment is a day of a ledger.
type Moment struct {
	Key         string `json:"key"`
	Date        string `json:"date"`
	Through     bool   `json:"through"`
	LettersKept bool   `json:"letters_kept"`
}

// Parse reads a recipe. The error says what is wrong with it; one that is read may still name what this version does not know, see [Recipe.Line].
func Parse(text []byte) (*Recipe, error) {
	if len(text) > MaxBytes {
		return nil, fmt.Errorf("the recipe has %d bytes; at most %d are read", len(text), MaxBytes)
	}
	if !utf8.Valid(text) {
		return nil, fmt.Errorf("the recipe is no valid UTF-8")
	}
	d := json.NewDecoder(strings.NewReader(string(text)))
	d.DisallowUnknownFields()
	var r Recipe
	if err := d.Decode(&r); err != nil {
		return nil, fmt.Errorf("the recipe cannot be read: %s", strings.TrimPrefix(err.Error(), "json: "))
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, fmt.Errorf("something follows the recipe")
	}
	for what, n := range map[string]int{"chips": len(r.Chips), "shares": len(r.Shares), "set": len(r.Set), "correlate": len(r.Correlate), "asks": len(r.Asks),
		"metrics": len(r.Metrics), "groups": len(r.Groups), "include": len(r.Include), "exclude": len(r.Exclude), "overlaid": len(r.Overlaid), "operands": len(r.Operands)} {
		if n > maxList {
			return nil, fmt.Errorf("the recipe lists %d %s; at most %d are read", n, what, maxList)
		}
	}
	switch {
	case r.Draws < 0 || r.Points < 0:
		return nil, errors.New("the recipe asks for a negative number of cases")
	case r.Draws > maxCases || r.Points > maxCases:
		return nil, fmt.Errorf("the recipe asks for more cases than %d million", maxCases>>20)
	case len(r.Shares) > 0 && len(r.Shares) != len(r.Chips):
		return nil, fmt.Errorf("the recipe has %d chips and %d shares", len(r.Chips), len(r.Shares))
	case len(r.Moments) > maxMoments:
		return nil, fmt.Errorf("the recipe has %d days; a ledger has at most %d", len(r.Moments), maxMoments)
	}
	return &r, nil
}

// Commands are those whose recipes can be asked again.
var Commands = []string{"estimate", "compare", "mix", "sweep", "sensitivity", "ramp", "check", "explain", "diff", "report", "ledger", "backtest"}

// flags are the further flags of each command that a recipe may have.
var flags = map[string][]string{
	"estimate": {"--at-least"},
	"compare":  {"--at-least", "--equivalent", "--break-even", "--reference"},
	"mix":      {"--at-least", "--maximize", "--minimize", "--limit", "--gap", "--max-nodes", "--frontier", "--points", "--share-curve"},
	"sweep":    {"--vary", "--metric", "--design", "--points"},
	"check":    {"--fail-if", "--warn-if", "--baseline", Claim},
	"explain":  {Quantity},
	"ramp":     {"--payment", "--solve", "--reach"},
	"report":   {"--title", "--reference", "--payment"},

	"sensitivity": {"--payment"},
}

// ofScenarios are the commands whose question can be a scenario.
var ofScenarios = []string{"ramp", "report", "sensitivity", "check"}

// starts are the flags that a question can start from.
var starts = []string{"--gw", "--mw", "--kw", "--chips", "--racks", "--budget", "--flops", "--h100e"}

// id is what names a profile, a scenario or a ledger.
var id = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{0,99}$`) })

// isID reports whether a text is an id and nothing that could be taken for a file.
func isID(s string) bool {
	return id().MatchString(s) && !strings.HasSuffix(s, ".toml") && !strings.Contains(s, "..")
}

// OwnFile reports whether the question was asked of a file of the user's, which a recipe does not hold.
func (r *Recipe) OwnFile() bool {
	return r.Data == "own" || r.Command == "backtest" && r.Data != "" && r.Data != "built-in"
}

// Line is the command line that asks the question again, without overlays. The error says what in the recipe is not allowed.
func (r *Recipe) Line() (*Line, error) {
	l := &Line{Command: r.Command}
	if !slices.Contains(Commands, r.Command) {
		return nil, fmt.Errorf("the recipe is of %q; only those of %s can be asked again", clip(r.Command), strings.Join(Commands, ", "))
	}
	if r.Site != "" && !isID(r.Site) {
		return nil, fmt.Errorf("the recipe's site %q is no id", clip(r.Site))
	}
	var err error
	switch r.Command {
	case "ledger":
		err = r.ledger(l)
	case "backtest":
		err = r.backtest(l)
	case "diff":
		if err := r.diff(l); err != nil {
			return nil, err
		}
		return l, l.check()
	default:
		err = r.question(l)
	}
	if err != nil {
		return nil, err
	}
	if err := r.settings(l); err != nil {
		return nil, err
	}
	l.add("draws", strconv.Itoa(r.Draws))
	l.add("seed", strconv.FormatUint(r.Seed, 10))
	l.some("sampler", r.Sampler)
	return l, l.check()
}

// check refuses values that cannot stand in a command line.
func (l *Line) check() error {
	for _, f := range l.Flags {
		if err := word(f.Value); err != nil {
			return fmt.Errorf("the recipe's --%s %w", f.Name, err)
		}
	}
	if err := word(l.Name); err != nil {
		return fmt.Errorf("the recipe's %q %w", clip(l.Name), err)
	}
	return nil
}

func (l *Line) add(name, value string) { l.Flags = append(l.Flags, Flag{name, value}) }

// some adds a flag that has a value.
func (l *Line) some(name, value string) {
	if value != "" {
		l.add(name, value)
	}
}

func (l *Line) each(name string, values []string) {
	for _, v := range values {
		l.add(name, v)
	}
}

// question adds what estimate and its kin have in common.
func (r *Recipe) question(l *Line) error {
	start, value, isFlag := strings.Cut(r.Start, " ")
	switch {
	case isFlag && slices.Contains(starts, start) && r.Command != "ramp":
		l.add(start[2:], value)
	case r.Command == "sweep" && r.varies(strings.TrimPrefix(r.Start, "--")) && slices.Contains(starts, r.Start): // --vary has it
	case isID(r.Start) && slices.Contains(ofScenarios, r.Command):
		l.Name = r.Start // where it is the user's own, whoever asks again puts the file in its place
	default:
		return fmt.Errorf("the recipe starts from %q; one of %s is allowed, or the id of a scenario for %s", clip(r.Start), strings.Join(starts, ", "), strings.Join(ofScenarios, ", "))
	}
	if start == "--gw" || start == "--mw" || start == "--kw" || l.Name != "" {
		r.unvaried(l, "basis", r.Basis)
	}
	for i, c := range r.Chips {
		switch {
		case !isID(c):
			return fmt.Errorf("the recipe's chip %q is no id", clip(c))
		case l.Name != "" || r.varies("chip"): // the scenario says which, or --vary
		case len(r.Shares) > 0 && r.Shares[i] != nil:
			l.add("chip", c+"="+strconv.FormatFloat(*r.Shares[i], 'g', -1, 64))
		default:
			l.add("chip", c)
		}
	}
	r.unvaried(l, "by", r.By)
	r.unvaried(l, "site", r.Site)
	r.unvaried(l, "workload", r.Workload)
	r.unvaried(l, "precision", r.Precision)
	l.some("as-of", r.AsOf)
	for _, a := range r.Asks {
		if !slices.Contains(flags[r.Command], a.Flag) {
			return fmt.Errorf("the recipe has the flag %q; %s can be asked again with %s", clip(a.Flag), r.Command, strings.Join(append([]string{"no other flag than those of its question"}, flags[r.Command]...), ", "))
		}
		if err := r.ask(l, a); err != nil {
			return err
		}
	}
	if r.Command == "explain" && l.Name == "" {
		return fmt.Errorf("the recipe explains no quantity")
	}
	if r.Command == "sensitivity" {
		l.each("metric", r.Metrics)
		l.each("group", r.Groups)
		l.add("points", strconv.Itoa(r.Points))
	}
	return nil
}

// varies reports whether a sweep has something vary, which then no other flag gives.
func (r *Recipe) varies(name string) bool {
	return r.Command == "sweep" && slices.ContainsFunc(r.Asks, func(a Ask) bool { return a.Flag == "--vary" && strings.HasPrefix(a.Value, name+"=") })
}

// unvaried adds a flag that has a value, unless a sweep has it vary.
func (r *Recipe) unvaried(l *Line, name, value string) {
	if !r.varies(name) {
		l.some(name, value)
	}
}

func (r *Recipe) ledger(l *Line) error {
	if l.Name = r.Ledger; !isID(l.Name) && !r.OwnFile() {
		return fmt.Errorf("the recipe's ledger %q is no id", clip(r.Ledger))
	}
	letters := false
	for i, m := range r.Moments {
		switch m.Key {
		case "before", "after", "as-of":
			l.some(m.Key, m.Date)
			letters = letters || i == 0 && m.LettersKept
		case "after-letters-kept": // follows from the others
		default:
			return fmt.Errorf("the recipe has the day %q of a ledger; before, after and as-of are allowed", clip(m.Key))
		}
	}
	for _, f := range []struct {
		name  string
		given bool
	}{{"keep-letters", letters}, {"binding-only", r.BindingOnly}, {"realised", r.Realised}} {
		if f.given {
			l.add(f.name, "true")
		}
	}
	l.each("include", r.Include)
	l.each("exclude", r.Exclude)
	l.each("chip", r.Chips)
	l.some("layer", r.Layer)
	l.some("at", r.At)
	l.some("unstated", r.Unstated)
	l.some("vendor", r.Vendor)
	l.some("precision", r.Precision)
	l.some("site", r.Site)
	return nil
}

func (r *Recipe) backtest(l *Line) error {
	l.each("group", r.Groups)
	return nil
}

// word says why a value cannot stand in a command line.
func word(s string) error {
	if len(s) > maxText {
		return fmt.Errorf("has %d bytes; at most %d are read", len(s), maxText)
	}
	if strings.ContainsFunc(s, hidden) {
		return fmt.Errorf("%q has characters that cannot be seen", clip(s))
	}
	return nil
}

// hidden are characters that cannot be seen.
func hidden(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) }

// clip is the beginning of a text for a message.
func clip(s string) string {
	const most = 60
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
