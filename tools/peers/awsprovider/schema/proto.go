package schema

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

var nestings = map[string]tfprotov5.SchemaNestedBlockNestingMode{
	"single": tfprotov5.SchemaNestedBlockNestingModeSingle,
	"list":   tfprotov5.SchemaNestedBlockNestingModeList,
	"set":    tfprotov5.SchemaNestedBlockNestingModeSet,
}

// Proto is the block as Terraform asks for it.
func (b *Block) Proto() (*tfprotov5.SchemaBlock, error) {
	made := &tfprotov5.SchemaBlock{}
	for name, a := range b.Attributes {
		kind, err := a.Kind()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		made.Attributes = append(made.Attributes, &tfprotov5.SchemaAttribute{
			Name: name, Type: kind, Required: a.Required, Optional: a.Optional, Computed: a.Computed,
			Sensitive: a.Sensitive, WriteOnly: a.WriteOnly,
		})
	}
	for name, nested := range b.Blocks {
		inner, err := nested.Block.Proto()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		made.BlockTypes = append(made.BlockTypes, &tfprotov5.SchemaNestedBlock{
			TypeName: name, Nesting: nestings[nested.Nesting], MinItems: nested.Min, MaxItems: nested.Max, Block: inner,
		})
	}
	return made, nil
}

// Kind is the attribute's type.
func (a *Attribute) Kind() (tftypes.Type, error) {
	kind, err := tftypes.ParseJSONType(a.Type) //nolint:staticcheck // there is no other way to read one
	if err != nil {
		return nil, fmt.Errorf("type %s: %w", a.Type, err)
	}
	return kind, nil
}
