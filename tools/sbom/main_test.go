package main

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
)

// TestDescribe makes the bill of capplan itself, twice, and holds it to its go.mod.
func TestDescribe(t *testing.T) {
	root := filepath.Join("..", "..")
	binary := filepath.Join(t.TempDir(), "capplan")
	if runtime.GOOS == "windows" {
		binary += ".exe"
	}
	build := exec.Command("go", "build", "-buildvcs=false", "-o", binary, "./cmd/capplan")
	build.Dir = root
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	body, err := describe(binary)
	if err != nil {
		t.Fatal(err)
	}
	again, err := describe(binary)
	if err != nil || !bytes.Equal(body, again) {
		t.Error("the second bill of a binary is another")
	}
	var d document
	if err := json.Unmarshal(body, &d); err != nil {
		t.Fatal(err)
	}
	if d.Format != "CycloneDX" || d.Metadata.Component.Name != "github.com/capplan/capplan" || len(d.Metadata.Component.Hashes) != 1 || len(d.Metadata.Component.Hashes[0].Content) != 64 {
		t.Errorf("%+v", d.Metadata)
	}
	text, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{}
	for _, c := range d.Components {
		listed[c.Name+" "+c.Version] = true
		if !strings.HasPrefix(c.PURL, "pkg:golang/") || c.Version == "" {
			t.Errorf("%+v", c)
		}
	}
	for _, m := range []string{"github.com/spf13/cobra", "gonum.org/v1/plot", "github.com/BurntSushi/toml"} {
		version := regexp.MustCompile(regexp.QuoteMeta(m) + ` (v\S+)`).FindStringSubmatch(string(text))
		if version == nil || !listed[m+" "+version[1]] {
			t.Errorf("the bill lacks %s %v", m, version)
		}
	}
	if len(d.Dependencies) != 1 || len(d.Dependencies[0].DependsOn) != len(d.Components) {
		t.Errorf("%d components and %+v", len(d.Components), d.Dependencies)
	}
	if _, err := describe(filepath.Join(root, "README.md")); err == nil {
		t.Error("a text is taken for a binary")
	}
}
