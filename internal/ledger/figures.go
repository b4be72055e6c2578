package ledger

// The two views of a portfolio.
const (
	AsStated   = "stated"
	AsRealised = "realised"
)

// Named is a figure of a result and what it is of: at which moment, as stated or realised, of which sum, and of which vendor or all of them.
type Named struct {
	State, View, Boundary string
	Vendor                string // "" for one that is not named, if All is false
	All                   bool   // the total of the group
	Quantity              string
	*Figure
}

// Figures flattens a result, in the order of its moments.
func (r *Result) Figures() []Named {
	var out []Named
	for i := range r.States {
		s := &r.States[i]
		for k := range s.Stated {
			out = append(out, s.Stated[k].Figures(s.Key, AsStated)...)
		}
		for k := range s.Realised {
			out = append(out, s.Realised[k].Figures(s.Key, AsRealised)...)
		}
	}
	return out
}

// Figures flattens a group: vendor by vendor, then the total. State and view are written into what they belong to.
func (g *Group) Figures(state, view string) []Named {
	var out []Named
	add := func(vendor string, all bool, quantity string, f *Figure) {
		out = append(out, Named{state, view, g.Boundary, vendor, all, quantity, f})
	}
	for i := range g.Rows {
		row := &g.Rows[i]
		for _, x := range []struct {
			quantity string
			*Figure
		}{
			{"power", &row.Power}, {"share", &row.Share}, {"share_of_two", &row.Pair}, {"power_with_chip", &row.Covered}, {"chips", &row.Chips},
			{"chip_share", &row.ChipShare}, {"flops", &row.FLOPS}, {"flops_share", &row.FLOPSShare},
		} {
			add(row.Vendor, false, x.quantity, x.Figure)
		}
		for k := range g.Aims {
			add(row.Vendor, false, "share_of("+g.Aims[k].ID+")", &g.Aims[k].Shares[i])
		}
	}
	for _, x := range []struct {
		quantity string
		*Figure
	}{
		{"power", &g.Total}, {"herfindahl", &g.Herfindahl}, {"equivalent_vendors", &g.Equivalent}, {"power_with_chip", &g.Covered},
		{"power_without_chip", &g.Uncovered}, {"power_with_flops", &g.FLOPSKnown}, {"chips", &g.Chips}, {"flops", &g.FLOPS},
	} {
		add("", true, x.quantity, x.Figure)
	}
	for k := range g.Aims {
		add("", true, "power("+g.Aims[k].ID+")", &g.Aims[k].Power)
		add("", true, "share_of("+g.Aims[k].ID+")", &g.Aims[k].Reached)
	}
	return out
}
