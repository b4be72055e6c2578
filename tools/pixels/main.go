// Command pixels compares two pictures of the same size, and fails where a colour of a pixel differs by more than 1 of 255.
package main

import (
	"fmt"
	"image"
	_ "image/png"
	"os"
)

const allowed = 0x101 // 1 of 255, in the 16 bits that colours have here

func main() {
	if len(os.Args) != 3 {
		fail("usage: pixels A.png B.png")
	}
	most, err := difference(os.Args[1], os.Args[2])
	if err != nil {
		fail(err.Error())
	}
	if most > allowed {
		fail(fmt.Sprintf("%s and %s differ by %d of 255", os.Args[1], os.Args[2], most/0x101))
	}
}

func fail(text string) {
	fmt.Fprintln(os.Stderr, "pixels: "+text)
	os.Exit(1)
}

// difference is the greatest difference of a colour of a pixel, of 65,535.
func difference(first, second string) (int, error) {
	a, err := read(first)
	if err != nil {
		return 0, err
	}
	b, err := read(second)
	if err != nil {
		return 0, err
	}
	if a.Bounds() != b.Bounds() {
		return 0, fmt.Errorf("%v and %v are not of one size", a.Bounds(), b.Bounds())
	}
	most := 0
	for y := a.Bounds().Min.Y; y < a.Bounds().Max.Y; y++ {
		for x := a.Bounds().Min.X; x < a.Bounds().Max.X; x++ {
			p, q := colours(a, x, y), colours(b, x, y)
			for i := range p {
				most = max(most, p[i]-q[i], q[i]-p[i])
			}
		}
	}
	return most, nil
}

func colours(m image.Image, x, y int) [4]int {
	r, g, b, a := m.At(x, y).RGBA()
	return [4]int{int(r), int(g), int(b), int(a)}
}

func read(path string) (image.Image, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	m, _, err := image.Decode(f)
	return m, err
}
