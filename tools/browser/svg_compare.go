// Command svg_compare draws charts as PNG and as SVG, opens each SVG in headless Chromium, and compares what the browser shows with the PNG.
//
//	go run tools/browser/svg_compare.go -capplan ./capplan [-chromium chromium] [-keep DIR] tools/browser/svg_charts.txt
//
// It exits with 1 if a picture differs. That it would notice is checked too: each SVG must differ from the PNG of another chart.
package main

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"image"
	"image/png"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// Two renderers blend the edges of letters and lines differently, so means over small squares are compared: they differ by little where the same is shown.
const (
	square    = 8      // pixels
	squareOff = 20.0   // of 255: a square that differs by more in a channel shows something else
	mostOff   = 0.0002 // of all squares: a label that is missing is more
	meanOff   = 0.8    // of 255, over all squares
)

func main() {
	capplan := flag.String("capplan", "capplan", "the program that draws")
	chromium := flag.String("chromium", "chromium", "the browser")
	keep := flag.String("keep", "", "keep all pictures in this folder")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: svg_compare [flags] LIST")
		os.Exit(2)
	}
	dir := *keep
	if dir == "" {
		var err error
		if dir, err = os.MkdirTemp("", "svg-compare"); err != nil {
			fatal(err)
		}
		defer os.RemoveAll(dir)
	} else if err := os.MkdirAll(dir, 0o755); err != nil {
		fatal(err)
	}
	commands, err := lines(flag.Arg(0))
	if err != nil {
		fatal(err)
	}
	failed := false
	var before image.Image
	for i, command := range commands {
		base := filepath.Join(dir, fmt.Sprintf("%02d", i+1))
		ours, theirs, err := both(*capplan, *chromium, dir, base, command)
		if err != nil {
			fatal(fmt.Errorf("%s: %w", command, err))
		}
		mean, off := differ(ours, theirs)
		verdict := "same"
		if mean > meanOff || off > mostOff {
			verdict, failed = "DIFFERENT", true
		}
		fmt.Printf("%-9s mean %.2f, squares off %.3f%%  %s\n", verdict, mean, 100*off, command)
		if before != nil {
			if mean, off := differ(before, theirs); mean <= meanOff && off <= mostOff {
				fmt.Println("DIFFERENT charts are taken for the same: the comparison notices nothing")
				failed = true
			}
		}
		before = ours
	}
	if failed {
		os.Exit(1)
	}
	fmt.Printf("%d charts look in Chromium as in their PNG\n", len(commands))
}

func fatal(err error) {
	fmt.Fprintln(os.Stderr, "svg_compare:", err)
	os.Exit(1)
}

// lines are the lines of a file that are neither empty nor comments.
func lines(path string) (out []string, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	scan := bufio.NewScanner(f)
	for scan.Scan() {
		if text := strings.TrimSpace(scan.Text()); text != "" && !strings.HasPrefix(text, "#") {
			out = append(out, text)
		}
	}
	return out, scan.Err()
}

// both draws a chart and takes the picture of its SVG in the browser.
func both(capplan, chromium, dir, base, command string) (ours, theirs image.Image, err error) {
	pngFile, svgFile, shot := base+".png", base+".svg", base+"-browser.png"
	args := append(strings.Fields(command), "--quiet", "-o", pngFile, "-o", svgFile)
	if out, err := exec.Command(capplan, args...).CombinedOutput(); err != nil {
		return nil, nil, fmt.Errorf("%w: %s", err, out)
	}
	if ours, err = decode(pngFile); err != nil {
		return nil, nil, err
	}
	path, err := filepath.Abs(svgFile)
	if err != nil {
		return nil, nil, err
	}
	size := ours.Bounds().Size()
	ctx, stop := context.WithTimeout(context.Background(), time.Minute)
	defer stop()
	page := url.URL{Scheme: "file", Path: path}
	out, err := exec.CommandContext(ctx, chromium, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--force-device-scale-factor=1", "--force-color-profile=srgb",
		"--user-data-dir="+filepath.Join(dir, "profile"), fmt.Sprintf("--window-size=%d,%d", size.X, size.Y), "--screenshot="+shot, page.String()).CombinedOutput()
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w: %s", chromium, err, out)
	}
	theirs, err = decode(shot)
	return ours, theirs, err
}

func decode(path string) (image.Image, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return png.Decode(f)
}

// differ is how much the mean colours of small squares differ on average, of 255, and the share of the squares that differ by too much.
func differ(a, b image.Image) (mean, off float64) {
	if a.Bounds().Size() != b.Bounds().Size() {
		return 255, 1
	}
	size := a.Bounds().Size()
	n := 0
	for y := 0; y < size.Y; y += square {
		for x := 0; x < size.X; x += square {
			p, q := colour(a, x, y), colour(b, x, y)
			worst := 0.0
			for i := range p {
				d := p[i] - q[i]
				mean += max(d, -d) / 3
				worst = max(worst, d, -d)
			}
			if worst > squareOff {
				off++
			}
			n++
		}
	}
	return mean / float64(n), off / float64(n)
}

// colour is the mean of a square.
func colour(img image.Image, x0, y0 int) (sum [3]float64) {
	b, n := img.Bounds(), 0.0
	for y := y0; y < min(y0+square, b.Dy()); y++ {
		for x := x0; x < min(x0+square, b.Dx()); x++ {
			r, g, bl, _ := img.At(b.Min.X+x, b.Min.Y+y).RGBA()
			for i, c := range []uint32{r, g, bl} {
				sum[i] += float64(c >> 8)
			}
			n++
		}
	}
	for i := range sum {
		sum[i] /= n
	}
	return sum
}
