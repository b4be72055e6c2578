package plots

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"image"
	"image/png"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the golden pictures in testdata")

func samples() map[string]Chart {
	m := sampleMixBars(3, false)
	m.Rows[5].Values[1], m.Rows[5].Reason = math.NaN(), "no published installed cost for GB200 NVL72"
	r := sampleRidges(4, false, 2048)
	r.Rows = append(r.Rows, Ridge{Name: "OpenAI Titan", Detail: "power not published", Vendor: "OpenAI", P5: math.NaN(), P50: math.NaN(), P95: math.NaN()})
	h := sampleHeatmap(7, 5, false)
	h.Cells[4][6].P50 = math.NaN()
	return map[string]Chart{
		"waterfall": sampleWaterfall(9, false), "ridges": r, "mixbars": m, "tornado": sampleTornado(7, false), "indices": sampleIndices(7, false), "frontier": sampleFrontier(7, false),
		"beforeafter": sampleBeforeAfter(5, false), "sharecurve": sampleCurve(3, false), "ramp": sampleRamp(16, 3, false), "cash": sampleCash(16), "bridge": sampleBridge(5, false),
		"cumulative": sampleCumulative(2, false), "cumulative-many": sampleCumulative(7, false), "heatmap": h, "contours": sampleHeatmap(60, 40, false), "sweeplines": sampleSweepLines(3, false), "change": sampleChange(7, false, 1, 4e3),
	}
}

func rendered(t testing.TB, c Chart, f Format, o Options) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Render(c, &b, f, o); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func decoded(t testing.TB, b []byte) image.Image {
	t.Helper()
	img, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// TestEveryKindHasAGolden: no chart is without a picture that it is compared with; that of the backtest is as tall as its rows and has a test of its own.
func TestEveryKindHasAGolden(t *testing.T) {
	has := map[string]bool{Backtest{}.kind(): true}
	for _, c := range samples() {
		has[c.kind()] = true
	}
	for _, k := range everyKind {
		if !has[k.name] {
			t.Errorf("%s has no golden picture; give samples one and run go test ./plots -update", k.name)
		}
	}
}

func TestGoldenPictures(t *testing.T) {
	for name, c := range samples() {
		got := rendered(t, c, PNG, Options{Width: 800, Height: 500})
		path := filepath.Join("testdata", name+".png")
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
			t.Errorf("%s: %d pixels differ by up to %d/255; if that is meant, run go test ./plots -update and look at the picture", name, n, worst)
		}
	}
}

// differing counts the pixels of which a channel differs by more than 1 per
// cent. Processors differ by 1/255 at most, another font by far more.
func differing(a, b image.Image) (n, worst int) {
	if a.Bounds() != b.Bounds() {
		return a.Bounds().Dx() * a.Bounds().Dy(), 255
	}
	for y := a.Bounds().Min.Y; y < a.Bounds().Max.Y; y++ {
		for x := a.Bounds().Min.X; x < a.Bounds().Max.X; x++ {
			r, g, b1, _ := a.At(x, y).RGBA()
			r2, g2, b2, _ := b.At(x, y).RGBA()
			d := 0
			for _, c := range [][2]uint32{{r, r2}, {g, g2}, {b1, b2}} {
				e := int(c[0]>>8) - int(c[1]>>8)
				d = max(d, e, -e)
			}
			if worst = max(worst, d); d > 2 {
				n++
			}
		}
	}
	return n, worst
}

func TestSizes(t *testing.T) {
	for _, o := range []Options{{}, {Width: 800, Height: 500}, {Width: 1601, Height: 999}, {Width: 64, Height: 64}, {Width: 1000, Height: 1000, DPI: 72}} {
		img := decoded(t, rendered(t, sampleWaterfall(5, false), PNG, o))
		o, _ = o.withDefaults()
		if got := img.Bounds().Size(); got.X != o.Width || got.Y != o.Height {
			t.Errorf("%d×%d: picture is %v", o.Width, o.Height, got)
		}
	}
}

// A picture of twice the density shows the same, not smaller type.
func TestDensityDoesNotChangeTheLayout(t *testing.T) {
	c := sampleRidges(5, false, 500)
	a, b := laidOut(t, c, Options{Width: 800, Height: 500}), laidOut(t, c, Options{Width: 3200, Height: 2000})
	if len(a.texts) != len(b.texts) {
		t.Fatalf("%d texts, then %d", len(a.texts), len(b.texts))
	}
	for i := range a.texts {
		if a.texts[i] != b.texts[i] {
			t.Fatalf("%+v became %+v", a.texts[i], b.texts[i])
		}
	}
}

