package plots

import (
	"fmt"
	"image/color"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/plot/vg"
)

// Goal is one axis of a Frontier.
type Goal struct {
	Label string // what is measured: "Capital cost"
	Unit  Unit   // Count if empty
	More  bool   // more of it is better
}

// FrontierPoint is one mix, or one system alone.
type FrontierPoint struct {
	Name      string // "60% Trainium3, 40% GB300"; may be empty
	X, Y      float64
	Low, High float64  // P5 and P95 of Y for the same mix; equal where nothing was drawn
	Systems   []string // what it is a mix of, in any order; one is a system alone. May be nil
}

// Frontier shows the mixes between which two goals trade, joined by a line, and single systems beside them.
type Frontier struct {
	Amount   string // "2 GW"
	Boundary string // "facility power (utility meter)"
	X, Y     Goal
	Points   []FrontierPoint // of the frontier, in rising order of X
	Others   []FrontierPoint // systems alone; those that are on the frontier may be left out
	Draws    int
	Unproved bool // a search was ended before all points were proved
	Meta     Meta
}

// maxFrontier is how many points of a kind can be told apart on one sheet.
const maxFrontier = 200

func (f Frontier) kind() string     { return "frontier" }
func (f Frontier) provenance() Meta { return f.Meta }

func (f Frontier) check() error {
	if n := max(len(f.Points), len(f.Others)); len(f.Points) == 0 || n > maxFrontier {
		return fmt.Errorf("%d points and %d others: must be 1 to %d and at most as many", len(f.Points), len(f.Others), maxFrontier)
	}
	for i, p := range f.Points {
		if !p.known() {
			return fmt.Errorf("point %d is at %v, %v", i+1, p.X, p.Y)
		}
		if i > 0 && p.X < f.Points[i-1].X {
			return fmt.Errorf("points are not in order: %v after %v", p.X, f.Points[i-1].X)
		}
		if p.Low > p.High {
			return fmt.Errorf("point %d: P5 and P95 are not in order: %v, %v", i+1, p.Low, p.High)
		}
	}
	return nil
}

func (p FrontierPoint) known() bool { return p.X-p.X == 0 && p.Y-p.Y == 0 }

// ranged reports whether the point has an interval of some width.
func (p FrontierPoint) ranged() bool { return p.Low < p.High && p.High-p.Low-(p.High-p.Low) == 0 }

func (g Goal) unit() Unit {
	if g.Unit == "" {
		return Count
	}
	return g.Unit
}

func (g Goal) name() string {
	if n := within(g.Label); n != "" {
		return n
	}
	return "quantity"
}

// from is a stretch of the goal: "1 to 2 million chips", "203 to 252 PB of HBM".
func (g Goal) from(low, high float64) string {
	link := " of "
	if g.unit().counted() {
		link = " "
	}
	return g.unit().between(low, high) + link + g.name()
}

// title says what most of what is wanted takes of what is not. It compares the point of the frontier that is nearest to nine tenths of the most with that. Where
// both goals are wanted, or neither, it says from where to where they trade.
func (f Frontier) title() string {
	amount := clean(f.Amount)
	if amount == "" {
		amount = "The commitment"
	}
	first, end := f.Points[0], f.Points[len(f.Points)-1]
	if len(f.Points) == 1 {
		return "From " + amount + ", one mix is the best in both " + f.X.name() + " and " + f.Y.name()
	}
	wanted, price := f.Y, f.X
	trade := func(p FrontierPoint) (gain, cost float64) { return p.Y, p.X }
	if f.X.More {
		wanted, price = f.X, f.Y
		trade = func(p FrontierPoint) (gain, cost float64) { return p.X, p.Y }
	}
	most, its := trade(end)
	for _, p := range f.Points { // of a frontier it is the last
		if gain, cost := trade(p); gain > most {
			most, its = gain, cost
		}
	}
	if f.X.More == f.Y.More || most <= 0 || its <= 0 {
		return fmt.Sprintf("From %s, %s trade against %s", amount, f.X.from(first.X, end.X), f.Y.from(math.Min(first.Y, end.Y), math.Max(first.Y, end.Y)))
	}
	part, takes := trade(first)
	part, takes = part/most, takes/its
	even := true
	for _, p := range f.Points {
		gain, cost := trade(p)
		if gain == most {
			continue
		}
		if gain, cost = gain/most, cost/its; math.Abs(gain-0.9) < math.Abs(part-0.9) {
			part, takes = gain, cost
		}
		even = even && math.Abs(gain-cost) <= 0.015
	}
	if even {
		return fmt.Sprintf("From %s, %s grows in proportion to %s", amount, wanted.name(), price.name())
	}
	return fmt.Sprintf("%.0f%% of the greatest %s from %s takes %.0f%% of its %s", math.Round(100*part), wanted.name(), amount, math.Round(100*takes), price.name())
}

