package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestMergeOfLinks: the manifest of a shard that is named by a link lies beside the file that it leads to, or beside the link.
func TestMergeOfLinks(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	args := []string{"sweep", "--gw", "1", "--chip", "gb200", "--vary", "site.reserve=0:0.1:0.02", "--quiet"}
	output(t, append(args, "-o", at("whole.csv"))...)
	for _, folder := range []string{"store", "links"} {
		if err := os.Mkdir(at(folder), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	output(t, append(args, "--shard", "1/2", "-o", at("store/a.csv"))...)
	output(t, append(args, "--shard", "2/2", "-o", at("store/b.csv"))...)
	for _, err := range []error{
		os.Symlink(filepath.Join("..", "store", "a.csv"), at("links/1.csv")),
		os.Rename(at("store/b.csv"+manifestEnding), at("store/5e6f")), // a store that calls files by their content
		os.Symlink(at("store/b.csv"), at("links/2.csv")),
		os.Symlink(at("store/5e6f"), at("links/2.csv"+manifestEnding)),
	} {
		if err != nil {
			t.Skip("no links here: ", err)
		}
	}
	merge := []string{"sweep", "merge", at("links/1.csv"), at("links/2.csv"), "-o", at("merged.csv")}
	output(t, merge...)
	read := func(name string) []byte {
		b, err := os.ReadFile(at(name))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	if !bytes.Equal(read("merged.csv"), read("whole.csv")) {
		t.Error("another file than in one piece")
	}
	if err := os.Remove(at("links/2.csv" + manifestEnding)); err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	want := at("store/b.csv") + manifestEnding + " is missing"
	if code := run(streams{nil, &out, &errs}, merge); code != exitUsage || !strings.Contains(errs.String(), want) {
		t.Errorf("without a manifest: exit %d, %s", code, errs.String())
	}
}
