package answer

import (
	"math"

	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/mix"
	"github.com/capplan/capplan/internal/quantity"
)

// Grounds is what a result of another kind rests on, without its numbers: the inputs of the quantities, site and chips, and what must be said about them. The
// members are some of the mix's; what a setting or a correlation decides, it decides among all of the mix.
func Grounds(q Question, m *mix.Mix, members []mix.Member, specs []*quantity.Spec) *Answer {
	of := *m
	of.Members = members
	a := &Answer{Question: q, Mix: &of, Correlations: of.AllCorrelations()}
	a.Inputs = inputsOf(of.UsedShared(specs), of.Shared)
	for i, x := range of.Members {
		a.Members = append(a.Members, Member{ID: x.ID, Name: x.Name, Vendor: x.Vendor, Share: x.Share, Inputs: inputsOf(of.Used(specs, i), x.Values)})
	}
	for _, s := range specs {
		a.Total = append(a.Total, Quantity{Spec: s, Point: math.NaN(), Summary: analysis.Unknown()})
	}
	a.noteLeftOut()
	a.Notes = append(a.Notes, correlationNotes(q, m, q.Draws)...)
	a.Notes = append(a.Notes, idleSettings(m)...)
	a.warnLater()
	a.warnAnnounced()
	a.warnAssumedMoney()
	a.Total = nil
	return a
}