func (f Frontier) alt() string {
	say := func(p FrontierPoint) string {
		s := f.X.unit().short(p.X) + " and " + f.Y.unit().short(p.Y)
		if p.ranged() {
			s += fmt.Sprintf(" (P5 to P95: %s to %s)", f.Y.unit().short(p.Low), f.Y.unit().short(p.High))
		}
		if n := clean(p.Name); n != "" {
			s = n + ": " + s
		}
		return s
	}
	var points, others []string
	for _, p := range f.Points {
		points = append(points, say(p))
	}
	for _, p := range f.Others {
		if p.known() {
			others = append(others, say(p))
		}
	}
	s := fmt.Sprintf("Mixes from %s between which %s and %s trade: %s.", of(f.Amount, f.Boundary), f.X.name(), f.Y.name(), strings.Join(points, "; "))
	if len(others) > 0 {
		s += " Systems alone: " + strings.Join(others, "; ") + "."
	}
	return s
}

// wish says in which direction a goal is better.
func (g Goal) wish() string {
	if g.More {
		return "more"
	}
	return "less"
}

func (f Frontier) subtitle(s *sheet) []span {
	has, link := "", "for"
	if f.X.More == f.Y.More { // neither is the price of the other
		has, link = "both ", "and"
	}
	text := fmt.Sprintf(" from %s: no other mix has %s%s %s %s %s %s. ", of(f.Amount, f.Boundary), has, f.Y.wish(), f.Y.name(), link, f.X.wish(), f.X.name())
	tail := ""
	if len(f.Others) > 0 {
		tail = "Systems alone in grey. "
	}
	ranged := false
	for _, p := range f.Points {
		ranged = ranged || p.ranged()
	}
	if ranged {
		tail += "Band: P5 to P95 of the same mixes"
	} else if f.Draws > 0 {
		tail += "P5 and P95 of each mix are the same"
	} else {
		tail += "Point values only, no uncertainty drawn"
	}
	return []span{s.named("Mixes", style{col: s.th.total}), plain(text + tail)}
}

// note says what is proved.
func (f Frontier) note() string {
	switch {
	case f.Unproved && len(f.Points) == 1:
		return "The best found before the search was ended; it is not proved"
	case f.Unproved:
		return "The best found before the search was ended; not each mix is proved"
	case len(f.Points) == 1:
		return "The mix is proved with every input at its mid"
	}
	return "Each mix is proved with every input at its mid; between them lie others"
}

func (f Frontier) draw(s *sheet) {
	texts := []string{f.Amount, f.Boundary, f.X.Label, f.Y.Label}
	for _, p := range append(append([]FrontierPoint(nil), f.Points...), f.Others...) {
		texts = append(texts, p.Name)
	}
	notes := append(foreignNote(texts...), f.note())
	inner := frame{title: f.title(), subtitle: f.subtitle(s), notes: notes, meta: f.Meta}.draw(s)
	var xs, ys []float64
	for _, p := range f.Points {
		xs, ys = append(xs, p.X), append(ys, p.Y)
		if p.ranged() {
			ys = append(ys, p.Low, p.High)
		}
	}
	for _, p := range f.Others {
		if p.known() {
			xs, ys = append(xs, p.X), append(ys, p.Y)
		}
	}
	ax := newAxes(s, inner, axisOf(xs, f.X.unit()), axisOf(ys, f.Y.unit()), f.X.Label, f.Y.Label)
	s.panel(ax.area, ax.x.lo, ax.x.hi, ax.y.lo, ax.y.hi, func(sc scales) {
		ax.grid(s, sc)
		f.marks(s, sc, ax)
	})
}

// nextTo is how near to a bend a dot is nearly the same mix, so that the bend's name may stand beside it too.
const nextTo = 16

// overhead is how far above the area a name may stand: the first point of a frontier that falls is at its top, with the line beside and below it.
const overhead = 6

