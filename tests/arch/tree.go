package arch

import (
	"bytes"
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// A File is one Go file that is not a test.
type File struct {
	Path    string // from the module's root, with slashes
	Folder  string // the package's folder, "." for the root
	Lines   int
	Imports map[string]string // the name used in the file → import path
	Syntax  *ast.File
	fset    *token.FileSet
}

// At says where a node is, for people: "bot/views/status.go:12".
func (f File) At(n ast.Node) string {
	return fmt.Sprintf("%s:%d", f.Path, f.fset.Position(n.Pos()).Line)
}

// Load parses every Go file below root that is not a test, in order of path.
// It skips what the go command skips: testdata, modules of their own, and
// folders whose name begins with a dot or an underscore.
func Load(root string) ([]File, error) {
	var files []File
	fset := token.NewFileSet()
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if name != root && skipped(name, d.Name()) {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		f, err := load(fset, root, name)
		files = append(files, f)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read the module: %w", err)
	}
	slices.SortFunc(files, func(a, b File) int { return cmp.Compare(a.Path, b.Path) })
	return files, nil
}

func skipped(name, base string) bool {
	if base == "testdata" || base == "node_modules" || strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_") {
		return true
	}
	_, err := os.Stat(filepath.Join(name, "go.mod"))
	return err == nil
}

func load(fset *token.FileSet, root, name string) (File, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return File{}, err
	}
	syntax, err := parser.ParseFile(fset, name, data, parser.ParseComments)
	if err != nil {
		return File{}, err
	}
	rel, err := filepath.Rel(root, name)
	if err != nil {
		return File{}, err
	}
	rel = filepath.ToSlash(rel)
	return File{
		Path: rel, Folder: path.Dir(rel), Lines: bytes.Count(data, []byte("\n")),
		Imports: imports(syntax), Syntax: syntax, fset: fset,
	}, nil
}

// imports guesses a package's name from its path where the file does not name
// it: good enough for the standard library, and for versions like /v2.
func imports(syntax *ast.File) map[string]string {
	paths := map[string]string{}
	for _, spec := range syntax.Imports {
		p, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue
		}
		name := path.Base(p)
		if len(name) > 1 && name[0] == 'v' && strings.Trim(name[1:], "0123456789") == "" {
			name = path.Base(path.Dir(p))
		}
		if spec.Name != nil {
			name = spec.Name.Name
			if name == "_" || name == "." {
				name += p
			}
		}
		paths[name] = p
	}
	return paths
}
