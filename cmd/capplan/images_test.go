package main

import (
	"bytes"
	"image"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// documentImages are the charts of the README, with the commands that make them.
var documentImages = map[string]string{
	"waterfall.png":    "estimate --gw 2 --chip trainium2",
	"ridges.png":       "compare --gw 2 --chip trainium2 --chip trainium3 --chip h100 --chip gb200 --chip vera-rubin",
	"mix.png":          "mix --gw 2 --chip trainium3=0.6 --chip gb300=0.4",
	"frontier.png":     "mix --gw 2 --chip trainium2 --chip gb200 --chip mi355x --chip gaudi3 --frontier cost.capex,capacity.effective --limit power.it_deployed>=1.45GW",
	"share-curve.png":  "mix --gw 2 --chip trainium3 --chip gb300 --share-curve nvidia",
	"ramp.png":         "ramp openai-aws-2gw",
	"backtest.png":     "backtest --scores",
	"before-after.png": "ledger openai",
}

// TestDocumentImages draws the README's charts again and compares them, within what two architectures may differ by. With -update they are replaced.
func TestDocumentImages(t *testing.T) {
	for name, command := range documentImages {
		t.Run(name, func(t *testing.T) {
			shipped := filepath.Join("..", "..", "docs", "images", name)
			fresh := filepath.Join(t.TempDir(), name)
			if code := run(streams{nil, io.Discard, io.Discard}, append(strings.Fields(command), "-o", fresh)); code != exitOK {
				t.Fatalf("capplan %s: exit %d", command, code)
			}
			now, err := os.ReadFile(fresh)
			if err != nil {
				t.Fatal(err)
			}
			compareImage(t, shipped, now)
		})
	}
}

// compareImage compares a picture with the one that is shipped, or replaces that with -update.
func compareImage(t *testing.T, shipped string, now []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(shipped, now, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	old, err := os.ReadFile(shipped)
	if err != nil {
		t.Fatal(err)
	}
	if d := difference(t, old, now); d > 2 {
		t.Errorf("docs/images/%s is out of date (a channel differs by %d of 255): go test ./cmd/capplan -run %s -update", filepath.Base(shipped), d, strings.Split(t.Name(), "/")[0])
	}
}

// difference is the greatest difference of a colour channel between two pictures, 255 if their sizes differ.
func difference(t *testing.T, a, b []byte) int {
	t.Helper()
	decode := func(p []byte) image.Image {
		img, err := png.Decode(bytes.NewReader(p))
		if err != nil {
			t.Fatal(err)
		}
		return img
	}
	x, y := decode(a), decode(b)
	if x.Bounds() != y.Bounds() {
		return 255
	}
	worst := 0
	for j := x.Bounds().Min.Y; j < x.Bounds().Max.Y; j++ {
		for i := x.Bounds().Min.X; i < x.Bounds().Max.X; i++ {
			r1, g1, b1, _ := x.At(i, j).RGBA()
			r2, g2, b2, _ := y.At(i, j).RGBA()
			for _, d := range [...]int{int(r1>>8) - int(r2>>8), int(g1>>8) - int(g2>>8), int(b1>>8) - int(b2>>8)} {
				worst = max(worst, d, -d)
			}
		}
	}
	return worst
}
