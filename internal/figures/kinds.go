package figures

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
)

// index is a Sobol index with the range that its points leave.
type index struct {
	Value *float64 `json:"value"`
	P5    *float64 `json:"p5"`
	P95   *float64 `json:"p95"`
}

// err is its standard error, 0 where it has none.
func (x *index) err() float64 {
	if x == nil || x.P5 == nil || x.P95 == nil {
		return 0
	}
	return (*x.P95 - *x.P5) / (2 * normal95)
}

// sensitivity has for each metric, its moment, the distribution and, factor by factor, what moves it.
func (t *Table) sensitivity(data []byte) error {
	var f struct {
		Question struct {
			Points float64 `json:"points"`
		} `json:"question"`
		Metrics []struct {
			Number
			Quantity string   `json:"quantity"`
			Member   string   `json:"member"`
			Period   *string  `json:"period"`
			Together *float64 `json:"together"`
			IndexSD  *float64 `json:"index_sd"`
			Effects  []struct {
				Factor string `json:"factor"`
				Low    struct {
					Result *float64 `json:"result"`
				} `json:"low"`
				High struct {
					Result *float64 `json:"result"`
				} `json:"high"`
				Swing   *float64 `json:"swing"`
				First   *index   `json:"first"`
				Total   *index   `json:"total"`
				SDKnown *float64 `json:"sd_if_known"`
				Less    *float64 `json:"variance_reduction"`
			} `json:"effects"`
		} `json:"metrics"`
	}
	if err := json.Unmarshal(data, &f); err != nil {
		return err
	}
	for _, m := range f.Metrics {
		at := m.Quantity
		if m.Member != "" && m.Member != "total" {
			at = m.Member + ":" + at
		}
		if m.Period != nil && *m.Period != "" && *m.Period != "all" {
			at += "@" + *m.Period
		}
		t.add(m.figure("", m.Quantity, at))
		drawn := 0.0 // the relative standard error of a standard deviation
		if f.Question.Points > 0 {
			drawn = 1 / math.Sqrt(2*f.Question.Points)
		}
		square := 0.0
		for _, e := range m.Effects {
			square += e.First.err() * e.First.err()
		}
		t.add(plain("", "index_sd", at, m.Unit, m.IndexSD).within(drawn * or(m.IndexSD)))
		t.add(plain("", "together", at, "1", m.Together).within(math.Sqrt(square)))
		for _, e := range m.Effects {
			t.add(plain(e.Factor, "swing", at, m.Unit, e.Swing))
			t.add(plain(e.Factor, "low", at, m.Unit, e.Low.Result))
			t.add(plain(e.Factor, "high", at, m.Unit, e.High.Result))
			for _, x := range []struct {
				name string
				of   *index
			}{{"first", e.First}, {"total", e.Total}} {
				if x.of == nil {
					continue
				}
				one := plain(e.Factor, x.name, at, "1", x.of.Value)
				one.Values["p5"], one.Values["p95"] = or(x.of.P5), or(x.of.P95)
				t.add(one.within(x.of.err()))
			}
			sd := or(m.IndexSD)
			known := 0.0
			if k := or(e.SDKnown); k > 0 { // sd·√(1 − first)
				known = sd*sd*e.First.err()/(2*k) + drawn*k
			}
			t.add(plain(e.Factor, "sd_if_known", at, m.Unit, e.SDKnown).within(known))
			t.add(plain(e.Factor, "variance_reduction", at, squared(m.Unit), e.Less).within(sd*sd*e.First.err() + 2*drawn*or(e.Less)))
		}
	}
	return nil
}

// squared is the unit of a variance.
func squared(unit string) string {
	if unit == "1" {
		return unit
	}
	return unit + "²"
}

// normal95 is how many standard deviations the 95th percentile of a normal distribution lies above its mean.
const normal95 = 1.6448536269514722

// bought is a chip in a best mix.
type bought struct {
	ID         string            `json:"id"`
	Vendor     string            `json:"vendor"`
	Units      *float64          `json:"units"`
	Chips      *float64          `json:"chips"`
	Racks      *float64          `json:"racks"`
	Share      *float64          `json:"share"`
	Quantities map[string]Number `json:"quantities"`
}

// weighed are the chips that a choice was made among.
type weighed []struct {
	ID     string `json:"id"`
	Vendor string `json:"vendor"`
}

