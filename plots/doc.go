// Package plots draws the charts of capplan: one look, as PNG or SVG.
//
// It knows typography, colour and geometry, and how to put the finding of a
// chart into one sentence. It refuses to know the model: every number arrives
// as plain data, and the package computes only what drawing needs, such as a
// density, tick positions or a ratio named in a title. That way a chart can
// never disagree with the table printed beside it.
//
// gonum.org/v1/plot carries the canvases, through its packages vg and vgimg.
// Titles, axes, grids, labels and legends are drawn by this package, because
// the built-in ones measure no text and so cannot promise that nothing overlaps.
//
// Every text is set in Lato, as outlines: a chart looks the same wherever it is
// opened. The fonts are parsed on the first chart, so a program that draws none
// does not pay for them.
package plots
