package main

import (
	"fmt"
	"io"
	"os"
	"sync"
)

// onInterrupt is the files that are being written.
var onInterrupt struct {
	sync.Mutex
	files []*rowFile
}

// interrupted says which files are being written when the process is interrupted.
func interrupted(files []*rowFile) {
	onInterrupt.Lock()
	defer onInterrupt.Unlock()
	onInterrupt.files = files
}

// before says what a reader still finds under the name of a file that was to be replaced.
func (f *rowFile) before() string {
	if _, err := os.Stat(f.path); err == nil {
		return "; the file that was there before is as it was"
	}
	return ""
}

// leaveRows tells a user who has interrupted the process what is left, and takes away what is of no use.
func leaveRows(w io.Writer) {
	onInterrupt.Lock() // and never unlocked: nothing is finished any more
	for _, f := range onInterrupt.files {
		if f.keeps && !f.done {
			f.journal.note()
		}
		switch {
		case f.done:
		case !f.keeps && f.writing == "":
			fmt.Fprintf(w, "capplan: interrupted; %s is not whole\n", f.target.name())
		case !f.keeps:
			fmt.Fprintf(w, "capplan: interrupted; nothing is left of %s, as a .%s file cannot be gone on with%s\n", f.path, f.target.format, f.before())
		case f.kept() == 0:
			os.Remove(f.writing)
			os.Remove(f.path + manifestEnding)
		default:
			fmt.Fprintf(w, "capplan: interrupted; %s\n", f.left())
		}
	}
}
