// Package source reads Terraform's files as they are written: what a state no longer shows.
package source

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// A Module is a folder of Terraform's files.
type Module struct {
	Folder string // from the root that was read, with slashes: "modules/bot"
	Blocks []Block
}

// A Block is one of a file, or of another block.
type Block struct {
	Kind   string // "variable", "resource", "validation" …
	Labels []string
	At     string // "modules/bot/table.tf:12", for people

	body *hclsyntax.Body
	text []byte // of the file
}

// Read reads every folder below root that has files of Terraform's, in order. Folders of
// tests, and those whose name begins with a dot, are left out.
func Read(root string) ([]Module, error) {
	found := map[string][]Block{}
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && name != root && (strings.HasPrefix(d.Name(), ".") || d.Name() == "tests"):
			return fs.SkipDir
		case d.IsDir() || filepath.Ext(name) != ".tf":
			return nil
		}
		rel, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		blocks, err := file(name, filepath.ToSlash(rel))
		folder := path.Dir(filepath.ToSlash(rel))
		found[folder] = append(found[folder], blocks...)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read Terraform's files: %w", err)
	}
	var out []Module
	for folder, blocks := range found {
		out = append(out, Module{folder, blocks})
	}
	slices.SortFunc(out, func(a, b Module) int { return strings.Compare(a.Folder, b.Folder) })
	return out, nil
}

func file(name, rel string) ([]Block, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	parsed, problems := hclsyntax.ParseConfig(text, rel, hcl.InitialPos)
	if problems.HasErrors() {
		return nil, problems
	}
	body, ok := parsed.Body.(*hclsyntax.Body)
	if !ok {
		return nil, fmt.Errorf("%s is not written in Terraform's own syntax", rel)
	}
	return blocks(body, text), nil
}

func blocks(body *hclsyntax.Body, text []byte) []Block {
	var out []Block
	for _, b := range body.Blocks {
		at := fmt.Sprintf("%s:%d", b.TypeRange.Filename, b.TypeRange.Start.Line)
		out = append(out, Block{Kind: b.Type, Labels: b.Labels, At: at, body: b.Body, text: text})
	}
	return out
}

// All are the blocks of a kind: "resource", or with its first label "resource aws_sqs_queue".
func (m Module) All(kind string) []Block { return all(m.Blocks, kind) }

// All are the blocks within this one, of a kind.
func (b Block) All(kind string) []Block { return all(blocks(b.body, b.text), kind) }

func all(blocks []Block, kind string) []Block {
	kind, label, _ := strings.Cut(kind, " ")
	return slices.DeleteFunc(slices.Clone(blocks), func(b Block) bool {
		return b.Kind != kind || label != "" && (len(b.Labels) == 0 || b.Labels[0] != label)
	})
}

// File is the name of the file that it is in.
func (b Block) File() string {
	name, _, _ := strings.Cut(path.Base(b.At), ":")
	return name
}

// Name is its last label.
func (b Block) Name() string {
	if len(b.Labels) == 0 {
		return ""
	}
	return b.Labels[len(b.Labels)-1]
}

// Text is an argument as it is written, on one line; empty when there is none.
func (b Block) Text(argument string) string {
	a, ok := b.body.Attributes[argument]
	if !ok {
		return ""
	}
	return oneLine(string(a.Expr.Range().SliceBytes(b.text)))
}

// String is what a quoted argument says; empty when it is no such thing.
func (b Block) String(argument string) string {
	a, ok := b.body.Attributes[argument]
	if !ok {
		return ""
	}
	v, problems := a.Expr.Value(nil)
	if problems.HasErrors() || v.Type().FriendlyName() != "string" || v.IsNull() {
		return ""
	}
	return v.AsString()
}

// Has says whether an argument is given.
func (b Block) Has(argument string) bool {
	_, ok := b.body.Attributes[argument]
	return ok
}
