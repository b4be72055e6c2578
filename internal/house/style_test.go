package house

import (
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"strings"
	"testing"
)

// maxLines is the length of a file that one can still take in.
const maxLines = 400

// longTables are generated tables of numbers, which nobody reads from top to bottom.
var longTables = map[string]bool{"internal/analysis/joekuo.go": true}

func TestFilesAreShort(t *testing.T) {
	for _, path := range files(t, ".go") {
		if strings.HasSuffix(path, "_test.go") || longTables[path] {
			continue
		}
		if n := strings.Count(read(t, path), "\n"); n > maxLines {
			t.Errorf("%s has %d lines, at most %d are wanted: split it by what its parts know", path, n, maxLines)
		}
	}
}

// TestExportedNamesAreDocumented wants a comment on every package and on every exported constant, variable, type, function and method. In a group, the
// group's comment or one on the line counts.
func TestExportedNamesAreDocumented(t *testing.T) {
	documented := map[string]bool{}
	for _, f := range goFiles(t, parser.ParseComments) {
		documented[f.dir] = documented[f.dir] || f.syntax.Doc != nil
		if f.test {
			continue
		}
		missing := func(n *ast.Ident) {
			if n.IsExported() {
				t.Errorf("%s: %s has no comment: say what it is, its unit, its range and its errors", f.at(n.Pos()), n.Name)
			}
		}
		for _, d := range f.syntax.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Doc == nil && (d.Recv == nil || ast.IsExported(receiver(d))) {
					missing(d.Name)
				}
			case *ast.GenDecl:
				if d.Tok == token.IMPORT || d.Doc != nil {
					continue
				}
				for _, s := range d.Specs {
					switch s := s.(type) {
					case *ast.TypeSpec:
						if s.Doc == nil && s.Comment == nil {
							missing(s.Name)
						}
					case *ast.ValueSpec:
						if s.Doc != nil || s.Comment != nil {
							continue
						}
						for _, n := range s.Names {
							missing(n)
						}
					}
				}
			}
		}
	}
	for dir, ok := range documented {
		if !ok {
			t.Errorf("package %s has no comment: say what it knows, what it refuses to know, and why", dir)
		}
	}
}

// receiver is the name of a method's type.
func receiver(d *ast.FuncDecl) string {
	x := d.Recv.List[0].Type
	for {
		switch e := x.(type) {
		case *ast.StarExpr:
			x = e.X
		case *ast.IndexExpr:
			x = e.X
		case *ast.IndexListExpr:
			x = e.X
		case *ast.Ident:
			return e.Name
		default:
			return ""
		}
	}
}

// unfinished are the marks of work left for later; what is not done belongs in nobody's source.
var unfinished = regexp.MustCompile(`\b(TO` + `DO|FIX` + `ME|XX` + `X)\b`)

// machinePath is an absolute path of somebody's machine.
var machinePath = regexp.MustCompile("(^|[\\s\"'`(=:])(/(root|home|Users|tmp|work|var|mnt|opt|srv)/|[A-Z]:\\\\Users)")

// TestNothingUnfinishedOrLocal reads every text that people get.
func TestNothingUnfinishedOrLocal(t *testing.T) {
	for _, path := range files(t, ".go", ".toml", ".md", ".txtar", ".mod", "NOTICE", ".ci/run") {
		for i, line := range strings.Split(read(t, path), "\n") {
			if m := unfinished.FindString(line); m != "" {
				t.Errorf("%s:%d: %s: do it now, or leave it out", path, i+1, m)
			}
			if m := machinePath.FindString(line); m != "" {
				t.Errorf("%s:%d: %q is a path of one machine: use a relative path, or t.TempDir in a test", path, i+1, strings.TrimSpace(m))
			}
		}
	}
}

// TestMarksAreFound proves that the two patterns can match, and that they leave addresses alone.
func TestMarksAreFound(t *testing.T) {
	for _, bad := range []string{"// TO" + "DO: later", "a FIX" + "ME", "XX" + "X"} {
		if !unfinished.MatchString(bad) {
			t.Errorf("%q is not found", bad)
		}
	}
	for _, bad := range []string{"/" + "root/x", "open(\"/" + "tmp/x\")", "-o /" + "home/me/x", "C:" + `\Users\me`} {
		if !machinePath.MatchString(bad) {
			t.Errorf("%q is not found", bad)
		}
	}
	for _, good := range []string{"https://example.org/home/x", "/dev/stdout", "XXXL", "internal/var/x"} {
		if unfinished.MatchString(good) || machinePath.MatchString(good) {
			t.Errorf("%q is refused", good)
		}
	}
}

// TestNothingIsCompiledAtStart: a regular expression or a template in a variable of a package is compiled at every start of the program, which takes milliseconds
// in all; behind sync.OnceValue it costs those who need it.
func TestNothingIsCompiledAtStart(t *testing.T) {
	for _, f := range goFiles(t, 0) {
		if f.test || strings.HasPrefix(f.dir, "tools/") {
			continue
		}
		for _, d := range f.syntax.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok || g.Tok != token.VAR {
				continue
			}
			ast.Inspect(g, func(n ast.Node) bool {
				if _, inFunction := n.(*ast.FuncLit); inFunction {
					return false
				}
				call, ok := n.(*ast.CallExpr)
				if !ok {
					return true
				}
				sel, ok := call.Fun.(*ast.SelectorExpr)
				if !ok {
					return true
				}
				if p, ok := sel.X.(*ast.Ident); ok && (p.Name == "regexp" || p.Name == "template") {
					t.Errorf("%s: %s.%s runs at every start: put it behind sync.OnceValue", f.at(call.Pos()), p.Name, sel.Sel.Name)
				}
				return true
			})
		}
	}
}