// bought adds what is bought of each chip and of each vendor, at a moment: of those that the choice leaves out, 0.
func (t *Table) bought(members []bought, candidates []string, among weighed, moment string) {
	type sum struct{ units, chips, racks, share float64 }
	vendors := map[string]*sum{}
	for _, x := range among {
		vendors[x.Vendor] = &sum{}
	}
	put := func(who string, s sum) {
		for _, x := range []struct {
			name  string
			value float64
		}{{"share", s.share}, {"units", s.units}, {"chips", s.chips}, {"racks", s.racks}} {
			t.add(plain(who, x.name, moment, "1", &x.value))
		}
	}
	var in []string
	for _, m := range members {
		s := sum{or(m.Units), or(m.Chips), or(m.Racks), or(m.Share)}
		put(m.ID, s)
		in = append(in, m.ID)
		v := vendors[m.Vendor]
		if v == nil {
			v = &sum{}
			vendors[m.Vendor] = v
		}
		*v = sum{v.units + s.units, v.chips + s.chips, v.racks + s.racks, v.share + s.share}
		for _, name := range slices.Sorted(maps.Keys(m.Quantities)) {
			q := m.Quantities[name]
			t.add(q.figure(m.ID, name, moment))
		}
	}
	for _, id := range candidates {
		if !slices.Contains(in, id) {
			put(id, sum{})
		}
	}
	for _, v := range slices.Sorted(maps.Keys(vendors)) {
		put(v, *vendors[v])
	}
}

// best has the objective and how near it is to what can be, the shares, the quantities, and how far each limit is used.
func (t *Table) best(data []byte) error {
	var f struct {
		Question struct {
			Chips []string `json:"chips"`
		} `json:"question"`
		Objective struct {
			Unit       string   `json:"unit"`
			Value      *float64 `json:"value"`
			Bound      *float64 `json:"bound"`
			Gap        *float64 `json:"gap"`
			Relaxation *float64 `json:"relaxation"`
			Nodes      *float64 `json:"nodes"`
		} `json:"objective"`
		Weighed weighed  `json:"weighed"`
		Members []bought `json:"members"`
		Total   struct {
			Quantities map[string]Number `json:"quantities"`
		} `json:"total"`
		Limits []struct {
			Limit  string   `json:"limit"`
			Unit   string   `json:"unit"`
			Used   *float64 `json:"used"`
			Price  *float64 `json:"relaxation_shadow_price"`
			Chance *float64 `json:"chance_kept"`
		} `json:"limits"`
	}
	if err := json.Unmarshal(data, &f); err != nil {
		return err
	}
	o := f.Objective
	t.add(plain("", "objective", "", o.Unit, o.Value))
	t.add(plain("", "bound", "", o.Unit, o.Bound))
	t.add(plain("", "relaxation", "", o.Unit, o.Relaxation))
	t.add(plain("", "gap", "", "1", o.Gap))
	t.add(plain("", "nodes", "", "1", o.Nodes))
	if f.Members != nil {
		t.bought(f.Members, f.Question.Chips, f.Weighed, "")
	}
	for _, name := range slices.Sorted(maps.Keys(f.Total.Quantities)) {
		q := f.Total.Quantities[name]
		t.add(q.figure("", name, ""))
	}
	for _, l := range f.Limits {
		t.add(plain(l.Limit, "used", "", l.Unit, l.Used))
		t.add(plain(l.Limit, "shadow_price", "", o.Unit+"/"+l.Unit, l.Price))
		t.add(plain(l.Limit, "chance_kept", "", "1", l.Chance))
	}
	return nil
}

// frontier has at each point, 1 the first, the two quantities and what is bought.
func (t *Table) frontier(data []byte) error {
	var f struct {
		Question struct {
			Chips []string `json:"chips"`
		} `json:"question"`
		X, Y struct {
			Quantity string `json:"quantity"`
		}
		Weighed weighed  `json:"weighed"`
		Gap     *float64 `json:"gap"`
		Points  []struct {
			Members []bought `json:"members"`
			X       Number   `json:"x"`
			Y       Number   `json:"y"`
		} `json:"points"`
	}
	if err := json.Unmarshal(data, &f); err != nil {
		return err
	}
	t.Any = true
	n := float64(len(f.Points))
	t.add(plain("", "points", "", "1", &n))
	t.add(plain("", "gap", "", "1", f.Gap))
	for i, p := range f.Points {
		at := strconv.Itoa(i + 1)
		t.add(p.X.figure("", f.X.Quantity, at))
		t.add(p.Y.figure("", f.Y.Quantity, at))
		t.bought(p.Members, f.Question.Chips, f.Weighed, at)
	}
	return nil
}

