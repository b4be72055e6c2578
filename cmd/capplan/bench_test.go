package main

import (
	"io"
	"testing"
)

// BenchmarkRun is whole command lines in one process: what is left of a run when the program's start is taken off.
func BenchmarkRun(b *testing.B) {
	for _, tc := range []struct {
		name string
		args []string
	}{
		{"estimate", []string{"estimate", "--gw", "2", "--chip", "trainium2"}},
		{"point", []string{"estimate", "--gw", "2", "--chip", "trainium2", "--draws", "0"}},
		{"json", []string{"estimate", "--gw", "2", "--chip", "trainium2", "--format", "json"}},
		{"version", []string{"version"}},
	} {
		b.Run(tc.name, func(b *testing.B) {
			for b.Loop() {
				if run(streams{nil, io.Discard, io.Discard}, tc.args) != exitOK {
					b.Fatal("failed")
				}
			}
		})
	}
}
