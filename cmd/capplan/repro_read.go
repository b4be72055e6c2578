package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/capplan/capplan/internal/report"
	"github.com/capplan/capplan/internal/rows"
	"github.com/capplan/capplan/plots"
)

// The kinds of files that carry a recipe, which are their endings too.
const (
	kindPNG  = "png"
	kindSVG  = "svg"
	kindHTML = "html"
	kindJSON = "json"

	kindParquet  = "parquet"
	kindManifest = "manifest" // of a shard of a sweep in text
)

// claimed is what a file says of itself: where it comes from, and its figures.
type claimed struct {
	kind string
	plots.Embedded
	figures []figureClaim

	shard  string      // of a part of a sweep: which of how many, as --shard has it
	format rows.Format // of the rows of a sweep
}

// figureClaim is one figure of a file by its place in it.
type figureClaim struct {
	place, value string

	looks bool // words and pictures around the figures, which another version may put in another way
}

// readClaimed reads a file of any of the kinds. It may come from anybody: whatever is in it, the answer is a claim or an error.
func readClaimed(data []byte) (*claimed, error) {
	text := bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\ufeff")), " \t\r\n")
	var c *claimed
	var err error
	switch {
	case bytes.HasPrefix(text, []byte(`{"row":`)):
		return nil, errors.New(bareRows)
	case bytes.HasPrefix(text, []byte("{")):
		c, err = readJSONClaim(text)
	case bytes.HasPrefix(text, []byte("[")):
		return nil, errors.New(bareRows)
	case isHTML(text):
		c, err = readHTMLClaim(text)
	case bytes.HasPrefix(data, []byte("PAR1")):
		c, err = readParquetClaim(data)
	default:
		c, err = readChartClaim(data, text)
	}
	if err != nil {
		return nil, err
	}
	if c.Recipe == "" {
		return nil, errors.New("there is no recipe in it: it was not made by capplan, or what carries the recipe was removed")
	}
	return c, nil
}

func isHTML(text []byte) bool {
	const doctype = "<!doctype html"
	return len(text) >= len(doctype) && strings.EqualFold(string(text[:len(doctype)]), doctype)
}

// rowsOfSweep is how the rows of a sweep begin in CSV and TSV.
var rowsOfSweep = lazily("^row[,\t]")

const bareRows = "it is bare rows, as a sweep writes them in CSV, TSV and JSON, and carries no question; the Parquet of a sweep, its pictures and the manifests of its shards do"

func readChartClaim(data, text []byte) (*claimed, error) {
	e, err := plots.ReadEmbedded(bytes.NewReader(data))
	if err != nil {
		if rowsOfSweep().Match(text) {
			return nil, errors.New(bareRows)
		}
		const not = "it is neither a PNG or SVG of capplan, nor its HTML, JSON or Parquet"
		switch {
		case len(text) == 0:
			return nil, errors.New("it is empty")
		case bytes.HasPrefix(data, []byte("\x89PNG")) || bytes.HasPrefix(text, []byte("<?xml")) || bytes.HasPrefix(text, []byte("<svg")):
			return nil, fmt.Errorf(not+": %w", err)
		case utf8.Valid(data):
			return nil, errors.New(not + "; tables and Markdown carry no question, but the pictures beside a report in Markdown do")
		}
		return nil, errors.New(not)
	}
	c := &claimed{kind: kindSVG, Embedded: e}
	if bytes.HasPrefix(data, []byte("\x89PNG")) {
		c.kind = kindPNG
	}
	c.figures = []figureClaim{{place: "title", value: e.Title}}
	for i, part := range strings.Split(strings.TrimPrefix(e.Description, e.Title+". "), "; ") {
		c.figures = append(c.figures, figureClaim{place: fmt.Sprintf("data %d", i+1), value: part})
	}
	return c, nil
}

// mostValues is how many values of a JSON file, and rows of a page, are read: some times what the largest of capplan has. A file of more could fill the memory.
const (
	mostValues = 1 << 20
	mostCells  = 1 << 16
)

// Parts of a JSON file that are words and not figures, or are compared by themselves.
var wordsOfJSON = []string{"tool", "question", "input_hash", "notes", "warnings", "baseline"}

