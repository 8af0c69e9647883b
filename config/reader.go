package config

import (
	"errors"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// largestFile is more than anybody writes by hand, in bytes.
const largestFile = 128 << 10

// reader walks a file and collects problems.
type reader struct {
	file      string
	problems  Problems
	positions map[string]position // of the paths that the file has
}

type position struct{ line, column int }

// place is a value in the file. Without a node it is missing there.
type place struct {
	path string
	node ast.Node
}

// entry is a key and its value.
type entry struct {
	key string
	at  place
}

func (p place) under(key string) string {
	if p.path == "" {
		return key
	}
	return p.path + "." + key
}

func (r *reader) mark(path string, n ast.Node) {
	if at := start(n); at != nil {
		r.positions[path] = position{at.Line, at.Column}
	}
}

// start is where a node begins. A section begins with its first key.
func start(n ast.Node) *token.Position {
	switch n := n.(type) {
	case *ast.MappingNode:
		if !n.IsFlowStyle && len(n.Values) > 0 {
			return start(n.Values[0].Key)
		}
	case *ast.MappingValueNode:
		return start(n.Key)
	}
	if t := n.GetToken(); t != nil {
		return t.Position
	}
	return nil
}

// parse reads the YAML; it returns false after a problem that leaves nothing
// to look at.
func (r *reader) parse(data []byte) (place, bool) {
	if len(data) > largestFile {
		r.complain("", "the file is larger than %d KiB", largestFile>>10)
		return place{}, false
	}
	file, err := parser.ParseBytes(data, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		r.syntax(err)
		return place{}, false
	}
	if len(file.Docs) != 1 {
		r.complain("", "one YAML document is expected, not %d", len(file.Docs))
		return place{}, false
	}
	body := file.Docs[0].Body
	if body == nil {
		r.complain("", "the file is empty")
		return place{}, false
	}
	return place{node: body}, true
}

func (r *reader) syntax(err error) {
	var at interface {
		error
		GetToken() *token.Token
		GetMessage() string
	}
	message := "it is not YAML"
	if errors.As(err, &at) {
		message = "it is not YAML: " + at.GetMessage()
		if t := at.GetToken(); t != nil && t.Position != nil {
			r.positions[""] = position{t.Position.Line, t.Position.Column}
		}
	}
	r.complain("", "%s", message)
}

// mapping returns the entries of a section, or false after a problem.
func (r *reader) mapping(at place) ([]entry, bool) {
	node, ok := at.node.(*ast.MappingNode)
	if !ok {
		r.wrong(at, "a section with keys")
		return nil, false
	}
	entries := make([]entry, 0, len(node.Values))
	lines := map[string]int{}
	for _, v := range node.Values {
		name, ok := v.Key.(*ast.StringNode)
		if !ok {
			r.badKey(at, v)
			continue
		}
		path := at.under(name.Value)
		if line, twice := lines[name.Value]; twice {
			r.mark(path, v.Key)
			r.complain(path, "given twice, first in line %d", line)
			continue
		}
		r.mark(path, v.Key)
		lines[name.Value] = r.positions[path].line
		entries = append(entries, entry{name.Value, place{path, v.Value}})
	}
	return entries, true
}

func (r *reader) badKey(at place, v *ast.MappingValueNode) {
	name := v.Key.String()
	r.mark(at.under(name), v.Key)
	if _, merge := v.Key.(*ast.MergeKeyNode); merge {
		r.complain(at.under(name), "merging is not supported; write the keys out")
		return
	}
	r.complain(at.under(name), "a key is a word; put others in quotes")
}

// sequence returns the items of a list, or false after a problem.
func (r *reader) sequence(at place) ([]place, bool) {
	node, ok := at.node.(*ast.SequenceNode)
	if !ok {
		r.wrong(at, "a list")
		return nil, false
	}
	items := make([]place, len(node.Values))
	for i, v := range node.Values {
		items[i] = place{fmt.Sprintf("%s[%d]", at.path, i), v}
		r.mark(items[i].path, v)
	}
	return items, true
}

// wrong reports a node that is not of the expected form.
func (r *reader) wrong(at place, expected string) {
	r.mark(at.path, at.node)
	switch n := at.node.(type) {
	case *ast.AnchorNode, *ast.AliasNode:
		r.complain(at.path, "anchors and aliases are not supported; write the value out")
	case *ast.TagNode:
		r.complain(at.path, "tags are not supported; write %s", expected)
	case *ast.NullNode:
		r.complain(at.path, "expected %s; there is nothing", expected)
	case *ast.MappingNode:
		r.complain(at.path, "expected %s, not a section", expected)
	case *ast.SequenceNode:
		r.complain(at.path, "expected %s, not a list", expected)
	default:
		r.complain(at.path, "expected %s, not %s", expected, show(n, n.GetToken().Value))
	}
}

// show shows a scalar as the file has it: text in quotes.
func show(n ast.Node, text string) string {
	if n.Type() == ast.StringType || n.Type() == ast.LiteralType {
		return quote(text)
	}
	return text
}

// quote shows a text from the file, cut short.
func quote(text string) string {
	const most = 60
	if runes := []rune(text); len(runes) > most {
		text = string(runes[:most]) + "…"
	}
	return strings.ReplaceAll(fmt.Sprintf("%q", text), `\"`, `"`)
}
