package profiles_test

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/audit"
	"github.com/capplan/capplan/internal/profile"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/profiles"
)

// pending are the warnings of the library whose profiles do not say yet why they are right: file, rule and key. The list may only become shorter.
var pending = []string{}

// TestLibraryPassesItsCheck applies every rule to every profile that there is: facts against facts that do not depend on them. What a rule finds is wrong, or
// is excepted in the profile itself, with a reason.
func TestLibraryPassesItsCheck(t *testing.T) {
	subjects, problems := library(t).Subjects()
	for _, p := range problems {
		t.Error(p)
	}
	var still []string
	for _, f := range audit.Run(subjects, audit.Config{Date: profiles.Date}) {
		if f.Severity == audit.Info {
			continue
		}
		if name := f.File + " " + f.Code + " " + f.Key; slices.Contains(pending, name) {
			still = append(still, name)
			continue
		}
		t.Errorf("%s:%d:%d: %s: %s: %s: %s; %s", f.File, f.Line, f.Column, f.Severity, f.Code, f.Key, f.Message, f.Advice)
	}
	for _, p := range pending {
		if !slices.Contains(still, p) {
			t.Errorf("%s is pending no longer: take it off the list", p)
		}
	}
}

// bad is the folder of profiles that are wrong on purpose. A comment in each says what must be found: "# finds: rule key", "# excepts: rule key".
const bad = "testdata/bad"

// expected reads the comments of a bad profile.
func expected(t *testing.T, file string) []string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, m := range regexp.MustCompile(`(?m)^# (finds|excepts): (\S+) (\S+)$`).FindAllStringSubmatch(string(data), -1) {
		out = append(out, m[1]+" "+m[2]+" "+strings.TrimPrefix(m[3], "-"))
	}
	return out
}

// TestBadProfilesAreFound proves that the check can fail: each bad profile gives what its comments say, and nothing else, each at the line of its key.
func TestBadProfilesAreFound(t *testing.T) {
	files, err := profile.Files(bad)
	if err != nil {
		t.Fatal(err)
	}
	var subjects []audit.Subject
	var found []audit.Finding
	for _, f := range files {
		s, err := profile.Subject(f)
		var problems profile.Problems
		switch {
		case err == nil:
			subjects = append(subjects, s)
		case errors.As(err, &problems):
			found = append(found, problems.Findings()...)
		default:
			t.Fatal(err)
		}
	}
	shelf, _ := library(t).Subjects()
	found = append(found, audit.Run(subjects, audit.Config{Library: shelf, Date: profiles.Date, Oldest: "2021-01-01"})...)

	rules := map[string]bool{}
	got := map[string][]string{}
	for _, f := range found {
		verb := "finds "
		if f.Excepted != "" {
			verb = "excepts "
		}
		rules[f.Code] = true
		got[f.File] = append(got[f.File], verb+f.Code+" "+f.Key)
		r := audit.Find(f.Code)
		if r == nil || f.Severity != r.Severity && f.Excepted == "" || f.Message == "" || f.Advice == "" && f.Severity != audit.Info {
			t.Errorf("%+v: no rule of that name, or another severity, or no words", f)
		}
		stands(t, f)
	}
	for _, f := range files {
		want := expected(t, f)
		slices.Sort(want)
		have := got[f]
		slices.Sort(have)
		if !slices.Equal(have, want) {
			t.Errorf("%s:\n  found %s\n  want  %s", f, strings.Join(have, "\n        "), strings.Join(want, "\n        "))
		}
	}
	for i := range audit.Rules {
		if r := &audit.Rules[i]; !rules[r.Code] {
			t.Errorf("no bad profile proves that %s can find anything", r.Code)
		}
	}
}

// stands checks that a finding's place is where its key stands, or a table above it.
func stands(t *testing.T, f audit.Finding) {
	t.Helper()
	data, err := os.ReadFile(f.File)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(data), "\n")
	if f.Line < 1 || f.Line > len(lines) || f.Column < 1 {
		t.Errorf("%s %s stands at %d:%d", f.Code, f.Key, f.Line, f.Column)
		return
	}
	if f.Key == "vendor" { // missing, so that the file as a whole is to blame
		return
	}
	parts := strings.Split(f.Key, ".")
	line := lines[f.Line-1]
	if f.Key != "" && !slices.ContainsFunc(parts, func(p string) bool { return strings.Contains(line, p) }) {
		t.Errorf("%s stands at %s:%d, which is %q", f.Key, f.File, f.Line, line)
	}
}

