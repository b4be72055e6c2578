package backtest

import (
	"fmt"
	"strings"
)

// Place is where something stands in a file of rows.
type Place struct {
	File   string
	Line   int // from 1; 0 where the whole file is meant
	Column int // in characters, from 1
}

// Problem is one thing that is wrong with a file of rows.
type Problem struct {
	Place
	Key     string // the column's name; empty where none is to blame
	Message string // what is wrong, and how to write it
}

// Error writes "file:line:column: key: what is wrong".
func (p Problem) Error() string {
	s := p.File
	if p.Line > 0 {
		s += fmt.Sprintf(":%d:%d", p.Line, p.Column)
	}
	if p.Key != "" {
		s += ": " + p.Key
	}
	return s + ": " + p.Message
}

// Problems are all that is wrong with a file, in its order.
type Problems []Problem

// Error writes one problem a line.
func (ps Problems) Error() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = p.Error()
	}
	return strings.Join(lines, "\n")
}
