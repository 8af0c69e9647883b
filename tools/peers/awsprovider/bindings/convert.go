package bindings

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"github.com/slipway-dev/slipway/tools/peers/awsprovider/schema"
)

// Convert makes a block's schema of the source of a resource, a data source or the provider.
func Convert(text string) (*schema.Block, error) {
	all, err := parse(text)
	if err != nil {
		return nil, err
	}
	return all.block("")
}

// block is the schema of the named structure.
func (all structures) block(name string) (*schema.Block, error) {
	block := &schema.Block{Attributes: map[string]*schema.Attribute{}, Blocks: map[string]*schema.Nested{}}
	members, ok := all[name]
	if !ok && name != "" {
		return nil, fmt.Errorf("structure %s: not in the bindings", name)
	}
	for _, m := range members {
		var err error
		if m.isBlock && m.storage != "any" {
			block.Blocks[m.name], err = all.nested(m)
		} else {
			block.Attributes[m.name], err = all.attribute(m)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", m.name, err)
		}
	}
	return block, nil
}

func (all structures) nested(m member) (*schema.Nested, error) {
	inner, err := all.block(structure(m.storage))
	if err != nil {
		return nil, err
	}
	nested := &schema.Nested{Nesting: m.shape, Block: inner}
	if m.shape == "struct" {
		nested.Nesting = "single"
		return nested, nil
	}
	if m.required {
		nested.Min = 1
	}
	if !m.many {
		nested.Max = 1
	}
	return nested, nil
}

func (all structures) attribute(m member) (*schema.Attribute, error) {
	kind, err := all.kind(m)
	if err != nil {
		return nil, err
	}
	raw, err := json.Marshal(kind)
	if err != nil {
		return nil, fmt.Errorf("encode its type: %w", err)
	}
	return &schema.Attribute{
		Type: raw, Required: m.required, Optional: m.optional, Computed: m.computed,
		Sensitive: sensitive.MatchString(m.name), WriteOnly: strings.HasSuffix(m.name, "_wo"),
	}, nil
}

// The bindings don't say what is secret.
var sensitive = regexp.MustCompile(`^(secret_string|secret_binary|value_wo|secret_string_wo|master_password|private_key|token)$`)

var (
	getter    = regexp.MustCompile(`this\.get(String|Number|Boolean)?(Map|List)?Attribute\(`)
	complexed = regexp.MustCompile(`= new (?:\w+\.)?(\w+?)(List|Map|OutputReference)?\(this, "\w+"(?:, (true|false))?`)
)

// kind is a member's type, as Terraform writes types in JSON.
func (all structures) kind(m member) (any, error) {
	if m.shape != "" {
		return all.written(m)
	}
	if found := complexed.FindStringSubmatch(m.accessor); found != nil {
		return all.read(found[1], found[2], found[3] == "true")
	}
	found := getter.FindStringSubmatch(m.accessor)
	if found == nil {
		return nil, fmt.Errorf("don't know its type from %q", m.accessor)
	}
	element := primitive(found[1])
	switch {
	case found[2] == "":
		return element, nil
	case found[2] == "Map":
		return []any{"map", element}, nil
	case strings.Contains(m.accessor, "Fn.tolist("):
		return []any{"set", element}, nil
	default:
		return []any{"list", element}, nil
	}
}

// written is the type of an argument.
func (all structures) written(m member) (any, error) {
	var element any
	switch simple := strings.TrimSuffix(strings.TrimSuffix(m.storage, "List"), "Map"); simple {
	case "string", "number", "boolean":
		element = primitive(simple)
	case "any":
		element = "dynamic"
	default:
		object, err := all.object(structure(m.storage))
		if err != nil {
			return nil, err
		}
		element = object
	}
	switch m.shape {
	case "list", "set", "map":
		if inner, ok := strings.CutSuffix(m.storage, "MapList"); ok {
			element = []any{"map", primitive(inner)}
		}
		return []any{m.shape, element}, nil
	default:
		return element, nil
	}
}

// read is the type of a structure that is only read.
func (all structures) read(name, wrapped string, isSet bool) (any, error) {
	if simple, ok := strings.CutSuffix(name, "Map"); ok && wrapped == "List" {
		return []any{"list", []any{"map", primitive(simple)}}, nil
	}
	switch strings.ToLower(name) {
	case "string", "number", "boolean":
		return []any{strings.ToLower(wrapped), primitive(name)}, nil
	}
	object, err := all.object(name)
	switch {
	case err != nil:
		return nil, err
	case wrapped == "List" && isSet:
		return []any{"set", object}, nil
	case wrapped == "List":
		return []any{"list", object}, nil
	case wrapped == "Map":
		return []any{"map", object}, nil
	default:
		return object, nil
	}
}

func (all structures) object(name string) (any, error) {
	members, ok := all[name]
	if !ok {
		return nil, fmt.Errorf("structure %s: not in the bindings", name)
	}
	attributes := map[string]any{}
	for _, m := range members {
		kind, err := all.kind(m)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", m.name, err)
		}
		attributes[m.name] = kind
	}
	return []any{"object", attributes}, nil
}

func primitive(name string) string {
	switch strings.ToLower(name) {
	case "number":
		return "number"
	case "boolean":
		return "bool"
	default:
		return "string"
	}
}

// structure is the name of a structure from that of its storage: without namespace and List.
func structure(storage string) string {
	_, name, ok := strings.Cut(storage, ".")
	if !ok {
		name = storage
	}
	return strings.TrimSuffix(strings.TrimSuffix(name, "List"), "Map")
}
