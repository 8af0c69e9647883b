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

	"github.com/slipway-dev/slipway/tools/peers/awsprovider/schema"
)

// Server answers Terraform. What it does not have, such as import, it does not answer: it
// panics, and Terraform says so.
type Server struct {
	tfprotov5.ProviderServer // nil

	provider  *tfprotov5.Schema
	resources map[string]*tfprotov5.Schema
	data      map[string]*tfprotov5.Schema
	drift     drift

	region      string
	defaultTags map[string]tftypes.Value
}

// New reads the schema's file, and that of the drift; an empty path is no drift.
func New(schemaPath, driftPath string) (*Server, error) {
	var made schema.Provider
	if err := readJSON(schemaPath, &made); err != nil {
		return nil, fmt.Errorf("read the schema of AWS_STANDIN_SCHEMA: %w", err)
	}
	s := &Server{region: "eu-west-1"}
	if driftPath != "" {
		if err := readJSON(driftPath, &s.drift); err != nil {
			return nil, fmt.Errorf("read the drift of AWS_STANDIN_DRIFT: %w", err)
		}
	}
	provider, err := protos(map[string]*schema.Block{"provider": made.Provider})
	if err != nil {
		return nil, err
	}
	s.provider = provider["provider"]
	if s.resources, err = protos(made.Resources); err != nil {
		return nil, err
	}
	s.data, err = protos(made.Data)
	return s, err
}

func readJSON(path string, into any) error {
	text, err := os.ReadFile(path) //nolint:gosec // the environment says where
	if err != nil {
		return err
	}
	return json.Unmarshal(text, into)
}

func protos(blocks map[string]*schema.Block) (map[string]*tfprotov5.Schema, error) {
	made := map[string]*tfprotov5.Schema{}
	for name, block := range blocks {
		proto, err := block.Proto()
		if err != nil {
			return nil, fmt.Errorf("schema of %s: %w", name, err)
		}
		made[name] = &tfprotov5.Schema{Block: proto}
	}
	return made, nil
}

// GetProviderSchema answers with all that the schema's file has.
func (s *Server) GetProviderSchema(context.Context, *tfprotov5.GetProviderSchemaRequest) (*tfprotov5.GetProviderSchemaResponse, error) {
	return &tfprotov5.GetProviderSchemaResponse{Provider: s.provider, ResourceSchemas: s.resources, DataSourceSchemas: s.data}, nil
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
