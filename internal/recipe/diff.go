package recipe

import (
	"fmt"
	"slices"
	"strings"
)

// Side is what the recipe of a comparison says of one of the two, for people; nothing is asked of it.
type Side struct {
	File      string   `json:"file"`
	Version   string   `json:"version"`
	Library   string   `json:"library"`
	Command   string   `json:"command"`
	Start     string   `json:"start"`
	Basis     string   `json:"basis"`
	Chips     []string `json:"chips"`
	Site      string   `json:"site"`
	Workload  string   `json:"workload"`
	Precision string   `json:"precision"`
	AsOf      string   `json:"as_of"`
	Draws     int      `json:"draws"`
	Seed      uint64   `json:"seed"`
	Sampler   string   `json:"sampler"`
	InputHash string   `json:"input_hash"`
	Alone     bool     `json:"alone"`
}

// ofDiff are the flags of a comparison, which are all among what it asks, by what it compares.
var ofDiff = map[string][]string{
	"results":   {"--of", "--by", "--permutations", "--seed", "--members", "--fields"},
	"scenarios": {"--of", "--by", "--permutations", "--seed", "--members", "--fields"},
	"libraries": {"--as-of", "--alone"},
}

// nouns are what is compared, one of it.
var nouns = map[string]string{"results": "the JSON of a result", "scenarios": "a scenario", "libraries": "a folder or file of profiles"}

// diff adds what a comparison compares. What is built in is named; of all else the recipe says only what it was.
func (r *Recipe) diff(l *Line) error {
	allowed, known := ofDiff[r.Of]
	switch {
	case !known:
		return fmt.Errorf("the recipe compares %q; results, scenarios and libraries can be compared", clip(r.Of))
	case len(r.Operands) != 2:
		return fmt.Errorf("the recipe compares %d; a comparison is of two", len(r.Operands))
	}
	for _, a := range r.Asks {
		if !slices.Contains(allowed, a.Flag) {
			return fmt.Errorf("the recipe has the flag %q; a comparison of %s can be asked again with %s", clip(a.Flag), r.Of, strings.Join(allowed, ", "))
		}
		l.add(a.Flag[2:], a.Value)
	}
	for i, o := range r.Operands {
		switch {
		case o == Own:
			side, role := &r.Old, "OLD"
			if i == 1 {
				side, role = &r.New, "NEW"
			}
			l.Wants = append(l.Wants, Want{What: role + ", " + nouns[r.Of] + side.words(), at: i})
		case r.Of != "results" && isID(o):
		default:
			return fmt.Errorf("the recipe compares with %q, which is nothing that is built in", clip(o))
		}
		l.Operands = append(l.Operands, o)
	}
	return nil
}

// words say which of the user's files it was.
func (s *Side) words() string {
	var parts []string
	if s.Start != "" && s.Start != s.File {
		parts = append(parts, s.Command+" "+s.Start)
	}
	if len(s.Chips) > 0 {
		parts = append(parts, strings.Join(s.Chips, ", "))
	}
	if s.InputHash != "" {
		parts = append(parts, "input hash "+clip(s.InputHash)[:min(12, len(clip(s.InputHash)))])
	}
	if len(parts) == 0 {
		return ""
	}
	return " (" + seen(strings.Join(parts, "; ")) + ")"
}

// seen is a text without what cannot be seen, cut to a length that a message bears.
func seen(s string) string {
	const most = 160
	s = strings.Map(func(r rune) rune {
		if hidden(r) {
			return -1
		}
		return r
	}, s)
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
