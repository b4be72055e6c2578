package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/capplan/capplan/internal/ledger"
	"github.com/capplan/capplan/internal/unit"
)

// Ledger writes what a portfolio of commitments comes to: each vendor's part of it, moment by moment, and what was not added and why. Its warnings are in the
// JSON and the Markdown; beside a table they belong on standard error, see [Warnings]. Errors are those of the writer.
func Ledger(w io.Writer, r *ledger.Result, o Options) error {
	return o.write(w, output{
		document: func() *document { return ledgerDocument(r, o) },
		tree:     func() object { return ledgerTree(r) },
		records:  func() *records { return ledgerRecords(r) },
	})
}

// noVendor is how a vendor that is not named is called.
const noVendor = "not stated"

// VendorName is how a vendor is called: by its name, or as one that is not stated.
func VendorName(v string) string {
	if v == "" {
		return noVendor
	}
	return v
}

// figureOwner is whose a figure is: a vendor's, or the total's.
func figureOwner(x ledger.Named) string {
	if x.All {
		return total
	}
	return VendorName(x.Vendor)
}

func ledgerRecords(r *ledger.Result) *records {
	out := &records{columns: []string{"state", "date", "view", "boundary", "vendor", "quantity", "unit", "point", "mean", "p5", "p25", "p50", "p75", "p95", "overrides"}}
	dates := map[string]string{}
	for _, s := range r.States {
		dates[s.Key] = s.Date
	}
	for _, x := range r.Figures() {
		out.add(x.State, dates[x.State], x.View, x.Boundary, figureOwner(x), x.Quantity, x.Notation.Unit.Symbol, x.Point, x.Mean, x.P5, x.P25, x.P50, x.P75, x.P95,
			orNull(strings.Join(x.Overrides, " ")))
	}
	return out
}

// number is a figure of a ledger for people. What does not vary has four digits, a ratio three, a share one decimal.
func (o Options) number(f ledger.Figure) figure {
	n := f.Notation
	n.ASCII = o.ASCII
	if !f.Varies() {
		switch x := f.Middle(); {
		case n.Style == unit.AsShare && (x >= 0.0005 || x == 0):
			return figure{value: fmt.Sprintf("%.1f%%", 100*x)}
		case n.Style == unit.AsCount:
			return figure{value: n.Short(x, 4)}
		}
		return figure{value: n.Format(f.Middle(), 3)}
	}
	value, span := n.IntervalWithin(f.P5, f.P50, f.P95, max(f.Error.P5, f.Error.P50, f.Error.P95))
	return figure{value: value, span: span}
}

// layerNoun is what is summed in a layer.
var layerNoun = map[ledger.Layer]string{
	ledger.ChipVendor: "chip commitments", ledger.CloudContract: "cloud contracts", ledger.Campus: "campus capacity", ledger.Target: "targets",
	ledger.InUse: "capacity in use",
}

func possessive(name string) string {
	if strings.HasSuffix(name, "s") {
		return name + "'"
	}
	return name + "'s"
}

// ledgerHeadline is the reliance on one vendor in one sentence.
func ledgerHeadline(r *ledger.Result, o Options) string {
	boundary, vendor := r.Headline(), r.Question.Vendor
	of := " of " + possessive(r.Ledger.Party) + " " + layerNoun[r.Question.Layer] + " by power"
	if r.Question.Realised {
		of += ", as far as they are expected to be energised"
	}
	if boundary == "" {
		return "Nothing of " + possessive(r.Ledger.Party) + " " + layerNoun[r.Question.Layer] + " can be added."
	}
	var main []ledger.State
	kept := ""
	for _, s := range r.States {
		if s.Key == ledger.AfterWithLetter {
			kept = "; " + o.reliance(r, s, boundary) + " if the letter of intent is kept"
			continue
		}
		if group, _ := s.Of(boundary, vendor, r.Question.Realised); group != nil {
			main = append(main, s)
		}
	}
	last := o.reliance(r, main[len(main)-1], boundary)
	if len(main) == 1 {
		return vendor + " is " + last + of + kept + "."
	}
	first := o.reliance(r, main[0], boundary)
	verb := "falls from " + first + " to " + last
	x, y := share(r, main[0], boundary), share(r, main[len(main)-1], boundary)
	switch {
	case first == last:
		verb = "stays at " + last
	case y > x:
		verb = "rises from " + first + " to " + last
	}
	return vendor + " " + verb + of + kept + "."
}

// share is the headlined vendor's share at a moment, 0 where it has none.
func share(r *ledger.Result, s ledger.State, boundary string) float64 {
	if _, row := s.Of(boundary, r.Question.Vendor, r.Question.Realised); row != nil {
		return row.Share.Middle()
	}
	return 0
}

func (o Options) reliance(r *ledger.Result, s ledger.State, boundary string) string {
	if _, row := s.Of(boundary, r.Question.Vendor, r.Question.Realised); row != nil {
		return o.number(row.Share).inSentence()
	}
	return "0%"
}

// stateName is a moment as the head of a column.
func stateName(s ledger.State) string {
	switch s.Key {
	case ledger.Before:
		return "Before " + s.Date
	case ledger.AfterWithLetter:
		return "After, letter kept"
	case ledger.AsOf:
		return "As of " + s.Date
	}
	if s.KeepLetters {
		return "After " + s.Date + ", letters kept"
	}
	return "After " + s.Date
}

// ledgerAbout says how to read the figures.
func ledgerAbout(r *ledger.Result, o Options) prose {
	q := r.Question
	var parts []string
	parts = append(parts, fmt.Sprintf("%s (%s), layer %s.", r.Ledger.Name, r.Ledger.ID, q.Layer))
	if e := r.Ledger.Event; e.Name != "" && len(r.States) > 1 && r.States[1].Date == e.Date {
		parts = append(parts, "The day is that of "+e.Name+".")
	}
	boundary := map[ledger.Reading]string{
		ledger.Apart:      "are added as stated, and only to each other; stated ones are converted to ",
		ledger.AsFacility: "are read as facility power; all are converted to ",
		ledger.AsIT:       "are read as IT power; all are converted to ",
		ledger.Drawn:      "are facility or IT power in each case; all are converted to ",
	}[q.Unstated]
	boundary = "Powers of unstated boundary " + boundary + ledger.BoundaryName(q.At) + " power."
	out := prose{{strings.Join(parts, " "), normal}, {boundary, normal}}
	reading := "Nothing was drawn: every value is the point, with each input at its mid."
	if q.Draws > 0 {
		reading = fmt.Sprintf("Ranges are P5%sP95 of %s; what has none is as stated.", dash, together(thousands(q.Draws)+" draws"))
	}
	asked := []string{"site " + q.Site}
	for _, s := range q.Set {
		asked = append(asked, "set "+s.Text+" ("+s.Origin+")")
	}
	for _, s := range q.Correlate {
		asked = append(asked, "correlated "+s.Text+" ("+s.Origin+")")
	}
	for _, c := range q.Chips {
		asked = append(asked, "chip "+c)
	}
	for _, id := range q.Include {
		asked = append(asked, "included "+id)
	}
	for _, id := range q.Exclude {
		asked = append(asked, "excluded "+id)
	}
	list := strings.Join(asked, ", ")
	return append(out, sentence{reading, normal}, sentence{strings.ToUpper(list[:1]) + list[1:] + ".", normal})
}

// LayerNoun is what is summed in a layer, for people: "chip commitments".
func LayerNoun(l ledger.Layer) string { return layerNoun[l] }
