package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

const module = "github.com/slipway-dev/slipway"

// named is how evidence names a test: folder, function, subtests.
var named = regexp.MustCompile(`^([\w/-]+)\.((?:Test|Benchmark|Fuzz|Example)\w*)((?:/.+)?)$`)

// find says what is wrong with one piece of evidence, or nothing.
func (t *Tree) find(evidence string) error {
	m := named.FindStringSubmatch(evidence)
	if m == nil {
		if _, err := os.Stat(filepath.Join(t.root, filepath.FromSlash(evidence))); err != nil {
			return fmt.Errorf("there is no file %s", evidence)
		}
		return nil
	}
	folder, function, sub := m[1], m[2], m[3]
	if !t.tests[folder+"."+function] {
		return fmt.Errorf("there is no %s in %s", function, folder)
	}
	for _, part := range strings.Split(sub, "/")[1:] {
		if !t.words[folder][subtest(part)] {
			return fmt.Errorf("%s in %s has no subtest %q", function, folder, part)
		}
	}
	if t.haveRun && !strings.HasPrefix(function, "Benchmark") && !t.passed[folder+"."+function+subtest(sub)] {
		return fmt.Errorf("%s did not pass in the test run", evidence)
	}
	return nil
}

// AddRun reads what `go test -json` printed, and asks from now on that named
// tests passed: one that was skipped or not run proves nothing.
func (t *Tree) AddRun(name string) error {
	data, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	t.haveRun = true
	for d := json.NewDecoder(bytes.NewReader(data)); ; {
		var event struct{ Action, Package, Test string }
		err := d.Decode(&event)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if event.Action == "pass" && event.Test != "" {
			t.passed[strings.TrimPrefix(event.Package, module+"/")+"."+event.Test] = true
		}
	}
}
