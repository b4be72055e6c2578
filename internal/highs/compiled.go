package highs

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/tetratelabs/wazero"
)

// wazero keeps a compiled form under the checksum of its module, and before it looks for one it reads and validates that module, each time anew: for HiGHS that
// takes longer than all the rest of a start. But what is kept was validated when it was compiled, and its code is complete. So the form is kept under the
// checksum of the module's outline, which has the same types, functions, tables and data and no code to validate, and is found with that.

// load returns an engine made of the folder's compiled form, or nil if it has none for this version of wazero and this processor.
func (f *folder) load(wasm []byte) *engine {
	if f.sound == 0 {
		return nil
	}
	thin, err := outline(wasm)
	if err != nil {
		return nil
	}
	e, err := newEngine(wazero.NewRuntimeConfig(), f.path, thin)
	if err != nil {
		return nil
	}
	if f.unsealed() == nil {
		return e
	}
	// What wazero does not find it compiles and keeps: an outline, which can only trap.
	_ = e.close() // nothing of it was used
	_ = f.clean()
	return nil
}

// errUnsealed ends a walk over files.
var errUnsealed = errors.New("a file without a seal")

// unsealed returns an error if some file has no seal.
func (f *folder) unsealed() error {
	return f.files(func(path string) error {
		if _, err := os.Stat(path + sealSuffix); err != nil {
			return errUnsealed
		}
		return nil
	})
}

// compile compiles the module and keeps the result, in files of its own until they are whole.
func (f *folder) compile(wasm []byte) (*engine, error) {
	dir, err := os.MkdirTemp(f.path, "new*"+halfSuffix)
	if err != nil {
		return compileAnew("", wasm)
	}
	defer func() { _ = os.RemoveAll(dir) }() // it takes up room and does no other harm
	full, thin := filepath.Join(dir, "full"), filepath.Join(dir, "outline")
	e, err := compileAnew(full, wasm)
	if err == nil {
		_ = f.keep(full, thin, wasm) // if that fails, the next program compiles again
	}
	return e, err
}

// keep moves the compiled form from one folder into this one, sealed, under the name that the outline has there: wazero tells it by compiling that into another.
func (f *folder) keep(full, thin string, wasm []byte) error {
	form, err := only(full)
	if err != nil {
		return err
	}
	o, err := outline(wasm)
	if err != nil {
		return err
	}
	e, err := newEngine(wazero.NewRuntimeConfig(), thin, o)
	if err != nil {
		return err
	}
	if err := e.close(); err != nil {
		return err
	}
	name, err := only(thin)
	if err != nil {
		return err
	}
	place, err := filepath.Rel(thin, name)
	if err != nil {
		return err
	}
	place = filepath.Join(f.path, place)
	sum, err := checksum(form)
	if err != nil {
		return err
	}
	if err := errors.Join(os.WriteFile(form+sealSuffix, []byte(sum), 0o600), os.MkdirAll(filepath.Dir(place), 0o700)); err != nil {
		return err
	}
	if err := os.Rename(form+sealSuffix, place+sealSuffix); err != nil {
		return err
	}
	return os.Rename(form, place)
}

// empty removes every compiled form.
func (f *folder) empty() {
	_ = f.files(func(path string) error { return errors.Join(remove(path), remove(path+sealSuffix)) })
}

// only returns the one file of a folder.
func only(dir string) (path string, err error) {
	err = filepath.WalkDir(dir, func(at string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			if path != "" {
				return errors.New("more than one compiled form")
			}
			path = at
		}
		return err
	})
	if err == nil && path == "" {
		err = errors.New("no compiled form")
	}
	return path, err
}
