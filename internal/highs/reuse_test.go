package highs

import (
	"context"
	"errors"
	"reflect"
	"testing"
)

// forget closes the instances that wait for problems.
func (e *engine) forget() {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, in := range e.idle {
		in.close()
	}
	e.idle = nil
}

// TestUsedInstanceAnswersAsNew solves fixtures and mixes, each in a new instance, and then all in one, in another order, with what fails between: every number
// has to be the same to the last digit.
func TestUsedInstanceAnswersAsNew(t *testing.T) {
	e, err := shared().acquire()
	if err != nil {
		t.Fatal(err)
	}
	defer shared().release()
	var problems []*Problem
	for _, f := range fixtures(t)[:24] {
		problems = append(problems, f.problem())
	}
	for seed := range uint64(6) {
		problems = append(problems, instance12(seed), instance12(seed).relaxed())
	}
	want := make([]*Solution, len(problems))
	for i, p := range problems {
		e.forget()
		want[i] = solve(t, p, Options{})
	}
	e.forget()
	for k := range problems {
		i := (k*7 + 5) % len(problems)
		if got := solve(t, problems[i], Options{}); !sameAnswer(got, want[i]) {
			t.Errorf("problem %d: in a used instance %+v, in a new one %+v", i, *got, *want[i])
		}
		switch k % 4 {
		case 1: // without a point, and without an end
			solve(t, &Problem{Minimise, []Column{whole(1, 5)}, []Row{row(7, 9, 1)}}, Options{})
			solve(t, &Problem{Maximise, []Column{whole(1, inf)}, nil}, Options{})
		case 3: // ended by its nodes
			solve(t, marketSplit(), Options{Nodes: 1})
		}
	}
	if n := len(e.idle); n != 1 {
		t.Errorf("%d instances wait, of one that was used", n)
	}
}

// sameAnswer compares all but what is not a number.
func sameAnswer(a, b *Solution) bool {
	if a.Status == Infeasible || b.Status == Infeasible {
		return a.Status == b.Status
	}
	return reflect.DeepEqual(a, b)
}

// TestBrokenInstanceIsNotUsedAgain: not after an error, not after its context, not with a memory that has grown large.
func TestBrokenInstanceIsNotUsedAgain(t *testing.T) {
	e, err := shared().acquire()
	if err != nil {
		t.Fatal(err)
	}
	defer shared().release()
	for name, spoil := range map[string]func(in *instance){
		"an error":       func(in *instance) { in.fail("%w", errUndecided) },
		"a trap":         func(in *instance) { in.call(fnModelStatus, 0xffff_fff0) },
		"stopped":        func(in *instance) { ctx, cancel := context.WithCancel(in.ctx); cancel(); in.ctx = ctx },
		"a large memory": func(in *instance) { in.alloc(keptMemory) },
	} {
		e.forget()
		in, err := e.take(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		spoil(in)
		if e.give(in); len(e.idle) != 0 {
			t.Errorf("%s: the instance waits for another problem", name)
		}
	}
	e.forget()
	in, err := e.take(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if e.give(in); len(e.idle) != 1 {
		t.Error("a sound instance is thrown away")
	}
	gone, cancel := context.WithCancel(context.Background())
	cancel()
	if in, err := e.take(gone); in != nil || !errors.Is(err, context.Canceled) || len(e.idle) != 0 {
		t.Errorf("with a context that is done: %v, %v, %d wait", in, err, len(e.idle))
	}
}

// TestMemoryIsGivenBack takes much more, problem by problem, than an instance has.
func TestMemoryIsGivenBack(t *testing.T) {
	e, err := shared().acquire()
	if err != nil {
		t.Fatal(err)
	}
	defer shared().release()
	e.forget()
	size := uint32(0)
	for k := range 80 {
		in, err := e.take(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		in.alloc(1 << 20)
		if n := in.mod.Memory().Size(); k == 0 {
			size = n
		} else if n != size {
			t.Fatalf("after %d problems the memory has %d bytes, %d before", k, n, size)
		}
		e.give(in)
	}
}
