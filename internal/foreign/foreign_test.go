package foreign

import (
	"strings"
	"testing"
)

func TestVisible(t *testing.T) {
	for in, want := range map[string]string{
		"":                      "",
		"plain, naïve 東京 👍":     "plain, naïve 東京 👍",
		"a\x1b[31mb":            "aU+001B[31mb",
		"a\nb\tc":               "aU+000AbU+0009c",
		"ri\u202eght":           "riU+202Eght",
		"zero\u200bwidth\ufeff": "zeroU+200BwidthU+FEFF",
		"line\u2028end\u2029":   "lineU+2028endU+2029",
		"tag\U000E0041":         "tagU+E0041",
		"bad\xff":               "bad\xff", // not text: whoever reads the file says so
	} {
		if got := Visible(in); got != want {
			t.Errorf("Visible(%q) = %q, want %q", in, got, want)
		}
		if strings.ContainsFunc(Visible(in), Hidden) {
			t.Errorf("Visible(%q) hides something", in)
		}
	}
}

func TestQuote(t *testing.T) {
	long := strings.Repeat("é", Most)
	for in, want := range map[string]string{
		"":             `""`,
		`say "x"`:      `"say \"x\""`,
		"a\x1bb\u202e": `"a\x1bb\u202e"`,
		"bad\xff":      `"bad\xff"`,
		long:           `"` + long + `"`,
		long + "é":     `"` + long + `..."`,
	} {
		if got := Quote(in); got != want {
			t.Errorf("Quote(%q) = %s, want %s", in, got, want)
		}
	}
}
