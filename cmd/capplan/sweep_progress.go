package main

import (
	"fmt"
	"io"
	"time"
)

// progress says on a terminal how far a sweep has come, how fast it is and how long it will take. It says nothing where errors go to a file, and nothing of
// what is done within a second.
type progress struct {
	w           io.Writer // nil where nothing is to be said
	begin       time.Time
	last        time.Time
	from, total int // rows: done before, and in all
	shown       bool
	now         func() time.Time
}

func newProgress(w io.Writer, from, total int) *progress {
	p := &progress{from: from, total: total, now: time.Now}
	if isTerminal(w) {
		p.w = w
	}
	p.begin = p.now()
	p.last = p.begin
	return p
}

// at says that so many rows are done.
func (p *progress) at(done int) {
	if p.w == nil {
		return
	}
	now := p.now()
	if now.Sub(p.begin) < time.Second || now.Sub(p.last) < 200*time.Millisecond {
		return
	}
	p.last, p.shown = now, true
	rate := float64(done-p.from) / now.Sub(p.begin).Seconds()
	left := time.Duration(float64(p.total-done) / rate * float64(time.Second))
	fmt.Fprintf(p.w, "\r\x1b[K%s of %s rows (%d%%), %s rows/s, %s left", commas(done), commas(p.total), 100*done/max(1, p.total), short(rate), spell(left))
}

// end takes the line away.
func (p *progress) end() {
	if p.shown {
		fmt.Fprint(p.w, "\r\x1b[K")
		p.shown = false
	}
}

// commas writes a count with separators between thousands.
func commas(n int) string {
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return commas(n/1000) + fmt.Sprintf(",%03d", n%1000)
}

// short writes a rate with three digits.
func short(x float64) string {
	switch {
	case x >= 1e6:
		return fmt.Sprintf("%.3g M", x/1e6)
	case x >= 1e4:
		return fmt.Sprintf("%.3g k", x/1e3)
	}
	return fmt.Sprintf("%.3g", x)
}

// spell writes how long something takes, to the second or the minute.
func spell(d time.Duration) string {
	switch s := int(d.Seconds() + 0.5); {
	case s < 120:
		return fmt.Sprintf("%d s", s)
	case s < 7200:
		return fmt.Sprintf("%d min", (s+30)/60)
	default:
		return fmt.Sprintf("%d h %d min", s/3600, s%3600/60)
	}
}

// rowCount is how many rows: 1 row, 7,206 rows.
func rowCount(n int) string {
	if n == 1 {
		return "1 row"
	}
	return commas(n) + " rows"
}
