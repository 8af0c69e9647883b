// Package calls finds, in the source alone, the operations of AWS that a function of
// ours can come to call: the actions that its role has to allow, and no others.
package calls

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/packages"
	"golang.org/x/tools/go/ssa"
	"golang.org/x/tools/go/ssa/ssautil"
)

const (
	module = "github.com/slipway-dev/slipway"
	sdk    = "github.com/aws/aws-sdk-go-v2/service/"
)

// Program is our own code, in the form that calls can be followed in. Of what it is
// built on it has the types, and no bodies: that is what keeps it fast and small.
type Program struct {
	ssa  *ssa.Program
	ours map[string]*ssa.Package // by import path
}

// Load reads the packages of the module at root that these, named by their folders, are
// made of.
func Load(root string, folders ...string) (*Program, error) {
	c := packages.Config{Dir: root, Mode: packages.NeedName | packages.NeedImports | packages.NeedDeps, BuildFlags: []string{"-tags=lambda.norpc"}}
	var patterns, ours []string
	for _, f := range folders {
		patterns = append(patterns, module+"/"+f)
	}
	tops, err := packages.Load(&c, patterns...)
	if err != nil {
		return nil, fmt.Errorf("list the packages: %w", err)
	}
	packages.Visit(tops, nil, func(p *packages.Package) {
		if isOurs(p.PkgPath) {
			ours = append(ours, p.PkgPath)
		}
	})
	c.Mode = packages.LoadSyntax
	all, err := packages.Load(&c, ours...)
	if err != nil {
		return nil, fmt.Errorf("read the packages: %w", err)
	}
	return build(root, all)
}

func build(root string, all []*packages.Package) (*Program, error) {
	var problems []error
	for _, p := range all {
		for _, e := range p.Errors {
			problems = append(problems, e)
		}
		// A file that is added must have a test run again that go test remembers.
		_, err := os.ReadDir(filepath.Join(root, strings.TrimPrefix(p.PkgPath, module)))
		problems = append(problems, err)
	}
	if err := errors.Join(problems...); err != nil {
		return nil, fmt.Errorf("read the packages: %w", err)
	}
	prog, built := ssautil.Packages(all, ssa.InstantiateGenerics)
	prog.Build()
	out := &Program{prog, map[string]*ssa.Package{}}
	for i, p := range all {
		out.ours[p.PkgPath] = built[i]
	}
	return out, nil
}

func isOurs(path string) bool { return path == module || strings.HasPrefix(path, module+"/") }

// entry finds a function by its folder and name: "cmd/worker.openTicker".
func (p *Program) entry(name string) (*ssa.Function, error) {
	folder, function, _ := strings.Cut(name, ".")
	if in := p.ours[module+"/"+folder]; in != nil {
		if f := in.Func(function); f != nil {
			return f, nil
		}
	}
	return nil, fmt.Errorf("there is no function %s", name)
}
