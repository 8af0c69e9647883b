package main

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
)

const module = "github.com/slipway-dev/slipway/"

// A profile holds the blocks of one or more coverage profiles. Its key is what
// the file says before the count: "path/file.go:1.2,3.4 statements".
type profile map[string]block

type block struct {
	statements int
	reached    bool
}

// add reads a profile as `go test -coverprofile` writes it.
func (p profile) add(name string) error {
	data, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	for n, line := range strings.Split(strings.TrimSpace(string(data)), "\n") {
		if strings.HasPrefix(line, "mode:") || line == "" {
			continue
		}
		words := strings.Fields(line)
		if len(words) != 3 {
			return fmt.Errorf("%s:%d: not a line of a coverage profile: %q", name, n+1, line)
		}
		statements, err := strconv.Atoi(words[1])
		if err != nil {
			return fmt.Errorf("%s:%d: %w", name, n+1, err)
		}
		if key := words[0] + " " + words[1]; !strings.HasPrefix(key, module+"tests/") {
			p[key] = block{statements, p[key].reached || words[2] != "0"}
		}
	}
	return nil
}

// write writes the sum in the same format.
func (p profile) write(name string) error {
	var b bytes.Buffer
	b.WriteString("mode: set\n")
	for _, key := range slices.Sorted(maps.Keys(p)) {
		fmt.Fprintf(&b, "%s %d\n", key, btoi(p[key].reached))
	}
	return os.WriteFile(name, b.Bytes(), 0o600)
}

// share counts statements.
type share struct{ reached, all int }

func (s share) percent() float64 {
	if s.all == 0 {
		return 0
	}
	return 100 * float64(s.reached) / float64(s.all)
}

// byFolder adds the statements up by folder, with "" for the whole.
func (p profile) byFolder() map[string]share {
	sum := map[string]share{}
	for key, b := range p {
		file, _, _ := strings.Cut(key, ":")
		for _, folder := range []string{"", path.Dir(strings.TrimPrefix(file, module))} {
			s := sum[folder]
			s.all += b.statements
			s.reached += b.statements * btoi(b.reached)
			sum[folder] = s
		}
	}
	return sum
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}
