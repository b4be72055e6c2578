// Package audit holds profiles to what machines of their kind have in common.
//
// A number can be well-formed, sourced and wrong: a sparse peak in the place of a dense one, dies counted as chips, a price of a server in the place of a
// chip's. The rules of this package find such numbers by relations between figures that do not depend on each other, within a profile and between it and its
// siblings. All of them stand in one table, [Rules]. The package knows no files: it is told where a key stands. It knows no clock either: dates are compared
// with dates that it is given. It changes nothing and computes no results.
package audit

import (
	"cmp"
	"slices"
	"strings"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/suggest"
)

// Severity is how much a finding matters.
type Severity string

// The severities, the gravest first.
const (
	Problem Severity = "problem" // the profile is wrong
	Warning Severity = "warning" // the profile is probably wrong, or out of the ordinary without saying why
	Info    Severity = "info"    // worth knowing
)

// Severities lists the severities, the gravest first.
var Severities = []Severity{Problem, Warning, Info}

// Place is where something stands. Line and column count from 1; they are 0 where a file as a whole is meant.
type Place struct {
	File         string
	Line, Column int
}

// Finding is one thing that a rule has to say of a profile.
type Finding struct {
	Place
	Code     string // the rule's
	Severity Severity
	Key      string // the key as a dotted path; empty where no single key is meant
	Message  string // what was found
	Advice   string // what to do; may be empty
	Excepted string // the reason for which the profile takes itself out of the rule; the severity is then Info
}

// Exception is a profile's own statement that a rule does not hold for some of its keys, and why.
type Exception quantity.Exception

// Subject is one profile to look at: a system or a site.
type Subject struct {
	System     *accelerators.Accelerator // nil for a site
	Site       *power.Site               // nil for a system
	Exceptions []Exception

	// At tells where a key stands, given as a dotted path ("chip.tdp", "sparse.fp8", "aliases", "exceptions.stale"). For a key that is not there it tells where
	// the nearest table above it stands.
	At func(key string) Place
}

// Config is what rules need beyond the profiles.
type Config struct {
	Library []Subject // profiles that the subjects are compared with and that are not judged; those with the id of a subject are left out
	Date    string    // ISO date that the library has; younger sources move it for their own profile
	Oldest  string    // ISO date: values with no younger source are stale; empty where age does not count
}

// Run applies all rules to the subjects and returns what they find, by file and place.
func Run(subjects []Subject, cfg Config) []Finding {
	var all []*Subject
	for i := range subjects {
		all = append(all, &subjects[i])
	}
	for i, s := range cfg.Library {
		if !slices.ContainsFunc(subjects, func(t Subject) bool { return t.id() == s.id() && (t.Site == nil) == (s.Site == nil) }) {
			all = append(all, &cfg.Library[i])
		}
	}
	var out []Finding
	for i := range subjects {
		out = append(out, judge(&subjects[i], all, cfg)...)
	}
	Sort(out)
	return out
}

// judge applies the rules to one subject.
func judge(s *Subject, all []*Subject, cfg Config) []Finding {
	v := &view{Subject: s, date: cfg.Date, oldest: cfg.Oldest}
	for _, o := range all {
		if o != s {
			v.others = append(v.others, o)
		}
	}
	for _, src := range s.sources() {
		v.date = max(v.date, src.Date)
	}
	var out []Finding
	for i := range Rules {
		r := &Rules[i]
		if r.check == nil || r.Of == Systems && s.System == nil || r.Of == Sites && s.Site == nil {
			continue
		}
		v.report = func(key, message, advice string) { // without a key the finding is about the profile as a whole, and stands at its id
			out = append(out, Finding{Place: s.At(cmp.Or(key, "id")), Code: r.Code, Severity: r.Severity, Key: key, Message: message, Advice: advice})
		}
		r.check(v)
	}
	return append(out, s.except(out, cfg)...)
}

// except takes the findings out that the subject has exceptions for, and returns what is wrong with the exceptions.
func (s *Subject) except(found []Finding, cfg Config) []Finding {
	var out []Finding
	about := func(code, rule, message, advice string) {
		key := "exceptions." + rule
		out = append(out, Finding{Place: s.At(key), Code: code, Severity: Find(code).Severity, Key: key, Message: message, Advice: advice})
	}
	for _, e := range s.Exceptions {
		switch r := Find(e.Rule); {
		case r == nil:
			advice := "capplan profiles check --rules lists the rules"
			if near := suggest.Suggest(e.Rule, codes()); near != "" {
				advice = "did you mean " + near + "?"
			}
			about(UnknownException, e.Rule, "there is no rule of that name", advice)
			continue
		case !r.Excepts():
			about(UnknownException, e.Rule, "this rule has no exceptions", "correct what it finds")
			continue
		case r.Code == stale && cfg.Oldest == "": // nobody asked for its age
			continue
		}
		for _, key := range e.Keys {
			used := false
			for i := range found {
				if f := &found[i]; f.Code == e.Rule && f.Key == key {
					f.Severity, f.Excepted, used = Info, e.Reason, true
				}
			}
			if used {
				continue
			}
			var keys []string
			for _, f := range found {
				if f.Code == e.Rule {
					keys = append(keys, f.Key)
				}
			}
			advice := "delete it"
			if len(keys) > 0 {
				advice = "the rule finds " + strings.Join(keys, ", ")
			}
			about(UnusedException, e.Rule, "the rule finds nothing at "+key, advice)
		}
	}
	return out
}

// Sort brings findings into the order of files and places, and at one place into that of severity.
func Sort(f []Finding) {
	slices.SortStableFunc(f, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column),
			cmp.Compare(slices.Index(Severities, a.Severity), slices.Index(Severities, b.Severity)))
	})
}

// Count is how many of the findings have the severity.
func Count(f []Finding, s Severity) int {
	n := 0
	for i := range f {
		if f[i].Severity == s {
			n++
		}
	}
	return n
}

// id is the profile's id.
func (s *Subject) id() string {
	if s.Site != nil {
		return s.Site.ID
	}
	return s.System.ID
}

func (s *Subject) name() string {
	if s.Site != nil {
		return s.Site.Name
	}
	return s.System.Name
}

func (s *Subject) aliases() []string {
	if s.Site != nil {
		return s.Site.Aliases
	}
	return s.System.Aliases
}

func (s *Subject) values() quantity.Scenario {
	if s.Site != nil {
		return s.Site.Values
	}
	return s.System.Values
}

func (s *Subject) correlations() []quantity.Correlation {
	if s.Site != nil {
		return s.Site.Correlations
	}
	return s.System.Correlations
}

func (s *Subject) sources() []quantity.Source {
	if s.Site != nil {
		return s.Site.Sources
	}
	return s.System.Sources
}
