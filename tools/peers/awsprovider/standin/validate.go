package standin

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// ValidateResourceTypeConfig refuses a value for what AWS decides. The rest of the schema
// Terraform knows by itself.
func (s *Server) ValidateResourceTypeConfig(_ context.Context, r *tfprotov5.ValidateResourceTypeConfigRequest) (*tfprotov5.ValidateResourceTypeConfigResponse, error) {
	of, err := s.resources.of(r.TypeName)
	if err != nil {
		return nil, err
	}
	config, err := r.Config.Unmarshal(of.ValueType())
	if err != nil {
		return nil, fmt.Errorf("decode a %s: %w", r.TypeName, err)
	}
	answer := &tfprotov5.ValidateResourceTypeConfigResponse{}
	for _, name := range decided(of.Block, config) {
		answer.Diagnostics = append(answer.Diagnostics, &tfprotov5.Diagnostic{
			Severity: tfprotov5.DiagnosticSeverityError, Summary: "Value for unconfigurable attribute",
			Detail:    fmt.Sprintf("Can't configure a value for %q: AWS decides it.", name),
			Attribute: tftypes.NewAttributePath().WithAttributeName(name),
		})
	}
	return answer, nil
}

// decided are the names of the attributes in a block, and in those in it, that have a value
// although AWS decides it.
func decided(block *tfprotov5.SchemaBlock, value tftypes.Value) []string {
	var given map[string]tftypes.Value
	if !value.IsKnown() || value.IsNull() || value.As(&given) != nil {
		return nil
	}
	var found []string
	for _, a := range block.Attributes {
		if a.Computed && !a.Optional && !given[a.Name].IsNull() {
			found = append(found, a.Name)
		}
	}
	for _, nested := range block.BlockTypes {
		inner := []tftypes.Value{given[nested.TypeName]}
		if nested.Nesting != tfprotov5.SchemaNestedBlockNestingModeSingle {
			var several []tftypes.Value
			if !inner[0].IsKnown() || inner[0].As(&several) != nil {
				continue
			}
			inner = several
		}
		for _, one := range inner {
			found = append(found, decided(nested.Block, one)...)
		}
	}
	return found
}
