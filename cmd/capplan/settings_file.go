package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/capplan/capplan/internal/profile"
)

// projectFile holds the settings of a project.
const projectFile = "capplan.toml"

// projectSettings are those of the project's file, none if there is no project or it has no file. Paths in it are relative to it.
func projectSettings() (map[string]configured, error) {
	out := map[string]configured{}
	path := findProjectFile()
	if path == "" {
		return out, nil
	}
	data, err := profile.ReadFile(path)
	if err != nil {
		return nil, err
	}
	file := profile.ReadConfig(path, data, settingKeys())
	for _, g := range file.Given {
		s := settings[slices.IndexFunc(settings, func(s setting) bool { return s.flag == g.Flag })]
		if err := s.problem(g.Text); err != nil {
			file.Blame(g, err)
			continue
		}
		c := out[g.Flag]
		if c.origin == "" {
			c.origin = fmt.Sprintf("%s:%d", path, file.Line(g))
		}
		if g.Flag == overlayFlag && !filepath.IsAbs(g.Text) {
			g.Text = filepath.Join(filepath.Dir(path), g.Text)
		}
		c.values = append(c.values, g.Text)
		out[g.Flag] = c
	}
	return out, file.Err()
}

// findProjectFile looks for the project's file in the working directory and upwards, to the root of the repository or the user's home, whichever comes first.
// Where neither lies above, there is no project to search, and only the working directory counts: what lies in a folder that others may write to, such as one
// for temporary files, must not change anybody's figures. The path is relative to the working directory, and empty if there is none.
func findProjectFile() string {
	dir, err := os.Getwd()
	if err != nil {
		return ""
	}
	home, _ := os.UserHomeDir()
	first, up := "", ""
	for depth := 0; ; depth++ {
		if candidate := filepath.Join(up, projectFile); first == "" && isThere(candidate) {
			first = candidate
			if depth == 0 {
				return first
			}
		}
		if isThere(filepath.Join(dir, ".git")) || home != "" && sameFolder(dir, home) {
			return first
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return ""
		}
		dir, up = parent, filepath.Join(up, "..")
	}
}

// isThere reports whether a path leads to something, readable or not.
func isThere(path string) bool {
	_, err := os.Stat(path)
	return err == nil || !errors.Is(err, fs.ErrNotExist)
}

func sameFolder(a, b string) bool {
	x, err := os.Stat(a)
	if err != nil {
		return false
	}
	y, err := os.Stat(b)
	return err == nil && os.SameFile(x, y)
}
