package profile

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/capplan/capplan/internal/accelerators"
	"github.com/capplan/capplan/profiles"
)

// TestHeadsAreThoseOfTheProfiles: heads say what whole profiles say, in the same order, on any day and under an overlay; and no file is read whole for them.
func TestHeadsAreThoseOfTheProfiles(t *testing.T) {
	dir := t.TempDir()
	const over = "id = \"trainium3\"\nstatus = \"legacy\"\nfamily = \"Trainium, ours\"\n"
	if err := os.WriteFile(filepath.Join(dir, "trainium3.toml"), []byte(over), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, overlays := range [][]string{nil, {dir}} {
		for _, day := range []string{"", "2024-06-30", "2026-02-27"} {
			l, err := Open(profiles.FS, overlays...)
			if err != nil {
				t.Fatal(err)
			}
			l = l.AsOf(day)
			heads, err := l.Heads()
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range l.entries[System] {
				if whole := e.doc != nil; whole != (overlays != nil && e.id == "trainium3") {
					t.Errorf("%s: read whole: %v", e.id, whole)
				}
			}
			all, err := l.Accelerators()
			if err != nil || len(all) != len(heads) || len(all) < 10 {
				t.Fatalf("%d heads of %d systems, %v", len(heads), len(all), err)
			}
			for i, a := range all {
				h := heads[i]
				if !slices.Equal(a.Aliases, h.Aliases) {
					t.Errorf("%s: aliases %v, not %v", a.ID, h.Aliases, a.Aliases)
				}
				if x, y := above(h), above(a); x != y {
					t.Errorf("%s on %q: %v, not %v", a.ID, day, x, y)
				}
			}
		}
	}
}

// above is what stands above the tables of a system, but for its aliases.
func above(a *accelerators.Accelerator) [11]any {
	return [...]any{a.ID, a.Name, a.Vendor, a.Family, a.Generation, a.Process, a.Cooling, a.Status, a.Announced, a.Available, a.EndOfSale}
}

// BenchmarkHeads is what the siblings of a chip cost.
func BenchmarkHeads(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		l, err := Open(profiles.FS)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := l.Heads(); err != nil {
			b.Fatal(err)
		}
	}
}
