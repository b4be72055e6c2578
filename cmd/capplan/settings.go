package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/internal/analysis"
	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/profile"
)

// A setting is the usual value of a flag that the environment or the project's file may change: flag > environment > capplan.toml > built in. It stands in for
// the value that most commands share; where a command has another of its own (the draws of a sweep, the site of a ramp's scenario), that one stays.
type setting struct {
	flag    string
	usual   string          // the built-in value; empty for a list
	doc     string          // what it decides
	allowed func() []string // the words that it takes, if they are few and fixed
	check   func(text string) error
	decides bool // the figures depend on it, so answers name it
	picture bool // it counts only where a picture is written
}

// settings are in the order in which they are documented.
var settings = []setting{
	{flag: "site", usual: "default", doc: "site by id", decides: true},
	{flag: "basis", usual: "facility", doc: "boundary of the power", allowed: bases, decides: true},
	{flag: "workload", usual: "training", doc: "what the chips do", allowed: func() []string { return accelerators.Workload.Options }, decides: true},
	{flag: "precision", usual: "bf16", doc: "number format of throughput", allowed: func() []string { return accelerators.Precision.Options }, decides: true},
	{flag: "draws", usual: "16384", doc: "cases drawn for the ranges", check: checkDraws, decides: true},
	{flag: "seed", usual: "1", doc: "seed of the draws", decides: true},
	{flag: "sampler", usual: string(analysis.Sobol), doc: "how cases are drawn", allowed: samplers, decides: true},
	{flag: overlayFlag, doc: "profiles of your own", decides: true},
	{flag: "format", usual: "table", doc: "output format", allowed: formats},
	{flag: "color", usual: "auto", doc: "colour", allowed: func() []string { return colors }},
	{flag: "theme", usual: "light", doc: "look of a chart", allowed: func() []string { return themes }, picture: true},
	{flag: "size", usual: usualSize, doc: "size of a chart in pixels", check: checkSize, picture: true},
}

// settingPrefix is what the names of the environment's settings begin with.
const settingPrefix = "CAPPLAN_"

// variable is the name of the setting in the environment.
func (s setting) variable() string {
	return settingPrefix + strings.ToUpper(strings.ReplaceAll(s.flag, "-", "_"))
}

// problem says what is wrong with a value of the setting, nil if nothing can be told of it here.
func (s setting) problem(text string) error {
	switch {
	case text == "":
		return errors.New("is empty; leave it out, or give a value")
	case s.allowed != nil && !slices.Contains(s.allowed(), text):
		return fmt.Errorf("%q: one of %s is wanted%s", text, strings.Join(s.allowed(), ", "), didYouMean(text, s.allowed()))
	case s.check != nil:
		return s.check(text)
	}
	return nil
}

func checkDraws(text string) error {
	if n, err := wholeNumber(text); err != nil || n > analysis.MaxDraws {
		return fmt.Errorf("%q: a whole number from 0 to %d is wanted, such as 16384", text, analysis.MaxDraws)
	}
	return nil
}

func checkSize(text string) error {
	_, err := (&outputFlags{size: text, theme: themes[0], files: []string{"x.png"}}).chartOptions()
	if err != nil {
		return trimmed(err, "--size")
	}
	return nil
}

// configured is a setting's values, and on whose word: the variable, or the file and the line.
type configured struct {
	values []string
	origin string
}

// noConfigFlag makes a run know neither the environment's settings nor the project's file.
const noConfigFlag = "no-config"

// originKey is the annotation of a flag that says on whose word it has its value.
const originKey = "capplan_origin"

// configure gives the flags of a command that nobody typed the values of the environment and the project's file. Every mistake in either is an error, of
// whatever command: a setting that is not understood is never passed over.
func configure(cmd *cobra.Command) error {
	f := cmd.Flags()
	if !configurable(f) {
		return nil
	}
	if off, err := f.GetBool(noConfigFlag); err != nil || off {
		return err
	}
	found, err := configuration()
	if err != nil {
		return err
	}
	for _, s := range settings {
		flag := f.Lookup(s.flag)
		value, ok := found[s.flag]
		if !ok || flag == nil || flag.Changed || !s.standsFor(flag) || s.picture && !pictured(f) || s.decides && ownsRows(f) && s.flag != overlayFlag {
			continue
		}
		if list, isList := flag.Value.(pflag.SliceValue); isList {
			err = list.Replace(value.values)
		} else {
			err = setValue(flag, value.values[0])
		}
		if err != nil {
			return usagef("%s: %s %q: %s", value.origin, s.flag, value.values[0], wantedBy(flag, err))
		}
		annotate(flag, originKey, value.origin)
	}
	return sayInForce(cmd)
}

// ownsRows reports whether a command is a sweep. Which rows it has is for its flags and its file alone: the shards of one run on many machines, and rows have no
// place to say what one of these made usual.
func ownsRows(f *pflag.FlagSet) bool { return f.Lookup("vary") != nil }

// sayInForce tells on standard error what decides the figures where what is written are bare rows, which have no place for it.
func sayInForce(cmd *cobra.Command) error {
	f := cmd.Flags()
	format, _ := f.GetString("format")
	files, _ := f.GetStringArray("output")
	bare := []string{"csv", "tsv", "jsonl"}
	if !slices.Contains(bare, format) && !slices.ContainsFunc(files, func(path string) bool {
		return slices.Contains(bare, strings.TrimPrefix(strings.ToLower(filepath.Ext(path)), "."))
	}) {
		return nil
	}
	for _, s := range inForce(f) {
		if _, err := fmt.Fprintf(cmd.ErrOrStderr(), "note: %s, by %s\n", s.Text, s.Origin); err != nil {
			return err
		}
	}
	return nil
}

