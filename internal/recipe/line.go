package recipe

import (
	"regexp"
	"slices"
	"strings"
	"sync"
)

// Flag is one word of a command line: a flag with its value, or a bare word.
type Flag struct{ Name, Value string }

// Line is a command line.
type Line struct {
	Command string
	Name    string // of the scenario or ledger; empty where there is none
	Flags   []Flag

	Operands []string // of a comparison: what is compared; Own for what has to be given
	Wants    []Want   // the files of the user's that have to be given, see [Line.Give]
	plain    bool     // the name is no scenario with defaults of its own
}

// Args are the words of the line for the program itself: each value is joined to its flag, so that none can be taken for a flag of its own.
func (l *Line) Args() []string {
	out := []string{l.Command}
	for _, f := range l.Flags {
		out = append(out, "--"+f.Name+"="+f.Value)
	}
	if l.Name != "" {
		out = append(out, "--", l.Name)
	}
	if len(l.Operands) > 0 {
		out = append(append(out, "--"), l.Operands...)
	}
	return out
}

// usual are the flags that say what holds anyway.
var usual = []Flag{
	{"basis", "facility"}, {"site", "default"}, {"workload", "training"}, {"precision", "bf16"}, {"draws", "16384"}, {"seed", "1"}, {"sampler", "sobol"}, {"by", "power"},
}

// Short is the line as people type it, after the program's name and with these words before the flags: what holds anyway is left out. Of a scenario, which has
// defaults of its own, only the draws are known to hold anyway.
func (l *Line) Short(words ...string) string {
	parts := []string{"capplan", l.Command}
	for _, w := range append(words, l.Name) {
		if w != "" {
			parts = append(parts, quoted(w))
		}
	}
	for i, o := range l.Operands {
		if o == Own {
			o = []string{"OLD", "NEW"}[i]
		}
		parts = append(parts, quoted(o))
	}
	for _, f := range l.Flags {
		if i := slices.Index(usual, f); i >= 0 && (l.Name == "" || l.plain || i >= 4) {
			continue
		}
		if f.Value == "true" && (f.Name == "break-even" || f.Name == "keep-letters" || f.Name == "binding-only" || f.Name == "realised" || f.Name == "members" || f.Name == "alone") {
			parts = append(parts, "--"+f.Name)
			continue
		}
		parts = append(parts, "--"+f.Name, quoted(f.Value))
	}
	return strings.Join(parts, " ")
}

// plain are the characters that a shell takes as they are.
var plain = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Za-z0-9@%+=:,./_-]+$`) })

func quoted(s string) string {
	if plain().MatchString(s) {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// Searches reports whether the question looks for the best mix, for which a solver is started.
func (l *Line) Searches() bool {
	return slices.ContainsFunc(l.Flags, func(f Flag) bool { return f.Name == "maximize" || f.Name == "minimize" || f.Name == "frontier" })
}
