package profile

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// ReadFile returns the content of a profile. Errors are of type [Problems]: the file is missing, unreadable, a folder, a device, or larger than 1 MiB, of
// which no more is read.
func ReadFile(file string) ([]byte, error) {
	info, err := os.Stat(file)
	switch {
	case err != nil:
		return nil, unreadable(file, err)
	case info.IsDir():
		return nil, whole(file, "is a folder", "name a file in it")
	case !info.Mode().IsRegular(): // a pipe would make the program wait for ever
		return nil, whole(file, "is not a regular file", "")
	case info.Size() > maxSize:
		return nil, tooLarge(file)
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, unreadable(file, err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxSize+1))
	if err != nil {
		return nil, unreadable(file, err)
	}
	return data, nil
}

// unreadable is the operating system's reason without its repetition of the file's name.
func unreadable(file string, err error) Problems {
	var p *fs.PathError
	if errors.As(err, &p) {
		err = p.Err
	}
	if errors.Is(err, fs.ErrNotExist) {
		return whole(file, "there is no such file", "")
	}
	return whole(file, "cannot be read: "+err.Error(), "")
}

// Check reads one profile from a file of any folder and reports everything that is wrong with it.
func Check(file string) (Kind, error) {
	data, err := ReadFile(file)
	if err != nil {
		return "", err
	}
	kind := KindOf(data)
	_, err = parse(file, string(data), kind, asked)
	return kind, err
}

// overlayFile is a profile that lies in an overlay; its kind is empty where the folder does not tell it.
type overlayFile struct {
	path string
	kind Kind
}

// overlayFiles lists the profiles of an overlay: those in accelerators/ and sites/, and those beside these folders; and what else lies there, as
// [Ignored] has it. An overlay may also be one file, whose folder tells its kind if it is one of these two.
func overlayFiles(dir string) (files []overlayFile, ignored []string, err error) {
	if dir == "-" {
		return nil, nil, whole(dir, "a profile cannot be read from standard input, because its id is the name of its file", "name a file or a folder")
	}
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil, whole(dir, "there is no such file or folder", "")
	case err != nil:
		return nil, nil, unreadable(dir, err)
	case !info.IsDir() && !isProfile(filepath.Base(dir)):
		return nil, nil, whole(dir, "is not a profile", "name a *"+extension+" file, or a folder of them")
	case !info.IsDir():
		return []overlayFile{{dir, kindOfFolder(dir)}}, nil, nil
	}
	for _, kind := range []Kind{System, Place, ""} {
		sub := filepath.Join(dir, string(kind))
		entries, err := os.ReadDir(sub)
		if kind != "" && errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, nil, unreadable(sub, err)
		}
		for _, e := range entries {
			switch path := filepath.Join(sub, e.Name()); {
			case isProfile(e.Name()):
				files = append(files, overlayFile{path, kind})
			case kind == "" && e.IsDir() && (e.Name() == string(System) || e.Name() == string(Place)), isBeside(e.Name()):
			default:
				ignored = append(ignored, path)
			}
		}
	}
	if len(files) == 0 {
		return nil, nil, whole(dir, "holds no profile", "put *.toml files into it, or into accelerators/ and sites/ below it")
	}
	return files, ignored, nil
}

// isBeside tells what may well lie beside profiles and is none: hidden files, texts, licences, schemas for editors.
func isBeside(name string) bool {
	lower := strings.ToLower(name)
	for _, start := range []string{".", "readme", "license", "licence", "notice"} {
		if strings.HasPrefix(lower, start) {
			return true
		}
	}
	return strings.HasSuffix(lower, ".md") || strings.HasSuffix(lower, ".schema.json")
}

// Ignored lists the paths of what lies in the folder of an overlay and is not read: files that are no *.toml, folders other than accelerators/ and sites/. Hidden
// files, Markdown, licences and schemas, which may well lie beside profiles, are left out. A folder that [Open] would refuse has none.
func Ignored(dir string) []string {
	_, ignored, err := overlayFiles(dir)
	if err != nil {
		return nil
	}
	return ignored
}

// kindOfFolder is the kind of profiles in the folder that holds a file; empty where its name does not say.
func kindOfFolder(file string) Kind {
	if abs, err := filepath.Abs(file); err == nil {
		file = abs
	}
	if k := Kind(filepath.Base(filepath.Dir(file))); k == System || k == Place {
		return k
	}
	return ""
}

// isProfile tells profiles from what editors and file managers leave beside them.
func isProfile(name string) bool {
	return !strings.HasPrefix(name, ".") && strings.EqualFold(filepath.Ext(name), extension)
}
