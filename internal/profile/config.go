package profile

import "strings"

// ReadConfig reads a project's file of settings: keys that stand for the usual values of flags, as [ReadFlags] reads them. One that holds only comments, or
// nothing, sets nothing.
func ReadConfig(file string, data []byte, keys []FlagKey) *FlagFile {
	if strings.TrimSpace(strings.TrimPrefix(string(data), "\ufeff")) == "" {
		return &FlagFile{}
	}
	return ReadFlags(file, data, keys)
}

// Line is the line of the file on which a flag's value stands, from 1.
func (f *FlagFile) Line(g Given) int {
	line, _ := f.r.t.position(g.offset)
	return line
}
