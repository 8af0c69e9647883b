package standin

import (
	"encoding/json"
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// drift is what somebody else changed: attributes and blocks, as JSON, by the resource. A
// resource is named TYPE.ID, such as "aws_lambda_function.orders-prod" or
// "aws_lambda_alias.orders-prod:live".
type drift map[string]map[string]json.RawMessage

// on changes the state of a resource that has drifted.
func (d drift) on(kind string, state map[string]tftypes.Value) error {
	for _, name := range []string{text(state["id"]), text(state["function_name"]) + ":" + text(state["name"])} {
		for attribute, raw := range d[kind+"."+name] {
			was, ok := state[attribute]
			if !ok {
				return fmt.Errorf("the drift of %s.%s: it has no %s", kind, name, attribute)
			}
			value, err := tfprotov5.RawState{JSON: raw}.Unmarshal(was.Type())
			if err != nil {
				return fmt.Errorf("the drift of %s.%s: %s: %w", kind, name, attribute, err)
			}
			state[attribute] = value
		}
	}
	return nil
}
