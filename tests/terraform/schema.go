package terraform

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

var (
	used   = regexp.MustCompile(`(?m)^\s*(resource|data|override_resource|mock_resource) +"(aws_\w+)"`)
	called = regexp.MustCompile(`(?m)^\s*source *= *"(\.[^"]*)"`)
	blocks = regexp.MustCompile(`(?m)^\s*(?:dynamic +"(\w+)"|(\w+)) +\{`)
)

// schemaFor is the file with the schema of the types that a folder and the modules it calls
// use. All the types there are would take minutes. It is made once for a set of types.
func schemaFor(ctx context.Context, standin, folder string) (string, error) {
	found := map[string]bool{"data.aws_caller_identity": true, "data.aws_partition": true, "data.aws_region": true}
	if err := typesOf(folder, found, map[string]bool{}); err != nil {
		return "", fmt.Errorf("look for the types in use: %w", err)
	}
	types := slices.Sorted(maps.Keys(found))
	key := sha256.Sum256([]byte(strings.Join(types, "\n")))
	file := filepath.Join(standin, "schema", hex.EncodeToString(key[:8])+".json")
	if _, err := os.Stat(file); err == nil {
		return file, nil
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o750); err != nil {
		return "", fmt.Errorf("keep the schema: %w", err)
	}
	run := exec.CommandContext(ctx, filepath.Join(standin, "bin", "awsschema"), append([]string{standin}, types...)...) //nolint:gosec // where the stand-in is, the Makefile says
	made, err := run.Output()
	if err != nil {
		return "", fmt.Errorf("make the schema: %w", complaint(err))
	}
	// Another test may be making the same: whoever is last to rename wins.
	part, err := os.CreateTemp(filepath.Dir(file), "part-*")
	if err != nil {
		return "", fmt.Errorf("keep the schema: %w", err)
	}
	_, err = part.Write(made)
	if err := errors.Join(err, part.Close()); err != nil {
		return "", fmt.Errorf("keep the schema: %w", err)
	}
	return file, os.Rename(part.Name(), file)
}

// typesOf adds the types that the folder's files use: aws_sqs_queue, data.aws_region. Where a
// file has rules of a WAF, so are the blocks in it: block.byte_match_statement.
func typesOf(folder string, types, seen map[string]bool) error {
	if seen[folder] {
		return nil
	}
	seen[folder] = true
	files := os.DirFS(folder)
	return fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || (path.Ext(name) != ".tf" && path.Ext(name) != ".hcl") {
			return err
		}
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		for _, kind := range typesIn(text) {
			types[kind] = true
		}
		for _, found := range called.FindAllSubmatch(text, -1) {
			module := filepath.Join(folder, filepath.Dir(name), string(found[1]))
			if _, err := os.Stat(module); err != nil {
				continue // a test says where from the folder, which is walked anyway
			}
			if err := typesOf(module, types, seen); err != nil {
				return err
			}
		}
		return nil
	})
}

func typesIn(text []byte) []string {
	var types []string
	for _, found := range used.FindAllSubmatch(text, -1) {
		prefix := ""
		if string(found[1]) == "data" {
			prefix = "data."
		}
		types = append(types, prefix+string(found[2]))
	}
	if bytes.Contains(text, []byte(`"aws_wafv2_`)) {
		for _, found := range blocks.FindAllSubmatch(text, -1) {
			types = append(types, "block."+string(found[1])+string(found[2]))
		}
	}
	return types
}

// complaint is the error of a program with what it wrote.
func complaint(err error) error {
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return fmt.Errorf("%w\n%s", err, exit.Stderr)
	}
	return err
}
