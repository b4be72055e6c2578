package plots

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// kindOf makes charts of one kind for the tests that hold for every chart.
type kindOf struct {
	name string
	most int                              // series that are drawn; more is an error
	of   func(n int, long bool) Chart     // with n series, and with the longest names
	by   func(c Chart, k float64) Chart   // with every amount k times as much; nil where amounts are shares
	tall func(c Chart, width int) (h int) // the height that the chart asks for; nil for any
	flat bool                             // amounts are shown by colour, so that text stands on any
}

// everyKind are all the charts of the package. TestEveryKindIsEnrolled finds one that is missing.
var everyKind = []kindOf{
	{name: "waterfall", most: maxSteps, of: func(n int, long bool) Chart { return sampleWaterfall(n, long) }, by: scaled},
	{name: "ridges", most: maxRidges, of: func(n int, long bool) Chart { return sampleRidges(n, long, 400) }, by: scaled},
	{name: "mix bars", most: maxMembers, of: func(n int, long bool) Chart { return sampleMixBars(n, long) }, by: scaled},
	{name: "before and after", most: maxMembers, of: func(n int, long bool) Chart { return sampleBeforeAfter(n, long) }, by: scaled},
	{name: "tornado", most: maxBars, of: func(n int, long bool) Chart { return sampleTornado(n, long) }, by: func(c Chart, k float64) Chart { return scaledTornado(c.(Tornado), k) }},
	{name: "indices", most: maxBars, of: func(n int, long bool) Chart { return sampleIndices(n, long) }},
	{name: "frontier", most: maxFrontier, of: func(n int, long bool) Chart { return sampleFrontier(n, long) }, by: func(c Chart, k float64) Chart { return scaledFrontier(c.(Frontier), k) }},
	{name: "share curve", most: maxPanels, of: func(n int, long bool) Chart { return sampleCurve(n, long) }, by: func(c Chart, k float64) Chart { return scaledCurve(c.(ShareCurve), k) }},
	{name: "ramp", most: maxLayers, of: func(n int, long bool) Chart { return sampleRamp(12, n, long) }, by: scaled},
	{name: "cash", most: 400, of: func(n int, _ bool) Chart { return sampleCash(n) }, by: scaled},
	{name: "bridge", most: maxDrivers, of: func(n int, long bool) Chart { return sampleBridge(n, long) }, by: scaled},
	{name: "change", most: maxCauses, of: func(n int, long bool) Chart { return sampleChange(n, long, 1, 4e3) }, by: scaledChange},
	{name: "backtest", most: mostBacktestRows, of: func(n int, long bool) Chart { return sampleBacktest(n, long) },
		tall: func(c Chart, width int) int { return BacktestHeight(c.(Backtest), width) }},
	{name: "cumulative curve", most: maxRidges, of: func(n int, long bool) Chart { return sampleCumulative(n, long) }, by: scaledSwept},
	{name: "heat map", most: maxSwept, of: func(n int, long bool) Chart { return sampleHeatmap(n, n, long) }, by: scaledSwept, flat: true},
	{name: "sweep lines", most: maxSweepLines, of: func(n int, long bool) Chart { return sampleSweepLines(n, long) }, by: scaledSwept},
}

// TestEveryKindIsEnrolled reads the package: each type that has the method kind is in the table, and nothing else.
func TestEveryKindIsEnrolled(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var declared, enrolled []string
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			if m, ok := d.(*ast.FuncDecl); ok && m.Name.Name == "kind" && m.Recv != nil {
				declared = append(declared, m.Recv.List[0].Type.(*ast.Ident).Name)
			}
		}
	}
	for _, k := range everyKind {
		c := k.of(1, false)
		enrolled = append(enrolled, reflect.TypeOf(c).Name())
		if c.kind() != k.name {
			t.Errorf("%s is enrolled as %s", c.kind(), k.name)
		}
	}
	slices.Sort(declared)
	slices.Sort(enrolled)
	if !slices.Equal(declared, enrolled) {
		t.Errorf("charts of the package: %v\ncharts of the table:   %v", declared, enrolled)
	}
}

// options are those with the height that the chart asks for.
func (k kindOf) options(c Chart, o Options) Options {
	if k.tall != nil {
		w := o.Width
		if w == 0 {
			w = 1600
		}
		o.Height = max(k.tall(c, w), o.Height)
	}
	return o
}

// each calls f with the strings and the numbers of a chart's data, however deep, which f may set. The chart is copied before, so that samples stay as they are.
func each(c Chart, text func(*string), number func(*float64)) Chart {
	var copied func(v reflect.Value) reflect.Value
	copied = func(v reflect.Value) reflect.Value {
		out := reflect.New(v.Type()).Elem()
		out.Set(v)
		switch v.Kind() {
		case reflect.Struct:
			for i := range v.NumField() {
				out.Field(i).Set(copied(v.Field(i)))
			}
		case reflect.Slice:
			if !v.IsNil() {
				out.Set(reflect.MakeSlice(v.Type(), v.Len(), v.Len()))
				for i := range v.Len() {
					out.Index(i).Set(copied(v.Index(i)))
				}
			}
		case reflect.String:
			if text != nil && v.Type() == reflect.TypeFor[string]() {
				s := v.String()
				text(&s)
				out.SetString(s)
			}
		case reflect.Float64:
			if number != nil {
				x := v.Float()
				number(&x)
				out.SetFloat(x)
			}
		}
		return out
	}
	return copied(reflect.ValueOf(c)).Interface().(Chart)
}

func scaledFrontier(f Frontier, k float64) Frontier {
	for _, list := range []*[]FrontierPoint{&f.Points, &f.Others} {
		*list = slices.Clone(*list)
		for i := range *list {
			p := &(*list)[i]
			p.X, p.Y, p.Low, p.High = p.X*k, p.Y*k, p.Low*k, p.High*k
		}
	}
	return f
}

func scaledCurve(c ShareCurve, k float64) ShareCurve {
	c.Panels = slices.Clone(c.Panels)
	for i := range c.Panels {
		c.Panels[i].Points = slices.Clone(c.Panels[i].Points)
		for j := range c.Panels[i].Points {
			p := &c.Panels[i].Points[j]
			p.P5, p.P50, p.P95 = p.P5*k, p.P50*k, p.P95*k
		}
	}
	return c
}
