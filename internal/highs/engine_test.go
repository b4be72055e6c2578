package highs

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tetratelabs/wazero"
)

// TestModuleIsTheOneThatWasFetched holds the embedded module to its checksum, and the page about it to the versions in the code.
func TestModuleIsTheOneThatWasFetched(t *testing.T) {
	sum, err := os.ReadFile("wasm/SHA256SUMS")
	if err != nil {
		t.Fatal(err)
	}
	if want := fmt.Sprintf("%x  highs.wasm", sha256.Sum256(module)); strings.TrimSpace(string(sum)) != want {
		t.Errorf("wasm/SHA256SUMS says\n%s\nbut the module is\n%s", sum, want)
	}
	page, err := os.ReadFile("wasm/README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"HiGHS " + Version, "npm pack highs@" + Package} {
		if !strings.Contains(string(page), want) {
			t.Errorf("wasm/README.md does not say %q", want)
		}
	}
}

func TestModuleSaysItsVersion(t *testing.T) {
	e, err := shared().acquire()
	if err != nil {
		t.Fatal(err)
	}
	defer shared().release()
	in, err := e.instance(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer in.close()
	if v := in.version(); v != Version {
		t.Errorf("the module is HiGHS %q, the code says %q", v, Version)
	}
}

// TestNothingIsCompiledUntilSolve makes, refuses and closes without compiling.
func TestNothingIsCompiledUntilSolve(t *testing.T) {
	s := New(Config{NoCache: true})
	if _, err := s.Solve(context.Background(), &Problem{Sense: 7}, Options{}); err == nil {
		t.Error("a bad problem is solved")
	}
	gone, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := s.Solve(gone, instance12(1), Options{}); err != context.Canceled {
		t.Errorf("got %v", err)
	}
	if s.engine != nil {
		t.Error("compiled for nothing")
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if _, err := s.Solve(context.Background(), instance12(1), Options{}); err == nil || !strings.Contains(err.Error(), "closed") {
		t.Errorf("after Close: %v", err)
	}
}

// TestContextEndsSolve cancels searches that would take hours, and one deep in a linear problem, and wants an end soon, and the solver as good as before.
func TestContextEndsSolve(t *testing.T) {
	solve(t, instance12(1), Options{}) // compiled before the clock runs
	for _, after := range []time.Duration{0, time.Millisecond, 50 * time.Millisecond, 300 * time.Millisecond} {
		ctx, cancel := context.WithTimeout(context.Background(), after)
		start := time.Now()
		s, err := shared().Solve(ctx, marketSplit(), Options{})
		cancel()
		if s != nil || err != context.DeadlineExceeded {
			t.Errorf("after %s: got %v, %v", after, s, err)
		}
		if !ends(shared(), start.Add(after+2*time.Second)) {
			t.Fatalf("after %s: the search goes on, though nobody waits", after)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		time.Sleep(20 * time.Millisecond)
		cancel()
	}()
	if s, err := shared().Solve(ctx, marketSplit(), Options{}); s != nil || err != context.Canceled {
		t.Errorf("got %v, %v", s, err)
	}
	if s := solve(t, instance12(1), Options{}); s.Status != Optimal {
		t.Errorf("got %+v", *s)
	}
}

// TestNobodyWaitsForDeafPhase cancels a solve that does not hear it, and closes the solver: both return at once, and the engine lives until the solve has ended.
func TestNobodyWaitsForDeafPhase(t *testing.T) {
	s := New(Config{NoCache: true})
	ctx, cancel := context.WithCancel(context.Background())
	wake, ended := make(chan bool), make(chan error)
	deaf := func(e *engine) (*Solution, error) {
		cancel()
		<-wake
		_, err := e.instance(context.Background())
		ended <- err
		return nil, err
	}
	if got, err := s.attend(ctx, deaf); got != nil || err != context.Canceled {
		t.Errorf("got %v, %v", got, err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if s.engine == nil {
		t.Fatal("the engine is closed under the solve")
	}
	close(wake)
	if err := <-ended; err != nil {
		t.Errorf("the solve did not end well: %v", err)
	}
	if !ends(s, time.Now().Add(2*time.Second)) || s.engine != nil {
		t.Error("the engine is never closed")
	}
}

// ends waits until nothing runs in the solver, and reports whether that was in time.
func ends(s *Solver, by time.Time) bool {
	for {
		s.mu.Lock()
		running := s.running
		s.mu.Unlock()
		if running == 0 || time.Now().After(by) {
			return running == 0
		}
		time.Sleep(time.Millisecond)
	}
}

// TestSolversAtOnce solves from several goroutines, and wants each to get its own answer.
func TestSolversAtOnce(t *testing.T) {
	var want [4]*Solution
	for i := range want {
		want[i] = solve(t, instance12(uint64(i)), Options{})
	}
	var all sync.WaitGroup
	for g := range 4 {
		all.Go(func() {
			for k := range 8 {
				i := (g + k) % len(want)
				s, err := shared().Solve(context.Background(), instance12(uint64(i)), Options{})
				if err != nil || s.Objective != want[i].Objective || !nearAll(s.Values, want[i].Values) {
					t.Errorf("got %+v, %v, want %+v", s, err, want[i])
				}
			}
		})
	}
	all.Wait()
}

// TestMemoryIsFreed solves a thousand problems and looks whether the memory that is in use grows. One that is kept would be 21 MB.
func TestMemoryIsFreed(t *testing.T) {
	p := &Problem{Maximise, []Column{whole(8, inf), whole(5, inf)}, []Row{atMost(6, 1, 1), atMost(45, 9, 5)}}
	inUse := func() uint64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.GC() // what a finalizer frees goes at the second
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	for range 10 {
		solve(t, p, Options{})
	}
	before := inUse()
	for range 300 {
		solve(t, p, Options{})
	}
	if after := inUse(); after > before+4<<20 {
		t.Errorf("%d MB in use before, %d MB after", before>>20, after>>20)
	}
}

// TestInterpreter solves without compiling, as where programs may not make code: it must give the same answer, digit for digit.
func TestInterpreter(t *testing.T) {
	e, err := newEngine(wazero.NewRuntimeConfigInterpreter(), "", module)
	if err != nil {
		t.Fatal(err)
	}
	s := New(Config{NoCache: true})
	s.engine = e
	defer s.Close()
	got, err := s.Solve(context.Background(), instance12(2), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if want := solve(t, instance12(2), Options{}); got.Objective != want.Objective || got.Bound != want.Bound || got.Nodes != want.Nodes || !nearAll(got.Values, want.Values) {
		t.Errorf("got %+v, want %+v", *got, *want)
	}
}

// TestBrokenModuleIsAnError asks the module for what it does not have, hands it an address outside its memory, and lets it throw.
func TestBrokenModuleIsAnError(t *testing.T) {
	e, err := shared().acquire()
	if err != nil {
		t.Fatal(err)
	}
	defer shared().release()
	for name, do := range map[string]func(in *instance){
		`the module has no function "nothing"`: func(in *instance) { in.call("nothing") },
		"out of bounds memory access":          func(in *instance) { in.call(fnModelStatus, 0xffff_fff0) },
		"the solver refused option nothing":    func(in *instance) { in.setInt("nothing", 1) },
		"no memory is left":                    func(in *instance) { in.alloc(1 << 31) },
	} {
		in, err := e.instance(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		do(in)
		if in.err == nil || !strings.HasPrefix(in.err.Error(), "highs: ") || !strings.Contains(in.err.Error(), name) || strings.Contains(in.err.Error(), "\n") {
			t.Errorf("got %v, want an error with %q", in.err, name)
		}
		first := in.err
		in.call(fnRun, in.highs)
		if !errors.Is(in.err, first) {
			t.Errorf("the first error is lost: %v", in.err)
		}
		in.close()
	}
}

// TestNoModuleIsAnError hands in what is no module, with a folder and without.
func TestNoModuleIsAnError(t *testing.T) {
	for _, c := range []Config{{NoCache: true}, {CacheDir: t.TempDir()}} {
		if e, err := compile(c, []byte("no module"), unused); e != nil || err == nil || !strings.HasPrefix(err.Error(), "highs: the solver cannot be compiled: ") {
			t.Errorf("got %v, %v", e, err)
		}
	}
}

// TestHostFunctions calls what HiGHS rarely or never calls, through a host that has a memory and nothing else.
func TestHostFunctions(t *testing.T) {
	e, err := shared().acquire()
	if err != nil {
		t.Fatal(err)
	}
	defer shared().release()
	in, err := e.instance(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer in.close()
	do := map[string]func(stack ...uint64) []uint64{}
	for _, f := range hostFunctions {
		do[f.name] = func(stack ...uint64) []uint64 {
			stack = append(stack, make([]uint64, 4)...)
			f.do(context.Background(), in.mod, stack)
			return stack
		}
	}
	at := in.alloc(64)
	memory := func(from, n uint64) []byte {
		b, ok := in.mod.Memory().Read(uint32(at+from), uint32(n))
		if !ok {
			t.Fatal("outside the memory")
		}
		return bytes.Clone(b)
	}
	pieces := in.ints([]int32{0, 5, 0, 7})
	if out := do["f"](1, pieces, 2, at); out[0] != 0 || memory(0, 1)[0] != 12 {
		t.Errorf("fd_write of 5 and 7 bytes: %v, %v written", out, memory(0, 4))
	}
	do["m"](at, at+4, at+8, at+12)
	if !bytes.Equal(memory(0, 16), []byte("\x00\x00\x00\x00\x00\x00\x00\x00UTC\x00UTC\x00")) {
		t.Errorf("time zone: %q", memory(0, 16))
	}
	do["o"](at+8, at+12)
	if !bytes.Equal(memory(8, 8), make([]byte, 8)) {
		t.Errorf("environment: %q", memory(8, 8))
	}
	if out := do["i"](0, 0, 0, 0); int32(out[0]) != -noEntry {
		t.Errorf("openat: %d", int32(out[0]))
	}
	size := in.mod.Memory().Size()
	if out := do["q"](uint64(size + 1)); out[0] != 1 || in.mod.Memory().Size() < size+size/5 {
		t.Errorf("grow: %v, from %d to %d", out, size, in.mod.Memory().Size())
	}
	if out := do["q"](1<<31 + 1); out[0] != 0 {
		t.Error("grew beyond 2 GiB")
	}
	for name, want := range map[string]string{
		"a": "the solver broke off: exception St9bad_alloc", "b": "the solver broke off: exit(3)", "k": "the solver broke off: abort", "r": "the solver broke off: exit(3)",
	} {
		func() {
			defer func() {
				if err, _ := recover().(error); !errors.Is(err, errCrash) || err.Error() != want {
					t.Errorf("%s: got %v, want %q", name, err, want)
				}
			}()
			typeName := in.text("St9bad_alloc")
			do[name](3, in.ints([]int32{0, int32(typeName)}), 0)
		}()
	}
	func() {
		defer func() {
			if err, _ := recover().(error); !errors.Is(err, errCrash) {
				t.Errorf("a write outside the memory: %v", err)
			}
		}()
		do["o"](0xffff_fff0, 0)
	}()
}
