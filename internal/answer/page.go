package answer

import "slices"

// Page is all that is known of one input of one chip or site.
type Page struct {
	Question Question
	ID, Name string // of the chip or the site
	Input    Input
	Warnings []Warning
}

// NewPage makes the page of an input, with what weakens it.
func NewPage(q Question, id, name string, in Input) *Page {
	q.Overlaid = slices.DeleteFunc(slices.Clone(q.Overlaid), func(x Overlaid) bool { return x.ID != id })
	return &Page{Question: q, ID: id, Name: name, Input: in, Warnings: laterValues(q.AsOf, []Input{in})}
}
