package highs

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
)

// The module asks its host for twenty functions, as Emscripten's C library does. Here it finds a machine without files, without an environment, with
// standard output that leads nowhere, and with a clock that stands still: so its answer depends on the problem alone.

// Error numbers as Emscripten's C library knows them.
const (
	badFile    = 8  // EBADF
	noEntry    = 44 // ENOENT
	notAStream = 70 // ESPIPE
	notATTY    = 59 // ENOTTY
	done       = 0
)

// pageSize is that of WebAssembly; maxPages is what HiGHS may have, 2 GiB, as in Emscripten's own host.
const (
	pageSize = 1 << 16
	maxPages = 1 << 15
)

// importName is the module that the linker named every import after.
const importName = "a"

// hostFunction is one import: how it is called, and what it does with the words of its call.
type hostFunction struct {
	name            string
	params, results []api.ValueType
	do              func(ctx context.Context, m api.Module, stack []uint64)
}

// errCrash is in the error of a call that ended the module, other than by the context.
var errCrash = errors.New("the solver broke off")

var hostFunctions = func() []hostFunction {
	const i, l, f = api.ValueTypeI32, api.ValueTypeI64, api.ValueTypeF64
	sig := func(t ...api.ValueType) []api.ValueType { return t }
	constant := func(v int32) func(context.Context, api.Module, []uint64) {
		return func(_ context.Context, _ api.Module, stack []uint64) { stack[0] = api.EncodeI32(v) }
	}
	ignore := func(context.Context, api.Module, []uint64) {}
	clock := func(ctx context.Context, _ api.Module, stack []uint64) {
		checkContext(ctx)
		stack[0] = api.EncodeF64(0)
	}
	return []hostFunction{
		{"a", sig(i, i, i), nil, throw},                      // __cxa_throw
		{"b", sig(i), nil, exit},                             // exit
		{"c", nil, sig(f), clock},                            // emscripten_get_now
		{"d", sig(i), sig(i), constant(done)},                // fd_close
		{"e", sig(i, i, i), sig(i), constant(-badFile)},      // __syscall_fcntl64
		{"f", sig(i, i, i, i), sig(i), write},                // fd_write
		{"g", sig(i, i, i, i), sig(i), constant(badFile)},    // fd_read
		{"h", sig(i, i, i), sig(i), constant(-notATTY)},      // __syscall_ioctl
		{"i", sig(i, i, i, i), sig(i), constant(-noEntry)},   // __syscall_openat
		{"j", nil, sig(f), clock},                            // emscripten_date_now
		{"k", nil, nil, abort},                               // _abort_js
		{"l", sig(i, f), sig(i), constant(done)},             // _setitimer_js
		{"m", sig(i, i, i, i), nil, timeZone},                // _tzset_js
		{"n", sig(i, i), sig(i), constant(done)},             // environ_get
		{"o", sig(i, i), sig(i), noEnvironment},              // environ_sizes_get
		{"p", sig(i, l, i), sig(i), clockTime},               // clock_time_get
		{"q", sig(i), sig(i), grow},                          // emscripten_resize_heap
		{"r", sig(i), nil, exit},                             // proc_exit
		{"s", nil, nil, ignore},                              // _emscripten_runtime_keepalive_clear
		{"t", sig(i, l, i, i), sig(i), constant(notAStream)}, // fd_seek
	}
}()

// instantiateHost gives the runtime the functions that the module imports.
func instantiateHost(ctx context.Context, r wazero.Runtime) error {
	b := r.NewHostModuleBuilder(importName)
	for _, f := range hostFunctions {
		b.NewFunctionBuilder().WithGoModuleFunction(api.GoModuleFunc(f.do), f.params, f.results).Export(f.name)
	}
	_, err := b.Instantiate(ctx)
	return err
}

// checkContext ends the call if its context is done. HiGHS looks at the clock in nearly every loop, to keep its limit of time, so this is soon.
func checkContext(ctx context.Context) {
	if err := ctx.Err(); err != nil {
		panic(err)
	}
}

// throw ends the call: the module cannot catch its exceptions. The second word is the type's information, whose second word is its mangled name.
func throw(_ context.Context, m api.Module, stack []uint64) {
	name := "an exception of no known type"
	if p, ok := m.Memory().ReadUint32Le(uint32(stack[1]) + 4); ok {
		if b, ok := m.Memory().Read(p, 64); ok {
			for i, c := range b {
				if c == 0 {
					name = "exception " + string(b[:i])
					break
				}
			}
		}
	}
	panic(fmt.Errorf("%w: %s", errCrash, name))
}

func exit(_ context.Context, _ api.Module, stack []uint64) {
	panic(fmt.Errorf("%w: exit(%d)", errCrash, api.DecodeI32(stack[0])))
}

func abort(context.Context, api.Module, []uint64) { panic(fmt.Errorf("%w: abort", errCrash)) }

// write takes what is printed and throws it away. Its words are the file, the pieces, their number, and where to write the count.
func write(_ context.Context, m api.Module, stack []uint64) {
	pieces, n, count := uint32(stack[1]), uint32(stack[2]), uint32(stack[3])
	total := uint32(0)
	for k := range n {
		total += word(m, pieces+8*k+4)
	}
	put(m, count, total)
	stack[0] = done
}

// timeZone says UTC: seconds west, whether there is summer time, and two names.
func timeZone(_ context.Context, m api.Module, stack []uint64) {
	put(m, uint32(stack[0]), 0)
	put(m, uint32(stack[1]), 0)
	put(m, uint32(stack[2]), binary.LittleEndian.Uint32([]byte("UTC\x00")))
	put(m, uint32(stack[3]), binary.LittleEndian.Uint32([]byte("UTC\x00")))
}

// noEnvironment says that there are no variables, in no bytes.
func noEnvironment(_ context.Context, m api.Module, stack []uint64) {
	put(m, uint32(stack[0]), 0)
	put(m, uint32(stack[1]), 0)
	stack[0] = done
}

// clockTime writes the time, 8 bytes of nanoseconds.
func clockTime(ctx context.Context, m api.Module, stack []uint64) {
	checkContext(ctx)
	put(m, uint32(stack[2]), 0)
	put(m, uint32(stack[2])+4, 0)
	stack[0] = done
}

// grow makes the memory at least so many bytes long, and a fifth longer than it was, so that it seldom has to grow again.
func grow(_ context.Context, m api.Module, stack []uint64) {
	wanted, size := uint64(uint32(stack[0])), uint64(m.Memory().Size())
	stack[0] = 0
	if wanted > maxPages*pageSize {
		return
	}
	wanted = min(max(wanted, size+size/5), maxPages*pageSize)
	if _, ok := m.Memory().Grow(uint32((wanted - size + pageSize - 1) / pageSize)); ok {
		stack[0] = 1
	}
}

// word and put reach the module's memory. An address outside is a fault of the module, which ends the call.
func word(m api.Module, at uint32) uint32 {
	v, ok := m.Memory().ReadUint32Le(at)
	if !ok {
		panic(fmt.Errorf("%w: it read outside its memory", errCrash))
	}
	return v
}

func put(m api.Module, at, v uint32) {
	if !m.Memory().WriteUint32Le(at, v) {
		panic(fmt.Errorf("%w: it wrote outside its memory", errCrash))
	}
}
