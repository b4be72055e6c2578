package main

import (
	"path/filepath"
	"strconv"
	"strings"
	"unicode"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/profile"
	"github.com/capplan/capplan/profiles"
)

// overlayVariable lists overlays like --profiles, which beats it: the flag does not add to what the environment names, nor that to what the project's file does.
const overlayVariable = "CAPPLAN_PROFILES"

const overlayFlag = "profiles"

// overlayList is the overlays of a command.
type overlayList struct {
	paths []string
	flags *pflag.FlagSet // of the command
}

func registerOverlays(f *pflag.FlagSet, l *overlayList) {
	l.flags = f
	f.StringArrayVar(&l.paths, overlayFlag, nil, "folder or file of profiles that add to or override the built-in ones; later ones win; beats $"+overlayVariable)
}

// typed reports whether the user named overlays on the command line.
func (l overlayList) typed() bool { return l.flags.Changed(overlayFlag) }

// origin is on whose word the overlays are: the user's, the environment's or the project's.
func (l overlayList) origin() string {
	if origin := originOf(l.flags.Lookup(overlayFlag)); origin != "" {
		return origin
	}
	return "--" + overlayFlag
}

// openLibrary opens the built-in library under the overlays, and says which and on whose word, after what else the environment or the project's file decides.
// What is wrong with overlays is a usage error with all problems of all files: a faulty one is never passed over.
func openLibrary(l overlayList) (*profile.Library, []answer.Setting, error) {
	paths, set, err := overlays(l)
	if err != nil {
		return nil, nil, err
	}
	lib, err := profile.Open(profiles.FS, paths...)
	if err != nil {
		return nil, nil, usageError{err}
	}
	return lib, append(inForce(l.flags), set...), nil
}

// overlays lists the overlays, and on whose word.
func overlays(l overlayList) ([]string, []answer.Setting, error) {
	origin := l.origin()
	var set []answer.Setting
	for _, p := range l.paths {
		if p == "" {
			return nil, nil, usagef("--%s: no folder is named", overlayFlag)
		}
		set = append(set, answer.Setting{Text: overlayFlag + "=" + p, Origin: origin, Path: true})
	}
	return l.paths, set, nil
}

// noteIgnored says on standard error what lies in the folders of overlays and is not read: somebody may think that it is.
func noteIgnored(cmd *cobra.Command) {
	f := cmd.Flags().Lookup(overlayFlag)
	if quiet := cmd.Flags().Lookup("quiet"); f == nil || quiet != nil && quiet.Value.String() == "true" {
		return
	}
	for _, path := range f.Value.(pflag.SliceValue).GetSlice() {
		if ignored := profile.Ignored(path); len(ignored) > 0 {
			cmd.PrintErrf("note: %s: not read: %s; profiles are *.toml files there, or in accelerators/ and sites/ below it\n", path, aFew(baseNames(path, ignored)))
		}
	}
}

// baseNames are paths as seen from a folder.
func baseNames(folder string, paths []string) []string {
	out := make([]string, len(paths))
	for i, p := range paths {
		if rel, err := filepath.Rel(folder, p); err == nil {
			p = rel
		}
		if strings.ContainsFunc(p, func(r rune) bool { return !unicode.IsPrint(r) }) {
			p = strconv.Quote(p) // a name may hold what drives a terminal
		}
		out[i] = p
	}
	return out
}

// completing opens the library that a command line so far asks for, the built-in one if that fails: completion has nobody to tell.
func completing(cmd *cobra.Command) *profile.Library {
	if configure(cmd) == nil && cmd.Flags().Lookup(overlayFlag) != nil {
		paths, _ := cmd.Flags().GetStringArray(overlayFlag)
		if l, err := profile.Open(profiles.FS, paths...); err == nil {
			return l
		}
	}
	l, err := profile.Open(profiles.FS)
	if err != nil {
		return nil
	}
	return l
}
