package main

import (
	"os"
	"sync"
	"time"

	"github.com/capplan/capplan/internal/rows"
)

// journal keeps the checksums of a file while its rows are written: as lines after the manifest beside it. Rows that have a checksum can be gone on with after
// the process was killed; the few after the last one are computed again.
type journal struct {
	all rows.Sum // of all bytes that were written; of whole rows only when reached says so

	mu   sync.Mutex
	f    *os.File
	at   rows.Sum // up to the last row that is whole
	last rows.Sum // the last one that is in the file
	when time.Time
}

// A checksum is noted after so many rows or so much time, whichever comes first.
const (
	notedRows = 1 << 16
	notedTime = time.Second
)

// open begins to add to a file that has the manifest.
func (j *journal) open(path string) (err error) {
	j.f, err = os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0)
	j.when = time.Now()
	return err
}

// goOn is where a file stands that was left.
func (j *journal) goOn(s rows.Sum) { j.all, j.at, j.last = s, s, s }

// reached says that the rows up to one have been written, and nothing after it.
func (j *journal) reached(row int) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.at = j.all
	j.at.Row = row
	if now := time.Now(); j.at.Row-j.last.Row >= notedRows || now.Sub(j.when) >= notedTime {
		j.when = now
		j.write()
	}
}

// note notes where the file stands.
func (j *journal) note() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.write()
}

// write adds a line. A line that does not get to the disk is no loss: the rows since the one before it are computed again.
func (j *journal) write() {
	if j.f == nil || j.at.Row <= j.last.Row || j.at.Bytes == 0 {
		return
	}
	if _, err := j.f.Write(j.at.Line()); err == nil {
		j.last = j.at
	}
}

// noted is the last row that has a checksum in the file.
func (j *journal) noted() int {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.last.Row
}

func (j *journal) close() {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.f != nil {
		j.f.Close()
		j.f = nil
	}
}
