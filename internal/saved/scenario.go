package saved

import (
	"fmt"
	"slices"

	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/ramp"
)

// fileScenario is what a ramp says beside its inputs.
type fileScenario struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	From     string `json:"from"`
	Until    string `json:"until"`
	Payment  string `json:"payment"`
	Schedule struct {
		Shape     string    `json:"shape"`
		From      string    `json:"from"`
		Until     string    `json:"until"`
		Announced []float64 `json:"announced"`
	} `json:"schedule"`
	Money []fileTranche `json:"money"`
}

type fileTranche struct {
	ID        string     `json:"id"`
	Date      *string    `json:"date"`
	From      string     `json:"from"`
	Years     int        `json:"years"`
	Budget    bool       `json:"budget"`
	Elsewhere bool       `json:"other_capacity"` // absent from older files: false
	Condition *string    `json:"condition"`
	Amount    fileInput  `json:"amount"`
	Paid      *fileInput `json:"paid"`
}

// maxYears is the longest that a tranche may run.
const maxYears = 100

// scenario reads the scenario of a ramp, and the windows of its generations.
func (r *reader) scenario(f *fileScenario, members []fileMember) (err error) {
	if r.a.Kind != Ramp {
		return nil
	}
	quarter := func(where, text string) ramp.Quarter {
		q, problem := ramp.ParseQuarter(text)
		if problem != nil && err == nil {
			err = fmt.Errorf("%s: %w", where, problem)
		}
		return q
	}
	from, until := quarter("scenario.from", f.From), quarter("scenario.until", f.Until)
	s := &ramp.Scenario{ID: f.ID, Name: f.Name, Site: r.a.Question.Site, Basis: r.a.Question.Basis, From: from, Quarters: int(until-from) + 1}
	s.Power = ramp.Schedule{Shape: ramp.Shape(f.Schedule.Shape), From: quarter("scenario.schedule.from", f.Schedule.From), Until: quarter("scenario.schedule.until", f.Schedule.Until)}
	s.Payment = ramp.Payment.Index(f.Payment)
	switch {
	case err != nil:
		return err
	case s.Quarters < 1 || s.Quarters > ramp.MaxQuarters:
		return fmt.Errorf("scenario: %d quarters from %s until %s; 1 to %d are possible", s.Quarters, f.From, f.Until, ramp.MaxQuarters)
	case s.Payment < 0:
		return fmt.Errorf("scenario.payment %q is unknown to this program", f.Payment)
	case !slices.Contains(ramp.Shapes, s.Power.Shape):
		return fmt.Errorf("scenario.schedule.shape %q is unknown to this program", f.Schedule.Shape)
	case s.Power.Until < s.Power.From:
		return fmt.Errorf("scenario.schedule: until %s is before from %s", f.Schedule.Until, f.Schedule.From)
	case len(f.Schedule.Announced) != s.Quarters:
		return fmt.Errorf("scenario.schedule.announced has %d quarters of %d", len(f.Schedule.Announced), s.Quarters)
	}
	if s.Power.Shape == ramp.Points {
		if s.Power.Points, err = points(s, f.Schedule.Announced); err != nil {
			return err
		}
	}
	for i := range f.Money {
		t, err := f.Money[i].tranche()
		if err != nil {
			return fmt.Errorf("scenario.money[%d]: %w", i, err)
		}
		s.Money = append(s.Money, t)
	}
	for i, m := range members {
		g := &ramp.Generation{Chip: m.ID, From: quarter("members["+m.ID+"].from", m.From), Until: quarter("members["+m.ID+"].until", m.Until)}
		if m.Leaves != nil {
			g.Leaves = quarter("members["+m.ID+"].leaves", *m.Leaves)
		}
		r.a.Members[i].Window, r.a.Members[i].Share = g, 0
	}
	r.a.Scenario = s
	return err
}

// points are the watts of a schedule that is given quarter by quarter, from its first to its last.
func points(s *ramp.Scenario, announced []float64) ([]float64, error) {
	n := int(s.Power.Until-s.Power.From) + 1
	if n > ramp.MaxQuarters {
		return nil, fmt.Errorf("scenario.schedule: %d quarters; at most %d are possible", n, ramp.MaxQuarters)
	}
	out := make([]float64, n)
	for i := range out {
		at := int(s.Power.From-s.From) + i
		if at >= 0 && at < len(announced) {
			out[i] = announced[at]
		} else if i > 0 {
			out[i] = out[i-1]
		}
		if !(out[i] >= 0) || i > 0 && out[i] < out[i-1] {
			return nil, fmt.Errorf("scenario.schedule.announced falls, or is below 0")
		}
	}
	return out, nil
}

func (f *fileTranche) tranche() (t ramp.Tranche, err error) {
	t = ramp.Tranche{ID: f.ID, Years: f.Years, Budget: f.Budget, Elsewhere: f.Elsewhere}
	if f.Years < 0 || f.Years > maxYears {
		return t, fmt.Errorf("%d years; 0 to %d are possible", f.Years, maxYears)
	}
	if f.Date != nil {
		t.Day = *f.Date
	}
	if f.Condition != nil {
		t.Condition = *f.Condition
	}
	if t.Date, err = ramp.ParseQuarter(f.From); err != nil {
		return t, err
	}
	if t.Amount, err = f.Amount.value(ramp.Amount.Spec); err != nil {
		return t, fmt.Errorf("amount: %w", err)
	}
	if f.Paid != nil {
		if t.Likelihood, err = f.Paid.value(ramp.Likelihood.Spec); err == nil && t.Likelihood.Shape != quantity.Discrete {
			err = fmt.Errorf("it is a discrete value of 1 and 0")
		}
		if err != nil {
			return t, fmt.Errorf("paid: %w", err)
		}
	}
	return t, nil
}
