// Package house tests the house itself: which package may import which, how long files are, what is documented, and what the notices name. It holds only
// tests and knows the project as text and syntax trees; it refuses to know what the code computes.
package house

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// module is the path of this module, and root the way from here to its files.
const (
	module = "github.com/capplan/capplan"
	root   = "../.."
)

// files returns the paths of all files of the module that end in one of the suffixes, relative to the root and with slashes.
func files(t *testing.T, suffixes ...string) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		if d.IsDir() {
			if strings.HasPrefix(d.Name(), ".") && !strings.HasPrefix(d.Name(), "..") && rel != "." && rel != ".ci" {
				return filepath.SkipDir
			}
			if rel == "dist" {
				return filepath.SkipDir
			}
			return nil
		}
		for _, s := range suffixes {
			if strings.HasSuffix(rel, s) {
				out = append(out, rel)
				break
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(out) == 0 {
		t.Fatalf("no files end in %v; is %s still the root?", suffixes, root)
	}
	return out
}

func read(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(root, path))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// source is one Go file: its path, its folder, and its syntax.
type source struct {
	path, dir string
	test      bool
	fset      *token.FileSet
	syntax    *ast.File
}

// at is a position as an editor takes it.
func (s source) at(p token.Pos) string {
	pos := s.fset.Position(p)
	return fmt.Sprintf("%s:%d", s.path, pos.Line)
}

// goFiles parses all Go files of the module.
func goFiles(t *testing.T, mode parser.Mode) []source {
	t.Helper()
	var out []source
	for _, path := range files(t, ".go") {
		if slices.Contains(strings.Split(path, "/"), "testdata") {
			continue
		}
		s := source{path: path, dir: filepath.ToSlash(filepath.Dir(path)), test: strings.HasSuffix(path, "_test.go"), fset: token.NewFileSet()}
		var err error
		if s.syntax, err = parser.ParseFile(s.fset, path, read(t, path), mode); err != nil {
			t.Fatal(err)
		}
		out = append(out, s)
	}
	return out
}
