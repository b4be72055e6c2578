package saved

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"

	"github.com/capplan/capplan/internal/quantity"
)

// fileInput is an input's distribution and what it rests on.
type fileInput struct {
	Unit    string            `json:"unit"`
	Dist    string            `json:"dist"`
	Value   json.RawMessage   `json:"value"`
	Low     *float64          `json:"low"`
	Mode    *float64          `json:"mode"`
	High    *float64          `json:"high"`
	P5      *float64          `json:"p5"`
	P95     *float64          `json:"p95"`
	Values  []json.RawMessage `json:"values"`
	Weights []float64         `json:"weights"`
	Basis   string            `json:"basis"`
	Sources []*struct {
		Key   string `json:"key"`
		Title string `json:"title"`
		URL   string `json:"url"`
		Date  string `json:"date"`
		Kind  string `json:"kind"`
	} `json:"source"`
	Note     string `json:"note"`
	AsOf     string `json:"as_of"`
	Common   string `json:"common"`
	Override bool   `json:"override"`
	Origin   string `json:"origin"`
}

// value is the input as the model has it. The error says what is wrong with it; it may be no distribution, or beyond the input's bounds.
func (in *fileInput) value(s *quantity.Spec) (quantity.Value, error) {
	v := quantity.Value{Shape: quantity.Shape(in.Dist), Basis: quantity.Basis(in.Basis), Note: in.Note, AsOf: in.AsOf, Common: in.Common, Override: in.Override, Origin: in.Origin}
	for _, x := range in.Sources {
		if x == nil {
			v.Sources = append(v.Sources, quantity.Source{})
		} else {
			v.Sources = append(v.Sources, quantity.Source{Key: x.Key, Title: x.Title, URL: x.URL, Date: x.Date, Kind: x.Kind})
		}
	}
	if in.Unit != s.Unit.Symbol {
		return v, fmt.Errorf("in %q, and this program has it in %q; make the answer anew", in.Unit, s.Unit.Symbol)
	}
	if err := in.distribution(&v, s); err != nil {
		return v, err
	}
	if err := v.Check(); err != nil {
		return v, err
	}
	low, high := v.Extremes()
	switch {
	case s.Fixed && !v.IsConstant():
		return v, fmt.Errorf("it has to be one number, and is %s", in.Dist)
	case !s.Bounds.Contains(low) || !s.Bounds.Contains(high):
		return v, fmt.Errorf("from %g to %g, which is beyond what the input can be", low, high)
	}
	return v, nil
}

// distribution reads the parameters of the shape.
func (in *fileInput) distribution(v *quantity.Value, s *quantity.Spec) error {
	number := func(name string, p *float64, to *float64) error {
		if p == nil {
			return fmt.Errorf("%s without %s", in.Dist, name)
		}
		*to = *p
		return nil
	}
	first := func(errs ...error) error {
		for _, err := range errs {
			if err != nil {
				return err
			}
		}
		return nil
	}
	switch v.Shape {
	case quantity.Constant:
		return in.named(v, s, in.Value, &v.Mode)
	case quantity.Triangular, quantity.PERT:
		return first(number("low", in.Low, &v.Low), number("mode", in.Mode, &v.Mode), number("high", in.High, &v.High))
	case quantity.Uniform:
		return first(number("low", in.Low, &v.Low), number("high", in.High, &v.High))
	case quantity.LogNormal, quantity.Normal:
		return first(number("p5", in.P5, &v.Low), number("p95", in.P95, &v.High))
	case quantity.Discrete:
		v.Weights = in.Weights
		for _, raw := range in.Values {
			x := math.NaN()
			if err := in.named(v, s, raw, &x); err != nil {
				return err
			}
			v.Values = append(v.Values, x)
		}
		return nil
	}
	return fmt.Errorf("unknown distribution %q", in.Dist)
}

// named reads a number, or the name of a value that stands for one.
func (in *fileInput) named(v *quantity.Value, s *quantity.Spec, raw json.RawMessage, to *float64) error {
	var name string
	if json.Unmarshal(raw, &name) == nil && len(raw) > 0 && raw[0] == '"' {
		i := slices.Index(s.Labels, name)
		if i < 0 {
			return fmt.Errorf("unknown value %q", name)
		}
		v.Labels, *to = s.Labels, float64(i)
		return nil
	}
	var x *float64
	if err := json.Unmarshal(raw, &x); err != nil || x == nil {
		return fmt.Errorf("%s without a number", in.Dist)
	}
	*to = *x
	return nil
}
