package profile

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/foreign"
	"github.com/capplan/capplan/internal/model"
	"github.com/capplan/capplan/internal/power"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/suggest"
	"github.com/capplan/capplan/internal/unit"
)

// setFlag is the flag by which people give inputs; also the origin of the values given.
const setFlag = "--set"

// Setting is one input that the user gives a value.
type Setting struct {
	Member string // the chip that it is for, in lower case, an id or an alias; empty where it is for all
	Spec   *quantity.Spec
	Value  quantity.Value
	Text   string // as typed
	Origin string
}

// ParseSetting reads NAME=VALUE. VALUE is one number, low..high (uniform) or low/mode/high (triangular), each with its unit, which may also stand once, at
// the end. CHIP:NAME=VALUE is for one member of a mix. Only inputs can be set, within their bounds.
func ParseSetting(text string) (Setting, error) { return parseSetting(text, settable) }

func parseSetting(text string, settable func(name string) (*quantity.Spec, error)) (Setting, error) {
	fail := func(format string, args ...any) (Setting, error) {
		return Setting{}, fmt.Errorf("%s %s: %w", setFlag, clip(text), fmt.Errorf(format, args...))
	}
	name, value, ok := strings.Cut(text, "=")
	if !ok {
		return fail("no value; write NAME=VALUE, such as %s=1.2", power.PUEPeak.Name)
	}
	name, value = strings.TrimSpace(name), strings.TrimSpace(value)
	member, rest, ok := strings.Cut(name, ":")
	if ok {
		name, member = strings.TrimSpace(rest), strings.ToLower(strings.TrimSpace(member))
		if !validName(member) {
			return fail("%s is no chip; write CHIP:NAME=VALUE", foreign.Quote(member))
		}
	} else {
		member = ""
	}
	s, err := settable(name)
	if err != nil {
		return fail("%w", err)
	}
	if member != "" && s.Scope != quantity.Member {
		return fail("%s is one for all chips; write %s=%s", s.Name, s.Name, foreign.Visible(value))
	}
	v, err := givenValue(value, s)
	if err != nil {
		return fail("%w", err)
	}
	return Setting{Member: member, Spec: s, Value: v, Text: text, Origin: setFlag}, nil
}

// Settable lists the inputs that can be set, in the order of the model's reference.
func Settable() []*quantity.Spec {
	return slices.DeleteFunc(slices.Clone(model.Model.All()), func(s *quantity.Spec) bool { return refusal(s) != "" })
}

// refusal says why a quantity cannot be set, and what to write instead; empty if it can be.
func refusal(s *quantity.Spec) string {
	table, rest, _ := strings.Cut(s.Name, ".")
	switch {
	case !s.Input:
		return s.Name + " is computed; " + setFlag + " takes inputs"
	case s == power.Commitment.Spec:
		return s.Name + " is what the question starts from; use --gw, --mw or --kw"
	case table == "start":
		return s.Name + " is what the question starts from; use --" + rest
	case table == "mix":
		return s.Name + " follows from the shares; use --chip ID=SHARE"
	}
	return ""
}

// settable finds an input by name.
func settable(name string) (*quantity.Spec, error) {
	if s := model.Model.Find(name); s != nil {
		if r := refusal(s); r != "" {
			return nil, fmt.Errorf("%s", r)
		}
		return s, nil
	}
	if rampInput(name) != nil || IsMoneySetting(name) {
		return nil, fmt.Errorf("%s is an input of a ramp; capplan ramp takes it", name)
	}
	var names, sameEnd []string
	for _, s := range Settable() {
		names = append(names, s.Name)
		if strings.HasSuffix(s.Name, "."+name) {
			sameEnd = append(sameEnd, s.Name)
		}
	}
	meant := suggest.Suggest(name, names)
	if len(sameEnd) == 1 {
		meant = sameEnd[0]
	}
	if meant != "" {
		return nil, fmt.Errorf("unknown input %s; did you mean %s?", foreign.Quote(name), meant)
	}
	names = names[:0]
	for _, s := range model.Model.All() {
		names = append(names, s.Name)
	}
	if s := model.Model.Find(suggest.Suggest(name, names)); s != nil {
		return nil, fmt.Errorf("unknown input %s; if you mean %s: %s", foreign.Quote(name), s.Name, refusal(s))
	}
	return nil, fmt.Errorf("unknown input %s (capplan quantities lists all)", foreign.Quote(name))
}

