package check

import (
	"slices"
	"strings"

	"github.com/capplan/capplan/internal/power"
)

// links begin a part that says of what or where: of Trainium2, at the rack.
var links = []string{"of", "in", "at"}

func isLink(w Piece) bool { return slices.Contains(links, strings.ToLower(w.Text)) }

// boundaryNames are other words for the boundaries.
var boundaryNames = map[string]string{
	"critical it": "it", "ups": "it", "pdu": "it",
	"total facility": "facility", "utility": "facility", "grid": "facility", "meter": "facility", "utility meter": "facility", "site": "facility", "campus": "facility",
	"racks": "rack", "chips": "chip", "package": "chip", "packages": "chip", "gpu": "chip", "gpus": "chip", "accelerator": "chip",
}

// unnamed are words of a power that name no boundary: 2 GW of AI compute, a 2 GW data center.
var unnamed = []string{"power", "electricity", "load", "ai", "compute", "computing", "capacity", "data", "center", "centers", "centre", "centres", "datacenter", "datacenters",
	"datacentre", "datacentres", "campus", "cluster", "supercluster", "site", "infrastructure"}

// boundary reads "IT power", "facility", "the rack level", "(IT)" after one of the links or, as in "2 GW facility", none. A part that is about the power and names no
// boundary, such as "compute capacity", gives "" and true.
func boundary(link, text string) (string, bool) {
	if strings.HasPrefix(text, "(") && strings.HasSuffix(text, ")") {
		text = text[1 : len(text)-1]
	}
	text = strings.TrimPrefix(strings.ToLower(text), "the ")
	name := text
	for _, end := range []string{" power", " load", " capacity", " level", " input"} {
		name = strings.TrimSuffix(name, end)
	}
	name = strings.TrimSuffix(name, "-level")
	if slices.Contains(power.Basis.Options, name) {
		return name, true
	}
	// A word that can also be a thing, "2 GW of chips", is a boundary only where it says so.
	if other := boundaryNames[name]; other != "" && (name != text || strings.EqualFold(link, "at") || other == "it") {
		return other, true
	}
	for word := range strings.FieldsSeq(text) {
		if !slices.Contains(unnamed, word) {
			return "", false
		}
	}
	return "", text != ""
}

// setBoundary keeps the boundary that a part names.
func (c *Claim) setBoundary(part []Piece, basis string) error {
	if basis != "" && c.Basis != "" && c.Basis != basis {
		return c.fault(part, "a second boundary", "name one")
	}
	if basis != "" {
		c.Basis = basis
	}
	return nil
}

// takeBoundary takes boundaries from the end of words: "1.9M Trainium2 chips at the rack".
func (c *Claim) takeBoundary(words []Piece) ([]Piece, error) {
	for i := len(words) - 2; i > 0; i-- {
		if !isLink(words[i]) {
			continue
		}
		part := words[i+1:]
		basis, is := boundary(words[i].Text, c.span(part).Text)
		if !is {
			continue
		}
		if err := c.setBoundary(part, basis); err != nil {
			return nil, err
		}
		words = words[:i]
	}
	return words, nil
}
