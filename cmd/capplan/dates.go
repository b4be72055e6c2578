package main

import (
	"regexp"
	"strconv"
	"sync"
	"time"

	"github.com/capplan/capplan/internal/profile"
)

// checkDate refuses a flag's value that is no day in ISO form; an empty one is none and well.
func checkDate(flag, text string) error {
	if text == "" {
		return nil
	}
	if _, err := time.Parse(time.DateOnly, text); err == nil {
		return nil
	}
	if _, err := profile.ParseDate(text); err != nil {
		return usagef("%s: %w", flag, err)
	}
	return usagef("%s %q: there are blanks around the date", flag, text)
}

// ageForm is a whole number of days, weeks, months or years.
var ageForm = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^([0-9]{1,4}) ?(d|day|days|w|week|weeks|mo|month|months|y|yr|year|years)$`)
})

// before is the date that lies an age before another, both in ISO form: "18mo" before 2026-11-23 is 2025-05-23. A month that is too short ends sooner.
func before(date, flag, age string) (string, error) {
	m := ageForm().FindStringSubmatch(age)
	if m == nil {
		return "", usagef("%s %q: an age is wanted, such as 365d, 18mo or 2y", flag, age)
	}
	n, _ := strconv.Atoi(m[1])
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return "", err
	}
	switch m[2][0] {
	case 'd':
		t = t.AddDate(0, 0, -n)
	case 'w':
		t = t.AddDate(0, 0, -7*n)
	default:
		if m[2][0] == 'y' {
			n *= 12
		}
		first := time.Date(t.Year(), t.Month()-time.Month(n), 1, 0, 0, 0, 0, time.UTC)
		t = first.AddDate(0, 0, min(t.Day(), first.AddDate(0, 1, -1).Day())-1)
	}
	if t.Year() < 1 {
		return "", usagef("%s %q: that is before all dates", flag, age)
	}
	return t.Format(time.DateOnly), nil
}
