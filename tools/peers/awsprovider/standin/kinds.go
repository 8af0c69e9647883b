package standin

import (
	"encoding/json"
	"fmt"
	"sync"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"

	"github.com/slipway-dev/slipway/tools/peers/awsprovider/schema"
)

// kinds are the schemas of types, each made when it is first asked for: Terraform starts the
// stand-in again and again, and asks for a few of them each time.
type kinds map[string]func() (*tfprotov5.Schema, error)

func newKinds(written map[string]json.RawMessage) kinds {
	made := kinds{}
	for name, text := range written {
		made[name] = sync.OnceValues(func() (*tfprotov5.Schema, error) { return proto(name, text) })
	}
	return made
}

func proto(name string, text json.RawMessage) (*tfprotov5.Schema, error) {
	var block schema.Block
	if err := json.Unmarshal(text, &block); err != nil {
		return nil, fmt.Errorf("read the schema of %s: %w", name, err)
	}
	made, err := block.Proto()
	if err != nil {
		return nil, fmt.Errorf("schema of %s: %w", name, err)
	}
	return &tfprotov5.Schema{Block: made}, nil
}

// of is the schema of a type.
func (k kinds) of(name string) (*tfprotov5.Schema, error) {
	if made, ok := k[name]; ok {
		return made()
	}
	return nil, fmt.Errorf("there is no schema of %s", name)
}

// all are the schemas of all types.
func (k kinds) all() (map[string]*tfprotov5.Schema, error) {
	made := map[string]*tfprotov5.Schema{}
	for name := range k {
		var err error
		if made[name], err = k.of(name); err != nil {
			return nil, err
		}
	}
	return made, nil
}
