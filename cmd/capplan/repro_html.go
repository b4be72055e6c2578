package main

import (
	"bytes"
	"errors"
	"fmt"
	"hash/crc32"
	"html"
	"strings"
)

// The metadata of a report, as the program writes it: each once, before the style.
var (
	metaTag = lazily(`<meta name="(capplan-recipe|capplan-input-hash|generator|description)" content="([^"<>]*)">`)
	rowTag  = lazily(`(?s)<tr[^>]*>(.*?)</tr>`)
	altText = lazily(`<img [^>]*alt="([^"]*)"`)
	anyTag  = lazily(`<[^>]*>`)
	cellEnd = lazily(`</t[hd]>`)
	ownText = lazily(`(?s)<pre[^>]*>.*?</pre>`)
)

func readHTMLClaim(text []byte) (*claimed, error) {
	head, _, found := bytes.Cut(text, []byte("<style>"))
	if !found {
		return nil, errors.New("it is an HTML page, but no report of capplan")
	}
	if n := bytes.Count(text, []byte("<tr")) + bytes.Count(text, []byte("<img")); n > mostCells {
		return nil, fmt.Errorf("it has %s rows and pictures, more than any report of capplan", commas(n))
	}
	c := &claimed{kind: kindHTML}
	to := map[string]*string{"capplan-recipe": &c.Recipe, "capplan-input-hash": &c.InputHash, "generator": &c.Software, "description": &c.Description}
	for _, m := range metaTag().FindAllSubmatch(head, -1) {
		field := to[string(m[1])]
		if *field != "" {
			return nil, fmt.Errorf("it has %s twice", m[1])
		}
		*field = html.UnescapeString(string(m[2]))
	}
	text, pictures := withoutPictures(text)
	c.figures = []figureClaim{{place: "finding", value: c.Description}}
	for i, m := range altText().FindAllSubmatch(text, -1) {
		c.figures = append(c.figures, figureClaim{place: fmt.Sprintf("chart %d", i+1), value: html.UnescapeString(string(m[1]))})
	}
	for i, m := range rowTag().FindAllSubmatch(text, -1) {
		cells := strings.Split(cellEnd().ReplaceAllString(string(m[1]), "\x00"), "\x00")
		for k := range cells {
			cells[k] = plainWords(cells[k])
		}
		c.figures = append(c.figures, figureClaim{place: fmt.Sprintf("row %d, %s", i+1, cells[0]), value: strings.Join(cells[min(1, len(cells)):], " ")})
	}
	c.figures = append(append(c.figures, pictures...), around(text[len(head):])...)
	return c, nil
}

// withoutPictures is a page without the pictures that are in it, which are most of it, and a checksum of each, so that none is another beside figures that are the
// same.
func withoutPictures(page []byte) (rest []byte, out []figureClaim) {
	for {
		before, after, found := bytes.Cut(page, []byte("data:image/"))
		rest = append(rest, before...)
		if !found {
			return rest, out
		}
		end := max(0, bytes.IndexByte(after, '"'))
		out = append(out, figureClaim{fmt.Sprintf("picture %d, checksum", len(out)+1), fmt.Sprintf("%08x", crc32.ChecksumIEEE(after[:end])), true})
		page = after[end:]
	}
}

// around is what a page says outside its tables, but for commands and the recipe, of which the first has the name of the file, and for where a setting came from.
func around(body []byte) (out []figureClaim) {
	_, body, _ = bytes.Cut(body, []byte("</style>"))
	body = anyTag().ReplaceAll(rowTag().ReplaceAll(ownText().ReplaceAll(body, nil), nil), []byte(" "))
	for line := range bytes.Lines(body) {
		words := plainWords(string(line))
		if strings.HasPrefix(words, "Site ") {
			words, _, _ = strings.Cut(strings.TrimSuffix(words, "."), ", set ")
		}
		if words != "" {
			out = append(out, figureClaim{fmt.Sprintf("text %d", len(out)+1), words, true})
		}
	}
	return out
}

// plainWords is text without tags, characters for their names, and one space for many.
func plainWords(s string) string {
	return strings.Join(strings.Fields(html.UnescapeString(anyTag().ReplaceAllString(s, " "))), " ")
}
