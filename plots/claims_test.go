package plots

import (
	"fmt"
	"math"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// claim holds a chart's title against the data that it draws, computed a second time and in another way.
type claim func(t *testing.T, title string, c Chart)

// claims are those of every kind; a kind without one fails.
var claims = map[string]claim{
	"waterfall":        claimWaterfall,
	"ridges":           claimRidges,
	"mix bars":         claimMixBars,
	"before and after": claimBeforeAfter,
	"tornado":          claimTornado,
	"indices":          claimIndices,
	"frontier":         claimFrontier,
	"share curve":      claimShareCurve,
	"ramp":             claimRamp,
	"cash":             claimCash,
	"bridge":           claimBridge,
	"change":           claimChange,
	"backtest":         claimBacktest,
	"cumulative curve": claimCumulative,
	"heat map":         claimHeatmap,
	"sweep lines":      claimSweepLines,
}

// TestEveryTitleIsTrue draws data at random, with ties, equal values, zeros and n/a among them, and checks what the title claims.
func TestEveryTitleIsTrue(t *testing.T) {
	for _, k := range everyKind {
		check := claims[k.name]
		if check == nil {
			t.Errorf("nothing checks the titles of %s", k.name)
			continue
		}
		r := rand.New(rand.NewPCG(7, 11))
		seen := map[string]bool{}
		for range 400 {
			c := random(r, k)
			if c.check() != nil {
				continue // what cannot be drawn has no title
			}
			title := Title(c)
			if title == "" || strings.HasSuffix(title, ".") || strings.Contains(title, "  ") || strings.Contains(title, "n/a") || strings.Contains(title, "NaN") {
				t.Errorf("%s: %q", k.name, title)
			}
			check(t, title, c)
			seen[regexp.MustCompile(`[0-9.,]+`).ReplaceAllString(title, "0")] = true
			if t.Failed() {
				t.Fatalf("%s: %q\n%+v", k.name, title, c)
			}
		}
		if len(seen) < 2 {
			t.Errorf("%s: only %d kinds of sentences were seen", k.name, len(seen))
		}
	}
}

// random is a chart of a kind whose numbers are drawn: from few values, so that ties are common, or from many.
func random(r *rand.Rand, k kindOf) Chart {
	c := k.of(1+r.IntN(min(5, k.most)), false)
	pick := func() float64 {
		switch r.IntN(12) {
		case 0:
			return 0
		case 1:
			return math.NaN()
		case 2, 3, 4:
			return float64(1+r.IntN(3)) * 1e6
		}
		return math.Exp(10 + 3*r.NormFloat64())
	}
	span := func() Interval {
		v := pick()
		w := 0.4 * r.Float64() * float64(r.IntN(2))
		return Interval{v * (1 - w), v, v * (1 + w)}
	}
	share := func() float64 { return float64(r.IntN(6)) / 5 }
	switch c := c.(type) {
	case Change:
		return randomChange(r, len(c.Causes))
	case Waterfall:
		if r.IntN(3) == 0 {
			return scaled(c, 0)
		}
		return scaled(c, math.Exp(5*r.NormFloat64()))
	case Ridges:
		for i := range c.Rows {
			v := span()
			c.Rows[i].Values, c.Rows[i].P5, c.Rows[i].P50, c.Rows[i].P95 = nil, v.P5, v.P50, v.P95
		}
		return c
	case MixBars:
		for i := range c.Rows {
			for j := range c.Rows[i].Values {
				c.Rows[i].Values[j] = pick()
			}
			c.Rows[i].Low, c.Rows[i].High = nil, nil
		}
		return c
	case BeforeAfter:
		for i := range c.States {
			for j := range c.States[i].Values {
				c.States[i].Values[j] = pick()
			}
			c.States[i].Low, c.States[i].High = nil, nil
		}
		return c
	case Tornado:
		for i := range c.Bars {
			c.Bars[i].Low, c.Bars[i].High = pick(), pick()
		}
		return c
	case Indices:
		for i := range c.Rows {
			v := share()
			c.Rows[i].First = Share{v, v, v}
		}
		return c
	case Frontier:
		for i := range c.Points {
			c.Points[i].X *= math.Pow(1+share(), float64(i))
		}
		return c
	case ShareCurve:
		for i := range c.Panels {
			v := math.Exp(0.7 * r.NormFloat64())
			c.Panels[i].P5, c.Panels[i].P50, c.Panels[i].P95 = v*(1-0.3*share()), v, v*(1+0.3*share())
			c.Panels[i].Unit = []Unit{FLOPS, USD}[r.IntN(2)]
		}
		return c
	case Ramp:
		for i := range c.Total {
			c.Total[i] = span()
		}
		return c
	case Cash:
		for i := range c.Paid {
			c.Paid[i], c.Budget[i] = span(), span()
		}
		if r.IntN(3) == 0 {
			c.Budget = nil
		}
		return c
	case Bridge:
		c.End = c.Start
		for i := range c.Drivers {
			c.Drivers[i].Change = c.Start * (share() - 0.5) * 0.3
			c.End += c.Drivers[i].Change
		}
		return c
	case Backtest:
		c.Campuses = r.IntN(3)
		for i := range c.Rows {
			c.Rows[i].Outside = r.IntN(2) == 0
		}
		return c
	case Cumulative:
		return randomCumulative(r, c, pick)
	case Heatmap:
		flatX, flatY := r.IntN(4) == 0, r.IntN(4) == 0
		for y := range c.Cells {
			for x := range c.Cells[y] {
				v := Interval{}
				switch {
				case flatX && x > 0:
					v = c.Cells[y][0]
				case flatY && y > 0:
					v = c.Cells[0][x]
				default:
					v = span()
				}
				c.Cells[y][x] = v
			}
		}
		return c
	case SweepLines:
		for i := range c.Lines {
			way := r.IntN(4) - 1
			for j := range c.Lines[i].Points {
				if v := float64(20+3*way*j) * 1e5; way < 2 {
					c.Lines[i].Points[j] = Interval{v, v, v}
				} else {
					c.Lines[i].Points[j] = span()
				}
			}
		}
		return c
	}
	panic("a chart without random data")
}

func randomCumulative(r *rand.Rand, c Cumulative, pick func() float64) Chart {
	c.AtLeast = []float64{float64(1+r.IntN(3)) * 1e6}
	if r.IntN(2) == 0 {
		c.AtLeast = nil
	}
	for i := range c.Rows {
		row := &c.Rows[i]
		middle, spread := pick(), 0.3*r.Float64()*float64(r.IntN(3))
		row.Values = draws(400, middle, spread)
		for j := range row.Values {
			row.Values[j] = math.Round(row.Values[j])
		}
		s := slices.Sorted(slices.Values(row.Values))
		row.P5, row.P50, row.P95, row.Chances = s[19], s[199], s[379], nil // the least value that a twentieth, a half ... of the draws do not pass
		if math.IsNaN(middle) {
			row.Values = nil
		}
		for _, t := range c.AtLeast {
			n := 0
			for _, v := range s {
				if v >= t {
					n++
				}
			}
			row.Chances = append(row.Chances, float64(n)/400)
		}
	}
	return c
}

// amounts are the numbers in a text, with their words: "1.4 to 2.3 million" is 1.4e6 and 2.3e6.
func amounts(text string) (out []float64) {
	factor := map[string]float64{"": 1, "million": 1e6, "billion": 1e9, "trillion": 1e12, "kW": 1e3, "MW": 1e6, "GW": 1e9, "TW": 1e12, "PW": 1e15, "EW": 1e18, "W": 1}
	for _, m := range regexp.MustCompile(`(\d[\d,.e]*)(?: (?:to|and) \$?(\d[\d,.e]*))?(?: (million|billion|trillion|[kMGTPE]?W)\b)?`).FindAllStringSubmatch(text, -1) {
		for i, n := range m[1:3] {
			if x, err := strconv.ParseFloat(strings.Trim(strings.ReplaceAll(n, ",", ""), "."), 64); err == nil {
				if f := factor[m[3]]; i == 0 && m[2] != "" && strings.Contains(n, ",") {
					out = append(out, x) // "7,720 to 47 million"
				} else {
					out = append(out, x*f)
				}
			}
		}
	}
	return out
}

// isAbout holds a printed number against what it stands for.
func isAbout(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if math.Abs(got-want) > tolerance*math.Abs(want)+1e-9 && !(want < 1 && got == 0) {
		t.Errorf("%s: the title says %v, the data %v", what, got, want)
	}
}

func claimWaterfall(t *testing.T, title string, c Chart) {
	w := c.(Waterfall)
	last := w.Steps[len(w.Steps)-1]
	if strings.HasPrefix(title, "Of ") {
		if last.Watts < 1e12 && last.Watts > 1 {
			isAbout(t, "reaches", amounts(title)[1], w.shown(last), 0.006)
		}
	} else if all := last.Watts >= w.Steps[0].Watts*0.99; !all && w.Steps[0].Watts > 0 {
		t.Error("neither all nor a part of it")
	}
}

func claimRidges(t *testing.T, title string, c Chart) {
	var known []Ridge
	for _, row := range c.(Ridges).Rows {
		if row.known() {
			known = append(known, row)
		}
	}
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, row := range known {
		lo, hi = math.Min(lo, row.P50), math.Max(hi, row.P50)
	}
	numbers := amounts(strings.TrimPrefix(title, "2 GW "))
	switch {
	case len(known) == 0:
		if !strings.Contains(title, "not known") {
			t.Error("something is known")
		}
	case strings.Contains(title, "about"):
		if hi > 1.021*lo {
			t.Error("they are not alike")
		}
	case strings.Contains(title, "not enough"):
		if hi > 0 && len(known) > 1 || len(known) == 1 && known[0].P95 > 0 {
			t.Error("it is enough")
		}
	case strings.Contains(title, "but only"):
		n := amounts(title[strings.Index(title, "feeds"):])
		isAbout(t, "most", n[0], hi, 0.05)
	case strings.Contains(title, "give or take"):
		isAbout(t, "median", numbers[0], hi, 0.05)
	case strings.HasSuffix(title, "twice"), strings.Contains(title, " times as many"):
		if hi < 1.9*lo {
			t.Error("they are nearer to each other")
		}
	}
	if strings.Contains(title, " not a single ") && (lo > 0 || hi == 0) {
		t.Error("all have some, or none has")
	}
}

func claimMixBars(t *testing.T, title string, c Chart) {
	m := c.(MixBars)
	for _, part := range regexp.MustCompile(`(takes|and|but only) (\d+)% of the ([^%]+?)(?: and about| but only| and \d|$)`).FindAllStringSubmatch(title, -1) {
		who := slices.IndexFunc(m.Members, func(x Member) bool { return strings.HasPrefix(title, x.Name+" takes") })
		row := slices.IndexFunc(m.Rows, func(r MixRow) bool { return within(r.Label) == part[3] })
		if who < 0 || row < 0 {
			t.Errorf("who and what of %q", part[0])
			return
		}
		sum := 0.0
		for _, v := range m.Rows[row].Values {
			sum += v
		}
		said, _ := strconv.ParseFloat(part[2], 64)
		isAbout(t, part[3], said, math.Round(100*m.Rows[row].Values[who]/sum), 0)
	}
}

func claimBeforeAfter(t *testing.T, title string, c Chart) {
	b := c.(BeforeAfter)
	var shares []float64
	for _, s := range b.States {
		sum := 0.0
		for _, v := range s.Values {
			sum += v
		}
		if !s.Aside && sum > 0 {
			shares = append(shares, s.Values[0]/sum)
		}
	}
	if len(shares) < 2 {
		return
	}
	first, last := shares[0], shares[len(shares)-1]
	if rises := strings.Contains(title, " rises "); rises != (last > first && percentWords(first) != percentWords(last)) {
		t.Error("it does not rise, or does")
	}
	if falls := strings.Contains(title, " falls "); falls != (last < first && percentWords(first) != percentWords(last)) {
		t.Error("it does not fall, or does")
	}
}

func claimTornado(t *testing.T, title string, c Chart) {
	widest := 0.0
	for _, b := range c.(Tornado).Bars {
		if w := math.Abs(b.High - b.Low); w == w {
			widest = math.Max(widest, w)
		}
	}
	if strings.HasPrefix(title, "No input") {
		if widest > 0.02*c.(Tornado).Mid {
			t.Error("some input moves it")
		}
		return
	}
	as := 0
	for _, b := range c.(Tornado).Bars {
		if math.Abs(b.High-b.Low) >= 0.995*widest {
			as++
		}
	}
	if alone := !strings.Contains(title, ", like "); alone != (as == 1) {
		t.Errorf("%d inputs are as wide", as)
	}
	n := amounts(title[strings.Index(title, "from "):])
	isAbout(t, "width", n[1]-n[0], widest, 0.03)
}

func claimIndices(t *testing.T, title string, c Chart) {
	most := 0.0
	for _, row := range c.(Indices).Rows {
		most = math.Max(most, row.First.Value)
	}
	if strings.HasPrefix(title, "No input") {
		if most >= 0.005 {
			t.Error("some input does")
		}
		return
	}
	isAbout(t, "share", amounts(title[strings.Index(title, "accounts for "):])[0], math.Round(100*most), 0)
}

func claimFrontier(t *testing.T, title string, c Chart) {
	f := c.(Frontier)
	last := f.Points[len(f.Points)-1]
	m := regexp.MustCompile(`^(\d+)% of the greatest .* takes (\d+)%`).FindStringSubmatch(title)
	if m == nil {
		if f.X.More != f.Y.More && !strings.Contains(title, "in proportion") && !strings.Contains(title, "one mix") {
			t.Error("it does not say what the most takes")
		}
		if strings.Contains(title, "in proportion") {
			for _, p := range f.Points {
				if math.Abs(p.X/last.X-p.Y/last.Y) > 0.016 {
					t.Error("it does not")
				}
			}
		}
		return
	}
	if !slices.ContainsFunc(f.Points, func(p FrontierPoint) bool {
		return m[1] == fmt.Sprintf("%.0f", math.Round(100*p.Y/last.Y)) && m[2] == fmt.Sprintf("%.0f", math.Round(100*p.X/last.X))
	}) {
		t.Error("no point is there")
	}
}

func claimShareCurve(t *testing.T, title string, c Chart) {
	p := c.(ShareCurve).Panels[0]
	if less := strings.Contains(title, "% less "); less && p.P50 >= 1 {
		t.Error("it is not less")
	}
	if strings.Contains(title, " times the ") && p.P50 <= 1 {
		t.Error("it is not more")
	}
	if strings.HasPrefix(title, "With ") && math.Abs(p.P50-1) > 0.021 {
		t.Error("they are not alike")
	}
	if open := p.P5 < 1 && p.P95 > 1; open == !strings.HasPrefix(title, "At the median") && !strings.HasPrefix(title, "With ") {
		t.Error("which way it goes is as open as that")
	}
}

func claimRamp(t *testing.T, title string, c Chart) {
	r := c.(Ramp)
	last, most, at := r.Total[len(r.Total)-1].P50, 0.0, 0
	for i, v := range r.Total {
		if v.P50 > most {
			most, at = v.P50, i
		}
	}
	switch {
	case strings.Contains(title, " peaks "):
		if most <= 1.02*last || !strings.Contains(title, " in "+r.Quarters[at]+" ") {
			t.Error("that is not its peak")
		}
	case strings.Contains(title, "half of it by "):
		_, quarter, _ := strings.Cut(title, "half of it by ")
		i := slices.Index(r.Quarters, quarter)
		if i < 1 || r.Total[i].P50 < last/2 || r.Total[i-1].P50 >= last/2 {
			t.Error("not its half")
		}
	case strings.Contains(title, "comes to nothing"):
		if most > 0 {
			t.Error("it comes to something")
		}
	}
}

func claimCash(t *testing.T, title string, c Chart) {
	x := c.(Cash)
	n := len(x.Paid) - 1
	if x.Budget == nil {
		if strings.Contains(title, "budget") {
			t.Error("there is no budget")
		}
		return
	}
	over := x.Paid[n].P50 > x.Budget[n].P50
	if ahead := strings.Contains(title, "more than the budget") || strings.Contains(title, "is ahead of the budget"); ahead != over && !strings.Contains(title, "all of the budget") {
		t.Error("it is not ahead of the budget, or is")
	}
}

func claimBridge(t *testing.T, title string, c Chart) {
	b := c.(Bridge)
	if strings.Contains(title, ", more than the ") && b.End <= b.Start || strings.Contains(title, ", not the ") && b.End > b.Start {
		t.Error("it goes the other way")
	}
}

func claimBacktest(t *testing.T, title string, c Chart) {
	b := c.(Backtest)
	if b.Campuses > 0 {
		if strings.Contains(title, " 1 campuses") || strings.Contains(title, "1 published counts") {
			t.Error("one is not several")
		}
		return
	}
	in := 0
	for _, r := range b.Rows {
		if !r.Outside {
			in++
		}
	}
	if n := amounts(title); n[0] != float64(in) || n[1] != float64(len(b.Rows)) {
		t.Errorf("%d of %d", in, len(b.Rows))
	}
}

func claimCumulative(t *testing.T, title string, c Chart) {
	x := c.(Cumulative)
	reach := func(row CumulativeRow, v float64) float64 {
		n := 0
		for _, d := range row.Values {
			if d >= v {
				n++
			}
		}
		return float64(n) / float64(len(row.Values))
	}
	var known []CumulativeRow
	for _, row := range x.Rows {
		if row.known() {
			known = append(known, row)
		}
	}
	if len(known) == 0 {
		if !strings.Contains(title, "not known") {
			t.Error("nothing is known")
		}
		return
	}
	name := func(row CumulativeRow) string { return row.Name + " chip" }
	after := title[strings.Index(title, "2 GW")+len("2 GW"):]
	switch m := regexp.MustCompile(`(most likely with|least with) ([^(,]+) \(([^)]+)\)`).FindAllStringSubmatch(title, -1); {
	case len(m) == 2:
		best, worst := 0.0, 1.0
		for _, row := range known {
			best, worst = math.Max(best, reach(row, x.AtLeast[0])), math.Min(worst, reach(row, x.AtLeast[0]))
		}
		if m[0][3] != percentWords(best) || m[1][3] != percentWords(worst) {
			t.Errorf("from %v to %v", worst, best)
		}
	case strings.HasPrefix(title, "There is a"):
		if want := percentWords(reach(known[0], x.AtLeast[0])); !strings.Contains(title, " "+want+" chance") {
			t.Errorf("it is %s", want)
		}
	case strings.Contains(title, "in each of 400 draws"):
		if p := reach(known[0], x.AtLeast[0]); strings.Contains(title, "less than") != (p == 0) || p != 0 && p != 1 {
			t.Errorf("in %v of them", p)
		}
	case strings.Contains(title, "likely with "):
		for _, row := range known {
			if want := percentWords(reach(row, x.AtLeast[0])); !strings.Contains(title, want) {
				t.Errorf("%s: %s", row.Name, want)
			}
		}
	case strings.Contains(title, "with a chance of 95% or more"):
		if p := reach(known[0], amounts(after)[0]); p < 0.95 {
			t.Errorf("%v of the draws", p)
		}
	case strings.Contains(title, "with a chance of 50% or more"):
		if p := reach(known[0], amounts(after)[0]); p < 0.5 {
			t.Errorf("%v of the draws", p)
		}
	case strings.Contains(title, "enough for any of these systems"):
		for _, row := range known {
			if most := slices.Max(row.Values); reach(row, 1) >= 0.95 || strings.Contains(title, " is not ") && row.P95 > 0 {
				t.Errorf("%s: up to %v", row.Name, most)
			}
		}
	case strings.HasPrefix(title, "With a chance of 95% or more, ") && strings.Contains(title, "not a single"):
		best, worst, _ := strings.Cut(after, " but ")
		for _, row := range known {
			if strings.Contains(best, name(row)) {
				if p := reach(row, amounts(strings.TrimSuffix(best, best[strings.Index(best, row.Name):]))[0]); p < 0.95 {
					t.Errorf("%s: %v of the draws", row.Name, p)
				}
			}
			if strings.HasSuffix(worst, row.Name) && (reach(row, 1) >= 0.95 || !strings.HasPrefix(worst, "perhaps") && row.P95 > 0) {
				t.Errorf("%s: in %v of the draws", row.Name, reach(row, 1))
			}
		}
	case strings.HasPrefix(title, "With a chance of 95% or more, ") && strings.Contains(title, "but only"):
		for _, row := range known {
			for _, part := range strings.Split(after, " but only ") {
				if strings.Contains(part, name(row)) {
					if p := reach(row, amounts(strings.TrimSuffix(part, part[strings.Index(part, row.Name):]))[0]); p < 0.95 {
						t.Errorf("%s: %v of the draws", row.Name, p)
					}
				}
			}
		}
	}
}

func claimHeatmap(t *testing.T, title string, c Chart) {
	h := c.(Heatmap)
	lo, hi := math.Inf(1), math.Inf(-1)
	rows, cols := map[int][]float64{}, map[int][]float64{}
	for y := range h.Cells {
		for x, v := range h.Cells[y] {
			if v.known() {
				lo, hi = math.Min(lo, v.P50), math.Max(hi, v.P50)
				rows[y], cols[x] = append(rows[y], v.P50), append(cols[x], v.P50)
			}
		}
	}
	if lo > hi {
		if !strings.Contains(title, "not known") {
			t.Error("nothing is known")
		}
		return
	}
	n := amounts(title[strings.Index(title, " is ")+4:])
	isAbout(t, "least", n[0], lo, 0.006)
	moves := func(lines map[int][]float64) (sum float64) {
		of := 0
		for _, l := range lines {
			if len(l) > 1 {
				sum, of = sum+slices.Max(l)-slices.Min(l), of+1
			}
		}
		return sum / math.Max(1, float64(of))
	}
	x, y := moves(rows), moves(cols)
	switch {
	case strings.Contains(title, "at every "):
		if hi > 1.01*lo {
			t.Error("they are not alike")
		}
	case strings.Contains(title, "more on peak PUE than on power per system"):
		if x < y {
			t.Error("the other moves it more")
		}
	case strings.Contains(title, "more on power per system than on peak PUE"):
		if y < x {
			t.Error("the other moves it more")
		}
	case strings.Contains(title, "and not on "):
		if math.Min(x, y) > 1e-6*math.Max(x, y) {
			t.Error("both move it")
		}
	case strings.Contains(title, "about as much"):
		if math.Max(x, y) > 1.06*math.Min(x, y) {
			t.Error("one moves it more")
		}
	default:
		t.Error("an unknown claim")
	}
}

func claimSweepLines(t *testing.T, title string, c Chart) {
	l := c.(SweepLines)
	var leaders []string
	for i := range l.X.Texts {
		most, who, n := math.Inf(-1), "", 0
		for _, line := range l.Lines {
			if v := line.Points[i]; v.known() {
				switch n++; {
				case v.P50 > most:
					most, who = v.P50, line.Name
				case v.P50 == most:
					who = ""
				}
			}
		}
		if n > 1 {
			leaders = append(leaders, who)
		}
	}
	if len(l.Lines) > 1 {
		same := len(slices.Compact(slices.Clone(leaders))) == 1
		switch {
		case len(leaders) == 0:
		case strings.HasPrefix(title, "No single one has "):
			if same && leaders[0] != "" {
				t.Error("one leads")
			}
		case strings.Contains(title, ", but ") && !strings.Contains(title, "but not everywhere"):
			if leaders[0] == leaders[len(leaders)-1] || !strings.HasPrefix(title, leaders[0]+" has ") || !strings.Contains(title, ", but "+leaders[len(leaders)-1]+" at ") {
				t.Error("the ends have other leaders")
			}
		case strings.Contains(title, "but not everywhere between"):
			if same || leaders[0] != leaders[len(leaders)-1] {
				t.Error("the ends have other leaders")
			}
		default:
			if !same || !strings.HasPrefix(title, leaders[0]+" has the most chips at ") {
				t.Errorf("leaders are %q", leaders)
			}
		}
		return
	}
	var known []float64
	for _, v := range l.Lines[0].Points {
		if v.known() {
			known = append(known, v.P50)
		}
	}
	if len(known) == 0 {
		return
	}
	a, b := known[0], known[len(known)-1]
	lo, hi := slices.Min(known), slices.Max(known)
	switch {
	case strings.Contains(title, " rise "):
		if b <= a || lo < a*0.97 || hi > b*1.03 {
			t.Error("it does not rise")
		}
	case strings.Contains(title, " fall "):
		if b >= a || lo < b-0.03*hi || hi > a*1.03 {
			t.Error("it does not fall")
		}
	case strings.Contains(title, " stay at "):
		if hi > 1.2*lo {
			t.Error("it does not stay")
		}
	case strings.Contains(title, " peak at "):
		if hi <= math.Max(a, b) {
			t.Error("its peak is an end")
		}
	case strings.Contains(title, " are lowest"):
		if lo >= math.Min(a, b) {
			t.Error("its low is an end")
		}
	}
}
