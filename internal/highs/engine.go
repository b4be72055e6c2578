package highs

import (
	"context"
	_ "embed" // for the module
	"errors"
	"fmt"
	"runtime"

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
}

// compile makes an engine of a module, which only tests give another: from the folder's compiled form if it has one, or by compiling, and then leaves the result there. Whatever is wrong with the folder
// costs time and nothing else.
func compile(c Config, wasm []byte) (*engine, error) {
	if f := openFolder(c); f != nil {
		e, err := newEngine(wazero.NewRuntimeConfig(), f.path, wasm)
		if err == nil {
			f.seal()
			return e, nil
		}
	}
	e, err := newEngine(wazero.NewRuntimeConfig(), "", wasm)
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

// instance returns a new solver with a memory of its own, so that no answer hangs on the problems before it.
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
