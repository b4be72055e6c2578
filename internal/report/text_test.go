package report

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/quantity"
)

func TestDefaultFields(t *testing.T) {
	for i, p := range accelerators.Precision.Options {
		seen := map[*quantity.Spec]bool{}
		peak := false
		for _, s := range DefaultFields(i) {
			if seen[s] {
				t.Errorf("%s twice", s.Name)
			}
			seen[s] = true
			if Label(s) == s.Name || len(indented(s)) > 20 {
				t.Errorf("label of %s: %q", s.Name, indented(s))
			}
			if s.Input {
				t.Errorf("%s is an input", s.Name)
			}
			peak = peak || s.Name == "capacity.peak_"+p
		}
		if !peak {
			t.Errorf("no peak at %s", p)
		}
	}
}

// TestLabelsDiffer, so that a row of a table cannot be taken for another.
func TestLabelsDiffer(t *testing.T) {
	seen := map[string]*quantity.Spec{}
	for s := range headings {
		if o := seen[Label(s)]; o != nil {
			t.Errorf("%s and %s are both %q", s.Name, o.Name, Label(s))
		}
		seen[Label(s)] = s
	}
}

func TestHeadlines(t *testing.T) {
	all := answers(t)
	for name, want := range map[string]string{ // # is a number that is drawn
		"estimate":    "2 GW of facility power is # M (#) Alpha UltraServer chips.",
		"unstated":    "2 GW of power at an unstated boundary is # M (#) Alpha UltraServer chips.",
		"point":       "2 GW of IT power is 2.432 M Alpha UltraServer chips.",
		"budget":      "35 B USD of capital buys # M (#) Alpha UltraServer chips.",
		"chips":       "400,000 chips of Alpha UltraServer take # MW (#) of facility power.",
		"racks":       "1,000 racks hold 32,000 Alpha UltraServer chips.",
		"nothing":     "20 kW of facility power is 0 Alpha UltraServer chips.",
		"mix":         "2 GW of facility power, 50% Alpha UltraServer and 50% Alpha2 UltraServer by power, is # M (#) chips.",
		"compare-two": "2 GW of facility power is # (#) Beta NVL72 or # (#) Gamma Next chips.",
	} {
		got := strings.ReplaceAll(headline(all[name], Options{}), nbsp, " ")
		pattern := "^" + strings.ReplaceAll(regexp.QuoteMeta(want), "#", `[0-9.,–]+`) + "$"
		if !regexp.MustCompile(pattern).MatchString(got) {
			t.Errorf("%s: %s\nwant %s", name, got, want)
		}
	}
}

