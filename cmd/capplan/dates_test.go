package main

import "testing"

func TestBefore(t *testing.T) {
	for _, c := range []struct{ date, age, want string }{
		{"2026-11-23", "18mo", "2025-05-23"}, {"2026-11-23", "2y", "2024-11-23"}, {"2026-11-23", "365d", "2025-11-23"}, {"2026-11-23", "1 week", "2026-11-16"},
		{"2026-03-31", "1mo", "2026-02-28"}, {"2024-03-31", "1month", "2024-02-29"}, {"2024-02-29", "1yr", "2023-02-28"}, {"2026-01-15", "1mo", "2025-12-15"},
		{"2026-11-23", "0d", "2026-11-23"}, {"2026-03-01", "1d", "2026-02-28"}, {"2026-12-31", "14 months", "2025-10-31"},
	} {
		if got, err := before(c.date, "--max-age", c.age); err != nil || got != c.want {
			t.Errorf("%s before %s: %s, %v", c.age, c.date, got, err)
		}
	}
	for _, age := range []string{"", "18", "mo", "-1y", "1.5y", "18M", "1e3d", "99999d", "9999y", "1y2mo", "NaN"} {
		if got, err := before("2026-11-23", "--max-age", age); err == nil {
			t.Errorf("%q is %s", age, got)
		}
	}
}

func TestCheckDate(t *testing.T) {
	for text, ok := range map[string]bool{"": true, "2025-06-30": true, "2025-02-29": false, "2025-6-30": false, "yesterday": false, "2025-06-30T00:00:00Z": false} {
		if err := checkDate("--as-of", text); (err == nil) != ok {
			t.Errorf("%q: %v", text, err)
		}
	}
}