// leadingNumber is the number of a quantity, without its unit.
var leadingNumber = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[-+\x{2212}$]*[0-9][0-9,_]*(\.[0-9]+)?([eE][-+]?[0-9]+)?`)
})

// parseRange reads one number, two ends or three points of a triangle.
func parseRange(text string, s *quantity.Spec) (quantity.Value, error) {
	shape, parts := quantity.Uniform, strings.Split(text, "..")
	if len(parts) == 1 {
		shape, parts = quantity.Triangular, splitSlashes(text)
	}
	switch want := map[quantity.Shape]int{quantity.Uniform: 2, quantity.Triangular: 3}[shape]; {
	case len(parts) == 1:
		shape = quantity.Constant
	case s.Labels != nil:
		return quantity.Value{}, fmt.Errorf("%s has no range; write %s", s.Name, list(s.Labels))
	case len(parts) != want:
		return quantity.Value{}, fmt.Errorf("%d numbers; write VALUE, LOW..HIGH or LOW/MODE/HIGH", len(parts))
	}
	parts, err := withUnits(parts)
	if err != nil {
		return quantity.Value{}, err
	}
	xs := make([]float64, len(parts))
	for i, p := range parts {
		if xs[i], err = settingNumber(p, s); err != nil {
			return quantity.Value{}, err
		}
	}
	v := quantity.Value{Shape: shape, Low: xs[0], High: xs[len(xs)-1], Labels: s.Labels}
	switch shape {
	case quantity.Constant:
		v.Low, v.Mode, v.High = 0, xs[0], 0
	case quantity.Triangular:
		v.Mode = xs[1]
	}
	return v, nil
}

// withUnits gives the numbers of a range the unit that stands once, at the end.
func withUnits(parts []string) ([]string, error) {
	out := make([]string, len(parts))
	bare, end := 0, ""
	for i, p := range parts {
		out[i] = strings.TrimSpace(p)
		if out[i] == "" {
			return nil, fmt.Errorf("a number is missing; write VALUE, LOW..HIGH or LOW/MODE/HIGH")
		}
		number := leadingNumber().FindString(out[i])
		end = strings.TrimSpace(out[i][len(number):])
		if end == "" {
			bare++
		}
	}
	switch bare {
	case 0, len(parts):
		return out, nil
	case len(parts) - 1:
		if end != "" {
			for i := range len(parts) - 1 {
				out[i] += " " + end
			}
			return out, nil
		}
	}
	return nil, fmt.Errorf("some numbers have no unit; write the unit with each, or once at the end")
}

// settingNumber reads one number or name of the input.
func settingNumber(text string, s *quantity.Spec) (float64, error) {
	if s.Labels == nil {
		return unit.Parse(text, s.Unit)
	}
	x, message, advice := numeral(text, s)
	if message != "" {
		return 0, errors.New(sentence(message, advice))
	}
	return x, nil
}

// splitSlashes splits at the slashes between numbers and not at those of units: "60/70/80 USD/MWh" has three parts.
func splitSlashes(s string) []string {
	var out []string
	start := 0
	for i := range len(s) {
		if s[i] != '/' {
			continue
		}
		next := strings.TrimLeft(s[i+1:], " +-\u2212$")
		if next == "" || '0' <= next[0] && next[0] <= '9' || next[0] == '.' || next[0] == '/' {
			out = append(out, s[start:i])
			start = i + 1
		}
	}
	return append(out, s[start:])
}

// clip shortens what the user typed for a message.
func clip(s string) string {
	q := foreign.Quote(s)
	if q == `"`+s+`"` && !strings.Contains(s, " ") {
		return s
	}
	return q
}

// ForSystem returns a copy of the system with the settings that are for it, by its id or an alias; those for one chip win over those for all. The result is
// held to the rules of a profile, as a chip that draws more than its system would make other powers negative.
func ForSystem(a *accelerators.Accelerator, settings []Setting) (*accelerators.Accelerator, error) {
	out := *a
	out.Values, out.Later = maps.Clone(a.Values), maps.Clone(a.Later)
	for _, general := range []bool{true, false} {
		for _, s := range settings {
			if s.Spec.Scope != quantity.Member || (s.Member == "") != general || !general && s.Member != a.ID && !slices.Contains(a.Aliases, s.Member) {
				continue
			}
			out.Values[s.Spec] = s.Value
			delete(out.Later, s.Spec)
			switch s.Spec { // the two ways to give a system's power exclude each other
			case accelerators.SystemPower.Spec:
				delete(out.Values, accelerators.HostPower.Spec)
				delete(out.Later, accelerators.HostPower.Spec)
			case accelerators.HostPower.Spec:
				delete(out.Values, accelerators.SystemPower.Spec)
				delete(out.Later, accelerators.SystemPower.Spec)
			}
		}
	}
	var err error
	given := func(s *quantity.Spec) bool { // what was not known yet is n/a, which is no mistake of anybody's
		_, ok := out.Values[s]
		_, later := out.Later[s]
		return ok || later
	}
	systemRules(out.Values, given, func(s *quantity.Spec, message, advice string) {
		if err == nil {
			err = fmt.Errorf("%s: %s: %s", a.ID, s.Name, sentence(message, advice))
		}
	})
	return &out, err
}

// ForSite returns a copy of the scenario that all chips share, with the settings that are for it.
func ForSite(shared quantity.Scenario, settings []Setting) quantity.Scenario {
	out := maps.Clone(shared)
	for _, s := range settings {
		if s.Spec.Scope == quantity.Shared {
			out[s.Spec] = s.Value
		}
	}
	return out
}
