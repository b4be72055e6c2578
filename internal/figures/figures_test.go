package figures

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
)

// result is the JSON of a result with a command, more of its question, and a body.
func result(command, question, body string) []byte {
	return fmt.Appendf(nil, `{"schema_version": 1, "tool": {"version": "1", "library": "l"}, "question": {"command": %q, "seed": 1, "draws": 16384%s}, %s}`, command, question, body)
}

const study = `"inputs": {"a": {"low": 1, "high": 2, "unit": "W"}}, "metrics": [{"quantity": "capacity.chips", "member": "total", "unit": "1", "point": 10, "p50": %d, "p50_error": 1, "index_sd": 4,
	"effects": [{"factor": "x:site.a", "low": {"result": 12}, "high": {"result": 8}, "swing": 4, "first": {"value": 0.5, "p5": 0.45, "p95": 0.55}, "total": null, "sd_if_known": 2.8}]},
	{"quantity": "cost.capex", "member": "h100", "period": "2030-Q1", "unit": "USD", "point": 5, "effects": []}]`

func read(t *testing.T, data []byte) *Table {
	t.Helper()
	out, err := Read("r.json", data)
	if err != nil {
		t.Fatalf("%s: %v", data, err)
	}
	return out
}

func TestSensitivity(t *testing.T) {
	x := read(t, result("sensitivity", `, "points": 1024`, fmt.Sprintf(study, 9)))
	for label, want := range map[string]float64{
		"capacity.chips@capacity.chips": 9, "x:site.a:first@capacity.chips": 0.5, "x:site.a:swing@capacity.chips": 4, "cost.capex@h100:cost.capex@2030-Q1": 5,
	} {
		f := x.Find(label)
		if f == nil {
			t.Errorf("no %s", label)
			continue
		}
		if got := f.Value(f.Main()); got != want {
			t.Errorf("%s is %g, want %g", label, got, want)
		}
	}
	if e := x.Find("x:site.a:first@capacity.chips").Errors["point"]; math.Abs(e-0.1/2/normal95) > 1e-12 {
		t.Errorf("the error of the index is %g", e)
	}
	if x.Find("x:site.a:total@capacity.chips") != nil {
		t.Error("an index that is null is a figure")
	}
}

// TestHolds: what a baseline's figures are measured by has to be the same, as another objective has the same name; a comparison shows it as a difference.
func TestHolds(t *testing.T) {
	best := func(asks string) *Table {
		return read(t, result("mix", `, "asks": [{"flag": "--gap", "value": "0"}, `+asks+`]`, `"objective": {"unit": "USD", "value": 5}, "members": [], "total": {"quantities": {}}`))
	}
	capex, limit := `{"flag": "--minimize", "value": "cost.capex"}`, `{"flag": "--limit", "value": "power.facility <= 1 GW"}`
	other := read(t, result("compare", `, "chips": ["b", "a"], "asks": [{"flag": "--reference", "value": "a"}]`, `"members": []`))
	compared := func(chips string) *Table {
		return read(t, result("compare", `, "chips": [`+chips+`]`, `"members": []`))
	}
	for _, c := range []struct {
		old, new *Table
		want     string
	}{
		{best(capex), best(capex), ""},
		{best(capex), best(capex + ", " + limit), ""},
		{best(capex), best(`{"flag": "--minimize", "value": "cost.annual"}`), "--minimize cost.capex"},
		{best(capex), best(`{"flag": "--maximize", "value": "cost.capex"}`), "--maximize cost.capex"},
		{compared(`"a", "b"`), compared(`"a", "c"`), ""},
		{compared(`"a", "b"`), compared(`"b", "a"`), "ratios to a"},
		{compared(`"a", "b"`), other, ""},
		{compared(`"b", "a"`), other, "ratios to b"},
	} {
		switch err := c.new.Holds(c.old); {
		case c.want == "" && err != nil, c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
			t.Errorf("%s against %s: %v, want %q", c.new.Goal, c.old.Goal, err, c.want)
		}
		if err := c.new.Suits(c.old); err != nil {
			t.Errorf("%s against %s cannot be compared: %v", c.new.Goal, c.old.Goal, err)
		}
	}
}

// TestBestVendors: a chip and a vendor that the search passed over have shares of 0, which a gate can be on.
func TestBestVendors(t *testing.T) {
	x := read(t, result("mix", `, "chips": ["a1", "a2", "b1"]`, `"objective": {"unit": "FLOP/s", "value": 5, "bound": 6, "gap": 0.2}, "weighed": [{"id": "a1", "vendor": "A"}, {"id": "b1", "vendor": "B"}],
		"members": [{"id": "a1", "vendor": "A", "units": 2, "chips": 8, "racks": 1, "share": 0.6}, {"id": "a2", "vendor": "A", "units": 1, "chips": 4, "racks": 1, "share": 0.4}], "total": {"quantities": {}},
		"limits": [{"limit": "cost.capex <= 1B", "unit": "USD", "used": 7}]`))
	for label, want := range map[string]float64{"A:share": 1, "A:chips": 12, "B:share": 0, "b1:units": 0, "a2:chips": 4, "gap": 0.2, "cost.capex <= 1B:used": 7} {
		if f := x.Find(label); f == nil || f.Value("point") != want {
			t.Errorf("%s: %+v, want %g", label, f, want)
		}
	}
}