// configurable reports whether any setting counts for a command: those that print a result or see the library.
func configurable(f *pflag.FlagSet) bool {
	return f.Lookup("color") != nil || f.Lookup(overlayFlag) != nil
}

// standsFor reports whether the flag has the usual value of the setting, and takes what the setting takes.
func (s setting) standsFor(f *pflag.Flag) bool {
	_, isList := f.Value.(pflag.SliceValue)
	return s.usual == "" && isList || f.DefValue == s.usual
}

// pictured reports whether a picture is to be written.
func pictured(f *pflag.FlagSet) bool {
	files, _ := f.GetStringArray("output")
	return slices.ContainsFunc(files, func(path string) bool {
		ext := strings.ToLower(filepath.Ext(path))
		return ext == ".png" || ext == ".svg"
	})
}

// setValue gives a flag a value without counting as typed, so that what the user types still beats it.
func setValue(f *pflag.Flag, text string) error {
	v := f.Value
	if o, ok := v.(*once); ok {
		v = o.Value
	}
	return v.Set(text)
}

// completeSettings offers the words of settings for the flags that have them, where a command does not do so itself.
func completeSettings(cmd *cobra.Command) {
	for _, s := range settings {
		if f := cmd.Flags().Lookup(s.flag); f == nil || s.allowed == nil || len(f.Annotations[wordsKey]) > 0 {
			continue
		}
		if _, is := cmd.GetFlagCompletionFunc(s.flag); !is {
			complete(cmd, s.flag, s.allowed())
		}
	}
	for _, c := range cmd.Commands() {
		completeSettings(c)
	}
}

func annotate(f *pflag.Flag, key string, values ...string) {
	if f.Annotations == nil {
		f.Annotations = map[string][]string{}
	}
	f.Annotations[key] = values
}

// originOf is on whose word a flag has its value, where that is neither the user's nor the program's; else empty.
func originOf(f *pflag.Flag) string {
	if f == nil || f.Changed || len(f.Annotations[originKey]) == 0 {
		return ""
	}
	return f.Annotations[originKey][0]
}

// inForce lists the settings that the figures of a command depend on and that neither the user typed nor the program has built in, with their origin.
// Overlays are listed with the library.
func inForce(f *pflag.FlagSet) []answer.Setting {
	var out []answer.Setting
	for _, s := range settings {
		flag := f.Lookup(s.flag)
		if origin := originOf(flag); origin != "" && s.decides && s.flag != overlayFlag {
			out = append(out, answer.Setting{Text: s.flag + "=" + flag.Value.String(), Origin: origin, Usual: true})
		}
	}
	return out
}

// blameSettings adds to a mistake in the question which of the values that it names nobody typed.
func blameSettings(cmd *cobra.Command, err error) error {
	var usage usageError
	if err == nil || cmd == nil || !errors.As(err, &usage) {
		return err
	}
	for _, s := range settings {
		flag := cmd.Flags().Lookup(s.flag)
		origin := originOf(flag)
		if origin == "" || s.flag == overlayFlag {
			continue
		}
		if text := err.Error(); strings.Contains(text, "--"+s.flag+" ") || strings.Contains(text, fmt.Sprintf("%q", flag.Value.String())) {
			err = usagef("%w (%s is from %s)", err, s.flag, origin)
		}
	}
	return err
}

// configuration is what the environment and the project's file set, the environment first. All that is wrong with the one or the other is said at once.
func configuration() (map[string]configured, error) {
	out, err := projectSettings()
	env, envErr := environmentSettings()
	if err != nil || envErr != nil {
		if err != nil && envErr != nil {
			return nil, usageError{errors.Join(envErr, err)}
		}
		return nil, usageError{firstError(err, envErr)}
	}
	for name, c := range env {
		out[name] = c
	}
	return out, nil
}

// environmentSettings are those of the environment. An empty variable is as if it were not there; an unknown one is an error, as it was meant for something.
func environmentSettings() (map[string]configured, error) {
	out := map[string]configured{}
	var problems []error
	var known []string
	for _, s := range settings {
		known = append(known, s.variable())
	}
	names := os.Environ()
	slices.Sort(names)
	for _, pair := range names {
		name, text, _ := strings.Cut(pair, "=")
		if !strings.HasPrefix(name, settingPrefix) || text == "" {
			continue
		}
		i := slices.Index(known, name)
		if i < 0 {
			problems = append(problems, fmt.Errorf("the environment has %s, which is no setting%s (capplan help environment lists them)", name, didYouMean(name, known)))
			continue
		}
		s := settings[i]
		if s.flag == overlayFlag {
			paths := slices.DeleteFunc(filepath.SplitList(text), func(s string) bool { return s == "" })
			if len(paths) > 0 {
				out[s.flag] = configured{paths, name}
			}
			continue
		}
		if err := s.problem(text); err != nil {
			problems = append(problems, fmt.Errorf("%s %w", name, err))
			continue
		}
		out[s.flag] = configured{[]string{text}, name}
	}
	return out, errors.Join(problems...)
}

// settingKeys are the keys of the project's file.
func settingKeys() []profile.FlagKey {
	var out []profile.FlagKey
	for _, s := range settings {
		out = append(out, profile.FlagKey{Name: s.flag, Many: s.usual == ""})
	}
	return out
}
