package highs

import (
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"strings"

	"github.com/tetratelabs/wazero/api"
)

// instance is the module with a memory of its own. It solves one problem after another, each by a new solver (a C++ object) and in memory that is given back
// after it, so that no answer hangs on the problems before. After the first error it does nothing more.
type instance struct {
	ctx   context.Context
	mod   api.Module
	highs uint64   // the address of the C++ object
	owned []uint64 // addresses that the problem at hand has taken
	err   error
}

// start runs the module's constructors and makes one solver in it.
func start(ctx context.Context, mod api.Module) *instance {
	in := &instance{ctx: ctx, mod: mod}
	in.call(fnInit)
	in.begin(ctx)
	return in
}

// begin makes a solver, whose options are the defaults.
func (in *instance) begin(ctx context.Context) {
	in.ctx = ctx
	in.highs = in.call(fnCreate)
}

// end destroys the solver and gives back what the problem has taken.
func (in *instance) end() {
	in.call(fnDestroy, in.highs)
	for _, at := range in.owned {
		in.call(fnFree, at)
	}
	in.owned = in.owned[:0]
}

func (in *instance) close() { in.mod.Close(context.WithoutCancel(in.ctx)) }

func (in *instance) fail(format string, args ...any) {
	if in.err == nil {
		in.err = fmt.Errorf("highs: "+format, args...)
	}
}

// call runs an exported function and returns its result, or 0 where it has none.
func (in *instance) call(name string, args ...uint64) uint64 {
	if in.err != nil {
		return 0
	}
	f := in.mod.ExportedFunction(name)
	if f == nil {
		in.fail("the module has no function %q", name)
		return 0
	}
	out, err := f.Call(in.ctx, args...)
	if stopped := in.ctx.Err(); stopped != nil {
		in.err = stopped
		return 0
	}
	if err != nil {
		reason, _, _ := strings.Cut(err.Error(), "\n") // the rest is the module's stack, whose functions have no names
		in.fail("%s", strings.TrimSuffix(reason, " (recovered by wazero)"))
		return 0
	}
	if len(out) == 0 {
		return 0
	}
	return out[0]
}

// method runs a function of the solver that returns kHighsStatus.
func (in *instance) method(what, name string, args ...uint64) {
	if status := int32(in.call(name, append([]uint64{in.highs}, args...)...)); status == callError {
		in.fail("the solver refused %s", what)
	}
}

// alloc returns the address of n bytes of the module's memory, which end gives back.
func (in *instance) alloc(n int) uint64 {
	p := in.call(fnMalloc, uint64(max(n, 8)))
	if p == 0 {
		in.fail("no memory is left for %d bytes", n)
		return 0
	}
	in.owned = append(in.owned, p)
	return p
}

func (in *instance) bytes(b []byte) uint64 {
	p := in.alloc(len(b))
	if in.err == nil && !in.mod.Memory().Write(uint32(p), b) {
		in.fail("%d bytes do not fit the memory", len(b))
	}
	return p
}

func (in *instance) text(s string) uint64 { return in.bytes(append([]byte(s), 0)) }

func (in *instance) floats(v []float64) uint64 {
	b := make([]byte, 0, 8*len(v))
	for _, x := range v {
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(x))
	}
	return in.bytes(b)
}

func (in *instance) ints(v []int32) uint64 {
	b := make([]byte, 0, 4*len(v))
	for _, x := range v {
		b = binary.LittleEndian.AppendUint32(b, uint32(x))
	}
	return in.bytes(b)
}

// read returns n numbers of the memory.
func (in *instance) read(at uint64, n int) []float64 {
	out := make([]float64, n)
	if in.err != nil {
		return out
	}
	b, ok := in.mod.Memory().Read(uint32(at), uint32(8*n))
	if !ok {
		in.fail("%d numbers are not in the memory", n)
		return out
	}
	for i := range out {
		out[i] = math.Float64frombits(binary.LittleEndian.Uint64(b[8*i:]))
	}
	return out
}

func (in *instance) setBool(option string, v bool) {
	word := uint64(0)
	if v {
		word = 1
	}
	in.method("option "+option, fnSetBool, in.text(option), word)
}

func (in *instance) setInt(option string, v int32) {
	in.method("option "+option, fnSetInt, in.text(option), api.EncodeI32(v))
}

func (in *instance) setFloat(option string, v float64) {
	in.method("option "+option, fnSetDouble, in.text(option), api.EncodeF64(v))
}

func (in *instance) setText(option, v string) {
	in.method("option "+option, fnSetString, in.text(option), in.text(v))
}

// float, int and count return what the solver says of its last run.
func (in *instance) float(info string) float64 {
	return math.Float64frombits(in.info(fnInfoDouble, info))
}

func (in *instance) int(info string) int32 { return int32(in.info(fnInfoInt, info)) }

func (in *instance) count(info string) int64 { return int64(in.info(fnInfoInt64, info)) }

func (in *instance) info(fn, name string) uint64 {
	at := in.bytes(make([]byte, 8))
	in.method("info "+name, fn, in.text(name), at)
	if in.err != nil {
		return 0
	}
	v, _ := in.mod.Memory().ReadUint64Le(uint32(at))
	return v
}

// version returns what HiGHS calls itself.
func (in *instance) version() string {
	at := in.call(fnVersion)
	b, _ := in.mod.Memory().Read(uint32(at), 16)
	for i, c := range b {
		if c == 0 {
			return string(b[:i])
		}
	}
	return ""
}