// curve has at each share, 40% say, the quantities and their ratios to those at the first.
func (t *Table) curve(data []byte) error {
	var f struct {
		Metrics map[string][]struct {
			Share float64 `json:"share"`
			Value Number  `json:"value"`
			Ratio Number  `json:"ratio"`
		} `json:"metrics"`
	}
	if err := json.Unmarshal(data, &f); err != nil {
		return err
	}
	t.Any = true
	for _, name := range slices.Sorted(maps.Keys(f.Metrics)) {
		for _, p := range f.Metrics[name] {
			at := strconv.FormatFloat(math.Round(1e8*p.Share)/1e6, 'f', -1, 64) + "%"
			t.add(p.Value.figure("", name, at))
			t.add(p.Ratio.figure("", "ratio("+name+")", at))
		}
	}
	return nil
}

// ledger has for each moment, view and boundary the figures of each vendor and of all.
func (t *Table) ledger(data []byte) error {
	type group struct {
		Boundary string                       `json:"boundary"`
		Vendors  map[string]map[string]Number `json:"vendors"`
		Total    map[string]Number            `json:"total"`
	}
	var f struct {
		States []struct {
			Key      string  `json:"key"`
			Stated   []group `json:"stated"`
			Realised []group `json:"realised"`
		} `json:"states"`
	}
	if err := json.Unmarshal(data, &f); err != nil {
		return err
	}
	for _, s := range f.States {
		for _, view := range []struct {
			name string
			list []group
		}{{"stated", s.Stated}, {"realised", s.Realised}} {
			for _, g := range view.list {
				put := func(member string, list map[string]Number) {
					for _, name := range slices.Sorted(maps.Keys(list)) {
						q := list[name]
						one := q.figure(member, name, s.Key)
						one.View = LedgerView(view.name, g.Boundary)
						t.add(one)
					}
				}
				for _, v := range slices.Sorted(maps.Keys(g.Vendors)) {
					put(v, g.Vendors[v])
				}
				put("", g.Total)
			}
		}
	}
	for _, usual := range []string{"as-of", "after"} { // what is meant where no moment is given
		if i := slices.Index(t.Moments, usual); i > 0 {
			t.Moments = append([]string{usual}, slices.Delete(slices.Clone(t.Moments), i, i+1)...)
		}
	}
	return nil
}

// LedgerView names a reading of a ledger: what is stated or realised, at a boundary.
func LedgerView(view, boundary string) string { return fmt.Sprintf("%s/%s", view, boundary) }

// comparison has the ratios of each chip to the reference, and where the two are level.
func (t *Table) comparison(data []byte) error {
	var f struct {
		Members []struct {
			ID          string            `json:"id"`
			Quantities  map[string]Number `json:"quantities"`
			Ratios      map[string]Number `json:"ratios"`
			Equivalents map[string]Number `json:"equivalents"`
			BreakEven   []struct {
				Per      string   `json:"per"`
				Input    string   `json:"input"`
				Now      *float64 `json:"now"`
				At       Number   `json:"at"`
				Ahead    *float64 `json:"ahead_in"`
				Possible *float64 `json:"possible_in"`
			} `json:"break_even"`
		} `json:"members"`
	}
	if err := json.Unmarshal(data, &f); err != nil {
		return err
	}
	for _, m := range f.Members {
		for _, x := range []struct {
			as   string
			list map[string]Number
		}{{"", m.Quantities}, {"ratio", m.Ratios}, {"equivalent", m.Equivalents}} {
			for _, name := range slices.Sorted(maps.Keys(x.list)) {
				q := x.list[name]
				if x.as != "" {
					name = x.as + "(" + name + ")"
				}
				t.add(q.figure(m.ID, name, ""))
			}
		}
		share := func(name string, x *float64) { // a share of the draws
			f := plain(m.ID, name, "", "1", x)
			if t.Draws > 0 {
				f = f.within(math.Sqrt(or(x) * (1 - or(x)) / float64(t.Draws)))
			}
			t.add(f)
		}
		for _, b := range m.BreakEven {
			of := "(" + b.Input + "/" + b.Per + ")"
			t.add(b.At.figure(m.ID, "break_even"+of, ""))
			share("ahead_in"+of, b.Ahead)
			share("possible_in"+of, b.Possible)
		}
	}
	return nil
}