func TestSameBytesEveryTimeAndInParallel(t *testing.T) {
	for name, c := range samples() {
		for _, f := range []Format{PNG, SVG} {
			for _, theme := range themeNames {
				o := Options{Width: 800, Height: 500, Theme: theme}
				want := rendered(t, c, f, o)
				var group sync.WaitGroup
				for range 3 {
					group.Go(func() {
						if !bytes.Equal(rendered(t, c, f, o), want) {
							t.Errorf("%s.%s (%s) differs between runs", name, f, theme)
						}
					})
				}
				group.Wait()
			}
		}
	}
}

func TestEmbeddedSurvives(t *testing.T) {
	for name, c := range samples() {
		for _, f := range []Format{PNG, SVG} {
			got, err := ReadEmbedded(bytes.NewReader(rendered(t, c, f, Options{Width: 800, Height: 500})))
			want := Embedded{
				Title: Title(c), Description: AltText(c), Software: sampleMeta.Product,
				Recipe: sampleMeta.Recipe, InputHash: sampleMeta.InputHash,
			}
			if err != nil || got != want {
				t.Errorf("%s.%s: %v\ngot  %+v\nwant %+v", name, f, err, got, want)
			}
		}
	}
}

func TestNoTimeInTheFile(t *testing.T) {
	b := rendered(t, sampleWaterfall(3, false), PNG, Options{Width: 400, Height: 300})
	if bytes.Contains(b, []byte("tIME")) {
		t.Error("the PNG has a time chunk")
	}
}

// wellFormed parses the whole document and returns its element names.
func wellFormed(t *testing.T, svg []byte) map[string]int {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(svg))
	names := map[string]int{}
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return names
		}
		if err != nil {
			t.Fatalf("not well formed: %v", err)
		}
		if e, ok := tok.(xml.StartElement); ok {
			names[e.Name.Local]++
		}
	}
}

func TestSVG(t *testing.T) {
	for name, c := range samples() {
		svg := rendered(t, c, SVG, Options{})
		names := wellFormed(t, svg)
		if names["title"] != 1 || names["desc"] != 1 || names["metadata"] != 1 || names["use"] < 100 {
			t.Errorf("%s: elements %v", name, names)
		}
		for _, bad := range []string{"NaN", "Inf", "e+", "\"-0\"", "<text"} {
			if bytes.Contains(svg, []byte(bad)) {
				t.Errorf("%s contains %s", name, bad)
			}
		}
		if !bytes.Contains(svg, []byte(`aria-label="`+escape(strings.Fields(Title(c))[0]))) {
			t.Errorf("%s: the title cannot be searched", name)
		}
	}
}

