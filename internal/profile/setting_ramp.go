package profile

import (
	"fmt"
	"strings"

	"github.com/capplan/capplan/internal/foreign"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/ramp"
	"github.com/capplan/capplan/internal/suggest"
)

// ParseRampSetting is [ParseSetting] for a ramp, which has inputs of its own beside the model's.
func ParseRampSetting(text string) (Setting, error) {
	return parseSetting(text, func(name string) (*quantity.Spec, error) {
		if s := rampInput(name); s != nil {
			return s, nil
		}
		s, err := settable(name)
		var names []string
		for _, x := range RampSettable() {
			names = append(names, x.Name)
		}
		if meant := suggest.Suggest(name, names); s == nil && strings.HasPrefix(name, "ramp.") && meant != "" {
			return nil, fmt.Errorf("unknown input %s; did you mean %s?", foreign.Quote(name), meant)
		}
		return s, err
	})
}

// rampInput is the ramp's own input of that name, nil if it has none. Money is not among them: its inputs are those of single tranches.
func rampInput(name string) *quantity.Spec {
	if s := ramp.Quantities.Find(name); s != nil && s.Input && strings.HasPrefix(name, "ramp.") {
		return s
	}
	return nil
}

// RampSettable lists the inputs of a ramp that can be set, in the order of their declaration.
func RampSettable() []*quantity.Spec {
	var out []*quantity.Spec
	for _, s := range ramp.Quantities.All() {
		if rampInput(s.Name) != nil {
			out = append(out, s)
		}
	}
	return out
}
