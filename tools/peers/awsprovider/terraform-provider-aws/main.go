// Terraform-provider-aws stands in for the AWS provider where there is neither an account nor
// a registry: it has the real one's schema, and makes up what AWS would answer. It checks
// that a configuration fits the schema. It calls nothing, and it is not the provider.
package main

import (
	"fmt"
	"os"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/hashicorp/terraform-plugin-go/tfprotov5/tf5server"

	"github.com/slipway-dev/slipway/tools/peers/awsprovider/standin"
)

func main() {
	// Terraform starts it without arguments.
	server, err := standin.New(os.Getenv("AWS_STANDIN_SCHEMA"), os.Getenv("AWS_STANDIN_DRIFT")) //nolint:forbidigo // the edge
	if err == nil {
		serve := func() tfprotov5.ProviderServer { return server }
		err = tf5server.Serve("registry.terraform.io/hashicorp/aws", serve)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "terraform-provider-aws (stand-in):", err)
		os.Exit(1)
	}
}
