package main

import (
	"os"
	"path/filepath"
	"slices"

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
