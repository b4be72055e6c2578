package main

import (
	"bytes"
	"cmp"
	"math"
	"path/filepath"
	"slices"
	"strings"

	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/report"
	"github.com/capplan/capplan/internal/rows"
	"github.com/capplan/capplan/internal/sweep"
	"github.com/capplan/capplan/plots"
)

// sweepCharts are the charts of a sweep. Which of them a sweep has follows from what varies, unless --chart says it.
var sweepCharts = []string{"lines", "heatmap"}

// pictureRows is how many rows a picture can show; a sweep of more is not kept in memory.
const pictureRows = 40_000

// pictureSide is how many values of one axis can be told apart.
const pictureSide = 400

// mostLines is how many lines can be told apart.
const mostLines = 12

// isPicture reports whether a file is a chart.
func isPicture(path string) bool {
	ext := strings.ToLower(filepath.Ext(path))
	return ext == ".png" || ext == ".svg"
}

// shape is what of a sweep becomes what of a picture: numbers of its axes, -1 for none.
type shape struct{ x, y, lines int }

// pictureShape finds the chart that suits what varies, or says why there is none.
func (c *sweeping) pictureShape(s *sweep.Sweep) (shape, error) {
	none := shape{-1, -1, -1}
	if c.chart != "" && !slices.Contains(sweepCharts, c.chart) {
		return none, usagef("--chart %q: one of %s is wanted%s", c.chart, strings.Join(sweepCharts, ", "), didYouMean(c.chart, sweepCharts))
	}
	if c.shard != "" {
		return none, usagef("--shard %s: a picture is of a whole sweep, not of a part", c.shard)
	}
	var varied, names []int
	for i := range s.Axes {
		a := &s.Axes[i]
		switch {
		case a.Drawn:
			return none, axisError(i, "a design draws it, and its points are no grid that could be drawn; for a picture write %s=LOW:HIGH:lin:21", a.Name)
		case a.Len() > pictureSide:
			return none, axisError(i, "%s values are too many for a picture, which shows %d of an axis; take larger steps, or write the rows to a file such as -o sweep.csv", commas(a.Len()), pictureSide)
		case a.Len() > 1:
			varied = append(varied, i)
			if a.Words != nil {
				names = append(names, i)
			}
		}
	}
	if len(varied) == 0 {
		varied = []int{0}
		if s.Axes[0].Words != nil {
			names = varied
		}
	}
	if len(varied) > 2 {
		var all []string
		for _, i := range varied {
			all = append(all, s.Axes[i].Name)
		}
		return none, usagef("a picture shows two things that vary, and here are %d: %s; keep two, and give each of the others one value, such as --vary %s", len(all), strings.Join(all, ", "), c.one(s, varied[len(varied)-1]))
	}
	if s.Rows() > pictureRows {
		return none, usagef("%s rows are too many for a picture, which shows %s: take larger steps, or write them to a file such as -o sweep.csv", commas(s.Rows()), commas(pictureRows))
	}
	return c.suits(s, varied, names)
}

// one is an axis with its first value alone, as --vary takes it.
func (c *sweeping) one(s *sweep.Sweep, i int) string {
	a := &s.Axes[i]
	if a.Words != nil {
		return a.Name + "=" + a.Words[0]
	}
	return a.Name + "=" + strings.ReplaceAll(a.Spec.Notation().Short(a.Values.At(0), 6), " ", "")
}

// suits picks lines for one axis, or for numbers and a few names; a heat map for all other pairs.
func (c *sweeping) suits(s *sweep.Sweep, varied, names []int) (shape, error) {
	out := shape{varied[0], -1, -1}
	if len(varied) == 1 {
		if c.chart == "heatmap" {
			return out, usagef("--chart heatmap: two things have to vary, and only %s does", s.Axes[varied[0]].Name)
		}
		return out, nil
	}
	first, last := varied[0], varied[1]
	wanted := c.chart
	if wanted == "" && len(names) == 1 && s.Axes[names[0]].Len() <= mostLines {
		wanted = "lines"
	}
	if wanted != "lines" {
		return shape{first, last, -1}, nil // the first is across, as one reads
	}
	lines := first
	if len(names) == 1 {
		lines = names[0]
	} else if len(names) == 2 {
		return out, usagef("--chart lines: %s and %s are both names, and a line runs along numbers; leave --chart out for a table of cells", s.Axes[first].Name, s.Axes[last].Name)
	}
	if n := s.Axes[lines].Len(); n > mostLines {
		return out, usagef("--chart lines: %d values of %s are too many lines; %d can be told apart", n, s.Axes[lines].Name, mostLines)
	}
	return shape{first + last - lines, -1, lines}, nil
}