// mistake is a way to get a fact of a system wrong.
type mistake struct {
	name, rule string
	make       func(a *accelerators.Accelerator) (key string, applies bool) // changes a copy
}

// scale multiplies an input, whatever its distribution.
func scale(a *accelerators.Accelerator, s *quantity.Spec, by float64) bool {
	v, known := a.Values[s]
	if !known {
		return false
	}
	v.Low, v.Mode, v.High = v.Low*by, v.Mode*by, v.High*by
	v.Values = slices.Clone(v.Values)
	for i := range v.Values {
		v.Values[i] *= by
	}
	a.Values[s] = v
	return true
}

var mistakes = []mistake{
	{"bits for bytes of memory bandwidth", "memory-rate", func(a *accelerators.Accelerator) (string, bool) {
		return "chip.hbm_bandwidth", rateOf(a) < 80 && scale(a, accelerators.HBMBandwidth.Spec, 1.0/8)
	}},
	{"the power of ten systems", "power-margin", func(a *accelerators.Accelerator) (string, bool) {
		return "system.power", hasTDP(a) && scale(a, accelerators.SystemPower.Spec, 10)
	}},
	{"the chips of a tenth of the system", "power-margin", func(a *accelerators.Accelerator) (string, bool) {
		_, given := a.Values[accelerators.SystemPower.Spec]
		return "system.power", given && hasTDP(a) && scale(a, accelerators.Chips.Spec, 0.1)
	}},
	{"racks of a tenth", "rack-power", func(a *accelerators.Accelerator) (string, bool) {
		key := "system.host_power"
		if _, given := a.Values[accelerators.SystemPower.Spec]; given {
			key = "system.power"
		}
		watts, known := a.RatedPower()
		racks := a.Values[accelerators.RacksPerUnit.Spec]
		dense := watts/racks.Mid() > 130e3 || a.Cooling == "air" && watts/racks.Mid() > 12e3
		return key, known && dense && scale(a, accelerators.RacksPerUnit.Spec, 0.1)
	}},
	{"a price of a month for one of an hour", "rental-payback", func(a *accelerators.Accelerator) (string, bool) {
		_, priced := a.Values[accelerators.ComputePerChip.Spec]
		return "cost.rental_per_hour", priced && scale(a, accelerators.RentalPerHour.Spec, 720)
	}},
	{"a network in another unit", "link-rate", func(a *accelerators.Accelerator) (string, bool) {
		_, known := a.Values[accelerators.ScaleUpBandwidth.Spec]
		return "chip.scale_out_bandwidth", known && scale(a, accelerators.ScaleOutBandwidth.Spec, 1000)
	}},
	{"links of ten chips", "link-rate", func(a *accelerators.Accelerator) (string, bool) {
		return "chip.scale_up_bandwidth", linksOf(a) > 0.12 && scale(a, accelerators.ScaleUpBandwidth.Spec, 10)
	}},
	{"a tenth of the links", "link-rate", func(a *accelerators.Accelerator) (string, bool) {
		return "chip.scale_up_bandwidth", linksOf(a) > 0 && linksOf(a) < 0.5 && scale(a, accelerators.ScaleUpBandwidth.Spec, 0.1)
	}},
	{"the network of ten chips", "network-share", func(a *accelerators.Accelerator) (string, bool) {
		return "network.power_per_chip", hasTDP(a) && scale(a, accelerators.NetworkPower.Spec, 10)
	}},
	{"a tenth of the network", "network-share", func(a *accelerators.Accelerator) (string, bool) {
		return "network.power_per_chip", hasTDP(a) && scale(a, accelerators.NetworkPower.Spec, 0.1)
	}},
	{"the cost of ten chips", "cost-per-watt", func(a *accelerators.Accelerator) (string, bool) {
		return "cost.compute_per_chip", hasTDP(a) && scale(a, accelerators.ComputePerChip.Spec, 10)
	}},
	{"a tenth of the cost", "cost-per-watt", func(a *accelerators.Accelerator) (string, bool) {
		return "cost.compute_per_chip", hasTDP(a) && scale(a, accelerators.ComputePerChip.Spec, 0.1)
	}},
	{"a tenth of INT8", "precision-ratio", func(a *accelerators.Accelerator) (string, bool) {
		_, known := a.Values[accelerators.Peak[accelerators.Precision.Index("bf16")].Spec]
		return "chip.int8", known && scale(a, accelerators.Peak[accelerators.Precision.Index("int8")].Spec, 0.1)
	}},
}

