package main

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/capplan/capplan/internal/suggest"
)

// once is the value of a flag that has one: a second one that differs is a contradiction, of which neither half may win in silence.
type once struct {
	pflag.Value
	given bool
	text  string
}

// Set implements pflag.Value.
func (o *once) Set(text string) error {
	if o.given && text != o.text {
		return repeatedError{o.text}
	}
	o.given, o.text = true, text
	return o.Value.Set(text)
}

// repeatedError says that a flag has a value already.
type repeatedError struct{ first string }

func (e repeatedError) Error() string { return "was " + e.first + " before" }

// valuesOnce makes the flags of a command and its subcommands refuse a second value, but for those that are lists.
func valuesOnce(cmd *cobra.Command) {
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if t := f.Value.Type(); t != "stringArray" && t != "stringSlice" {
			f.Value = &once{Value: f.Value}
		}
	})
	for _, c := range cmd.Commands() {
		valuesOnce(c)
	}
}

// flagError explains what is wrong with a flag, with the nearest one where there is none of the name.
func flagError(cmd *cobra.Command, err error) error {
	var repeated repeatedError
	var invalid *pflag.InvalidValueError
	switch {
	case errors.As(err, &repeated) && errors.As(err, &invalid):
		return usagef("--%s is given twice, %s and %s; give it once", invalid.GetFlag().Name, repeated.first, invalid.GetValue())
	case errors.As(err, &invalid):
		return usagef("--%s %q: %s", invalid.GetFlag().Name, invalid.GetValue(), wantedBy(invalid.GetFlag(), errors.Unwrap(invalid)))
	}
	msg := err.Error()
	if name, ok := strings.CutPrefix(msg, "unknown flag: --"); ok {
		var known []string
		cmd.Flags().VisitAll(func(f *pflag.Flag) { known = append(known, f.Name) })
		if near := suggest.Suggest(name, known); near != "" {
			msg += "; did you mean --" + near + "?"
		} else if slices.Contains([]string{"fail-if", "warn-if", "baseline"}, name) && gateElsewhere[cmd.Name()] != "" {
			msg += "; " + gateElsewhere[cmd.Name()]
		}
	}
	return usagef("%s (%s --help lists the flags)", msg, cmd.CommandPath())
}

// gateElsewhere says where the conditions of a command stand that has none itself.
var gateElsewhere = map[string]string{
	"report": "capplan check holds the same question against conditions",
}

// wantedBy says which values a flag takes, where its type decides that.
func wantedBy(f *pflag.Flag, err error) string {
	switch f.Value.Type() {
	case "uint64":
		return fmt.Sprintf("a whole number from 0 to %d is wanted", uint64(math.MaxUint64))
	case "bool":
		return "true or false is wanted"
	}
	return err.Error()
}