// pictures renders the charts that are wanted, before any file is written.
func (c *sweeping) pictures(s *sweep.Sweep) (map[string][]byte, error) {
	paths := slices.DeleteFunc(slices.Clone(c.files), func(p string) bool { return !isPicture(p) })
	opt, err := c.chartOptions()
	if err != nil || len(paths) == 0 {
		return nil, err
	}
	sh, err := c.pictureShape(s)
	if err != nil {
		return nil, err
	}
	for _, path := range paths {
		if _, kept := c.out.(fileKeeper); kept {
			break // nothing reaches the disk
		}
		if err := writable(path); err != nil {
			return nil, err
		}
	}
	all := &whole{block: sweep.NewBlock(s.Columns(), s.Rows())}
	if err := rows.Write(s, 1, s.Rows(), rows.Options{Workers: c.workers, Block: c.blockSize(s.Rows())}, all); err != nil {
		return nil, err
	}
	chart, err := c.drawSweep(s, all.block, sh)
	if err != nil {
		return nil, err
	}
	out := map[string][]byte{}
	for _, path := range paths {
		var b bytes.Buffer
		if err := plots.Render(chart, &b, plots.Format(strings.ToLower(filepath.Ext(path))[1:]), opt); err != nil {
			return nil, usageError{notDrawn(path, err)}
		}
		out[path] = b.Bytes()
	}
	return out, nil
}

// whole gathers all rows of a small sweep.
type whole struct{ block *sweep.Block }

// Prepare implements rows.Sink.
func (w *whole) Prepare(_ *sweep.Block, buf []byte) []byte { return buf }

// Write implements rows.Sink.
func (w *whole) Write(b *sweep.Block, _ []byte) error {
	for i := range b.Numbers {
		if b.Numbers[i] != nil {
			copy(w.block.Numbers[i][b.First-1:], b.Numbers[i][:b.N])
		}
	}
	w.block.First, w.block.N = 1, b.First-1+b.N
	return nil
}

// Close implements rows.Sink.
func (w *whole) Close() error { return nil }

// drawSweep makes the chart of the first metric.
func (c *sweeping) drawSweep(s *sweep.Sweep, b *sweep.Block, sh shape) (plots.Chart, error) {
	spec := s.Metrics[0].Spec
	value := func(at []int) plots.Interval {
		row := 0
		for i := range s.Axes {
			row = row*s.Axes[i].Len() + at[i]
		}
		first := len(s.Axes)
		if s.Draws.Draws == 0 {
			x := b.Numbers[first][row]
			return plots.Interval{P5: x, P50: x, P95: x}
		}
		return plots.Interval{P5: b.Numbers[first+1][row], P50: b.Numbers[first+2][row], P95: b.Numbers[first+3][row]}
	}
	x, orderX := c.sweptAxis(s, sh.x)
	y, orderY := c.sweptAxis(s, sh.y)
	lines, orderLines := c.sweptAxis(s, sh.lines)
	cell := func(i, j int) plots.Interval {
		at := make([]int, len(s.Axes))
		at[sh.x] = orderX[i]
		switch {
		case sh.y >= 0:
			at[sh.y] = orderY[j]
		case sh.lines >= 0:
			at[sh.lines] = orderLines[j]
		}
		return value(at)
	}
	most := math.NaN()
	cells := make([][]plots.Interval, max(1, len(orderY), len(orderLines)))
	for j := range cells {
		for i := range orderX {
			v := cell(i, j)
			if v.P50-v.P50 == 0 && !(v.P50 <= most) {
				most = v.P50
			}
			cells[j] = append(cells[j], v)
		}
	}
	if math.IsNaN(most) {
		return nil, usagef("there is nothing to draw: %s is not known in any row; the notes of capplan estimate say why", s.Metrics[0].Name())
	}
	label, u, per := measured(spec, most, s.Metrics[0].Owner)
	for j := range cells {
		for i := range cells[j] {
			v := &cells[j][i]
			v.P5, v.P50, v.P95 = v.P5/per, v.P50/per, v.P95/per
		}
	}
	m, err := c.sweepMeta(s)
	if err != nil {
		return nil, err
	}
	amount, edge := c.sweptAmount(s)
	held := c.held(s, sh)
	if sh.y >= 0 {
		return plots.Heatmap{Amount: amount, Boundary: edge, Held: held, System: c.sweptSystem(s), Quantity: label, Unit: u, X: x, Y: y, Cells: cells, Draws: s.Draws.Draws, Meta: m}, nil
	}
	out := plots.SweepLines{Amount: amount, Boundary: edge, Held: held, System: c.sweptSystem(s), Quantity: label, Unit: u, X: x, Draws: s.Draws.Draws, Meta: m}
	for j := range cells {
		line := plots.SweptLine{Shade: j, Points: cells[j]}
		if sh.lines >= 0 {
			line.Name = lines.Texts[j]
			if lines.Values != nil {
				line.Name = lines.Label + " " + line.Name
			}
		}
		out.Lines = append(out.Lines, line)
	}
	return out, c.colour(s, sh, orderLines, &out)
}

