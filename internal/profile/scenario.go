package profile

import (
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/audit"
	"github.com/capplan/capplan/internal/foreign"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/ramp"
	"github.com/capplan/capplan/internal/suggest"
)

// Ramp is the kind of a file that tells how a commitment grows over time, and the folder of the built-in ones.
const Ramp Kind = "scenarios"

// scenarioSchema is what a scenario may hold beside its tables.
var scenarioSchema = &schema{
	kind: Ramp, inputs: &group{},
	head: []headKey{
		{name: "id", required: true}, {name: "name", required: true}, {name: "description"}, {name: "site", required: true},
		{name: "workload", options: accelerators.Workload.Options}, {name: "precision", options: accelerators.Precision.Options},
	},
}

// scenarioTables are the tables of a scenario, in the order in which they are documented.
var scenarioTables = []string{"period", "power", "ramp", "generation", "interim", "correlations", "money", "threshold", "sources"}

// Scenarios lists the ids of the built-in scenarios, in order.
func (l *Library) Scenarios() []string {
	files, _ := fs.ReadDir(l.builtin, string(Ramp))
	var out []string
	for _, f := range files {
		if isProfile(f.Name()) {
			out = append(out, idOf(f.Name()))
		}
	}
	slices.Sort(out)
	return out
}

// UnknownScenarioError says that there is no built-in scenario of a name.
type UnknownScenarioError struct {
	Name  string
	Known []string
	Meant string // a name that is near, or empty
}

// Error implements the error interface.
func (e *UnknownScenarioError) Error() string {
	if e.Meant != "" {
		return fmt.Sprintf("unknown scenario %s; did you mean %s? (a file's name ends in %s)", foreign.Quote(e.Name), e.Meant, extension)
	}
	return fmt.Sprintf("unknown scenario %s; the built-in ones are %s; a file's name ends in %s", foreign.Quote(e.Name), strings.Join(e.Known, ", "), extension)
}

// Scenario reads a built-in scenario; see [Library.ParseScenario].
func (l *Library) Scenario(id string) (*ramp.Scenario, []*accelerators.Accelerator, error) {
	word := strings.ToLower(id)
	if all := l.Scenarios(); !slices.Contains(all, word) {
		return nil, nil, &UnknownScenarioError{Name: id, Known: all, Meant: suggest.Suggest(word, all)}
	}
	file := path.Join(string(Ramp), word+extension)
	data, err := fs.ReadFile(l.builtin, file)
	if err != nil {
		return nil, nil, unreadable(builtinFolder+"/"+file, err)
	}
	return l.parseScenario(builtinFolder+"/"+file, string(data), tested)
}

// ParseScenario reads a scenario and finds the systems of its generations, in their order. The error is of type [Problems] and holds everything that is
// wrong with the file, as far as it can be told without a site.
func (l *Library) ParseScenario(file string, data []byte) (*ramp.Scenario, []*accelerators.Accelerator, error) {
	return l.parseScenario(file, string(data), asked)
}

func (l *Library) parseScenario(file, content string, st standing) (*ramp.Scenario, []*accelerators.Accelerator, error) {
	s, err := decodable(file, content)
	if err != nil {
		return nil, nil, err
	}
	t := newText(file, s)
	o := scan(s, false)
	defer o.release()
	if problems := decode(t, o, st); problems != nil {
		return nil, nil, problems
	}
	r := &scenarioReader{
		reader: reader{t: t, schema: scenarioSchema, root: o.root, doc: &document{kind: Ramp, file: file, head: map[string]any{}, values: quantity.Scenario{}}},
		s:      &ramp.Scenario{Origin: file, Values: quantity.Scenario{}},
		l:      l,
	}
	r.readAll()
	if err := r.problems.sorted(); err != nil {
		return nil, nil, err
	}
	if l.day == "" {
		return r.s, r.chips, nil
	}
	if known, from, by := r.s.AnnouncedOn(l.day); !known {
		n := r.node("power.announced")
		if by.Title != "" {
			from += " by " + by.Title
		}
		r.report(n.key, n.path(), "was not known on "+l.day, "it is from "+from)
		return nil, nil, r.problems.sorted()
	}
	return r.s.KnownOn(l.day), r.chips, nil
}

// scenarioReader turns the keys of a scenario into one, and collects what is wrong with them.
type scenarioReader struct {
	reader
	s     *ramp.Scenario
	l     *Library
	chips []*accelerators.Accelerator
	nodes []*node // of the generations
}