// marks draws line, whiskers and dots, and then the labels that find room.
func (f Frontier) marks(s *sheet, sc scales, ax axes) {
	at := func(p FrontierPoint) vg.Point { return vg.Point{X: sc.x(p.X), Y: sc.y(p.Y)} }
	line := make([]vg.Point, len(f.Points))
	for i, p := range f.Points {
		line[i] = at(p)
	}
	col := readable(s.th.total, s.th.bg, 3)
	grey := readable(s.th.loss, s.th.bg, 3)
	keep := newKeepOut(box(ax.area.Min.X, ax.area.Min.Y, s.Max.X-marginX, ax.area.Max.Y+overhead), s.texts)
	f.band(s, sc, col)
	if p := f.Points[0]; len(f.Points) == 1 && p.ranged() {
		keep.line(vg.Point{X: sc.x(p.X), Y: sc.y(p.Low)}, vg.Point{X: sc.x(p.X), Y: sc.y(p.High)})
	}
	var others []FrontierPoint
	for _, p := range f.Others {
		if p.known() && !slices.ContainsFunc(line, func(q vg.Point) bool { return math.Hypot(float64(q.X-at(p).X), float64(q.Y-at(p).Y)) < 8 }) { // else it would look like a smudge of that point
			others = append(others, p)
		}
	}
	for _, p := range others {
		s.record("other", p.Name, box(at(p).X, at(p).Y, at(p).X, at(p).Y))
		s.dot(at(p), 3, grey)
		keep.boxes = append(keep.boxes, disc(at(p), 3.6)) // not yet as a dot with a name: a bold label is nobody's but a bold dot's
	}
	if len(line) > 1 {
		s.stroke(col, 1.6, nil, line...)
		for i := range line[1:] {
			keep.line(line[i], line[i+1])
		}
	}
	for i, p := range f.Points {
		s.record("point", p.Name, box(line[i].X, line[i].Y, line[i].X, line[i].Y))
		s.dot(line[i], 4, col)
		keep.disc(line[i], 4.6, clean(p.Name))
	}
	ink := style{size: 8.5, bold: true, col: s.th.ink}
	for _, i := range f.told() {
		name := clean(f.Points[i].Name)
		around := keep
		if f.Points[i].alone() {
			around = keep.renamed(line[i], nextTo, name)
		}
		around.label(s, line[i], 6, 4, ink, name)
		keep.boxes = around.boxes
	}
	for i := range keep.dots { // a grey label beside a point of the frontier would be taken for its name
		keep.dots[i].wide = 2
	}
	for _, p := range others {
		keep.disc(at(p), 3.6, clean(p.Name))
	}
	quiet := style{size: 7.5, col: s.th.muted}
	for _, p := range others {
		keep.label(s, at(p), 5, 1, quiet, clean(p.Name))
	}
}

// band is P5 to P95 of the points; of a single one, a bar.
func (f Frontier) band(s *sheet, sc scales, col color.NRGBA) {
	var low, high []vg.Point
	for _, p := range f.Points {
		lo, hi := p.Low, p.High
		if !p.ranged() {
			lo, hi = p.Y, p.Y
		}
		x := sc.x(p.X)
		low, high = append(low, vg.Point{X: x, Y: sc.y(lo)}), append(high, vg.Point{X: x, Y: sc.y(hi)})
		s.record("band", p.Name, box(x, sc.y(lo), x, sc.y(hi)))
	}
	if len(low) == 1 {
		s.stroke(withAlpha(col, 0.5), 2, nil, low[0], high[0])
		return
	}
	for i := len(high) - 1; i >= 0; i-- {
		low = append(low, high[i])
	}
	s.area(withAlpha(col, 0.16), low)
}

// alone reports whether the point is one system.
func (p FrontierPoint) alone() bool { return len(p.Systems) == 1 }

// alike reports whether two points are mixes of the same systems.
func (p FrontierPoint) alike(q FrontierPoint) bool {
	if len(p.Systems) == 0 || len(q.Systems) == 0 {
		return p.Name == q.Name
	}
	return slices.Equal(slices.Sorted(slices.Values(p.Systems)), slices.Sorted(slices.Values(q.Systems)))
}

// told are the points whose labels say something new, in the order in which they get room: the ends, then systems alone, at which a frontier bends, then one mix
// for each stretch on which the same systems are mixed, that in its middle.
func (f Frontier) told() []int {
	last := len(f.Points) - 1
	order := []int{last}
	if last > 0 && f.Points[0].Name != f.Points[last].Name {
		order = append(order, 0)
	}
	var bends, mixes []int
	for from := 0; from <= last; {
		to := from
		for to < last && f.Points[to+1].alike(f.Points[from]) {
			to++
		}
		switch {
		case from == 0 || to == last: // the end has the name
		case f.Points[from].alone():
			bends = append(bends, to)
		default:
			mixes = append(mixes, (from+to)/2)
		}
		from = to + 1
	}
	slices.Reverse(bends)
	slices.Reverse(mixes)
	return slices.Concat(order, bends, mixes)
}
