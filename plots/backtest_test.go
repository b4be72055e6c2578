package plots

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gonum.org/v1/plot/vg"
)

// sampleBacktest has n rows: every fifth has two ranges, every seventh is a lower bound, and each section has four.
func sampleBacktest(n int, long bool) Backtest {
	b := Backtest{Campuses: 5, Median: 0.123, Inside: 4, Meta: sampleMeta}
	for i := range n {
		row := BacktestRow{
			Section: fmt.Sprintf("Section %d", 1+i/4), Name: sampleName(i, long), Detail: "gb300, facility", Vendor: sampleVendors[i%12],
			Published: 1000 * float64(1+(i*37)%90), Verdict: "in 80%", AtLeast: i%7 == 6, Outside: i%3 == 2,
		}
		if row.Outside {
			row.Verdict = "outside"
		}
		if long {
			row.Section, row.Detail, row.Verdict = longName+fmt.Sprint(i/4), longName, longName
		}
		middle := row.Published * (0.7 + 0.06*float64((i*5)%11))
		add := func(name string, k float64) {
			row.Spans = append(row.Spans, Span{name, middle * k * 0.8, middle * k * 0.92, middle * k, middle * k * 1.07, middle * k * 1.25})
		}
		add("facility", 1)
		if i%5 == 4 {
			add("IT", 1.3)
		}
		b.Rows = append(b.Rows, row)
	}
	return b
}

func TestBacktestLayout(t *testing.T) {
	for _, n := range []int{1, 2, 13, 60} {
		for _, long := range []bool{false, true} {
			c := sampleBacktest(n, long)
			for _, o := range []Options{{Height: BacktestHeight(c, 1600)}, {Width: 800, Height: BacktestHeight(c, 800)}, {Width: 2400, Height: 800 + 60*n}, {Width: 1000, Height: 1600 + 40*n}} {
				t.Run(fmt.Sprintf("n=%d,long=%v,%dx%d", n, long, o.Width, o.Height), func(t *testing.T) { checkTexts(t, laidOut(t, c, o)) })
			}
		}
	}
	for _, o := range []Options{{}, {Width: 800, Height: 500}, {Width: 300, Height: 180}, {Height: 1000, DPI: 96}} {
		checkTexts(t, laidOut(t, sampleBacktest(13, true), o))
	}
	c := sampleBacktest(3, false)
	c.Meta = Meta{Source: strings.Repeat(longName+"; ", 12), Note: strings.Repeat(longName+". ", 12), Product: strings.Repeat("capplan ", 20)}
	checkTexts(t, laidOut(t, c, Options{}))
}

// TestBacktestOddValues: ranges far from what was published, and some without width.
func TestBacktestOddValues(t *testing.T) {
	one := func(published float64, x ...float64) Backtest {
		b := Backtest{Rows: []BacktestRow{{Name: "A", Published: published, Spans: []Span{{"", x[0], x[1], x[2], x[3], x[4]}}, Verdict: "outside", Outside: true}}}
		return b
	}
	for name, c := range map[string]Backtest{
		"exact": one(5, 5, 5, 5, 5, 5), "far above": one(1, 1e8, 2e8, 3e8, 4e8, 5e8), "far below": one(1e12, 1, 2, 3, 4, 5), "tiny": one(1e-9, 1e-9, 1e-9, 2e-9, 2e-9, 3e-9),
		"wide": one(100, 1e-3, 1, 100, 1e4, 1e7),
	} {
		s := laidOut(t, c, Options{})
		checkTexts(t, s)
		if svg := rendered(t, c, SVG, Options{}); bytes.Contains(svg, []byte("NaN")) || bytes.Contains(svg, []byte("Inf")) {
			t.Errorf("%s: NaN or Inf in the picture", name)
		}
		if !drawn(s, "A") {
			t.Errorf("%s: the row is not drawn", name)
		}
	}
}