func (r *scenarioReader) readAll() {
	r.as(audit.Keys)
	r.readSources()
	for _, n := range r.root.kids {
		if i := slices.IndexFunc(scenarioSchema.head, func(k headKey) bool { return k.name == n.name }); i >= 0 {
			r.headKey(n, scenarioSchema.head[i])
		} else if !slices.Contains(scenarioTables, n.name) {
			r.unknown(n, append(headNames(), scenarioTables...))
		}
	}
	r.required()
	text := r.doc.text
	r.s.ID, r.s.Name, r.s.Description, r.s.Site = text("id"), text("name"), text("description"), text("site")
	r.s.Workload, r.s.Precision = text("workload"), text("precision")
	if _, err := r.l.Site(r.s.Site); err != nil && r.s.Site != "" {
		n := r.root.kid("site")
		r.report(n.val, n.path(), err.Error(), "")
	}
	r.period()
	r.power()
	r.shared()
	r.generations()
	r.covered()
	r.correlations()
	r.money()
	r.thresholds()
	r.uncited()
	r.s.Sources = r.doc.sources
}

func headNames() []string {
	var out []string
	for _, k := range scenarioSchema.head {
		out = append(out, k.name)
	}
	return out
}

// table finds a table at the top of the file; nil, and a problem if it must be there, where it is none.
func (r *scenarioReader) table(name string, must bool, advice string) *node {
	n := r.root.kid(name)
	switch {
	case n == nil && must:
		r.report(len(r.t.s), name, "missing", advice)
	case n != nil && !n.isTable():
		r.report(n.val, n.path(), "must be a table, not "+describe(n.value), advice)
		return nil
	}
	return n
}

// only reports the keys of a table that are none of the given ones.
func (r *scenarioReader) only(n *node, known ...string) {
	for _, k := range n.kids {
		if !slices.Contains(known, k.name) {
			r.unknown(k, known)
		}
	}
}

// quarter reads a quarter of a table; 0, and a problem where it must be there, if it is none.
func (r *scenarioReader) quarter(n *node, name string, must bool) ramp.Quarter {
	k := n.kid(name)
	if k == nil {
		if must {
			r.report(n.key, n.path()+"."+name, "missing", `write a quarter, such as `+name+` = "2027-Q1"`)
		}
		return 0
	}
	s, ok := r.line(k)
	if !ok {
		return 0
	}
	q, err := ramp.ParseQuarter(s)
	if err != nil {
		r.report(k.val, k.path(), foreign.Quote(s)+" is no quarter", "write year and quarter, such as 2027-Q1")
	}
	return q
}

// ordered reports a span that ends before it begins.
func (r *scenarioReader) ordered(n *node, from, until ramp.Quarter, last string) bool {
	if from == 0 || until == 0 || from <= until {
		return true
	}
	k := n.kid(last)
	r.report(k.val, k.path(), until.String()+" is before from, "+from.String(), "from comes first")
	return false
}

// period is the time that the scenario covers.
func (r *scenarioReader) period() {
	n := r.table("period", true, `write [period] and below it from = "2027-Q1" and until = "2034-Q4"`)
	if n == nil {
		return
	}
	r.only(n, "from", "until")
	from, until := r.quarter(n, "from", true), r.quarter(n, "until", true)
	if !r.ordered(n, from, until, "until") || from == 0 || until == 0 {
		return
	}
	r.s.From, r.s.Quarters = from, int(until-from)+1
	if r.s.Quarters > ramp.MaxQuarters {
		r.report(n.kid("until").val, n.path()+".until", fmt.Sprintf("%d quarters", r.s.Quarters), fmt.Sprintf("a ramp has at most %d", ramp.MaxQuarters))
	}
}

