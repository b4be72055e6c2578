package highs

import (
	"context"
	_ "embed" // for the module
	"errors"
	"fmt"
	"runtime"
	"sync"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/experimental"
)

// module is HiGHS as WebAssembly, as it comes. It is not kept compressed: that would save 2.3 MB of the binary and cost 14 ms at every start of a solver, of
// the 50 that it takes; a part of the binary that is never read costs nothing.
//
//go:embed wasm/highs.wasm
var module []byte

// engine is the module, compiled, and the runtime that makes instances of it.
type engine struct {
	runtime wazero.Runtime
	module  wazero.CompiledModule
	cache   wazero.CompilationCache // nil without a folder

	mu   sync.Mutex
	idle []*instance // started, and free for the next problem
}

// compile makes an engine of a module, which only tests give another: from the folder's compiled form if it has one that works, or by compiling, and then leaves
// the result there. Whatever is wrong with the folder costs time and nothing else.
func compile(c Config, wasm []byte, works func(*engine) error) (*engine, error) {
	f := openFolder(c)
	if f == nil {
		return compileAnew("", wasm)
	}
	if e := f.load(wasm); e != nil {
		if works(e) == nil {
			return e, nil
		}
		_ = e.close() // it is of no use
		f.empty()
	}
	return f.compile(wasm)
}

// compileAnew compiles, with a folder that wazero leaves the result in if it is not "".
func compileAnew(folder string, wasm []byte) (*engine, error) {
	e, err := newEngine(wazero.NewRuntimeConfig(), folder, wasm)
	if err != nil && folder != "" {
		e, err = newEngine(wazero.NewRuntimeConfig(), "", wasm)
	}
	if err != nil {
		// Some systems forbid programs to make code at run time. The interpreter makes none; it is slow.
		if slow, failed := newEngine(wazero.NewRuntimeConfigInterpreter(), "", wasm); failed == nil {
			return slow, nil
		}
	}
	return e, err
}

// newEngine compiles a module, with the folder as wazero's cache if it is not "".
func newEngine(config wazero.RuntimeConfig, folder string, wasm []byte) (_ *engine, err error) {
	e := &engine{}
	defer func() {
		// The compiler panics where the system refuses it memory for code.
		if r := recover(); r != nil {
			err = fmt.Errorf("%v", r)
		}
		if err != nil {
			err = fmt.Errorf("highs: the solver cannot be compiled: %w", err)
			_ = e.close() // the first error says more
		}
	}()
	if folder != "" {
		if e.cache, err = wazero.NewCompilationCacheWithDir(folder); err != nil {
			return nil, err
		}
		config = config.WithCompilationCache(e.cache)
	}
	// What is compiled outlives the call that caused it, so it does not hang on that call's context.
	ctx := experimental.WithCompilationWorkers(context.Background(), runtime.GOMAXPROCS(0))
	e.runtime = wazero.NewRuntimeWithConfig(ctx, config.WithDebugInfoEnabled(false).WithMemoryLimitPages(maxPages))
	if e.module, err = e.runtime.CompileModule(ctx, wasm); err != nil {
		return nil, err
	}
	if err = instantiateHost(ctx, e.runtime); err != nil {
		return nil, err
	}
	return e, nil
}

// take returns an instance that nobody uses, a new one if there is none; give must get it back.
func (e *engine) take(ctx context.Context) (*instance, error) {
	e.mu.Lock()
	if n := len(e.idle); n > 0 {
		in := e.idle[n-1]
		e.idle = e.idle[:n-1]
		e.mu.Unlock()
		if in.begin(ctx); in.err == nil {
			return in, nil
		}
		in.close()
		return nil, in.err
	}
	e.mu.Unlock()
	return e.instance(ctx)
}

// keptMemory is up to how much memory an instance may have to be used again: it never gives back any.
const keptMemory = 64 << 20

// give takes an instance back. One that broke off in the middle, was stopped or grew large is of no more use.
func (e *engine) give(in *instance) {
	if in.end(); in.err != nil || in.mod.Memory().Size() > keptMemory {
		in.close()
		return
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.idle = append(e.idle, in)
}

// instance returns a new instance of the module, with a memory of its own, and a solver in it.
func (e *engine) instance(ctx context.Context) (*instance, error) {
	mod, err := e.runtime.InstantiateModule(ctx, e.module, wazero.NewModuleConfig().WithName("").WithStartFunctions())
	if err != nil {
		return nil, fmt.Errorf("highs: the solver does not start: %w", err)
	}
	in := start(ctx, mod)
	if in.err != nil {
		in.close()
		return nil, in.err
	}
	return in, nil
}

// warm makes the first instance, and says whether that was possible.
func (e *engine) warm() error {
	in, err := e.instance(context.Background())
	if err == nil {
		e.give(in)
	}
	return err
}

func (e *engine) close() error {
	var errs []error
	if e.runtime != nil {
		errs = append(errs, e.runtime.Close(context.Background()))
	}
	if e.cache != nil {
		errs = append(errs, e.cache.Close(context.Background()))
	}
	return errors.Join(errs...)
}