// colour gives lines the hues of their chips.
func (c *sweeping) colour(s *sweep.Sweep, sh shape, order []int, out *plots.SweepLines) error {
	shades, err := c.asked.shades()
	if err != nil {
		return err
	}
	if sh.lines >= 0 && s.Axes[sh.lines].Name == "chip" {
		for j := range out.Lines {
			chip := c.asked.chips[order[j]]
			out.Lines[j].Name, out.Lines[j].Vendor, out.Lines[j].Shade = chip.Name, chip.Vendor, shades[chip.ID]
		}
	} else if sh.lines < 0 && len(c.asked.chips) == 1 {
		out.Lines[0].Vendor, out.Lines[0].Shade = c.asked.chips[0].Vendor, shades[c.asked.chips[0].ID]
	}
	return nil
}

// sweptSystem is the system that all rows are of; empty where it varies.
func (c *sweeping) sweptSystem(s *sweep.Sweep) string {
	if at := c.axisNamed("chip"); at >= 0 && s.Axes[at].Len() > 1 {
		return ""
	}
	if owner := s.Metrics[0].Owner; owner != "" || len(c.asked.chips) == 1 {
		for _, chip := range c.asked.chips {
			if owner == "" {
				return chip.Name
			} else if chip.ID == owner {
				return "" // whose it is stands in the metric's name
			}
		}
	}
	return ""
}

// sweptAxis is an axis as a chart has it, and the numbers of its values in rising order; nothing for no axis.
func (c *sweeping) sweptAxis(s *sweep.Sweep, i int) (out plots.SweptAxis, order []int) {
	if i < 0 {
		return out, nil
	}
	a := &s.Axes[i]
	out.Label = a.Name
	for k := range a.Len() {
		order = append(order, k)
	}
	if a.Words != nil {
		if a.Name == "basis" {
			out.Label = "boundary of the power"
		}
		for k, w := range a.Words {
			switch a.Name {
			case "chip":
				w = c.asked.chips[k].Name
			case "basis":
				w = powerName(w)
			}
			out.Texts = append(out.Texts, w)
		}
		return out, order
	}
	switch {
	case slices.ContainsFunc(startFlags, func(f startFlag) bool { return f.spec == a.Spec }):
		out.Label = c.startLabel(a.Name)
	case a.Spec == mix.Share:
		out.Label = "Share of " + a.Owner
	default:
		out.Label = report.InputLabel(a.Spec)
		if a.Owner != "" && len(c.asked.chips) > 1 {
			out.Label += " of " + a.Owner
		}
	}
	slices.SortStableFunc(order, func(p, q int) int { return cmp.Compare(a.Values.At(p), a.Values.At(q)) })
	order = slices.CompactFunc(order, func(p, q int) bool { return a.Values.At(p) == a.Values.At(q) })
	for _, k := range order {
		v := a.Values.At(k)
		out.Values = append(out.Values, v)
	}
	for digits := 4; digits <= 9; digits++ { // as few as tell the values apart
		out.Texts = nil
		for _, v := range out.Values {
			out.Texts = append(out.Texts, a.Spec.Notation().Short(v, digits))
		}
		if len(slices.Compact(slices.Clone(out.Texts))) == len(out.Texts) {
			break
		}
	}
	return out, order
}
