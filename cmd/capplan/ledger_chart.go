package main

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/capplan/capplan/internal/ledger"
	"github.com/capplan/capplan/internal/report"
	"github.com/capplan/capplan/plots"
	"github.com/capplan/capplan/profiles"
)

// beforeAfterName is the chart of a ledger.
const beforeAfterName = "before-after"

// beforeAfter shows each vendor's share of the headline's sum, moment by moment, the headline's vendor first.
func beforeAfter(r *ledger.Result) plots.Chart {
	boundary := r.Headline()
	b := plots.BeforeAfter{Party: r.Ledger.Party, Noun: report.LayerNoun(r.Question.Layer), By: "power", Measure: measure(r, boundary), Meta: ledgerMeta(r)}
	if r.Question.Realised {
		b.By = "expected power"
	}
	var vendors []string
	for _, v := range r.Vendors {
		for _, s := range r.States {
			if _, row := s.Of(boundary, v, r.Question.Realised); row != nil {
				vendors = append(vendors, v)
				break
			}
		}
	}
	if len(vendors) == 0 || vendors[0] != r.Question.Vendor {
		vendors = append([]string{r.Question.Vendor}, vendors...)
	}
	for _, v := range vendors {
		name := v
		if v == "" {
			name = "not stated"
		}
		b.Vendors = append(b.Vendors, plots.Member{Name: name, Vendor: v})
	}
	for _, s := range r.States {
		b.States = append(b.States, standing(r, s, boundary, vendors))
	}
	return b
}

func standing(r *ledger.Result, s ledger.State, boundary string, vendors []string) plots.Standing {
	out := plots.Standing{Label: momentLabel(s), Aside: s.Key == ledger.AfterWithLetter, Values: make([]float64, len(vendors))}
	group, _ := s.Of(boundary, "", r.Question.Realised)
	low, high, varies := make([]float64, len(vendors)), make([]float64, len(vendors)), false
	for i, v := range vendors {
		switch row := rowOf(group, v); {
		case group == nil:
			out.Values[i], out.Reason = math.NaN(), "nothing committed by then can be added"
		case row != nil:
			out.Values[i] = row.Power.Point // only at the point do the parts add up
			low[i], high[i] = row.Share.Point, row.Share.Point
			if row.Share.Varies() {
				low[i], high[i] = row.Share.P5, row.Share.P95
			}
			varies = varies || row.Share.Varies()
		}
	}
	if varies {
		out.Low, out.High = low, high
	}
	return out
}

func rowOf(g *ledger.Group, vendor string) *ledger.Row {
	if g == nil {
		return nil
	}
	return g.Row(vendor)
}

// momentLabel is a moment as a chart has it.
func momentLabel(s ledger.State) string {
	date := s.Date
	if t, err := time.Parse(time.DateOnly, date); err == nil {
		date = t.Format("2 Jan 2006")
	}
	switch s.Key {
	case ledger.Before:
		return "Before " + date
	case ledger.AfterWithLetter:
		return "After, if the letter of intent is kept"
	case ledger.AsOf:
		return "As of " + date
	}
	if s.KeepLetters {
		return "After " + date + ", letters kept"
	}
	return "After " + date
}

// measure says of what the shares are.
func measure(r *ledger.Result, boundary string) string {
	var text string
	switch {
	case boundary == "":
	case boundary == ledger.Unstated:
		if text = "gigawatts of unstated boundary"; hasStated(r) {
			text += "; those at a stated one are not in it"
		}
	case r.Question.Unstated == ledger.Apart:
		text = ledger.BoundaryName(boundary) + " power; gigawatts of unstated boundary are not in it"
	case r.Question.Unstated == ledger.Drawn:
		text = ledger.BoundaryName(boundary) + " power; unstated boundaries are drawn"
	default:
		text = ledger.BoundaryName(boundary) + " power; unstated boundaries are read as " + ledger.BoundaryName(string(r.Question.Unstated))
	}
	if r.Question.Realised {
		text += ", as far as they are expected to be energised"
	}
	return text
}

// hasStated reports whether some power at a stated boundary is counted, which a chart of the unstated ones leaves out.
func hasStated(r *ledger.Result) bool {
	for _, s := range r.States {
		for _, e := range s.Entries {
			if e.Role == ledger.Counted && e.Boundary != ledger.Unstated {
				return true
			}
		}
	}
	return false
}

// ledgerMeta is what a chart says of its origin.
func ledgerMeta(r *ledger.Result) plots.Meta {
	sources := map[string]bool{}
	last := r.States[len(r.States)-1]
	for _, e := range last.Entries {
		if e.Role != ledger.LeftOut {
			for _, s := range e.Evidence.Sources {
				sources[s.URL] = true
			}
		}
	}
	var note string
	for _, n := range r.Notes {
		if n.Code == "layers" {
			note = "Cloud contracts, campuses and targets see the same machines and are not added"
		}
	}
	if r.Question.Layer != ledger.ChipVendor {
		note = ledger.OtherLayers(r.Question.Layer) + " are not added"
	}
	name := r.Ledger.ID
	if name == "" {
		name = strings.TrimSpace(r.Ledger.Name)
	}
	source := fmt.Sprintf("Source: capplan ledger %s as of %s", name, r.Ledger.AsOf)
	if n := len(sources); n == 1 {
		source += fmt.Sprintf(", from a published source that capplan ledger %s names", name)
	} else if n > 1 {
		source += fmt.Sprintf(", from %d published sources; capplan ledger %s lists them", n, name)
	}
	return plots.Meta{
		Source:    source + "." + overridesLine(r),
		Note:      note,
		Product:   fmt.Sprintf("capplan %s · library %s of %s", version, profiles.Version, profiles.Date),
		Recipe:    report.LedgerRecipe(r),
		InputHash: report.LedgerHash(r),
	}
}

// overridesLine names the values behind what is drawn that are not the built-in ones. It names no file, as a picture is the same on every machine.
func overridesLine(r *ledger.Result) string {
	var names []string
	for _, s := range r.States {
		if group, _ := s.Of(r.Headline(), "", r.Question.Realised); group != nil {
			for _, name := range group.Total.Overrides {
				if !slices.Contains(names, name) {
					names = append(names, name)
				}
			}
		}
	}
	if len(names) == 0 {
		return ""
	}
	return " Overrides: " + aFew(names) + "."
}
