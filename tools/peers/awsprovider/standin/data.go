package standin

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// ValidateDataSourceConfig has nothing to add to what Terraform sees by the schema.
func (s *Server) ValidateDataSourceConfig(context.Context, *tfprotov5.ValidateDataSourceConfigRequest) (*tfprotov5.ValidateDataSourceConfigResponse, error) {
	return &tfprotov5.ValidateDataSourceConfigResponse{}, nil
}

// ReadDataSource knows where it is, and who is asking.
func (s *Server) ReadDataSource(_ context.Context, r *tfprotov5.ReadDataSourceRequest) (*tfprotov5.ReadDataSourceResponse, error) {
	answers := map[string]map[string]string{
		"aws_caller_identity": {
			"account_id": account, "id": account, "arn": "arn:aws:iam::" + account + ":user/terraform", "user_id": "AIDATERRAFORM",
		},
		"aws_region":    {"region": s.region, "name": s.region, "id": s.region, "endpoint": "ec2." + s.region + ".amazonaws.com"},
		"aws_partition": {"partition": "aws", "id": "aws", "dns_suffix": "amazonaws.com", "reverse_dns_prefix": "com.amazonaws"},
	}
	said, ok := answers[r.TypeName]
	if !ok {
		return nil, fmt.Errorf("the stand-in has no answer for data source %s; it has for aws_caller_identity, aws_region and aws_partition", r.TypeName)
	}
	of, err := s.data.of(r.TypeName)
	if err != nil {
		return nil, err
	}
	state, err := values(r.Config, of)
	if err != nil {
		return nil, err
	}
	for _, a := range of.Block.Attributes {
		if a.Computed && a.Type.Is(tftypes.String) && state[a.Name].IsNull() {
			state[a.Name] = tftypes.NewValue(tftypes.String, said[a.Name])
		}
	}
	made, err := encoded(state, of)
	return &tfprotov5.ReadDataSourceResponse{State: made}, err
}
