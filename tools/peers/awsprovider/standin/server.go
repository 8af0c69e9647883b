// Package standin is a provider that has the AWS provider's schema and makes up what AWS would
// answer. What it makes up is the same every time. It calls nothing.
package standin

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Server answers Terraform. What it does not have, such as import, it does not answer: it
// panics, and Terraform says so.
type Server struct {
	tfprotov5.ProviderServer // nil

	provider  *tfprotov5.Schema
	resources kinds
	data      kinds
	drift     drift

	region      string
	defaultTags map[string]tftypes.Value
}

// New reads the schema's file, and that of the drift; an empty path is no drift.
func New(schemaPath, driftPath string) (*Server, error) {
	var written struct { // as schema.Provider is
		Provider        json.RawMessage
		Resources, Data map[string]json.RawMessage
	}
	if err := readJSON(schemaPath, &written); err != nil {
		return nil, fmt.Errorf("read the schema of AWS_STANDIN_SCHEMA: %w", err)
	}
	s := &Server{region: "eu-west-1", resources: newKinds(written.Resources), data: newKinds(written.Data)}
	if driftPath != "" {
		if err := readJSON(driftPath, &s.drift); err != nil {
			return nil, fmt.Errorf("read the drift of AWS_STANDIN_DRIFT: %w", err)
		}
	}
	var err error
	s.provider, err = proto("the provider", written.Provider)
	return s, err
}

func readJSON(path string, into any) error {
	text, err := os.ReadFile(path) //nolint:gosec // the environment says where
	if err != nil {
		return err
	}
	return json.Unmarshal(text, into)
}

// GetProviderSchema answers with all that the schema's file has. Terraform need not ask again
// in the same process, as with the real provider: reading it is most of what a test costs.
func (s *Server) GetProviderSchema(context.Context, *tfprotov5.GetProviderSchemaRequest) (*tfprotov5.GetProviderSchemaResponse, error) {
	resources, err := s.resources.all()
	if err != nil {
		return nil, err
	}
	data, err := s.data.all()
	once := &tfprotov5.ServerCapabilities{GetProviderSchemaOptional: true}
	return &tfprotov5.GetProviderSchemaResponse{ServerCapabilities: once, Provider: s.provider, ResourceSchemas: resources, DataSourceSchemas: data}, err
}

// PrepareProviderConfig takes any configuration that fits the schema.
func (s *Server) PrepareProviderConfig(_ context.Context, r *tfprotov5.PrepareProviderConfigRequest) (*tfprotov5.PrepareProviderConfigResponse, error) {
	return &tfprotov5.PrepareProviderConfigResponse{PreparedConfig: r.Config}, nil
}

// ConfigureProvider keeps the region and the default tags.
func (s *Server) ConfigureProvider(_ context.Context, r *tfprotov5.ConfigureProviderRequest) (*tfprotov5.ConfigureProviderResponse, error) {
	config, err := values(r.Config, s.provider)
	if err != nil {
		return nil, err
	}
	if region := text(config["region"]); region != "" {
		s.region = region
	}
	var blocks []tftypes.Value
	if err := config["default_tags"].As(&blocks); err != nil || len(blocks) == 0 {
		return &tfprotov5.ConfigureProviderResponse{}, err
	}
	var block map[string]tftypes.Value
	if err := blocks[0].As(&block); err != nil {
		return nil, err
	}
	return &tfprotov5.ConfigureProviderResponse{}, block["tags"].As(&s.defaultTags)
}

// StopProvider has nothing to stop.
func (s *Server) StopProvider(context.Context, *tfprotov5.StopProviderRequest) (*tfprotov5.StopProviderResponse, error) {
	return &tfprotov5.StopProviderResponse{}, nil
}
