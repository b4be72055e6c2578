package house

import (
	"go/ast"
	"go/parser"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// rule says what the files of one package, tests apart, may import.
type rule struct {
	std     []string // packages of the standard library; nil means all but forbidden
	own     []string // packages of this module, by folder
	foreign []string // packages of other modules, with everything below them
	tests   []string // packages of other modules that only its tests may import
	core    bool     // the package is of the core
}

// pure is the standard library of the core: no files, no printing, no clock, no network, no environment, no global random numbers.
var pure = []string{
	"bytes", "cmp", "crypto/sha256", "encoding/binary", "encoding/hex", "errors", "fmt", "hash", "hash/fnv", "iter", "maps", "math", "math/big", "math/bits",
	"math/rand/v2", "runtime", "slices", "sort", "strconv", "strings", "sync", "sync/atomic", "unicode", "unicode/utf8",
}

// gonum is the part of gonum that computes.
var gonum = []string{
	"gonum.org/v1/gonum/floats", "gonum.org/v1/gonum/integrate", "gonum.org/v1/gonum/interp", "gonum.org/v1/gonum/mat", "gonum.org/v1/gonum/mathext",
	"gonum.org/v1/gonum/optimize", "gonum.org/v1/gonum/stat",
}

// core is the rule of a package of the core: the pure standard library, gonum, and the packages before it.
func core(own ...string) rule { return rule{std: pure, own: own, foreign: gonum, core: true} }

// What lies below each layer of the core, and so may be imported by it.
var (
	belowUnit     = []string{"internal/suggest", "internal/foreign"}
	belowQuantity = with(belowUnit, "internal/unit")
	belowParts    = with(belowQuantity, "internal/quantity")
	belowCapacity = with(belowParts, "internal/power", "internal/accelerators")
	belowEnergy   = with(belowCapacity, "internal/capacity")
	belowCost     = with(belowEnergy, "internal/energy")
	belowModel    = with(belowCost, "internal/cost")
	belowMix      = with(belowModel, "internal/model")
	belowAnswer   = with(belowMix, "internal/mix", "internal/analysis")
	belowRamp     = with(belowMix, "internal/mix", "internal/analysis")
	belowSaved    = with(belowAnswer, "internal/ramp")
	wholeCore     = with(belowAnswer, "internal/ramp", "internal/answer", "internal/sweep")
)

// table is the whole of what may import what. The core comes first, in its order; each line may import what is above it, never what is below.
var table = map[string]rule{
	"internal/suggest":      core(),
	"internal/foreign":      core(),
	"internal/unit":         core(belowUnit...),
	"internal/quantity":     core(belowQuantity...),
	"internal/power":        core(belowParts...),
	"internal/accelerators": core(belowParts...),
	"internal/capacity":     core(belowCapacity...),
	"internal/energy":       core(belowEnergy...),
	"internal/cost":         core(belowCost...),
	"internal/model":        core(belowModel...),
	"internal/mix":          core(belowMix...),
	"internal/analysis":     core(belowParts...), // knows only quantities, so that it never changes when the model grows
	"internal/ramp":         core(belowRamp...),
	"internal/answer":       core(with(belowAnswer, "internal/ramp")...),
	"internal/sweep":        core(belowAnswer...),
	"internal/optimize":     core(wholeCore...),                             // gets its solver handed in, so that the core stays without one
	"internal/audit":        core(belowMix...),                              // judges profiles by the inputs of the model, and computes nothing
	"internal/figures":      {std: with(pure, "encoding/json"), core: true}, // reads results from a text that it is given, and knows words and not the model
	"internal/check":        core(with(wholeCore, "internal/figures")...),   // judges answers
	"internal/ledger":       core(wholeCore...),
	"internal/libdiff":      core(belowMix...), // compares what profiles say; what results that changes is not its business
	"internal/saved": { // reads results from a text that it is given: no file is opened
		std: with(pure, "encoding/json", "io"), own: with(belowSaved, "internal/figures"), foreign: gonum, core: true,
	},
	"internal/resultdiff": core(with(belowSaved, "internal/saved")...), // compares what results say, and computes both anew
	"internal/backtest": { // reads rows from a text that it is given: no file is opened
		std: with(pure, "encoding/csv"), own: belowAnswer, foreign: gonum, core: true,
	},

	"internal/recipe": {std: with(pure, "encoding/json", "io", "regexp")}, // reads what files from anywhere claim; knows words and not the model

	"profiles": {std: []string{"embed"}, tests: []string{"github.com/BurntSushi/toml"}},                                  // whose tests read the files by themselves
	"docs":     {std: []string{"bytes", "embed", "encoding/json", "fmt", "maps", "regexp", "slices", "strings", "sync"}}, // the schema that is printed; nothing of the model
	"internal/profile": { // mix and sweep: what --vary says
		own: with(belowRamp, "internal/ramp", "internal/audit", "internal/ledger", "internal/sweep"), foreign: []string{"github.com/BurntSushi/toml"},
	},
	"internal/rows": {own: with(belowUnit, "internal/unit", "internal/sweep"), foreign: []string{"github.com/parquet-go/parquet-go"}},
	"internal/report": {
		own: with(wholeCore, "internal/optimize", "internal/audit", "internal/backtest", "internal/check", "internal/figures", "internal/ledger", "internal/libdiff", "internal/saved", "internal/resultdiff",
			"internal/profile"),
		foreign: []string{"github.com/olekukonko/tablewriter", "github.com/fatih/color"},
	},
	"plots":          {foreign: []string{"gonum.org/v1/plot", "golang.org/x/image"}}, // takes plain data, so it needs nothing of the model
	"internal/highs": {foreign: []string{"github.com/tetratelabs/wazero"}},           // solves problems of plain numbers, so it needs nothing of the model
	"cmd/capplan": {
		own: with(wholeCore, "internal/optimize", "internal/highs", "internal/audit", "internal/backtest", "internal/check", "internal/figures", "internal/ledger", "internal/libdiff", "internal/saved", "internal/resultdiff", "internal/profile", "internal/report",
			"internal/recipe", "internal/rows", "plots", "profiles", "docs"),
		foreign: []string{"github.com/spf13/cobra", "github.com/spf13/pflag", "golang.org/x/sys/windows", "golang.org/x/term"},
	},

	"internal/quantity/quantitytest": {own: belowParts}, // for tests: nobody has it in a list
	"internal/house":                 {},
}

// forbidden are the packages of the standard library that no file of the program imports: it opens no network, runs no programs and breaks no types.
var forbidden = []string{"C", "math/rand", "net", "os/exec", "plugin", "unsafe"}

// harmless are below a forbidden package and do nothing of the kind.
var harmless = []string{"math/rand/v2", "net/url"}

// timeless are the packages outside the core that may know dates.
var timeless = []string{"internal/profile", "cmd/capplan"}

// inTests are the modules that only tests import.
var inTests = []string{"go.yaml.in/yaml", "github.com/google/go-cmp", "github.com/rogpeppe/go-internal", "github.com/santhosh-tekuri/jsonschema", "pgregory.net/rapid"}

func with(list []string, more ...string) []string { return append(slices.Clone(list), more...) }

// within reports whether a package is one of the list, or lies below one.
func within(path string, list []string) bool {
	return slices.ContainsFunc(list, func(p string) bool { return path == p || strings.HasPrefix(path, p+"/") })
}

func isStd(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return !strings.Contains(first, ".")
}

// refuse says why a package may not import another, or "".
func (r rule) refuse(dir, path string) string {
	switch own, isOwn := strings.CutPrefix(path, module+"/"); {
	case isOwn && !slices.Contains(r.own, own):
		return "it is not below " + dir + " in the table; move the code to the package that may know both, or change the table and say why there"
	case isOwn:
	case !isStd(path) && !within(path, r.foreign):
		return "another module, which " + dir + " has no business with; one package alone imports it, and others use that one"
	case !isStd(path):
	case r.std != nil && !slices.Contains(r.std, path):
		return "it is not in the list of " + dir + "; the core reads no files, prints nothing and knows no time. If the package does none of this, add it to pure"
	case within(path, forbidden) && !slices.Contains(harmless, path):
		return "no package of the program imports it"
	case path == "time" && !slices.Contains(timeless, dir):
		return "results know no clock"
	}
	return ""
}

// refuseInTest is refuse for a test file, which may use all of the module and the standard library, the test-only modules and what its package may.
func (r rule) refuseInTest(path string) string {
	if isStd(path) || within(path, []string{module}) || within(path, inTests) || within(path, r.foreign) || within(path, r.tests) {
		return ""
	}
	return "another module, neither for tests nor allowed to this package"
}

// TestImports holds every package to its line of the table, and the table to the packages that there are.
func TestImports(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range goFiles(t, parser.ImportsOnly) {
		if strings.HasPrefix(f.dir, "tools/") { // a module of its own: checks around the program, which may run it and a browser
			continue
		}
		r, ok := table[f.dir]
		if !ok && !seen[f.dir] {
			t.Errorf("package %s is not in the table of imports: add its line to internal/house/imports_test.go, with what it may import and nothing more", f.dir)
		}
		seen[f.dir] = true
		if !ok {
			continue
		}
		for _, imp := range f.syntax.Imports {
			path, err := strconv.Unquote(imp.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			why := r.refuse(f.dir, path)
			if f.test {
				why = r.refuseInTest(path)
			}
			if why != "" {
				t.Errorf("%s: %s imports %s: %s", f.at(imp.Pos()), f.dir, path, why)
			}
		}
	}
	for dir := range table {
		if !seen[dir] {
			t.Errorf("the table of imports has a line for %s, which has no Go files: delete the line", dir)
		}
	}
}

// TestImportsRefuse proves that the table can refuse: each line of this list must be an error.
func TestImportsRefuse(t *testing.T) {
	for _, bad := range []struct{ dir, path string }{
		{"internal/unit", module + "/internal/quantity"},
		{"internal/power", module + "/internal/accelerators"},
		{"internal/mix", module + "/internal/profile"},
		{"internal/mix", "os"},
		{"internal/cost", "time"},
		{"internal/analysis", "math/rand"},
		{"internal/analysis", module + "/internal/model"},
		{"internal/report", "github.com/BurntSushi/toml"},
		{"internal/report", "net/http"},
		{"internal/quantity", module + "/internal/quantity/quantitytest"},
		{"internal/quantity", "gonum.org/v1/plot"},
		{"plots", module + "/internal/mix"},
		{"internal/highs", module + "/internal/mix"},
		{"internal/mix", module + "/internal/highs"},
		{"internal/optimize", module + "/internal/highs"},
		{"internal/highs", "net/http"},
		{"profiles", "fmt"},
		{"cmd/capplan", "gonum.org/v1/plot/vg"},
		{"cmd/capplan", "pgregory.net/rapid"},
	} {
		if table[bad.dir].refuse(bad.dir, bad.path) == "" {
			t.Errorf("%s may import %s", bad.dir, bad.path)
		}
	}
}

// TestCoreIsSilent looks for what an import cannot show: printing through fmt, and random numbers that nobody seeded.
func TestCoreIsSilent(t *testing.T) {
	for _, f := range goFiles(t, 0) {
		if f.test || !table[f.dir].core {
			continue
		}
		ast.Inspect(f.syntax, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.SelectorExpr:
				pkg, _ := n.X.(*ast.Ident)
				if pkg == nil {
					break
				}
				switch name := n.Sel.Name; {
				case pkg.Name == "fmt" && (strings.HasPrefix(name, "Print") || strings.HasPrefix(name, "Scan")):
					t.Errorf("%s: fmt.%s in the core: return the data instead; report prints", f.at(n.Pos()), name)
				case pkg.Name == "rand" && !slices.Contains([]string{"New", "NewPCG", "NewChaCha8", "Rand", "Source", "PCG", "ChaCha8"}, name):
					t.Errorf("%s: rand.%s is a global source: draw from rand.New with a seed", f.at(n.Pos()), name)
				}
			case *ast.CallExpr:
				if fun, ok := n.Fun.(*ast.Ident); ok && (fun.Name == "print" || fun.Name == "println") {
					t.Errorf("%s: %s in the core", f.at(n.Pos()), fun.Name)
				}
			}
			return true
		})
	}
}

// TestCoreIsCheckedWhole holds the list of the core in .ci/run, which is compiled to WebAssembly and run under the race detector, to the table.
func TestCoreIsCheckedWhole(t *testing.T) {
	_, list, _ := strings.Cut(read(t, ".ci/run"), "\ncore=(")
	list, _, _ = strings.Cut(list, ")")
	listed := strings.Fields(list)
	for dir, r := range table {
		if r.core != slices.Contains(listed, "./"+dir) {
			t.Errorf("%s: core is %t in the table of imports and %t in .ci/run", dir, r.core, !r.core)
		}
	}
	for _, p := range listed {
		if _, ok := table[strings.TrimPrefix(p, "./")]; !ok {
			t.Errorf(".ci/run lists %s, which is no package", p)
		}
	}
}
