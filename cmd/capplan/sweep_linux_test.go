package main

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"
	"unsafe"
)

// terminal opens a pseudo-terminal: what the program sees, and what a person would.
func terminal(t *testing.T) (tty, screen *os.File) {
	t.Helper()
	screen, err := os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skip("no pseudo-terminals: ", err)
	}
	t.Cleanup(func() { screen.Close() })
	var number, unlocked uint32
	for request, x := range map[uintptr]*uint32{0x40045431: &unlocked, 0x80045430: &number} { // TIOCSPTLCK, TIOCGPTN
		if _, _, errno := syscall.Syscall(syscall.SYS_IOCTL, screen.Fd(), request, uintptr(unsafe.Pointer(x))); errno != 0 {
			t.Skip("no pseudo-terminals: ", errno)
		}
	}
	if tty, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|syscall.O_NOCTTY, 0); err != nil {
		t.Skip("no pseudo-terminals: ", err)
	}
	t.Cleanup(func() { tty.Close() })
	return tty, screen
}

// TestParquetIsNotForATerminal refuses it in words, by sweep and by merge, and prints a table there.
func TestParquetIsNotForATerminal(t *testing.T) {
	tty, _ := terminal(t)
	dir := t.TempDir()
	shard := dir + "/p.parquet"
	output(t, "sweep", "--gw", "1", "--chip", "gb200", "--vary", "site.reserve=0,0.1", "--shard", "1/1", "-o", shard)
	for _, args := range [][]string{
		{"sweep", "--gw", "1", "--chip", "gb200", "--vary", "site.reserve=0,0.1", "--format", "parquet"},
		{"sweep", "merge", shard},
	} {
		var errs bytes.Buffer
		if code := run(streams{nil, tty, &errs}, args); code != exitUsage || !strings.Contains(errs.String(), "Parquet is not for a terminal") {
			t.Errorf("%v: exit %d, %s", args, code, errs.String())
		}
	}
}

// TestProgressOnATerminalOnly holds the line of progress off everything else.
func TestProgressOnATerminalOnly(t *testing.T) {
	tty, screen := terminal(t)
	p := newProgress(tty, 0, 100)
	later := time.Now().Add(time.Minute)
	p.now = func() time.Time { return later }
	p.at(50)
	p.end()
	buffer := make([]byte, 200)
	n, err := screen.Read(buffer)
	if err != nil {
		t.Fatal(err)
	}
	if got := string(buffer[:n]); !strings.Contains(got, "50 of 100 rows (50%), 0.833 rows/s, 60 s left") {
		t.Errorf("the screen shows %q", got)
	}
	file, err := os.Create(t.TempDir() + "/log")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if newProgress(file, 0, 100).w != nil || newProgress(&bytes.Buffer{}, 0, 100).w != nil {
		t.Error("progress goes to a file")
	}
}
