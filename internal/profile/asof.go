package profile

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/foreign"
	"github.com/capplan/capplan/internal/power"
)

// AsOf returns the library as it was known on a day, an ISO date: all that it gives out is [accelerators.Accelerator.KnownOn] and [power.Site.KnownOn] that
// day, and a system that was not announced yet is unknown. It shares with l what has been read. An empty day is today: all that there is.
func (l *Library) AsOf(day string) *Library { return &Library{stock: l.stock, day: day} }

// system is the entry's system as this view has it; the error is an [*UnknownError].
func (l *Library) system(e *entry, name string) (*accelerators.Accelerator, error) {
	a := e.accelerator()
	if l.day == "" {
		return a, nil
	}
	if from := a.KnownFrom(); from > l.day {
		since := "it was announced on " + from
		if a.Announced == "" {
			since = "it could be had from " + from
		}
		return nil, &UnknownError{Kind: System, Name: name, AsOf: l.day, Since: since}
	}
	return a.KnownOn(l.day), nil
}

// place is the entry's site as this view has it.
func (l *Library) place(e *entry) *power.Site {
	if l.day == "" {
		return e.site()
	}
	return e.site().KnownOn(l.day)
}

// otherForms are ways to write a date of which the meaning is plain, for advice.
var otherForms = []string{
	"2.1.2006", "2-1-2006", "2006/1/2", "2006.1.2", "2006-1-2", "20060102", "2 January 2006", "2 Jan 2006", "January 2, 2006", "January 2 2006", "Jan 2, 2006",
	"Jan 2 2006", time.RFC3339, "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02 15:04",
}

// ParseDate reads a day in ISO form, such as 2026-02-27, and returns it in that form. Every other text is an error that says how to write it. Whether the day
// is past or future is not asked: the program knows no clock.
func ParseDate(text string) (string, error) {
	const written = "a date is written year-month-day"
	s := strings.TrimSpace(text)
	if _, err := time.Parse(time.DateOnly, s); err == nil {
		return s, nil
	}
	if isoLike(s) {
		first, err := time.Parse(time.DateOnly, s[:8]+"01")
		if err != nil {
			return "", fmt.Errorf("%s: there is no month %s; %s, such as 2026-02-27", s, s[5:7], written)
		}
		return "", fmt.Errorf("%s: there is no such day; %s has %d days", s, first.Format("January 2006"), first.AddDate(0, 1, -1).Day())
	}
	for _, form := range []string{"2006-1", "2006"} {
		if t, err := time.Parse(form, s); err == nil {
			return "", fmt.Errorf("%s: which day? %s, such as %s", foreign.Quote(s), written, t.Format(time.DateOnly))
		}
	}
	var meant []string
	for _, form := range otherForms {
		if t, err := time.Parse(form, s); err == nil {
			meant = append(meant, t.Format(time.DateOnly))
			break
		}
	}
	for _, form := range []string{"2/1/2006", "1/2/2006"} { // either is usual somewhere
		if t, err := time.Parse(form, s); err == nil && !slices.Contains(meant, t.Format(time.DateOnly)) {
			meant = append(meant, t.Format(time.DateOnly))
		}
	}
	if meant != nil {
		return "", fmt.Errorf("%s: %s; did you mean %s?", foreign.Quote(s), written, list(meant))
	}
	return "", fmt.Errorf("%s is no date; %s, such as 2026-02-27", foreign.Quote(s), written)
}

// isoLike reports whether a text has the form of an ISO date.
func isoLike(s string) bool {
	return len(s) == len(time.DateOnly) && s[4] == '-' && s[7] == '-' && strings.Trim(s[:4]+s[5:7]+s[8:], "0123456789") == ""
}

// dateOnly is the name of the time zone by which the library marks a date without time.
const dateOnly = "date-local"

// date reads a day, as text in ISO form.
func (r *reader) date(n *node) (string, bool) {
	t, ok := n.value.(time.Time)
	if s := r.t.s[n.val:]; ok && r.tested && len(s) >= len(time.DateOnly) && isoLike(s[:len(time.DateOnly)]) {
		return s[:len(time.DateOnly)], true // as it stands there, without another copy
	}
	if ok && t.Location().String() == dateOnly {
		return t.Format(time.DateOnly), true
	}
	advice := "write year-month-day, such as 2025-12-02"
	if n.value == placeholder {
		r.report(n.val, n.path(), unfilled, advice+", without quotes")
		return "", false
	}
	if s, text := n.value.(string); text {
		if _, err := time.Parse(time.DateOnly, s); err == nil {
			advice = "write it without quotes: " + s
		}
	}
	r.report(n.val, n.path(), "must be a date, not "+describe(n.value), advice)
	return "", false
}
