package main

import (
	"encoding/json"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

var _ = enrol(newVersion, "version")

func newVersion(s streams) *cobra.Command {
	format := "table"
	cmd := &cobra.Command{
		Use:   "version",
		Short: "Versions of the program, its library of profiles, and Go",
		Example: `  capplan version
  capplan version --format json`,
		Args: noArgs,
	}
	cmd.Flags().StringVar(&format, "format", format, "output format: table, json")
	complete(cmd, "format", []string{"table", "json"})
	cmd.RunE = func(*cobra.Command, []string) error {
		switch format {
		case "table":
			return printVersion(s.out)
		case "json":
			e := json.NewEncoder(s.out)
			e.SetIndent("", "  ")
			return e.Encode(versions())
		}
		return usagef("--format %q: table or json is wanted%s", format, didYouMean(format, []string{"table", "json"}))
	}
	return cmd
}

// versionInfo is what a program is told of the versions.
type versionInfo struct {
	Tool    string `json:"tool"`
	Version string `json:"version"`
	Commit  string `json:"commit"`
	Library string `json:"library"`
	Go      string `json:"go"`
}

func versions() versionInfo {
	return versionInfo{"capplan", version, commit(), toolInfo().Library, runtime.Version()}
}

// printVersion prints the versions on a line.
func printVersion(w io.Writer) error {
	v := versions()
	_, err := fmt.Fprintf(w, "capplan %s (%s), library %s, %s\n", v.Version, v.Commit, v.Library, v.Go)
	return err
}

// commit is the revision that the program was built from, if the build recorded it.
func commit() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" && len(s.Value) >= 12 {
				return s.Value[:12]
			}
		}
	}
	return "no commit recorded"
}
