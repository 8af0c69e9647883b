package slack_test

import (
	"go/ast"
	"go/constant"
	"go/parser"
	gotoken "go/token"
	"go/types"
	"path/filepath"
	"strings"
	"testing"
)

// limitsOfBlocks reads the constants of limits.go that cite a page on Block Kit
// or on views.
func limitsOfBlocks(t *testing.T) map[string]int {
	t.Helper()
	fset := gotoken.NewFileSet()
	file, err := parser.ParseFile(fset, "limits.go", nil, parser.ParseComments)
	ok(t, err)
	out := map[string]int{}
	for _, decl := range file.Decls {
		group, isConst := decl.(*ast.GenDecl)
		if !isConst || group.Tok != gotoken.CONST {
			continue
		}
		page := ""
		for _, s := range group.Specs {
			spec, _ := s.(*ast.ValueSpec)
			if spec.Doc != nil {
				page = spec.Doc.Text()
			}
			if !strings.HasPrefix(page, "/reference/block-kit") && !strings.HasPrefix(page, "/reference/views") {
				continue
			}
			value, err := types.Eval(fset, nil, gotoken.NoPos, types.ExprString(spec.Values[0]))
			ok(t, err)
			n, _ := constant.Int64Val(value.Value)
			out[spec.Names[0].Name] = int(n)
		}
	}
	return out
}

func TestNoBlockHasALimitOfItsOwn(t *testing.T) {
	files, err := filepath.Glob("blocks_*.go")
	ok(t, err)
	for _, path := range files {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		fset := gotoken.NewFileSet()
		file, err := parser.ParseFile(fset, path, nil, 0)
		ok(t, err)
		ast.Inspect(file, func(n ast.Node) bool {
			if lit, isLit := n.(*ast.BasicLit); isLit && lit.Kind == gotoken.INT && lit.Value != "0" && lit.Value != "1" {
				t.Errorf("%s: %s belongs into limits.go", fset.Position(lit.Pos()), lit.Value)
			}
			return true
		})
	}
}
