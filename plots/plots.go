package plots

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"reflect"

	"gonum.org/v1/plot/vg"
)

// Chart is one of the charts of this package.
type Chart interface {
	kind() string     // what error messages and the alt text call it
	check() error     // refuses data that cannot be drawn honestly
	title() string    // the finding
	alt() string      // the data in words
	draw(s *sheet)    // after check
	provenance() Meta // source line and recipe
}

// Meta is what a chart says about its origin. All fields may be empty.
type Meta struct {
	Source    string // the profiles' sources, for the source line
	Note      string // what the reader must know, above the source line
	Product   string // "capplan 0.1.0 · library 2026-11-23", at the lower right
	Recipe    string // the canonical question as JSON, stored in the file
	InputHash string // hash of the inputs, stored in the file
}

// Format is the kind of file that Render writes.
type Format string

// The formats of Render. Both draw the same picture.
const (
	PNG Format = "png"
	SVG Format = "svg"
)

// Options set size and look. The zero value is 1600×1000 pixels, light.
type Options struct {
	Width, Height int     // pixels; 0 is 1600 and 1000
	DPI           float64 // pixels per inch; 0 sets the type as on a sheet 640 points wide, or less if it is tall, so that all sizes look alike
	Theme         string  // light, dark or print; "" is light
	Name          string  // by which the chart is asked for, stored in the file beside the recipe; may be empty
}

// The limits of a picture's side in pixels, and of its density.
const (
	minPixels = 64
	maxPixels = 16384
	maxArea   = 1 << 26 // pixels of the whole picture: a quarter of a gigabyte in memory
	minDPI    = 10
	maxDPI    = 2400
)

func (o Options) withDefaults() (Options, error) {
	if o.Width == 0 {
		o.Width = 1600
	}
	if o.Height == 0 {
		o.Height = 1000
	}
	for _, side := range []int{o.Width, o.Height} {
		if side < minPixels || side > maxPixels {
			return o, fmt.Errorf("size %d×%d: a side must be %d to %d pixels", o.Width, o.Height, minPixels, maxPixels)
		}
	}
	if o.Width*o.Height > maxArea {
		return o, fmt.Errorf("size %d×%d: at most %s pixels in all, such as 8192×8192", o.Width, o.Height, thousands(maxArea, 0))
	}
	switch {
	case o.DPI == 0:
		// A picture that is taller than wide is read at the size of its height, too: its type grows with it.
		tall := math.Max(1, float64(o.Height)/float64(o.Width))
		o.DPI = float64(o.Width) * 72 / math.Max(minWidth, sheetWidth/math.Sqrt(tall))
	case !(o.DPI >= minDPI && o.DPI <= maxDPI): // NaN too
		return o, fmt.Errorf("dpi %v: must be %d to %d", o.DPI, minDPI, maxDPI)
	}
	// Below the smallest sheet the type would not fit: draw it that large and
	// let the pixels be smaller.
	o.DPI = math.Min(o.DPI, math.Min(float64(o.Width)*72/minWidth, float64(o.Height)*72/minHeight))
	return o, nil
}

// Check returns why no chart can be drawn with these options: a size, a density or a theme that there is not.
func (o Options) Check() error {
	if _, err := o.withDefaults(); err != nil {
		return err
	}
	_, err := themeNamed(o.Theme)
	return err
}

// points is the size of the sheet.
func (o Options) points() (w, h vg.Length) {
	return vg.Length(float64(o.Width) * 72 / o.DPI), vg.Length(float64(o.Height) * 72 / o.DPI)
}

// Title returns the chart's finding in one sentence, without a full stop. It
// is the headline of the picture and the first part of its alternative text.
func Title(c Chart) string {
	if err := safely(c, c.check); err != nil {
		return ""
	}
	return c.title()
}

// AltText describes the chart for people who cannot see it: the finding, then
// every number that is drawn.
func AltText(c Chart) string {
	if err := safely(c, c.check); err != nil {
		return ""
	}
	return c.title() + ". " + c.alt()
}

// Render draws the chart and writes it in one piece: after an error, w has
// received nothing or what its own failed Write accepted. A panic inside the
// drawing library becomes an error that names the chart.
func Render(c Chart, w io.Writer, f Format, o Options) error {
	var out []byte
	err := safely(c, func() (err error) {
		out, err = render(c, f, o)
		return err
	})
	if err != nil {
		return err
	}
	_, err = w.Write(out)
	return err
}

// Refused is the error about data that a chart of the kind cannot show honestly.
type Refused struct {
	Kind string // "ridges", "waterfall", ...
	Err  error  // what is wrong with the data
}

// Error says which chart refuses what.
func (r *Refused) Error() string { return "plots: " + r.Kind + ": " + r.Err.Error() }

// Unwrap is what is wrong with the data.
func (r *Refused) Unwrap() error { return r.Err }

// Check says why the chart refuses its data, as a [*Refused]; nil where it can be drawn.
func Check(c Chart) error {
	return safely(c, func() error { return refused(c) })
}

func refused(c Chart) error {
	if err := c.check(); err != nil {
		return &Refused{c.kind(), err}
	}
	return nil
}

func safely(c Chart, f func() error) (err error) {
	name := "chart"
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("plots: %s: cannot be drawn: %v", name, r)
		}
	}()
	if c == nil {
		return fmt.Errorf("plots: no chart to draw")
	}
	name = c.kind()
	err = f()
	if r := (*Refused)(nil); err == nil || errors.As(err, &r) {
		return err
	}
	return fmt.Errorf("plots: %s: %w", name, err)
}

// The amounts that can be drawn: beyond them sums and quotients leave the range of a number.
const (
	leastAmount    = 1e-290
	greatestAmount = 1e290
)

// drawable refuses amounts beyond what can be drawn, wherever in a chart they are. What is not finite is the affair of the chart's own check.
func drawable(v reflect.Value) error {
	one := func(x float64) error {
		if a := math.Abs(x); a > 0 && a < leastAmount || a > greatestAmount && !math.IsInf(a, 0) {
			return fmt.Errorf("an amount is %v; one must be 0, or %v to %v", x, leastAmount, greatestAmount)
		}
		return nil
	}
	switch v.Kind() {
	case reflect.Float64:
		return one(v.Float())
	case reflect.Struct:
		for i := range v.NumField() {
			if err := drawable(v.Field(i)); err != nil {
				return err
			}
		}
	case reflect.Slice:
		if list, ok := v.Interface().([]float64); ok {
			for _, x := range list {
				if err := one(x); err != nil {
					return err
				}
			}
			return nil
		}
		for i := range v.Len() {
			if err := drawable(v.Index(i)); err != nil {
				return err
			}
		}
	}
	return nil
}

func render(c Chart, f Format, o Options) ([]byte, error) {
	o, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	th, err := themeNamed(o.Theme)
	if err != nil {
		return nil, err
	}
	fonts, err := lato()
	if err != nil {
		return nil, err
	}
	if err := drawable(reflect.ValueOf(c)); err != nil {
		return nil, err
	}
	if err := refused(c); err != nil {
		return nil, err
	}
	w, h := o.points()
	var buf bytes.Buffer
	switch f {
	case PNG:
		cv := newRaster(o, th, fonts)
		c.draw(newSheet(cv, w, h, th, fonts))
		err = cv.encode(&buf, embeddedIn(c, o))
	case SVG:
		cv := newVector(w, h, th, fonts)
		c.draw(newSheet(cv, w, h, th, fonts))
		cv.encode(&buf, o, embeddedIn(c, o))
	default:
		err = fmt.Errorf("unknown format %q; choose png or svg", f)
	}
	return buf.Bytes(), err
}