func TestHostileNames(t *testing.T) {
	for _, evil := range []string{
		`</script><script>alert(1)</script>`, `"/><svg onload="x`, "]]>&amp;&lt;", "two\nlines\tand a\x00zero\x1b[31m",
		"emoji 🚀👩‍👩‍👧 chips", "עברית שמאלה", "\u202egnp.trats\u2066", "a\u0301\u0302\u0303", "\xff\xfe broken", strings.Repeat("W", 500), "", " ", "%s%d%n", "../../etc/passwd",
	} {
		w, r, m := sampleWaterfall(5, false), sampleRidges(3, false, 100), sampleMixBars(3, false)
		w.Amount, w.Boundary, w.System, w.Vendor, w.Meta = evil, evil, evil, evil, Meta{evil, evil, evil, evil, evil}
		r.Amount, r.Boundary, r.Quantity, r.Meta = evil, evil, evil, w.Meta
		for i := range w.Steps {
			w.Steps[i].Label, w.Steps[i].Detail = evil, evil
		}
		for i := range r.Rows {
			r.Rows[i].Name, r.Rows[i].Detail, r.Rows[i].Vendor = evil, evil, evil
			m.Members[i] = Member{Name: evil, Vendor: evil}
		}
		m.Rows[0].Values[0], m.Rows[0].Reason, m.Rows[1].Label, m.Rows[1].Noun = math.NaN(), evil, evil, evil
		m.Rows[2].Unit = Unit(evil)
		for _, c := range []Chart{w, r, m} {
			s := laidOut(t, c, Options{})
			checkTexts(t, s)
			svg := rendered(t, c, SVG, Options{Width: 800, Height: 500})
			if names := wellFormed(t, svg); names["script"] > 0 || names["svg"] != 1 {
				t.Errorf("%s with %q: elements %v", c.kind(), evil, names)
			}
			decoded(t, rendered(t, c, PNG, Options{Width: 400, Height: 250}))
		}
	}
}

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"Trainium2": "Trainium2", "a  b": "a b", " a\n\tb ": "a b", "🚀": `\u{1f680}`, "\u202eabc": "abc", "\xff": `\u{fffd}`, "−5 ≥ 3 → ₂": "−5 ≥ 3 → ₂", "": "", "日本": `\u{65e5}\u{672c}`, "café": "café",
	} {
		if got := clean(in); got != want {
			t.Errorf("clean(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestErrors(t *testing.T) {
	good := sampleWaterfall(3, false)
	open := good
	open.Steps = append([]Step(nil), good.Steps...)
	open.Steps[2].Watts *= 1.01
	order := sampleRidges(2, false, 10)
	order.Rows[1].P5 = 2 * order.Rows[1].P95
	short := sampleMixBars(2, false)
	short.Rows[3].Values = short.Rows[3].Values[:1]
	negative := sampleMixBars(2, false)
	negative.Rows[3].Values[0] = -1
	for _, c := range []struct {
		c    Chart
		f    Format
		o    Options
		want string
	}{
		{nil, PNG, Options{}, "no chart"},
		{good, "pdf", Options{}, `unknown format "pdf"; choose png or svg`},
		{good, PNG, Options{Theme: "neon"}, "choose light, dark, print"},
		{good, PNG, Options{Width: 1e6}, "64 to 16384"},
		{good, PNG, Options{Height: -1}, "64 to 16384"},
		{good, PNG, Options{DPI: math.NaN()}, "dpi"},
		{Waterfall{}, PNG, Options{}, "waterfall: 0 steps"},
		{open, PNG, Options{}, "do not add up to Chips"},
		{Waterfall{Steps: []Step{{Label: "X", Watts: math.NaN()}}}, PNG, Options{}, "(X) has no value"},
		{Waterfall{Steps: []Step{{Label: "X", Kind: Loss}}}, PNG, Options{}, "cannot be a loss"},
		{Waterfall{Steps: []Step{{Label: "X", Watts: -1}}}, PNG, Options{}, "negative"},
		{Ridges{}, SVG, Options{}, "ridges: 0 rows"},
		{order, SVG, Options{}, "not in order"},
		{MixBars{}, SVG, Options{}, "mix bars: 0 members"},
		{short, SVG, Options{}, "1 values for 2 members"},
		{negative, SVG, Options{}, "finite amount"},
	} {
		var b bytes.Buffer
		err := Render(c.c, &b, c.f, c.o)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("got %v, want %q", err, c.want)
		}
		if err != nil && strings.Count(err.Error(), "plots:") != 1 {
			t.Errorf("%v names the package twice", err)
		}
		if b.Len() > 0 {
			t.Errorf("%v: wrote %d bytes", err, b.Len())
		}
	}
}

// broken panics while it draws.
type broken struct{ Waterfall }

func (broken) draw(*sheet) { panic("boom") }

func TestPanicNamesTheChart(t *testing.T) {
	err := Render(broken{sampleWaterfall(3, false)}, io.Discard, PNG, Options{Width: 400, Height: 300})
	if err == nil || !strings.Contains(err.Error(), "plots: waterfall: cannot be drawn: boom") {
		t.Errorf("got %v", err)
	}
}

func TestFailedWriteIsReported(t *testing.T) {
	if err := Render(sampleWaterfall(3, false), failing{}, SVG, Options{}); !errors.Is(err, errFull) {
		t.Errorf("got %v", err)
	}
}

var errFull = errors.New("disk full")

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, errFull }

func FuzzReadEmbedded(f *testing.F) {
	var chunks bytes.Buffer
	chunks.WriteString(pngSignature)
	writeText(&chunks, keyTitle, "Of 2 GW")
	writeText(&chunks, keyRecipe, "−")
	writeChunk(&chunks, "IEND", nil)
	f.Add(chunks.Bytes())
	f.Add([]byte(`<svg><title>t</title><metadata><entry name="capplan-recipe">{}</entry></metadata></svg>`))
	f.Add([]byte(pngSignature))
	f.Add([]byte("<svg>"))
	f.Fuzz(func(t *testing.T, b []byte) {
		_, _ = ReadEmbedded(bytes.NewReader(b)) // must not panic
	})
}
