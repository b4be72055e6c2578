package plots

import (
	"image"
	"image/color"

	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
)

// silent is a vg.Canvas that draws nothing: a chart tries on it whether a layout has room for its labels.
type silent struct{}

// SetLineWidth implements vg.Canvas.
func (*silent) SetLineWidth(vg.Length) {}

// SetLineDash implements vg.Canvas.
func (*silent) SetLineDash([]vg.Length, vg.Length) {}

// SetColor implements vg.Canvas.
func (*silent) SetColor(color.Color) {}

// Rotate implements vg.Canvas.
func (*silent) Rotate(float64) {}

// Translate implements vg.Canvas.
func (*silent) Translate(vg.Point) {}

// Scale implements vg.Canvas.
func (*silent) Scale(_, _ float64) {}

// Push implements vg.Canvas.
func (*silent) Push() {}

// Pop implements vg.Canvas.
func (*silent) Pop() {}

// Stroke implements vg.Canvas.
func (*silent) Stroke(vg.Path) {}

// Fill implements vg.Canvas.
func (*silent) Fill(vg.Path) {}

// FillString implements vg.Canvas.
func (*silent) FillString(font.Face, vg.Point, string) {}

// DrawImage implements vg.Canvas.
func (*silent) DrawImage(vg.Rectangle, image.Image) {}
