package ramp

import (
	"fmt"
	"strconv"
	"strings"
)

// Quarter is a quarter of a year, counted so that neighbours differ by 1. The zero value is no quarter.
type Quarter int

// QuarterOf is a quarter, 1 to 4, of a year.
func QuarterOf(year, quarter int) Quarter { return Quarter(year*4 + quarter - 1) }

// ParseQuarter reads "2027-Q1". Years are from 2000 to 2199.
func ParseQuarter(s string) (Quarter, error) {
	year, q, ok := strings.Cut(s, "-Q")
	y, errYear := strconv.Atoi(year)
	if !ok || errYear != nil || len(year) != 4 || len(q) != 1 || q[0] < '1' || q[0] > '4' || y < 2000 || y > 2199 {
		return 0, fmt.Errorf("%q is no quarter; write year and quarter, such as 2027-Q1", s)
	}
	return QuarterOf(y, int(q[0]-'0')), nil
}

// DayQuarter is the quarter of a day in ISO form, such as 2026-03-31; 0 if it is none.
func DayQuarter(day string) Quarter {
	if len(day) < 7 {
		return 0
	}
	y, errYear := strconv.Atoi(day[:4])
	m, errMonth := strconv.Atoi(day[5:7])
	if errYear != nil || errMonth != nil || m < 1 || m > 12 {
		return 0
	}
	return QuarterOf(y, (m+2)/3)
}

// String writes the quarter as it is read.
func (q Quarter) String() string { return fmt.Sprintf("%04d-Q%d", int(q)/4, int(q)%4+1) }
