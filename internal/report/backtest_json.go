package report

import (
	"math"
	"strconv"
	"strings"

	"github.com/capplan/capplan/internal/backtest"
)

// measuresTree has the measures of a group by their names.
func measuresTree(list []backtest.Measure) object {
	out := object{}
	for _, m := range list {
		out = append(out, field{m.Name, inline{{"value", m.Value}, {"low", m.Low}, {"high", m.High}}})
	}
	return out
}

// levelNames are the percentiles of forecasts.
var levelNames = func() []string {
	out := make([]string, len(backtest.Levels))
	for i, l := range backtest.Levels {
		out[i] = "p" + strconv.Itoa(int(math.Round(100*l)))
	}
	return out
}()

func forecastTree(f backtest.Forecast) inline {
	out := inline{}
	for i, name := range levelNames {
		out = append(out, field{name, f.At[i]})
	}
	return out
}

func spanTree(s backtest.Span) inline {
	return inline{{"low", s.Low}, {"central", s.Central}, {"high", s.High}}
}

func (b Backtested) tree() object {
	groups, scores, rows, gates, left := list{}, object{}, list{}, list{}, list{}
	for _, g := range b.Groups {
		groups = append(groups, string(g))
	}
	for _, s := range b.Scores {
		systems := list{}
		for _, x := range s.Systems {
			systems = append(systems, inline{{"id", x.ID}, {"n", x.N}, {"bias", x.Bias}, {"sd", x.SD}})
		}
		one := object{{"title", s.Group.Title()}, {"rows", s.Rows}, {"not_predicted", s.Left}, {"measures", measuresTree(s.Measures)}, {"systems", systems}}
		scores = append(scores, field{string(s.Group), append(one, markFields(b.Overrides(s.Group))...)})
	}
	for _, l := range b.Scatter.Left {
		left = append(left, inline{{"id", l.ID}, {"width", l.Width}, {"chips", forecastTree(l.Chips)}, {"inside_50", l.Inside[0]}, {"inside_80", l.Inside[1]}, {"inside_90", l.Inside[2]}})
	}
	for _, g := range b.Gates {
		one := inline{{"gate", g.Text}, {"name", g.Name}, {"op", g.Op}, {"bound", g.Low}, {"bound_high", g.High}, {"value", g.Value}, {"failed", g.Failed}, {"warned", g.Warned}}
		gates = append(gates, append(one, markFields(b.GateOverrides(g))...))
	}
	for _, r := range b.shown() {
		rows = append(rows, rowTree(r))
	}
	all, scored, gone := b.Counts()
	var credit any
	if b.Data == "" {
		credit = Credit
	}
	question := object{{"command", "backtest"}, {"data", orNull(b.Data)}, {"groups", groups}, {"draws", b.Draws}, {"seed", b.Seed}, {"sampler", b.Sampler}, {"set", settingsTree(b.Set, false)}}
	if len(b.Overlaid) > 0 {
		question = append(question, field{"overlaid", overlaidTree(b.Overlaid, false)})
	}
	scatter := append(object{{"campuses", b.Scatter.Campuses}, {"measures", measuresTree(b.Scatter.Measures)}, {"left_out", left}}, markFields(b.Overrides(backtest.Sites))...)
	return object{
		{"question", question}, {"input_hash", b.InputHash()}, {"confidence", backtest.Confidence}, {"counts", inline{{"rows", all}, {"predicted", scored}, {"not_predicted", gone}}}, {"scores", scores},
		{"scatter", scatter}, {"gates", gates}, {"rows", rows}, {"credit", credit},
	}
}

// markFields is what is not built in below something; nothing where all is.
func markFields(names []string) []field {
	if len(names) == 0 {
		return nil
	}
	return []field{{"overrides", strs(names)}}
}

func rowTree(r *backtest.Outcome) object {
	systems, readings := list{}, list{}
	for _, s := range r.Systems {
		systems = append(systems, inline{{"id", s.ID}, {"share", s.Share}})
	}
	for _, x := range r.Readings {
		readings = append(readings, inline{{"reading", x.Name}, {"quantity", x.Spec.Name}, {"chips", forecastTree(x.Chips)}, {"power", forecastTree(x.Power)}})
	}
	out := object{{"id", r.ID}, {"name", r.Name}, {"group", string(r.Group)}, {"counts", r.Headline}, {"not_predicted", orNull(r.Left)}, {"operator", orNull(r.Operator)},
		{"location", orNull(r.Location)}, {"date", orNull(r.Date)}, {"chip_id", orNull(r.ChipID)}, {"profile", orNull(r.Profile)}, {"systems", systems}, {"site", orNull(r.SiteID)},
		{"basis", string(r.Basis)}, {"status", orNull(r.Status)}, {"confidence", orNull(r.Confidence)},
		{"published", inline{{"chips", spanTree(r.Count)}, {"count_unit", orNull(r.CountUnit)}, {"more_than", r.Count.MoreThan()}, {"power", spanTree(r.Power)}}}, {"readings", readings}}
	if r.Left == "" {
		out = append(out, object{{"packages", r.Packages}, {"log_error", r.Error}, {"power_log_error", r.PowerError()}, {"inside_50", r.Inside[0]}, {"inside_80", r.Inside[1]},
			{"inside_90", r.Inside[2]}, {"crps", r.CRPS}, {"width_90", r.Width()}}...)
	}
	out = append(out, markFields(r.Overrides)...)
	return append(out, object{{"sources", r.Sources}, {"independence_note", orNull(r.Independence)}, {"note", orNull(r.Note)}, {"licence", orNull(r.Licence)}}...)
}

