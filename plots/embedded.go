package plots

import (
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"strings"
)

// Embedded is what a chart file carries beside the picture.
type Embedded struct {
	Title       string // the finding
	Description string // the alternative text
	Software    string // Meta.Product
	Recipe      string // Meta.Recipe
	InputHash   string // Meta.InputHash
	Chart       string // Options.Name
}

func embeddedIn(c Chart, o Options) Embedded {
	m := c.provenance()
	return Embedded{
		Title: c.title(), Description: AltText(c),
		Software: m.Product, Recipe: m.Recipe, InputHash: m.InputHash, Chart: o.Name,
	}
}

// Keywords of the text chunks; the first three are registered by the PNG specification.
const (
	keyTitle       = "Title"
	keyDescription = "Description"
	keySoftware    = "Software"
	keyRecipe      = "capplan-recipe"
	keyInputHash   = "capplan-input-hash"
	keyChart       = "capplan-chart"
)

func (e Embedded) pairs() [][2]string {
	return [][2]string{
		{keyTitle, e.Title}, {keyDescription, e.Description}, {keySoftware, e.Software},
		{keyRecipe, e.Recipe}, {keyInputHash, e.InputHash}, {keyChart, e.Chart},
	}
}

func (e *Embedded) set(key, text string) {
	switch key {
	case keyTitle:
		e.Title = text
	case keyDescription:
		e.Description = text
	case keySoftware:
		e.Software = text
	case keyRecipe:
		e.Recipe = text
	case keyInputHash:
		e.InputHash = text
	case keyChart:
		e.Chart = text
	}
}

// maxEmbedded bounds what ReadEmbedded takes into memory: a chart is a few
// hundred kilobytes, and the file may come from anywhere.
const maxEmbedded = 32 << 20

// ReadEmbedded reads back what Render stored in a PNG or SVG. Fields that the
// file lacks are empty. The file is data from outside: what it says about its
// origin is a claim.
func ReadEmbedded(r io.Reader) (Embedded, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxEmbedded+1))
	if err != nil {
		return Embedded{}, err
	}
	if len(data) > maxEmbedded {
		return Embedded{}, fmt.Errorf("plots: file is larger than %d MB", maxEmbedded>>20)
	}
	if rest, ok := bytes.CutPrefix(data, []byte(pngSignature)); ok {
		return readPNG(rest)
	}
	return readSVG(data)
}

var errDamaged = errors.New("plots: damaged PNG")

func readPNG(b []byte) (e Embedded, err error) {
	for len(b) >= 12 {
		n := binary.BigEndian.Uint32(b)
		if uint64(n)+12 > uint64(len(b)) {
			return e, errDamaged
		}
		chunk := b[4 : 8+n]
		if crc32.ChecksumIEEE(chunk) != binary.BigEndian.Uint32(b[8+n:]) {
			return e, errDamaged
		}
		kind, body := string(chunk[:4]), string(chunk[4:])
		key, text, _ := strings.Cut(body, "\x00")
		switch kind {
		case "tEXt":
			e.set(key, text)
		case "iTXt":
			// Only what Render writes: uncompressed, no language, no translation.
			if plain, ok := strings.CutPrefix(text, "\x00\x00\x00\x00"); ok {
				e.set(key, plain)
			}
		case "IEND":
			return e, nil
		}
		b = b[12+n:]
	}
	return e, errDamaged
}

func readSVG(data []byte) (e Embedded, err error) {
	var doc struct {
		XMLName     xml.Name `xml:"svg"`
		Title       string   `xml:"title"`
		Description string   `xml:"desc"`
		Entries     []struct {
			Name string `xml:"name,attr"`
			Text string `xml:",chardata"`
		} `xml:"metadata>entry"`
	}
	if err := xml.Unmarshal(data, &doc); err != nil {
		return e, fmt.Errorf("plots: neither a PNG nor a readable SVG: %w", err)
	}
	e.Title, e.Description = doc.Title, doc.Description
	for _, entry := range doc.Entries {
		e.set(entry.Name, entry.Text)
	}
	return e, nil
}