// power is the commitment and its schedule.
func (r *scenarioReader) power() {
	n := r.table("power", true, `write [power] and below it basis, announced and schedule`)
	if n == nil {
		return
	}
	r.only(n, "basis", "announced", "schedule")
	bases := append(slices.Clone(power.Basis.Options), power.Unstated)
	if k := n.kid("basis"); k == nil {
		r.report(n.key, n.path()+".basis", "missing", "write "+list(quoted(bases))+": where the power is measured")
	} else {
		r.s.Basis, _ = r.oneOf(k, bases)
	}
	p := &r.s.Power
	if k := n.kid("announced"); k == nil {
		r.report(n.key, n.path()+".announced", "missing", `write announced = { value = "2 GW", basis = "published", source = "..." }`)
	} else {
		var ok bool
		if p.Announced, ok = r.value(k, power.Commitment.Spec); ok && p.Announced.Mid() <= 0 {
			r.report(k.key, k.path(), "no power", "write more than 0 W")
		}
	}
	k := n.kid("schedule")
	if k == nil || !k.isTable() {
		r.report(n.key, n.path()+".schedule", "missing", `write [power.schedule] and below it shape = "linear", from, until, basis and note`)
		return
	}
	r.schedule(k)
}

var shapeNames = func() []string {
	var out []string
	for _, s := range ramp.Shapes {
		out = append(out, string(s))
	}
	return out
}()

func (r *scenarioReader) schedule(n *node) {
	p := &r.s.Power
	r.evidence(n, &p.Evidence)
	p.Evidence.Origin = fmt.Sprintf("%s:%d", r.t.file, r.t.line(n.key))
	k := n.kid("shape")
	if k == nil {
		r.report(n.key, n.path()+".shape", "missing", "write "+list(quoted(shapeNames)))
		return
	}
	shape, ok := r.oneOf(k, shapeNames)
	if !ok {
		return
	}
	p.Shape = ramp.Shape(shape)
	if p.Shape == ramp.Points {
		r.points(n)
		return
	}
	r.only(n, append([]string{"shape", "from", "until"}, evidenceKeys...)...)
	p.From, p.Until = r.quarter(n, "from", true), r.quarter(n, "until", true)
	r.ordered(n, p.From, p.Until, "until")
}

// points reads the announced power quarter by quarter: one key a quarter, in order, without gaps, never falling, up to all that is announced.
func (r *scenarioReader) points(n *node) {
	p := &r.s.Power
	p.From, p.Until, p.Points = 0, 0, nil
	var last *node
	for _, k := range n.kids {
		if k.name == "shape" || slices.Contains(evidenceKeys, k.name) {
			continue
		}
		q, err := ramp.ParseQuarter(k.name)
		if err != nil {
			r.report(k.key, k.path(), "is no quarter", `write one key a quarter: 2027-Q1 = "250 MW"`)
			continue
		}
		x := r.number(k, power.Commitment.Spec)
		switch {
		case last == nil:
			p.From = q
		case q <= p.Until:
			r.report(k.key, k.path(), "out of order: it stands after "+p.Until.String(), "sort the quarters")
			continue
		case q > p.Until+1 && n.kid((p.Until+1).String()) != nil:
			r.report(k.key, k.path(), fmt.Sprintf("out of order: %s stands below it", p.Until+1), "sort the quarters")
		case q > p.Until+1:
			r.report(k.key, k.path(), fmt.Sprintf("a gap: %s is missing", p.Until+1), "write every quarter; one in which nothing is added repeats the power before")
		case x < p.Points[len(p.Points)-1]:
			r.report(k.val, k.path(), "less than the quarter before", "power to date does not fall; systems that retire free power, which is not given back")
		}
		last, p.Until = k, q
		p.Points = append(p.Points, x)
	}
	if last == nil {
		r.report(n.key, n.path(), "has no quarter", `write one key a quarter: 2027-Q1 = "250 MW"`)
		return
	}
	if all := p.Announced.Mid(); p.Announced.Shape != "" && p.Points[len(p.Points)-1] != all {
		r.report(last.val, last.path(), "the last quarter has "+show(power.Commitment.Spec, p.Points[len(p.Points)-1])+", announced are "+show(power.Commitment.Spec, all), "let the schedule end at what is announced")
	}
}

// shared reads the inputs that all generations have in common.
func (r *scenarioReader) shared() {
	n := r.table("ramp", false, "write [ramp.realisation] and the like")
	if n == nil {
		return
	}
	known := map[string]*quantity.Spec{}
	for _, s := range ramp.Quantities.All() {
		if table, name, _ := strings.Cut(s.Name, "."); s.Input && s.Scope == quantity.Shared && table == "ramp" {
			known[name] = s
		}
	}
	for _, k := range n.kids {
		s := known[k.name]
		if s == nil {
			r.unknown(k, slices.Sorted(maps.Keys(known)))
			continue
		}
		if v, ok := r.value(k, s); ok {
			r.s.Values[s] = v
		}
	}
}
