package profiles_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"

	"github.com/capplan/capplan/internal/audit"
	"github.com/capplan/capplan/internal/profile"
	"github.com/capplan/capplan/profiles"
)

// mainFigures are those in which a wrong digit or prefix must be a problem. INT8 is none: chips cut it down to a fortieth.
var mainFigures = []string{"tdp", "bf16", "fp16", "fp8", "fp4", "hbm", "hbm_bandwidth"}

// unseen are the wrong figures that no rule calls a problem, each with the reason.
var unseen = map[string]string{
	"mtia2i hbm x0.1":          "its memory is LPDDR5 beside SRAM, for which it excepts itself from memory-rate",
	"mtia2i hbm_bandwidth x10": "the same",
	"trainium4 bf16 x10":       "it is known to within a factor of several, and a range gets the benefit of the doubt",
}

// TestWrongDigitsAreProblems: in each built-in system each main figure that is ten times too great or too small is a problem, exit 3, and no mere warning.
func TestWrongDigitsAreProblems(t *testing.T) {
	files, err := filepath.Glob("accelerators/*.toml")
	if err != nil || len(files) < 40 {
		t.Fatal(files, err)
	}
	shelf, problems := library(t).Subjects()
	if problems != nil {
		t.Fatal(problems)
	}
	dir := t.TempDir()
	unknown := map[string]bool{}
	for name := range unseen {
		unknown[name] = true
	}
	n := 0
	for _, file := range files {
		for _, figure := range mainFigures {
			for _, factor := range []float64{1, 10, 0.1, 1000} {
				text, has := mutated(t, file, figure, factor)
				if !has || factor == 1 && figure != "tdp" || factor == 1000 && figure != "bf16" && figure != "hbm" { // ten times tells the rest
					continue
				}
				n++
				wrong := filepath.Join(dir, filepath.Base(file))
				if err := os.WriteFile(wrong, text, 0o644); err != nil {
					t.Fatal(err)
				}
				name := fmt.Sprintf("%s %s x%g", strings.TrimSuffix(filepath.Base(file), ".toml"), figure, factor)
				switch found := found(t, wrong, shelf); {
				case factor == 1 && found:
					t.Errorf("%s: written anew, it has problems", file)
				case factor == 1:
				case found && unknown[name]:
					t.Errorf("%s is found now: take it off the list", name)
				case !found && !unknown[name]:
					t.Errorf("%s is no problem", name)
				}
				delete(unknown, name)
			}
		}
	}
	for name := range unknown {
		t.Errorf("%s is on the list, and there is no such figure", name)
	}
	t.Logf("%d wrong figures", n)
}

// found reports whether a profile has a problem.
func found(t *testing.T, file string, shelf []audit.Subject) bool {
	t.Helper()
	s, err := profile.Subject(file)
	var problems profile.Problems
	if errors.As(err, &problems) {
		return true
	}
	if err != nil {
		t.Fatal(err)
	}
	return audit.Count(audit.Run([]audit.Subject{s}, audit.Config{Library: shelf, Date: profiles.Date}), audit.Problem) > 0
}

// mutated is a profile with one figure of [chip] multiplied, all of its range and all that sources say of it.
func mutated(t *testing.T, file, figure string, factor float64) ([]byte, bool) {
	t.Helper()
	var doc map[string]any
	if _, err := toml.DecodeFile(file, &doc); err != nil {
		t.Fatal(err)
	}
	value, has := doc["chip"].(map[string]any)[figure].(map[string]any)
	if !has {
		return nil, false
	}
	for _, key := range []string{"value", "low", "mode", "high"} {
		if x, is := value[key]; is && factor != 1 {
			value[key] = times(t, x, factor)
		}
	}
	if list, is := value["values"].([]any); is && factor != 1 {
		for i := range list {
			list[i] = times(t, list[i], factor)
		}
	}
	var b bytes.Buffer
	if err := toml.NewEncoder(&b).Encode(doc); err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), true
}

// leading is the number before a unit.
var leading = regexp.MustCompile(`^[0-9][0-9.]*`)

func times(t *testing.T, x any, factor float64) string {
	t.Helper()
	text := fmt.Sprint(x)
	number, err := strconv.ParseFloat(leading.FindString(text), 64)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return strconv.FormatFloat(number*factor, 'g', -1, 64) + leading.ReplaceAllString(text, "")
}