func TestFigure(t *testing.T) {
	for s, want := range map[string][2]string{
		"1.91 M": {"1.91", " M"}, "29,900": {"29,900", ""}, "93%": {"93", "%"}, "n/a": {"n/a", ""}, "≥ 12.3 B USD": {"≥ 12.3", " B USD"}, "×0.62": {"×0.62", ""},
		"-1.5e-7 W": {"-1.5e-7", " W"}, "facility": {"facility", ""},
	} {
		if n, u := splitUnit(s); n != want[0] || u != want[1] {
			t.Errorf("%q: %q and %q", s, n, u)
		}
	}
	for want, f := range map[string]figure{
		"1.91 M (1.72–2.13)":           {value: "1.91 M", span: "1.72–2.13 M"},
		"93% (91–95)":                  {value: "93%", span: "91–95%"},
		"2 GW":                         {value: "2 GW"},
		"≥ 12 B USD, without gamma":    {value: "≥ 12 B USD", aside: "without gamma"},
		"1 W (-2 to 3)":                {value: "1 W", span: "-2 to 3 W"},
		"29,900 (25,200–35,100)":       {value: "29,900", span: "25,200–35,100"},
		"0.53 USD/h (0.42–0.73)":       {value: "0.53 USD/h", span: "0.42–0.73 USD/h"},
		"33 M USD/yr/(EFLOP/s) (1–99)": {value: "33 M USD/yr/(EFLOP/s)", span: "1–99 M USD/yr/(EFLOP/s)"},
	} {
		if got := f.oneLine(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		s           string
		limit, hang int
		want        string
	}{
		{"one two three", 0, 0, "one two three"},
		{"one two three", 7, 0, "one two/three"},
		{"  one two three", 9, 2, "  one two/    three"},
		{"abcdefghijkl mn", 5, 0, "abcdefghijkl/mn"},
		{"about 2" + nbsp + "GW more", 9, 0, "about/2 GW more"},
		{"電力 電力", 5, 0, "電力/電力"},
		{"", 5, 0, ""},
	} {
		if got := strings.Join(wrap(c.s, c.limit, c.hang), "/"); got != c.want {
			t.Errorf("%q in %d: %q, want %q", c.s, c.limit, got, c.want)
		}
	}
	if got := (Options{}).sentence("is 1.90 M (1.62–2.25 M) or 12 B USD of 2 GW, 5 chips"); got != "is 1.90\u00a0M (1.62–2.25\u00a0M) or 12\u00a0B\u00a0USD of 2\u00a0GW, 5 chips" {
		t.Errorf("%q", got)
	}
}

// FuzzWrap loses no word and breaks only where a line would be too long.
func FuzzWrap(f *testing.F) {
	f.Add("  a text of some words", 7)
	f.Fuzz(func(t *testing.T, s string, limit int) {
		s = Options{}.clean(s)
		lines := wrap(s, limit, 2)
		if strings.Join(strings.Fields(strings.Join(lines, " ")), " ") != strings.Join(strings.Fields(strings.ReplaceAll(s, nbsp, " ")), " ") {
			t.Errorf("%q became %q", s, lines)
		}
	})
}

func TestEscape(t *testing.T) {
	for s, want := range map[string]string{
		"a|b": `a\|b`, "capacity.support_racks": "capacity.support_racks", "_x_": `\_x\_`, "a*b": `a\*b`, "<b>&": "&lt;b&gt;&amp;", "@me": "&#64;me",
		"# no": `\# no`, "chip #1": "chip #1", "$x$": "&#36;x&#36;", "[a](b)": `\[a\](b)`,
	} {
		if got := escape(s); got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
	for s, want := range map[string]string{
		"https://example.org/a?b=(1)|2": "https://example.org/a?b=%281%29%7C2", "javascript:alert(1)": "", "": "", "ftp://x": "", "https://a b": "", "HTTPS://x/y": "https://x/y",
	} {
		if got := link(s); got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}

func TestSubstitute(t *testing.T) {
	values := map[string]string{"a.b": "2 GW", "c.d_e": "0.05"}
	if got := substitute("floor(a.b * (1 - c.d_e) / x.y) + crf(c.d_e, 1e+18) + hours_per_year", values); got != "floor(2\u00a0GW * (1 - 0.05) / n/a) + crf(0.05, 1e+18) + hours_per_year" {
		t.Errorf("%q", got)
	}
}

func TestWarnings(t *testing.T) {
	list := []answer.Warning{{Code: "x", Message: "Mind \x1b[1mthis.", Advice: "do that"}, {Code: "y", Message: "And this."}}
	var b bytes.Buffer
	if err := Warnings(&b, list, Options{}); err != nil || b.String() != "warning: Mind  [1mthis.\n  do that\nwarning: And this.\n" {
		t.Errorf("%v: %q", err, b.String())
	}
	b.Reset()
	if err := Warnings(&b, list, Options{Quiet: true}); err != nil || b.Len() > 0 {
		t.Errorf("%v: %q", err, b.String())
	}
	b.Reset()
	if err := Warnings(&b, list[1:], Options{Color: true}); err != nil || !strings.HasPrefix(b.String(), "\x1b[") || !strings.Contains(b.String(), "warning:") {
		t.Errorf("%v: %q", err, b.String())
	}
	if err := Warnings(&failing{}, nil, Options{}); err != nil {
		t.Errorf("nothing to say, but %v", err)
	}
}

// TestConstantName shows a boundary that the user fixed by its name, though it is no list of values.
func TestConstantName(t *testing.T) {
	in := answer.Input{Spec: site0(), Value: quantity.Fixed(1, quantity.Given, "--set")}
	if got := (Options{}).midText(in.Spec, &in.Value); got != "it" {
		t.Errorf("%q", got)
	}
	if got := string(appendJSON(nil, inputTree(in.Spec, &in.Value), "", false)); !strings.Contains(got, `"value": "it", "mid": "it"`) {
		t.Error(got)
	}
}

func site0() *quantity.Spec {
	for s := range site().Values {
		if s.Labels != nil {
			return s
		}
	}
	return nil
}

// splitUnit is held against the pattern that it stands for.
func TestSplitUnit(t *testing.T) {
	pattern := regexp.MustCompile(`^(?:[×x]|≥ |>= )?-?[0-9][0-9.,]*(?:e-?[0-9]+)?`)
	for _, s := range []string{
		"", "n/a", "2 GW", "×1.2", "x0.5", "≥ 3 B USD", ">= 3 W", "-1.5 W", "1,234.5 M", "12", "1e-3", "1e21 W", "1e", "1e-", "3 e2", "−5", "--5", "5-6", "60%",
		"0.05–0.1 kW", "x", "≥", "×", ".5", ",5", "5,", "1.2e-34e5",
	} {
		want := pattern.FindString(s)
		rest := strings.TrimPrefix(s, want)
		if want == "" {
			want, rest = s, ""
		}
		if number, unit := splitUnit(s); number != want || unit != rest {
			t.Errorf("splitUnit(%q) = %q, %q; want %q, %q", s, number, unit, want, rest)
		}
	}
}

// sentence is held against the pattern that it stands for.
func TestSentence(t *testing.T) {
	pattern := regexp.MustCompile(`(\d) ((?:[MBT] )?USD|[kMGTPEZ]?(?:FLOP/s|Wh|W|B|L)|[kMBT]|[kMG]?[gt]CO2e|m2|yr)\b`)
	parts := []string{"2", "2,5", "x", "USD", "M", "B USD", "T USD", "k USD", "GW", "W", "kWh/yr", "ZFLOP/s", "FLOPs", "Watt", "MtCO2e", "gCO2e", "CO2e", "m2", "m", "yr", "yrs", "L/kWh", "B.", "M,", "k)", "M_"}
	var try func(s string, more int)
	try = func(s string, more int) {
		want := pattern.ReplaceAllStringFunc(s, together)
		if got := (Options{}).sentence(s); got != want {
			t.Errorf("%q becomes %q, want %q", s, got, want)
		}
		for i := 0; more > 0 && i < len(parts); i++ {
			try(strings.TrimSpace(s+" "+parts[i]), more-1)
		}
	}
	try("", 4)
}
