package sweep

import (
	"slices"
	"strings"

	"github.com/capplan/capplan/internal/mix"
)

// Marks is the name of the column that says which inputs of a row are not built in. Only sweeps that have such inputs have it, last.
const Marks = "overrides"

// mark finds what is not built in below the metrics, case by case.
func (s *Sweep) mark() error {
	if s.Overrides == nil {
		return nil
	}
	some := false
	s.marked = make([]uint32, len(s.programs))
	for k := range s.marked {
		at := s.first(k)
		m, err := s.Mix(at)
		if err != nil {
			return err
		}
		outputs := make([]mix.Output, len(s.Metrics))
		for i, x := range s.Metrics {
			outputs[i] = x.output(m)
		}
		text := strings.Join(s.Overrides(at, m, outputs), " ")
		some = some || text != ""
		i := slices.Index(s.marks, text)
		if i < 0 {
			i, s.marks = len(s.marks), append(s.marks, text)
		}
		s.marked[k] = uint32(i)
	}
	if !some {
		s.marks = nil
	}
	return nil
}

// fillMarks writes the marks of the rows of a case into the last column; of all rows if rows is nil.
func (s *Sweep) fillMarks(k int, b *Block, rows []int) {
	if s.marks == nil {
		return
	}
	column := b.Words[len(b.Words)-1]
	if rows == nil {
		fill(column[:b.N], s.marked[k])
	}
	for _, row := range rows {
		column[row] = s.marked[k]
	}
}
