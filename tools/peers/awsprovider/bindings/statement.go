package bindings

import (
	"fmt"
	"maps"
	"slices"

	"github.com/slipway-dev/slipway/tools/peers/awsprovider/schema"
)

// StatementSource is the file that has the statements of a web ACL's rules written out. For
// the web ACL itself the bindings say "any", since its statements hold statements.
const StatementSource = "awswafv2webaclrule"

// deep is how deep the provider lets statements be nested, the innermost counted.
const deep = 4

// Complete puts the statements into the web ACL's and the rule group's schema. Only the blocks
// named in used are in them: with all there are, Terraform takes five times as long.
func Complete(made *schema.Provider, source string, used map[string]bool) error {
	outermost := map[string][]string{
		"aws_wafv2_web_acl":    {"managed_rule_group_statement", "rate_based_statement", "rule_group_reference_statement"},
		"aws_wafv2_rule_group": {"rate_based_statement"},
	}
	for name, groups := range outermost {
		resource := made.Resources[name]
		if resource == nil {
			continue
		}
		kinds, err := statements(source, used)
		if err != nil {
			return fmt.Errorf("convert %s: statements: %w", name, err)
		}
		rule := resource.Blocks["rule"].Block
		delete(rule.Attributes, "statement")
		rule.Blocks["statement"] = &schema.Nested{Nesting: "list", Min: 1, Max: 1, Block: statement(kinds, deep, groups, used)}
	}
	return nil
}

// statements are the kinds that the provider knows, with nothing nested in them.
func statements(source string, used map[string]bool) (map[string]*schema.Nested, error) {
	all, err := parse(source)
	if err != nil {
		return nil, err
	}
	for name, members := range all {
		all[name] = slices.DeleteFunc(members, func(m member) bool { return m.name == "statement" || m.name == "scope_down_statement" })
	}
	block, err := all.block("StatementProperty")
	if err != nil {
		return nil, err
	}
	once(block.Blocks)
	prune(block, used)
	return block.Blocks, nil
}

// prune drops the blocks that are not used.
func prune(block *schema.Block, used map[string]bool) {
	maps.DeleteFunc(block.Blocks, func(name string, _ *schema.Nested) bool { return !used[name] })
	for _, nested := range block.Blocks {
		prune(nested.Block, used)
	}
}

// severally are the blocks that may be repeated; the bindings tell it for some resources only.
var severally = map[string]bool{
	"text_transformation": true, "custom_keys": true, "rule_action_override": true, "managed_rule_group_configs": true, "excluded_rule": true,
	"insert_header": true, "response_header": true, "address_fields": true, "phone_number_fields": true,
}

// once lets every block but those be given once, and wants the transformations that every
// comparison needs.
func once(blocks map[string]*schema.Nested) {
	for name, nested := range blocks {
		if !severally[name] && nested.Nesting != "single" {
			nested.Max = 1
		}
		if name == "text_transformation" {
			nested.Nesting, nested.Min = "set", 1
		}
		once(nested.Block.Blocks)
	}
}

// statement is one in which others may be nested, so many levels deep. Groups are the kinds
// that stand outermost only, and which of them may stand here.
func statement(kinds map[string]*schema.Nested, levels int, groups []string, used map[string]bool) *schema.Block {
	block := &schema.Block{Blocks: map[string]*schema.Nested{}}
	for name, kind := range kinds {
		switch name {
		case "and_statement", "or_statement", "not_statement":
			if levels > 1 {
				inner := &schema.Nested{Nesting: "list", Min: 1, Block: statement(kinds, levels-1, nil, used)}
				block.Blocks[name] = with(kind, "statement", inner)
			}
		case "managed_rule_group_statement", "rate_based_statement", "rule_group_reference_statement":
			if !slices.Contains(groups, name) {
				continue
			}
			block.Blocks[name] = kind
			if used["scope_down_statement"] && name != "rule_group_reference_statement" {
				inner := &schema.Nested{Nesting: "list", Max: 1, Block: statement(kinds, levels-1, nil, used)}
				block.Blocks[name] = with(kind, "scope_down_statement", inner)
			}
		default:
			block.Blocks[name] = kind
		}
	}
	return block
}

// with is a copy of the block with one of the blocks in it replaced.
func with(kind *schema.Nested, name string, inner *schema.Nested) *schema.Nested {
	blocks := maps.Clone(kind.Block.Blocks)
	if blocks == nil {
		blocks = map[string]*schema.Nested{}
	}
	delete(kind.Block.Attributes, name)
	blocks[name] = inner
	copied := *kind
	copied.Block = &schema.Block{Attributes: kind.Block.Attributes, Blocks: blocks}
	return &copied
}
