package report

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/model"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/ramp"
)

var choices = []*quantity.Choice{power.Start, power.Basis, accelerators.Workload, accelerators.Precision}

// TestVariantsSayWhatRuns: for every question, exactly one variant of each quantity applies, and with its placeholders filled it is the formula that runs.
func TestVariantsSayWhatRuns(t *testing.T) {
	option := make([]int, len(choices))
	var ask func(k int)
	ask = func(k int) {
		if k < len(choices) {
			for option[k] = range choices[k].Options {
				ask(k + 1)
			}
			return
		}
		at := func(c *quantity.Choice) int { return option[slices.Index(choices, c)] }
		for _, s := range model.Model.All() {
			if s.Formula() == "" {
				continue
			}
			want := s.FormulaFor(func(c *quantity.Choice) (int, bool) { return at(c), true })
			var got []string
			for _, v := range variants(s) {
				holds := true
				for _, c := range v.when {
					holds = holds && slices.Contains(c.options, c.choice.Options[at(c.choice)])
				}
				if !holds {
					continue
				}
				f := v.formula
				for _, c := range choices {
					f = strings.ReplaceAll(f, "<"+c.Name+">", c.Options[at(c)])
				}
				got = append(got, f)
			}
			if len(got) != 1 || got[0] != want {
				t.Errorf("%s at %v: %q, want %q", s.Name, option, got, want)
			}
		}
	}
	ask(0)
}

// TestVariantsAreShort: what people read is no page.
func TestVariantsAreShort(t *testing.T) {
	for _, s := range model.Model.All() {
		for _, v := range variants(s) {
			if len(v.formula) > 220 || strings.Contains(v.formula, "choose") {
				t.Errorf("%s: %s", s.Name, v.formula)
			}
		}
	}
	if n := len(variants(model.Model.Find("capacity.units"))); n != 8 {
		t.Errorf("capacity.units has %d variants, want 8: three of a power's boundaries, and five other starts", n)
	}
}

// TestGlossaryIsWhole: every word of every formula is a quantity, a choice, or explained.
func TestGlossaryIsWhole(t *testing.T) {
	explained := map[string]bool{}
	for _, w := range words() {
		if explained[w.name] || w.meaning == "" || !strings.HasPrefix(w.usage, w.name) {
			t.Errorf("%+v", w)
		}
		explained[w.name] = true
	}
	name := regexp.MustCompile(`[a-z][a-z0-9_.]*`)
	used := map[string]bool{}
	for _, s := range append(model.Model.All(), ramp.Quantities.All()...) {
		for _, f := range []string{s.Formula(), s.ExtraFormula()} {
			for _, w := range name.FindAllString(regexp.MustCompile(`[0-9]e[-+]?[0-9]+`).ReplaceAllString(f, "0"), -1) {
				used[w] = true
				if model.Model.Find(w) == nil && ramp.Quantities.Find(w) == nil && !explained[w] {
					t.Errorf("%s: %q is not explained", s.Name, w)
				}
			}
		}
	}
	for w := range explained {
		if !used[w] {
			t.Errorf("%q is explained, but no formula has it", w)
		}
	}
}

// TestSubstituteConstants: constants have their values in the line of values, functions their names.
func TestSubstituteConstants(t *testing.T) {
	values := constantTexts()
	values["a.b"] = "3 kW"
	if got, want := substitute("max(a.b, na) * hours_per_year + crf(x.y, 1)", values), "max(3\u00a0kW, n/a) * 8,760\u00a0h/yr + crf(n/a, 1)"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
