package profile

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/capplan/capplan/internal/foreign"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/ramp"
	"github.com/capplan/capplan/internal/suggest"
)

// moneyPrefix is what names of settings of money begin with.
const moneyPrefix = "money."

// trancheSettings are the keys of a tranche that can be set.
var trancheSettings = []string{"amount", "likelihood", "date", "from", "years"}

// IsMoneySetting reports whether a setting is of money: money.NAME.KEY=VALUE.
func IsMoneySetting(text string) bool { return strings.HasPrefix(strings.TrimSpace(text), moneyPrefix) }

// SetMoney applies money.NAME.KEY=VALUE to the tranche of that name: its amount, which may be a range, its likelihood, the day on which it is paid, or the
// quarter from which and the years over which it is paid in equal parts. The error says what is wrong.
func SetMoney(s *ramp.Scenario, text string) (err error) {
	fail := func(format string, args ...any) error {
		return fmt.Errorf("%s %s: %w", setFlag, clip(text), fmt.Errorf(format, args...))
	}
	full, value, ok := strings.Cut(text, "=")
	full, value = strings.TrimSpace(full), strings.TrimSpace(value)
	if !ok || value == "" {
		return fail("no value; write money.NAME.amount=120B")
	}
	id, key, ok := cutLast(strings.TrimPrefix(full, moneyPrefix))
	if !ok {
		return fail("which key of the money? write money.NAME.KEY=VALUE, with a key of %s", list(trancheSettings))
	}
	var ids []string
	for _, t := range s.Money {
		ids = append(ids, t.ID)
	}
	i := slices.Index(ids, id)
	if i < 0 {
		advice := "the scenario has no money"
		if ids != nil {
			advice = "the scenario has " + strings.Join(ids, ", ")
		}
		if m := suggest.Suggest(id, ids); m != "" {
			advice = "did you mean " + m + "?"
		}
		return fail("unknown money %s; %s", foreign.Quote(id), advice)
	}
	t := &s.Money[i]
	switch key {
	case "amount":
		t.Amount, err = givenValue(value, ramp.Amount.Spec)
	case "likelihood":
		var v quantity.Value
		if v, err = givenValue(value, ramp.Likelihood.Spec); err == nil && !v.IsConstant() {
			err = errors.New("a single number is wanted; a chance that is not known is a chance")
		} else if err == nil {
			t.Likelihood = happens(v)
		}
	case "date":
		var day string
		if day, err = ParseDate(value); err == nil {
			t.Day, t.Date, t.Years = day, ramp.DayQuarter(day), 0
		}
	case "from":
		var q ramp.Quarter
		if q, err = ramp.ParseQuarter(value); err == nil && t.Years == 0 {
			err = fmt.Errorf("%s is paid on one day; set its date, or first the years over which it is paid", id)
		} else if err == nil {
			t.Date = q
		}
	case "years":
		years, wrong := strconv.Atoi(value)
		if wrong != nil || years < 1 || years > ramp.MaxQuarters/4 {
			return fail("1 to %d years are possible", ramp.MaxQuarters/4)
		}
		t.Years, t.Day = years, ""
	default:
		advice := "a key of " + list(trancheSettings) + " is wanted"
		if m := suggest.Suggest(key, trancheSettings); m != "" {
			advice = "did you mean " + m + "?"
		}
		return fail("unknown key %s; %s", foreign.Quote(key), advice)
	}
	if err != nil {
		return fail("%w", err)
	}
	if slices.Contains(t.Set, key) {
		return fail("%s%s.%s is given twice; give it once", moneyPrefix, id, key)
	}
	t.Set = append(t.Set, key)
	return nil
}

// MoneySettings are the settings of a scenario's money, each up to the sign after which its value follows.
func MoneySettings(s *ramp.Scenario) []string {
	var out []string
	for i := range s.Money {
		for _, key := range trancheSettings {
			out = append(out, moneyPrefix+s.Money[i].ID+"."+key+"=")
		}
	}
	return out
}

// cutLast cuts a text at its last dot: names of money may have dots themselves.
func cutLast(s string) (before, after string, found bool) {
	i := strings.LastIndexByte(s, '.')
	if i <= 0 || i == len(s)-1 {
		return s, "", false
	}
	return s[:i], s[i+1:], true
}

// givenValue is a number or a range that the user gives for an input.
func givenValue(text string, s *quantity.Spec) (quantity.Value, error) {
	v, err := parseRange(text, s)
	if err != nil {
		return v, err
	}
	if message, advice := checkInput(s, &v); message != "" {
		return v, errors.New(sentence(message, advice))
	}
	v.Basis, v.Origin, v.Override = quantity.Given, setFlag, true
	return v, nil
}
