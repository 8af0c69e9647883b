package main

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
)

// Status is what docs/status.yaml says.
type Status struct {
	Groups []Group `yaml:"groups"`
}

// Group is a chapter of the requirements.
type Group struct {
	ID    string `yaml:"id"`
	Title string `yaml:"title"`
	Rows  []Row  `yaml:"rows"`
}

// Row is one requirement.
type Row struct {
	ID          string   `yaml:"id"`
	Requirement string   `yaml:"requirement"`
	State       State    `yaml:"state"`
	Missing     string   `yaml:"missing"`  // what a part has not got yet
	Evidence    []string `yaml:"evidence"` // names of tests, benchmarks, files
}

// State is how far a requirement is met.
type State string

// The states.
const (
	Done State = "done" // all of it works, and the evidence shows it
	Part State = "part" // some of it does; the row says what is missing
	Open State = "open" // nothing yet
)

// wanted is how many rows each group has, so that none gets lost.
func wanted() map[string]int {
	return map[string]int{
		"Z": 10, "A": 12, "S": 5, "I": 6, "O": 11, "C": 7, "B": 1, "K": 4, "H": 5,
		"R": 8, "L": 4, "M": 9, "W": 8, "G": 4, "X": 5, "Q": 7,
	}
}

// Read reads the source; a key that it does not know is an error.
func Read(name string) (Status, error) {
	var s Status
	data, err := os.ReadFile(name)
	if err != nil {
		return s, err
	}
	return s, yaml.UnmarshalWithOptions(data, &s, yaml.Strict())
}

// Problems returns what is wrong with the rows themselves.
func (s Status) Problems() []error {
	var found []error
	seen := map[string]bool{}
	for _, r := range s.rows() {
		if seen[r.ID] {
			found = append(found, fmt.Errorf("%s is there twice", r.ID))
		}
		seen[r.ID] = true
		if err := r.problem(); err != nil {
			found = append(found, fmt.Errorf("%s: %w", r.ID, err))
		}
	}
	total := 0
	for _, group := range slices.Sorted(maps.Keys(wanted())) {
		n := wanted()[group]
		total += n
		for i := 1; i <= n; i++ {
			if id := fmt.Sprintf("%s%d", group, i); !seen[id] {
				found = append(found, fmt.Errorf("%s is missing", id))
			}
		}
	}
	if len(seen) > total {
		found = append(found, fmt.Errorf("%d rows, but the requirements have %d", len(seen), total))
	}
	return found
}

func (r Row) problem() error {
	switch r.State {
	case Done, Part:
		if len(r.Evidence) == 0 {
			return fmt.Errorf("says %s, but names no evidence", r.State)
		}
	case Open:
		if len(r.Evidence) > 0 {
			return errors.New("is open, but names evidence")
		}
	default:
		return fmt.Errorf("state %q: want done, part or open", r.State)
	}
	if (r.State == Part) != (r.Missing != "") {
		return errors.New("a part, and nothing else, says what is missing")
	}
	if strings.TrimSpace(r.Requirement) == "" {
		return errors.New("has no text")
	}
	return nil
}

func (s Status) rows() []Row {
	var rows []Row
	for _, g := range s.Groups {
		rows = append(rows, g.Rows...)
	}
	return rows
}