// TestNoise: other draws may move a figure by three of its errors, the same draws by one; what is not drawn has no noise.
func TestNoise(t *testing.T) {
	one := read(t, result("sensitivity", `, "points": 1024`, fmt.Sprintf(study, 100)))
	for _, c := range []struct {
		question string
		p50      int
		want     Status
	}{{`, "points": 1024`, 100, Same}, {`, "points": 1024`, 101, Noise}, {`, "points": 1024`, 103, Changed}, {`, "points": 512`, 103, Noise}, {`, "points": 512`, 105, Changed}} {
		d, err := Compare(one, read(t, result("sensitivity", c.question, fmt.Sprintf(study, c.p50))))
		if err != nil {
			t.Fatal(err)
		}
		r := &d.Rows[0]
		if r.Status != c.want || r.Differs(0) != (c.want == Changed) || d.Same(0) != (c.want != Changed) {
			t.Errorf("%s, %d: %s, want %s", c.question, c.p50, r.Status, c.want)
		}
		if r.Differs(0.06) {
			t.Errorf("%d differs beyond 6%%", c.p50)
		}
	}
	other := read(t, result("sensitivity", `, "points": 1024`, strings.Replace(fmt.Sprintf(study, 100), `"high": 2`, `"high": 3`, 1)))
	d, err := Compare(one, other)
	if err != nil || len(d.Inputs) != 1 || d.Inputs[0] != (Change{"a", "1/2 W", "1/3 W"}) {
		t.Errorf("%+v, %v", d.Inputs, err)
	}
	if _, err := d.Only([]string{"nothing"}); err == nil {
		t.Error("a pattern that no figure has is no error")
	}
}

// TestCameAndWent: a figure that only one result has differs, whatever the tolerance.
func TestCameAndWent(t *testing.T) {
	a := read(t, result("mix", "", `"of": "A", "metrics": {"capacity.chips": [{"share": 0.333333333333, "value": {"unit": "1", "point": 1}, "ratio": {"unit": "1", "point": 1}}]}`))
	b := read(t, result("mix", "", `"of": "A", "metrics": {"cost.capex": [{"share": 0.4, "value": {"unit": "USD", "point": 1}, "ratio": {"unit": "1", "point": 1}}]}`))
	d, err := Compare(a, b)
	if err != nil || d.Count(Came) != 2 || d.Count(Went) != 2 || d.Same(100) {
		t.Errorf("%+v, %v", d, err)
	}
	if a.Find("capacity.chips@33.333333%") == nil {
		t.Errorf("moments %q", a.Moments)
	}
}

func TestUnlike(t *testing.T) {
	a := read(t, result("sensitivity", `, "basis": "it"`, `"metrics": []`))
	for _, x := range [][]byte{result("sensitivity", `, "basis": "facility"`, `"metrics": []`), result("backtest", `, "basis": "it"`, `"scores": {}`)} {
		if _, err := Compare(a, read(t, x)); err == nil {
			t.Errorf("%s can be compared", x)
		}
	}
}

func TestReadErrors(t *testing.T) {
	if _, err := Read("x", result("estimate", "", `"total": {}`)); !errors.Is(err, ErrAnswer) {
		t.Errorf("an answer: %v", err)
	}
	var unreadable *UnreadableError
	if _, err := Read("x", result("profiles", "", `"a": 1`)); !errors.As(err, &unreadable) {
		t.Errorf("profiles: %v", err)
	}
	for text, want := range map[string]string{
		"": "unexpected end", "{}": "no schema_version", `{"schema_version": 2, "question": {}}`: "schema version 2", "[1]": "cannot unmarshal array",
		`{"schema_version": 1, "question": {"command": "sensitivity"}, "metrics": 3}`: "cannot unmarshal number",
		`{"schema_version": 1, "question": {"command": 7}}`:                           `a result of ""`,
	} {
		if _, err := Read("x", []byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

// TestForecastError: the standard error of a median of a uniform distribution is half over the root of the number of draws, in parts of its width.
func TestForecastError(t *testing.T) {
	low, high := 0.25, 0.75
	f := &forecast{}
	if e := f.error(0.5, &low, &high, 0.5, 10_000); math.Abs(e-0.005) > 1e-12 {
		t.Errorf("%g", e)
	}
}
