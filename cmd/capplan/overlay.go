package main

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/capplan/capplan/internal/answer"
	"github.com/capplan/capplan/internal/profile"
	"github.com/capplan/capplan/profiles"
)

// overlayVariable lists overlays like --profiles, which beats it: the flag does not add to what the environment names.
const overlayVariable = "CAPPLAN_PROFILES"

const overlayFlag = "profiles"

func registerOverlays(f *pflag.FlagSet, paths *[]string) {
	f.StringArrayVar(paths, overlayFlag, nil, "folder or file of profiles that add to or override the built-in ones; later ones win; beats $"+overlayVariable)
}

// openLibrary opens the built-in library under the overlays of the flag or, where there is none, of the environment, and says which and on whose word. What
// is wrong with overlays is a usage error with all problems of all files: a faulty one is never passed over.
func openLibrary(flag []string) (*profile.Library, []answer.Setting, error) {
	paths, set, err := overlays(flag)
	if err != nil {
		return nil, nil, err
	}
	l, err := profile.Open(profiles.FS, paths...)
	if err != nil {
		return nil, nil, usageError{err}
	}
	return l, set, nil
}

// overlays lists the overlays of the flag or, where there is none, of the environment, and on whose word.
func overlays(flag []string) ([]string, []answer.Setting, error) {
	paths, origin := flag, "--"+overlayFlag
	if len(flag) == 0 {
		origin = overlayVariable
		paths = slices.DeleteFunc(filepath.SplitList(os.Getenv(overlayVariable)), func(s string) bool { return s == "" })
	}
	var set []answer.Setting
	for _, p := range paths {
		if p == "" {
			return nil, nil, usagef("--%s: no folder is named", overlayFlag)
		}
		set = append(set, answer.Setting{Text: overlayFlag + "=" + p, Origin: origin, Path: true})
	}
	return paths, set, nil
}

// noteIgnored says on standard error what lies in the folders of overlays and is not read: somebody may think that it is.
func noteIgnored(cmd *cobra.Command) {
	f := cmd.Flags().Lookup(overlayFlag)
	if quiet := cmd.Flags().Lookup("quiet"); f == nil || quiet != nil && quiet.Value.String() == "true" {
		return
	}
	paths, _, err := overlays(f.Value.(pflag.SliceValue).GetSlice())
	if err != nil {
		return // which the command will say
	}
	for _, path := range paths {
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
	var flag []string
	if f := cmd.Flags().Lookup(overlayFlag); f != nil {
		flag = f.Value.(pflag.SliceValue).GetSlice()
	}
	if l, _, err := openLibrary(flag); err == nil {
		return l
	}
	l, err := profile.Open(profiles.FS)
	if err != nil {
		return nil
	}
	return l
}
