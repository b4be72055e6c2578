//go:build unix

package main

import (
	"strings"
	"syscall"
	"testing"
)

// processorTime is how long the process has had a processor, in seconds.
func processorTime(t *testing.T) float64 {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return float64(u.Utime.Sec+u.Stime.Sec) + float64(u.Utime.Usec+u.Stime.Usec)/1e6
}

// TestReportIsQuick: a whole report takes well under two seconds of the processor.
func TestReportIsQuick(t *testing.T) {
	t.Chdir(t.TempDir())
	for kind, args := range reportQuestions {
		before := processorTime(t)
		reported(t, kind+".html", strings.Replace(args, " --draws 256", "", 1)) // as many as usual
		if took := processorTime(t) - before; took > 2 {
			t.Errorf("the report of kind %s takes %.2g s of the processor", kind, took)
		}
	}
}
