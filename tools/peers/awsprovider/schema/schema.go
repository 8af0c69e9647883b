// Package schema is a provider's schema as the stand-in keeps it in a file: close to what
// `terraform providers schema -json` prints.
package schema

import "encoding/json"

// Provider is all that the stand-in serves.
type Provider struct {
	Provider  *Block            `json:"provider"`
	Resources map[string]*Block `json:"resources"`
	Data      map[string]*Block `json:"data"`
}

// Block is the content of one block: of a resource, or of a block within it.
type Block struct {
	Attributes map[string]*Attribute `json:"attributes,omitempty"`
	Blocks     map[string]*Nested    `json:"blocks,omitempty"`
}

// Attribute is an argument, or what only AWS knows.
type Attribute struct {
	Type      json.RawMessage `json:"type"` // Terraform's own form: "string", ["list","string"]
	Required  bool            `json:"required,omitempty"`
	Optional  bool            `json:"optional,omitempty"`
	Computed  bool            `json:"computed,omitempty"`
	Sensitive bool            `json:"sensitive,omitempty"`
	WriteOnly bool            `json:"write_only,omitempty"`
}

// Nested is a block within a block.
type Nested struct {
	Nesting string `json:"nesting"` // "single", "list" or "set"
	Min     int64  `json:"min,omitempty"`
	Max     int64  `json:"max,omitempty"` // 0: any number
	Block   *Block `json:"block"`
}