// records have a line for each score, for each row and reading, and for each row without a prediction; the first column says which.
func (b Backtested) records() *records {
	out := &records{columns: []string{"kind", "group", "id", "name", "date", "system", "site", "basis", "reading", "counts", "not_predicted", "published_chips", "published_power"}}
	for _, of := range []string{"chips", "power"} {
		for _, l := range levelNames {
			out.columns = append(out.columns, of+"_"+l)
		}
	}
	out.columns = append(out.columns, "log_error", "power_log_error", "inside_50", "inside_80", "inside_90", "crps", "width_90", "measure", "value", "low", "high", "sources", "licence", "note", "overrides")
	at := map[string]int{}
	for i, c := range out.columns {
		at[c] = i
	}
	add := func(fields ...field) {
		row := make([]any, len(out.columns))
		for _, f := range fields {
			row[at[f.key]] = f.value
		}
		out.add(row...)
	}
	marks := func(names []string) field { return field{"overrides", orNull(strings.Join(names, " "))} }
	measure := func(kind, group, id string, m backtest.Measure) {
		of := backtest.Group(group)
		if kind == "scatter" {
			of = backtest.Sites
		}
		add(field{"kind", kind}, field{"group", group}, field{"id", orNull(id)}, field{"measure", m.Name}, field{"value", m.Value}, field{"low", m.Low}, field{"high", m.High},
			marks(b.Overrides(of)))
	}
	value := func(name string, x float64) backtest.Measure {
		return backtest.Measure{Name: name, Estimate: backtest.Estimate{Value: x, Low: math.NaN(), High: math.NaN()}}
	}
	for _, s := range b.Scores {
		for _, m := range s.Measures {
			measure("score", string(s.Group), "", m)
		}
		for _, x := range s.Systems {
			measure("system", string(s.Group), x.ID, value("n", float64(x.N)))
			measure("system", string(s.Group), x.ID, value("bias", x.Bias))
			measure("system", string(s.Group), x.ID, value("sd", x.SD))
		}
	}
	for _, m := range b.Scatter.Measures {
		measure("scatter", "scatter", "", m)
	}
	for _, l := range b.Scatter.Left {
		fields := []field{{"kind", "left-out"}, {"group", "scatter"}, {"id", l.ID}, {"measure", "width"}, {"value", l.Width}, {"inside_50", l.Inside[0]}, {"inside_80", l.Inside[1]},
			{"inside_90", l.Inside[2]}, marks(b.Overrides(backtest.Sites))}
		for i, name := range levelNames {
			fields = append(fields, field{"chips_" + name, l.Chips.At[i]})
		}
		add(fields...)
	}
	for _, g := range b.Gates {
		add(field{"kind", "gate"}, field{"name", g.Text}, field{"measure", g.Name}, field{"value", g.Value}, field{"id", gateResult(g)}, marks(b.GateOverrides(g)))
	}
	for _, r := range b.shown() {
		fields := []field{{"kind", "row"}, {"group", string(r.Group)}, {"id", r.ID}, {"name", r.Name}, {"date", orNull(r.Date)}, {"system", orNull(r.SystemIDs())}, {"site", orNull(r.SiteID)},
			{"basis", string(r.Basis)}, {"counts", r.Headline}, {"not_predicted", orNull(r.Left)}, {"published_chips", r.Count.Central}, {"published_power", r.Power.Central},
			{"sources", r.Sources}, {"licence", orNull(r.Licence)}, {"note", orNull(r.Note)}, marks(r.Overrides)}
		if r.Left != "" {
			add(fields...)
			continue
		}
		fields = append(fields, []field{{"log_error", r.Error}, {"power_log_error", r.PowerError()}, {"inside_50", r.Inside[0]}, {"inside_80", r.Inside[1]}, {"inside_90", r.Inside[2]},
			{"crps", r.CRPS}, {"width_90", r.Width()}}...)
		for _, x := range r.Readings {
			one := append(fields[:len(fields):len(fields)], field{"reading", x.Name})
			for i, name := range levelNames {
				one = append(one, field{"chips_" + name, x.Chips.At[i]}, field{"power_" + name, x.Power.At[i]})
			}
			add(one...)
		}
	}
	return out
}