func readJSONClaim(text []byte) (*claimed, error) {
	if n := bytes.Count(text, []byte(",")) + bytes.Count(text, []byte("[")) + bytes.Count(text, []byte("{")); n > mostValues {
		return nil, fmt.Errorf("it has some %s values, more than any result of capplan", commas(n))
	}
	var whole struct {
		Tool struct {
			Name    string `json:"name"`
			Version string `json:"version"`
			Library string `json:"library"`
		} `json:"tool"`
		Question  json.RawMessage `json:"question"`
		InputHash string          `json:"input_hash"`
	}
	if err := json.Unmarshal(text, &whole); err != nil {
		return nil, fmt.Errorf("it is no JSON that can be read: %w", err)
	}
	if m, err := rows.ParseManifest(text); err == nil && len(m.Columns) > 0 {
		return readManifestClaim(m)
	}
	if whole.InputHash == "" || len(whole.Question) == 0 {
		return nil, errors.New("it is JSON without a question and an input hash: no result that can be asked again")
	}
	c := &claimed{kind: kindJSON}
	c.Recipe, c.InputHash = string(whole.Question), whole.InputHash
	c.Software = whole.Tool.Name + " " + whole.Tool.Version + ", library " + whole.Tool.Library
	var tree map[string]any
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&tree); err != nil {
		return nil, fmt.Errorf("it is no JSON that can be read: %w", err)
	}
	for _, key := range wordsOfJSON {
		delete(tree, key)
	}
	c.figures = leaves(nil, "", tree)
	return c, nil
}

// leaves lists the values of a JSON tree, in the order of their places. Origins of values are paths of the machine that they were read on.
func leaves(out []figureClaim, place string, v any) []figureClaim {
	switch v := v.(type) {
	case map[string]any:
		for _, key := range sortedKeys(v) {
			if key != "origin" {
				out = leaves(out, strings.TrimPrefix(place+"."+key, "."), v[key])
			}
		}
	case []any:
		for i, x := range v {
			out = leaves(out, place+"["+strconv.Itoa(i)+"]", x)
		}
	case nil:
		out = append(out, figureClaim{place: place, value: "null"})
	default:
		out = append(out, figureClaim{place: place, value: fmt.Sprint(v)})
	}
	return out
}

// changes lists what is not as the file says. What the file leaves out, as --fields makes it, is not compared.
func (c *claimed) changes(now *claimed, figuresOnly bool) []report.Change {
	var out []report.Change
	if c.Software != now.Software && !figuresOnly {
		out = append(out, report.Change{What: "program", Then: c.Software, Now: now.Software})
	}
	if c.InputHash != now.InputHash {
		out = append(out, report.Change{What: "input hash", Then: c.InputHash, Now: now.InputHash})
	}
	then, figures := c.figures, now.figures
	if c.Software != now.Software {
		looks := func(f figureClaim) bool { return f.looks }
		then, figures = slices.DeleteFunc(slices.Clone(then), looks), slices.DeleteFunc(slices.Clone(figures), looks)
	}
	at := map[string]string{}
	for _, f := range figures {
		at[f.place] = f.value
	}
	for _, f := range then {
		value, there := at[f.place]
		switch {
		case !there:
			out = append(out, report.Change{What: f.place, Then: f.value, Now: "not there", Figure: true})
		case value != f.value && !madeWith().MatchString(f.place):
			out = append(out, report.Change{What: f.place, Then: f.value, Now: value, Figure: true})
		}
	}
	if c.kind != kindJSON && len(figures) > len(then) {
		known := map[string]bool{}
		for _, f := range then {
			known[f.place] = true
		}
		added := slices.DeleteFunc(slices.Clone(figures), func(f figureClaim) bool { return known[f.place] })
		for _, f := range added {
			out = append(out, report.Change{What: f.place, Then: "not there", Now: f.value, Figure: true})
		}
	}
	return out
}

// madeWith are the rows of a report that say what it was made with, which is compared by itself.
var madeWith = lazily(`^row [0-9]+, (Program|Library of profiles|Hash of the question and its inputs)$`)

// lazily compiles a pattern when it is first wanted.
func lazily(pattern string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(pattern) })
}
