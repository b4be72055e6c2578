package house

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// readYAML is a YAML file as maps and lists.
func readYAML(t *testing.T, path string) map[string]any {
	t.Helper()
	var v map[string]any
	if err := yaml.Unmarshal([]byte(read(t, path)), &v); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return v
}

// at follows keys, and numbers of lists, into a YAML value; nil if there is nothing.
func at(v any, path ...any) any {
	for _, p := range path {
		switch p := p.(type) {
		case string:
			m, _ := v.(map[string]any)
			v = m[p]
		case int:
			l, _ := v.([]any)
			if p >= len(l) {
				return nil
			}
			v = l[p]
		}
	}
	return v
}

func textsOf(v any) []string {
	var out []string
	list, _ := v.([]any)
	for _, x := range list {
		if s, is := x.(string); is {
			out = append(out, s)
		}
	}
	return out
}

// TestRelease holds the release to what is promised of it: static and reproducible binaries for six targets, checksums, bills of materials, and archives with the
// licence, the notices, the pages and the completions.
func TestRelease(t *testing.T) {
	r := readYAML(t, ".goreleaser.yaml")
	if r["version"] != 2 {
		t.Errorf("version %v", r["version"])
	}
	builds, _ := r["builds"].([]any)
	if len(builds) != 1 {
		t.Fatalf("%d builds", len(builds))
	}
	b := builds[0]
	for _, want := range []struct {
		what string
		got  []string
		has  []string
	}{
		{"systems", textsOf(at(b, "goos")), []string{"linux", "darwin", "windows"}},
		{"processors", textsOf(at(b, "goarch")), []string{"amd64", "arm64"}},
		{"environment", textsOf(at(b, "env")), []string{"CGO_ENABLED=0"}},
		{"flags", textsOf(at(b, "flags")), []string{"-trimpath", "-buildvcs=true"}},
		{"hooks", textsOf(at(r, "before", "hooks")), []string{".ci/release-files {{ .Version }}"}},
	} {
		for _, x := range want.has {
			if !slices.Contains(want.got, x) {
				t.Errorf("%s of the release: %v lacks %s", want.what, want.got, x)
			}
		}
	}
	if at(b, "mod_timestamp") != "{{ .CommitTimestamp }}" || at(b, "main") != "./cmd/capplan" || at(b, "ignore") != nil {
		t.Errorf("the build is %v", b)
	}
	if s := strings.Join(textsOf(at(b, "ldflags")), " "); strings.Contains(s, "Date") || strings.Contains(s, "date") {
		t.Errorf("ldflags %q have a time", s)
	}
	var files []string
	list, _ := at(r, "archives", 0, "files").([]any)
	for _, f := range list {
		files = append(files, at(f, "src").(string))
		if at(f, "info", "mtime") != "{{ .CommitDate }}" {
			t.Errorf("%v has the time of the machine that packs it", f)
		}
	}
	for _, want := range []string{"LICENSE", "NOTICE", "NOTICE.fonts", "README.md", "release-files/completions/*", "release-files/man1/*"} {
		if !slices.Contains(files, want) {
			t.Errorf("the archives lack %s", want)
		}
	}
	if at(r, "checksum", "algorithm") != "sha256" || at(r, "sboms", 0, "artifacts") != "binary" || at(r, "sboms", 0, "cmd") != "../release-files/sbom" {
		t.Error("checksums or bills of materials are missing")
	}
}

// TestContainer: the image has a static program and nothing else, and does not run as root.
func TestContainer(t *testing.T) {
	text := read(t, "Containerfile")
	stages := regexp.MustCompile(`(?m)^FROM (\S+)`).FindAllStringSubmatch(text, -1)
	if len(stages) != 2 || stages[1][1] != "scratch" {
		t.Errorf("the image is made from %v", stages)
	}
	for _, want := range []string{"CGO_ENABLED=0", "-trimpath", "\nUSER 65532:65532\n", `ENTRYPOINT ["/capplan"]`, "COPY LICENSE NOTICE NOTICE.fonts "} {
		if !strings.Contains(text, want) {
			t.Errorf("Containerfile lacks %q", want)
		}
	}
}

// known are the actions of others that are used, each with a major version that there is.
var known = []string{"actions/checkout@v4", "actions/setup-go@v5", "actions/upload-artifact@v4", "actions/download-artifact@v4"}

// TestWorkflows reads the action and the example workflows: they parse, use only known actions, and put nothing of an expression into a script.
func TestWorkflows(t *testing.T) {
	for _, path := range []string{"action.yml", "docs/examples/ci/capplan.yml", "docs/examples/github-actions.yml"} {
		steps := 0
		var walk func(v any)
		walk = func(v any) {
			switch v := v.(type) {
			case []any:
				for _, x := range v {
					walk(x)
				}
			case map[string]any:
				for k, x := range v {
					s, _ := x.(string)
					switch {
					case k == "uses":
						steps++
						if !slices.Contains(known, s) {
							t.Errorf("%s uses %s, which is not known", path, s)
						}
					case k == "run":
						steps++
						if strings.Contains(s, "${{") {
							t.Errorf("%s puts an expression into a script, where it would be run: %s", path, s)
						}
					}
					walk(x)
				}
			}
		}
		walk(readYAML(t, path))
		if steps < 3 {
			t.Errorf("%s has %d steps", path, steps)
		}
	}
	a := readYAML(t, "action.yml")
	if at(a, "runs", "using") != "composite" {
		t.Error("action.yml is not composite")
	}
	for _, in := range []string{"args", "command", "version", "comment", "junit", "json", "working-directory"} {
		if at(a, "inputs", in, "description") == nil {
			t.Errorf("the action lacks the input %s", in)
		}
		if !strings.Contains(read(t, "action.yml"), "${{ inputs."+in+" }}") {
			t.Errorf("nothing reads the input %s", in)
		}
	}
}

// TestPreCommitHook: the hook runs the command on the files of profiles, and on no others.
func TestPreCommitHook(t *testing.T) {
	var hooks []map[string]any
	if err := yaml.Unmarshal([]byte(read(t, ".pre-commit-hooks.yaml")), &hooks); err != nil || len(hooks) != 1 {
		t.Fatalf("%d hooks, %v", len(hooks), err)
	}
	h := hooks[0]
	if h["entry"] != "capplan profiles check" || h["language"] != "golang" {
		t.Errorf("%v", h)
	}
	files := regexp.MustCompile(h["files"].(string))
	for path, want := range map[string]bool{"accelerators/x.toml": true, "mine/sites/y.toml": true, "sweep.toml": false, "accelerators/x.json": false, "myaccelerators/x.toml": false} {
		if files.MatchString(path) != want {
			t.Errorf("the hook looks at %s: %t", path, !want)
		}
	}
}
