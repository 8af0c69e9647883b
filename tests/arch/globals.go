package arch

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strings"
)

// CheckGlobals returns a sentence for every init function and for every package
// variable that could hold state: one that is changed after its declaration or
// begins empty, or that neither is obviously a constant nor has a comment to say why it exists.
// It sees changes made by name; it does not follow pointers.
func CheckGlobals(files []File) []string {
	changed := map[string]map[string]string{} // folder → name → where
	for _, f := range files {
		if changed[f.Folder] == nil {
			changed[f.Folder] = map[string]string{}
		}
		changes(f, changed[f.Folder])
	}
	var found []string
	for _, f := range files {
		for _, decl := range f.Syntax.Decls {
			switch d := decl.(type) {
			case *ast.FuncDecl:
				if d.Recv == nil && d.Name.Name == "init" {
					found = append(found, fmt.Sprintf("%s: func init, but wiring is written out in cmd", f.At(d)))
				}
			case *ast.GenDecl:
				found = append(found, variables(f, d, changed[f.Folder])...)
			}
		}
	}
	return found
}

func variables(f File, d *ast.GenDecl, changed map[string]string) []string {
	if d.Tok != token.VAR {
		return nil
	}
	var found []string
	for _, spec := range d.Specs {
		v, ok := spec.(*ast.ValueSpec)
		if !ok {
			continue
		}
		explained := d.Doc != nil || v.Doc != nil || v.Comment != nil
		for i, name := range v.Names {
			where, moves := changed[name.Name]
			switch {
			case moves:
				found = append(found, fmt.Sprintf("%s: var %s is changed at %s, but packages hold no state", f.At(name), name.Name, where))
			case len(v.Values) == 0 && !embedded(d.Doc, v.Doc):
				found = append(found, fmt.Sprintf("%s: var %s begins empty, but packages hold no state", f.At(name), name.Name))
			case name.Name != "_" && !explained && !constant(f, v, i):
				found = append(found, fmt.Sprintf("%s: var %s has no comment that says why it exists", f.At(name), name.Name))
			}
		}
	}
	return found
}

// embedded says whether the compiler fills the variable from a file.
func embedded(docs ...*ast.CommentGroup) bool {
	for _, doc := range docs {
		if doc != nil && slices.ContainsFunc(doc.List, func(c *ast.Comment) bool { return strings.HasPrefix(c.Text, "//go:embed ") }) {
			return true
		}
	}
	return false
}

// constant knows the values that Go cannot declare const, but everybody reads so.
func constant(f File, v *ast.ValueSpec, i int) bool {
	if i >= len(v.Values) {
		return false
	}
	call, ok := v.Values[i].(*ast.CallExpr)
	if !ok {
		return false
	}
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	pkg, ok := sel.X.(*ast.Ident)
	if !ok {
		return false
	}
	switch f.Imports[pkg.Name] + "." + sel.Sel.Name {
	case "errors.New", "fmt.Errorf", "regexp.MustCompile", "strings.NewReplacer":
		return true
	}
	return false
}

// changes notes every name that a function assigns to, increments, deletes from
// or takes the address of, unless the function declares that name itself.
func changes(f File, into map[string]string) {
	for _, decl := range f.Syntax.Decls {
		fn, ok := decl.(*ast.FuncDecl)
		if !ok {
			continue
		}
		local := declared(fn)
		note := func(e ast.Expr) {
			if name := root(e); name != nil && !local[name.Name] {
				into[name.Name] = f.At(name)
			}
		}
		ast.Inspect(fn, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.AssignStmt:
				for _, e := range n.Lhs {
					note(e)
				}
			case *ast.IncDecStmt:
				note(n.X)
			case *ast.UnaryExpr:
				if _, literal := n.X.(*ast.CompositeLit); n.Op == token.AND && !literal {
					note(n.X)
				}
			case *ast.CallExpr:
				if name, ok := n.Fun.(*ast.Ident); ok && strings.Contains(" delete clear ", " "+name.Name+" ") {
					note(n.Args[0])
				}
			}
			return true
		})
	}
}

// declared returns the names that a function declares somewhere inside.
func declared(fn *ast.FuncDecl) map[string]bool {
	names := map[string]bool{}
	add := func(exprs ...ast.Expr) {
		for _, e := range exprs {
			if id, ok := e.(*ast.Ident); ok {
				names[id.Name] = true
			}
		}
	}
	ast.Inspect(fn, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Field:
			for _, id := range n.Names {
				add(id)
			}
		case *ast.ValueSpec:
			for _, id := range n.Names {
				add(id)
			}
		case *ast.AssignStmt:
			if n.Tok == token.DEFINE {
				add(n.Lhs...)
			}
		case *ast.RangeStmt:
			if n.Tok == token.DEFINE {
				add(n.Key, n.Value)
			}
		}
		return true
	})
	return names
}

// root returns the variable at the left end of a.b[c].d, if it is one.
func root(e ast.Expr) *ast.Ident {
	for {
		switch x := e.(type) {
		case *ast.Ident:
			return x
		case *ast.SelectorExpr:
			e = x.X
		case *ast.IndexExpr:
			e = x.X
		case *ast.StarExpr:
			e = x.X
		case *ast.ParenExpr:
			e = x.X
		default:
			return nil
		}
	}
}
