package recipe

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// configured is the origin of what nobody typed: a variable of the environment, or a line of the project's file.
var configured = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?s)^(CAPPLAN_[A-Z_]+|(.*[/\\])?capplan\.toml:[0-9]+)$`)
})

// inQuestion are the settings that the environment and the project's file can give and that a question has of its own, too. There they stand with the value that
// counted, so that asking again needs neither the one nor the other.
var inQuestion = []string{"site", "basis", "workload", "precision", "draws", "seed", "sampler"}

// Overlays reports whether the question was asked of a library under overlays, which a recipe does not hold.
func (r *Recipe) Overlays() bool {
	return len(r.Overlaid) > 0 || slices.ContainsFunc(r.Set, ofOverlay)
}

// ofOverlay reports whether a setting is an overlay, whoever named it. There is no input of that name that --set could give.
func ofOverlay(s Setting) bool {
	name, _, _ := strings.Cut(s.Text, "=")
	return name == "profiles" && (s.Origin == "--profiles" || configured().MatchString(s.Origin))
}

// ofConfiguration reports whether a setting says who gave a value that the question has.
func ofConfiguration(s Setting) bool {
	name, _, _ := strings.Cut(s.Text, "=")
	return slices.Contains(inQuestion, name) && configured().MatchString(s.Origin)
}

// settings adds what was set. Overlays are left out: whoever asks again has to have them.
func (r *Recipe) settings(l *Line) error {
	for _, s := range r.Set {
		switch {
		case s.Origin == "--set":
			l.add("set", s.Text)
		case !ofOverlay(s) && !ofConfiguration(s):
			return fmt.Errorf("the recipe has %q set by %q; only --set, CAPPLAN_* and capplan.toml can be asked again", clip(s.Text), clip(s.Origin))
		}
	}
	for _, s := range r.Correlate {
		if s.Origin != "--correlate" {
			return fmt.Errorf("the recipe has a correlation by %q; only --correlate can be asked again", clip(s.Origin))
		}
		l.add("correlate", s.Text)
	}
	return nil
}
