package unit

import (
	"errors"
	"math"
	"strings"
	"testing"
)

// FuzzParse: no text makes the parser panic, return what is not a number or say nothing; what is accepted is written and read again.
func FuzzParse(f *testing.F) {
	for i, u := range All() {
		for _, s := range strings.Split(Accepted(u), ", ") {
			f.Add(s, byte(i))
		}
	}
	for _, s := range []string{"2gw", "700", "2,00 MW", "1,000_000 W", "NaN", "1e400 W", "$5", ".5B", "0x1p-2", "1e-400 W", "-0 W", "5²", "1 \xff", "$-5", "1e", "1e-", "2 per", "/", "1 /"} {
		f.Add(s, byte(1))
	}
	all := All()
	f.Fuzz(func(t *testing.T, s string, which byte) {
		u := all[int(which)%len(all)]
		_, _ = ParseIn(s, u, 1e9)
		x, err := Parse(s, u)
		if err != nil {
			var e *Error
			if !errors.As(err, &e) || e.Problem == "" || x != 0 {
				t.Fatalf("Parse(%q, %s) = %v, %v", s, u.Symbol, x, err)
			}
			if _, again := Parse(s, u); again.Error() != err.Error() {
				t.Fatalf("%v, then %v", err, again)
			}
			return
		}
		if notFinite(x) || x == 0 && math.Signbit(x) {
			t.Fatalf("Parse(%q, %s) = %v", s, u.Symbol, x)
		}
		written := Format(x, u, 9)
		if y, err := Parse(written, u); err != nil || y != Round9(x) {
			t.Fatalf("%q is %v, written %q and read %v, %v", s, x, written, y, err)
		}
	})
}
