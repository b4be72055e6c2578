package check

import (
	"slices"
	"strings"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/quantity"
)

// Table is the figures of a result that is not an answer about chips, such as a ledger: each belongs to a member or to the total, and to a moment.
type Table struct {
	Members []string // whose figures there are, for the names before a colon; in any case of letters
	Moments []string // the names after "@", that which is meant where none is given first
	Figures []TableFigure
}

// TableFigure is one figure of a [Table]; Member is empty for the total.
type TableFigure struct {
	Member, Moment string
	answer.Quantity
}

// Judge reads a condition on a figure of the table, "[MEMBER:]FIGURE[.STATISTIC][@MOMENT] OPERATOR VALUE", and holds it against that figure. Every error is a
// [*SyntaxError]; a figure that is not there or has no value is one.
func (t *Table) Judge(text string, level Status) (*Outcome, error) {
	c, err := parseCondition(text, level, &vocabulary{specs: t.specs(), moments: t.Moments, source: "the figures are "})
	if err != nil {
		return nil, err
	}
	if c.Member != "" {
		i := slices.IndexFunc(t.Members, func(m string) bool { return strings.EqualFold(m, c.Member) })
		if i < 0 {
			return nil, c.fault("there is no "+c.Member+" here", meant(c.Member, t.Members)+"there are "+strings.Join(t.Members, ", "))
		}
		c.Member = t.Members[i]
	}
	if c.When.Name == "" {
		c.When.Name = t.Moments[0]
	}
	if c.Relative {
		return nil, c.fault("there is no baseline of such a figure", "give the figure itself, such as 0.4 or 40%")
	}
	return t.judge(c)
}

func (t *Table) judge(c *Condition) (*Outcome, error) {
	elsewhere := ""
	for i := range t.Figures {
		x := &t.Figures[i]
		switch {
		case x.Spec.Name != c.Spec.Name || x.Moment != c.When.Name:
		case x.Member == c.Member && known(statistic(&x.Quantity, c.Statistic)):
			q := x.Quantity
			q.Spec = c.Spec
			return c.outcome(q, c.When.Name, nil)
		case x.Member == c.Member && known(x.Point) && c.Statistic != "point":
			return nil, c.fault("nothing was drawn, so there is the point alone", "write "+c.Spec.Name+".point, or leave --draws out")
		case x.Member == c.Member:
			return nil, c.fault("is n/a "+c.When.String(), "a condition on it could never be true or false")
		case elsewhere == "":
			elsewhere = x.Member
		}
	}
	switch {
	case elsewhere != "" && c.Member == "":
		return nil, c.fault("the total has no such figure", "say whose, such as "+elsewhere+":"+c.Spec.Name)
	case elsewhere == "" && c.Member != "":
		return nil, c.fault("only the total has it, or nobody "+c.When.String(), "write "+c.Spec.Name)
	}
	return nil, c.fault("there is no such figure "+c.When.String(), "a condition on it could never be true or false")
}

// specs are the figures by name, each once.
func (t *Table) specs() []*quantity.Spec {
	var out []*quantity.Spec
	for _, x := range t.Figures {
		if !slices.ContainsFunc(out, func(s *quantity.Spec) bool { return s.Name == x.Spec.Name }) {
			out = append(out, x.Spec)
		}
	}
	return out
}
