package standin

import (
	"fmt"
	"math/big"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// values are the attributes and blocks of a resource by name; nil for a resource that is not.
func values(encoded *tfprotov5.DynamicValue, of *tfprotov5.Schema) (map[string]tftypes.Value, error) {
	value, err := encoded.Unmarshal(of.ValueType())
	if err != nil {
		return nil, fmt.Errorf("decode a value: %w", err)
	}
	if value.IsNull() {
		return nil, nil
	}
	var found map[string]tftypes.Value
	if err := value.As(&found); err != nil {
		return nil, fmt.Errorf("decode a value: %w", err)
	}
	return found, nil
}

// encoded is the reverse of values.
func encoded(all map[string]tftypes.Value, of *tfprotov5.Schema) (*tfprotov5.DynamicValue, error) {
	made, err := tfprotov5.NewDynamicValue(of.ValueType(), tftypes.NewValue(of.ValueType(), all))
	if err != nil {
		return nil, fmt.Errorf("encode a value: %w", err)
	}
	return &made, nil
}

// text is a known string or number as text; empty for everything else.
func text(value tftypes.Value) string {
	if value.Type() == nil || value.IsNull() || !value.IsKnown() {
		return ""
	}
	switch {
	case value.Type().Is(tftypes.String):
		var s string
		if value.As(&s) == nil {
			return s
		}
	case value.Type().Is(tftypes.Number):
		var n big.Float
		if value.As(&n) == nil {
			return n.Text('f', -1)
		}
	}
	return ""
}

func unknown(of tftypes.Type) tftypes.Value { return tftypes.NewValue(of, tftypes.UnknownValue) }

func null(of tftypes.Type) tftypes.Value { return tftypes.NewValue(of, nil) }