func init() {
	for i, p := range accelerators.Precision.Options {
		mistakes = append(mistakes, mistake{"the sparse peak of " + p, "dense-sparse", func(a *accelerators.Accelerator) (string, bool) {
			sparse, given := a.Sparse[p]
			_, known := a.Values[accelerators.Peak[i].Spec]
			a.Values[accelerators.Peak[i].Spec] = sparse
			return "chip." + p, given && known
		}})
	}
}

func hasTDP(a *accelerators.Accelerator) bool {
	_, known := a.Values[accelerators.TDP.Spec]
	return known
}

// linksOf is what a chip's scale-up links carry over what its memory does; 0 where that is not known.
func linksOf(a *accelerators.Accelerator) float64 {
	links, known := a.Values[accelerators.ScaleUpBandwidth.Spec]
	memory, alsoKnown := a.Values[accelerators.HBMBandwidth.Spec]
	if !known || !alsoKnown {
		return 0
	}
	return links.Mid() / memory.Mid()
}

// rateOf is how often a second a chip reads its memory; infinite where that is not known.
func rateOf(a *accelerators.Accelerator) float64 {
	hbm, known := a.Values[accelerators.HBM.Spec]
	bandwidth, alsoKnown := a.Values[accelerators.HBMBandwidth.Spec]
	if !known || !alsoKnown {
		return math.Inf(1)
	}
	return bandwidth.Mid() / hbm.Mid()
}

// TestMistakesAreFound makes the mistakes that people make, one at a time, in every system of the library that they can be made in.
func TestMistakesAreFound(t *testing.T) {
	shelf, _ := library(t).Subjects()
	made := map[string]int{}
	for _, s := range shelf {
		if s.System == nil {
			continue
		}
		for _, m := range mistakes {
			wrong := *s.System
			wrong.Values = maps.Clone(s.System.Values)
			key, applies := m.make(&wrong)
			if !applies {
				continue
			}
			made[m.rule]++
			changed := s
			changed.System = &wrong
			found := audit.Run([]audit.Subject{changed}, audit.Config{Library: shelf, Date: profiles.Date})
			if !slices.ContainsFunc(found, func(f audit.Finding) bool { return f.Code == m.rule && f.Key == key }) {
				t.Errorf("%s with %s: %s finds nothing at %s", s.System.ID, m.name, m.rule, key)
			}
		}
	}
	for _, m := range mistakes {
		if made[m.rule] < 2 {
			t.Errorf("%s could be tried on %d systems only", m.rule, made[m.rule])
		}
	}
}

// TestExceptionsHaveReasons reads what profiles except themselves from: each with a reason that is a sentence, and of the library's own rules.
func TestExceptionsHaveReasons(t *testing.T) {
	subjects, _ := library(t).Subjects()
	for _, s := range subjects {
		for _, e := range s.Exceptions {
			if len(e.Reason) < 20 || len(e.Keys) == 0 {
				t.Errorf("%v: %s: %q is no reason", s.At("exceptions."+e.Rule), e.Rule, e.Reason)
			}
		}
	}
}

// TestRulesSeeTheLibrary wants most rules to have something to look at: a rule that no profile gives its inputs proves nothing.
func TestRulesSeeTheLibrary(t *testing.T) {
	chips, err := library(t).Accelerators()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]int{}
	count := func(what string, there bool) {
		if there {
			seen[what]++
		}
	}
	for _, c := range chips {
		has := func(name string) bool {
			for s := range c.Values {
				if s.Name == name {
					return true
				}
			}
			return false
		}
		_, rated := c.RatedPower()
		count("rated power and TDP", rated && has("chip.tdp"))
		count("TDP and 16-bit peak", has("chip.tdp") && (has("chip.bf16") || has("chip.fp16")))
		count("dense and sparse peak", slices.ContainsFunc(accelerators.Precision.Options, func(p string) bool { _, sparse := c.Sparse[p]; return sparse && has("chip."+p) }))
		count("8-bit and 16-bit peak", has("chip.fp8") && has("chip.bf16"))
		count("memory and its bandwidth", has("chip.hbm") && has("chip.hbm_bandwidth"))
		count("both links", has("chip.scale_up_bandwidth") && has("chip.scale_out_bandwidth"))
		count("rent and cost", has("cost.rental_per_hour") && has("cost.compute_per_chip"))
		count("a family and a generation", c.Family != "" && c.Generation > 0)
	}
	for _, what := range slices.Sorted(maps.Keys(seen)) {
		if share := float64(seen[what]) / float64(len(chips)); share < 0.3 {
			t.Errorf("only %.0f%% of the systems have %s", 100*share, what)
		}
	}
	if len(seen) != 8 {
		t.Error(fmt.Sprint("no system has some pairs of facts: ", seen))
	}
}
