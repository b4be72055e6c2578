package profile

import (
	"errors"
	"strings"
	"testing"

	"github.com/capplan/capplan/internal/accelerators"
)

func TestParseDate(t *testing.T) {
	for _, good := range []string{"2026-02-27", "2024-02-29", "1999-12-31", "2030-01-01", " 2026-02-27 "} {
		if got, err := ParseDate(good); err != nil || got != strings.TrimSpace(good) {
			t.Errorf("%s: %s, %v", good, got, err)
		}
	}
	for text, want := range map[string]string{
		"2026-02-30":           `2026-02-30: there is no such day; February 2026 has 28 days`,
		"2024-02-30":           `2024-02-30: there is no such day; February 2024 has 29 days`,
		"2026-04-00":           `2026-04-00: there is no such day; April 2026 has 30 days`,
		"2026-13-01":           `2026-13-01: there is no month 13; a date is written year-month-day, such as 2026-02-27`,
		"27.2.2026":            `"27.2.2026": a date is written year-month-day; did you mean 2026-02-27?`,
		"2026/2/27":            `"2026/2/27": a date is written year-month-day; did you mean 2026-02-27?`,
		"20260227":             `"20260227": a date is written year-month-day; did you mean 2026-02-27?`,
		"27 Feb 2026":          `"27 Feb 2026": a date is written year-month-day; did you mean 2026-02-27?`,
		"2026-02-27T12:00:00Z": `"2026-02-27T12:00:00Z": a date is written year-month-day; did you mean 2026-02-27?`,
		"27/2/2026":            `"27/2/2026": a date is written year-month-day; did you mean 2026-02-27?`,
		"3/4/2026":             `"3/4/2026": a date is written year-month-day; did you mean 2026-04-03 or 2026-03-04?`,
		"3/3/2026":             `"3/3/2026": a date is written year-month-day; did you mean 2026-03-03?`,
		"2026-02":              `"2026-02": which day? a date is written year-month-day, such as 2026-02-01`,
		"2026":                 `"2026": which day? a date is written year-month-day, such as 2026-01-01`,
		"today":                `"today" is no date; a date is written year-month-day, such as 2026-02-27`,
		"":                     `"" is no date; a date is written year-month-day, such as 2026-02-27`,
		"2026-02-2\u00e9":      "\"2026-02-2\u00e9\" is no date; a date is written year-month-day, such as 2026-02-27",
	} {
		if got, err := ParseDate(text); err == nil || err.Error() != want || got != "" {
			t.Errorf("%q: %q, %v, want %s", text, got, err, want)
		}
	}
}

// A library as of a day shares its files with the library and shows them as they were known.
func TestLibraryAsOf(t *testing.T) {
	files := counting{shelf(), map[string]int{}}
	l := open(t, files)
	a, err := l.Accelerator("example1")
	if err != nil {
		t.Fatal(err)
	}
	on := l.AsOf(a.Announced)
	b, err := on.Accelerator("ex1")
	if err != nil || b.ID != "example1" || b == a || len(b.Values) >= len(a.Values) || len(b.Later)+len(b.Values) != len(a.Values) {
		t.Errorf("%+v, %v", b, err)
	}
	if files.read["accelerators/example1.toml"] != 1 {
		t.Errorf("read %v", files.read)
	}
	if again, err := l.Accelerator("example1"); err != nil || again != a || again.Later != nil {
		t.Errorf("the library itself has changed: %+v, %v", again, err)
	}
	if same, err := l.AsOf("").Accelerator("example1"); err != nil || same != a {
		t.Errorf("without a day: %+v, %v", same, err)
	}
	before := l.AsOf("2023-11-27")
	_, err = before.Accelerator("EX1")
	var unknown *UnknownError
	if !errors.As(err, &unknown) || err.Error() != `unknown chip "EX1" as of 2023-11-27: it was announced on 2023-11-28` {
		t.Errorf("got %v", err)
	}
	if as, err := before.Accelerators(); err != nil || len(as) != 0 {
		t.Errorf("%v, %v", as, err)
	}
	if ss, err := before.Sites(); err != nil || len(ss) != 1 {
		t.Errorf("%v, %v", ss, err)
	}
	if _, err := before.Accelerator("exmaple1"); err == nil || !strings.Contains(err.Error(), "did you mean example1?") {
		t.Errorf("got %v", err)
	}
}

// A chip without the day of its announcement is known from when it could be had, and one that says neither always.
func TestUndatedChips(t *testing.T) {
	l := open(t, shelf("accelerators/x.toml", variant("x", "announced = 2023-11-28\n", ""),
		"accelerators/y.toml", variant("y", "announced = 2023-11-28\n", "", "available = 2024-12-03\n", ""))).AsOf("2000-01-01")
	if _, err := l.Accelerator("x"); err == nil || err.Error() != `unknown chip "x" as of 2000-01-01: it could be had from 2024-12-03` {
		t.Errorf("got %v", err)
	}
	if a, err := l.Accelerator("y"); err != nil || a.ID != "y" {
		t.Errorf("%v, %v", a, err)
	}
}

// What was not known yet is no mistake of the profile, and what the user gives is known: --set on a day at which nothing of the power was.
func TestSettingsAsOf(t *testing.T) {
	a, err := open(t, shelf()).AsOf("2024-01-01").Accelerator("example1")
	if err != nil {
		t.Fatal(err)
	}
	if _, later := a.Later[accelerators.SystemPower.Spec]; !later {
		t.Fatalf("system.power is known: %+v", a.Values)
	}
	if b, err := ForSystem(a, nil); err != nil || len(b.Values) != len(a.Values) {
		t.Errorf("%+v, %v", b, err)
	}
	for _, text := range []string{"system.power=60kW", "system.host_power=9kW"} {
		s, err := ParseSetting(text)
		if err != nil {
			t.Fatal(err)
		}
		b, err := ForSystem(a, []Setting{s})
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		if _, later := b.Later[accelerators.SystemPower.Spec]; later || !b.Values[s.Spec].Override {
			t.Errorf("%s: %+v, later %+v", text, b.Values, b.Later)
		}
		if _, later := a.Later[accelerators.SystemPower.Spec]; !later {
			t.Fatal("the chip was changed")
		}
	}
}

// The measure of H100-equivalents is a unit: it stands on any day, and says from when it is known.
func TestReferenceAsOf(t *testing.T) {
	l := open(t, shelf("accelerators/h100.toml", variant("h100", `bf16 = { value = "600 TFLOP/s"`, `fp8 = { value = "2 PFLOP/s"`)))
	s, err := l.AsOf("2000-01-01").Reference()
	if v := s[accelerators.H100Peak.Spec]; err != nil || v.Mode != 2e15 || v.From == "" {
		t.Errorf("%+v, %v", v, err)
	}
	s, err = l.AsOf("2030-01-01").Reference()
	if v := s[accelerators.H100Peak.Spec]; err != nil || v.From != "" {
		t.Errorf("%+v, %v", v, err)
	}
}