// TestBacktestBars: a bar reaches from P5 to P95 over the published count, on the axis whose ticks are where the ratios are.
func TestBacktestBars(t *testing.T) {
	c := sampleBacktest(9, false)
	s := laidOut(t, c, Options{Height: BacktestHeight(c, 1600)})
	var origin vg.Length
	ticks := map[string]vg.Length{}
	for _, m := range s.marks {
		if m.kind == "published" {
			origin = m.Min.X
		}
	}
	for _, tb := range s.texts {
		if strings.HasPrefix(tb.text, "×") {
			ticks[tb.text] = (tb.Min.X + tb.Max.X) / 2
		}
	}
	if len(ticks) < 3 || math.Abs(float64(ticks["×1"]-origin)) > 0.01 {
		t.Fatalf("ticks %v, line at %v", ticks, origin)
	}
	scale := float64(ticks["×1.5"]-origin) / math.Log(1.5)
	at := func(ratio float64) vg.Length { return origin + vg.Length(scale*math.Log(ratio)) }
	k := map[string]int{}
	spans := func(name string) (r BacktestRow, sp Span) {
		for _, row := range c.Rows {
			if row.Name == name {
				sp = row.Spans[k[name]%len(row.Spans)]
				return row, sp
			}
		}
		t.Fatalf("no row %s", name)
		return
	}
	bars := 0
	for _, m := range s.marks {
		switch m.kind {
		case "interval", "half", "median":
			row, sp := spans(m.name)
			want := map[string][2]float64{"interval": {sp.P5, sp.P95}, "half": {sp.P25, sp.P75}, "median": {sp.P50, sp.P50}}[m.kind]
			if math.Abs(float64(m.Min.X-at(want[0]/row.Published))) > 0.05 || math.Abs(float64(m.Max.X-at(want[1]/row.Published))) > 0.05 {
				t.Errorf("%s, %s: drawn from %v to %v, want %v to %v", m.name, m.kind, m.Min.X, m.Max.X, at(want[0]/row.Published), at(want[1]/row.Published))
			}
			if m.kind == "median" {
				k[m.name]++
				bars++
			}
		}
	}
	if bars != 10 { // nine rows, one of them twice
		t.Errorf("%d medians are drawn", bars)
	}
	said := ""
	for _, tb := range s.texts {
		said += tb.text + "\n"
	}
	for _, want := range []string{"Section 3", "> ", "outside", "gb300, facility", "facility ", "IT "} {
		if !strings.Contains(said, want) {
			t.Errorf("%q is not on the sheet", want)
		}
	}
}

func TestRatioTicks(t *testing.T) {
	for _, r := range [][2]float64{{0.9, 1.1}, {0.6, 1.7}, {0.3, 3}, {0.05, 20}, {1e-3, 1e3}, {1e-8, 2}, {1, 1e12}} {
		ticks := ratioTicks(r[0], r[1])
		one := false
		for i, x := range ticks {
			one = one || x == 1
			if x < r[0] || x > r[1] || i > 0 && x <= ticks[i-1] {
				t.Errorf("%v: %v", r, ticks)
			}
		}
		if !one || len(ticks) > 7 || r[1]/r[0] > 2 && len(ticks) < 2 {
			t.Errorf("%v: %v", r, ticks)
		}
	}
}

func TestBacktestWords(t *testing.T) {
	c := sampleBacktest(2, false)
	if got, want := Title(c), "Chips at 5 campuses are predicted 12% off (median); 4 of 5 published counts are in the 90% interval"; got != want {
		t.Errorf("title %q, want %q", got, want)
	}
	c.Campuses = 0
	c.Rows[1].Outside = true
	if got, want := Title(c), "1 of 2 published counts of chips are in the predicted 90% interval"; got != want {
		t.Errorf("title %q, want %q", got, want)
	}
	c.Rows[0].AtLeast = true
	if alt := AltText(c); !strings.Contains(alt, "Trainium2: published > 1,000, predicted 700 (560–875), in 80%") {
		t.Errorf("alt text %q", alt)
	}
}

func TestBacktestErrors(t *testing.T) {
	for want, spoil := range map[string]func(*Backtest){
		"0 rows":          func(b *Backtest) { b.Rows = nil },
		"published chips": func(b *Backtest) { b.Rows[0].Published = 0 },
		"NaN published":   func(b *Backtest) { b.Rows[0].Published = math.NaN() },
		"0 ranges":        func(b *Backtest) { b.Rows[0].Spans = nil },
		"in order":        func(b *Backtest) { b.Rows[0].Spans[0].P5 = 1e9 },
		"not positive":    func(b *Backtest) { b.Rows[0].Spans[0].P5 = 0 },
	} {
		c := sampleBacktest(2, false)
		spoil(&c)
		var out bytes.Buffer
		if err := Render(c, &out, SVG, Options{}); err == nil || !strings.Contains(err.Error(), want) || out.Len() > 0 {
			t.Errorf("%q: %v, %d bytes", want, err, out.Len())
		}
	}
}

func TestBacktestHostile(t *testing.T) {
	for _, evil := range []string{`</script><script>alert(1)</script>`, "two\nlines\x00", "🚀 עברית", strings.Repeat("W", 500), ""} {
		c := sampleBacktest(6, false)
		for i := range c.Rows {
			r := &c.Rows[i]
			r.Section, r.Name, r.Detail, r.Vendor, r.Verdict, r.Spans[0].Name = evil, evil, evil, evil, evil, evil
		}
		checkTexts(t, laidOut(t, c, Options{}))
		if names := wellFormed(t, rendered(t, c, SVG, Options{})); names["script"] > 0 {
			t.Errorf("%q got through", evil)
		}
	}
}

func TestGoldenBacktest(t *testing.T) {
	c := sampleBacktest(13, false)
	got := rendered(t, c, PNG, Options{Width: 800, Height: BacktestHeight(c, 800)})
	path := filepath.Join("testdata", "backtest.png")
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v; make it with go test ./plots -update", err)
	}
	if n, worst := differing(decoded(t, got), decoded(t, want)); n > 0 {
		t.Errorf("%d pixels differ by up to %d/255; if that is meant, run go test ./plots -update and look at the picture", n, worst)
	}
}
