package faults

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// noSecondPerson is the row of requests that their own author approves: nothing that an
// alarm offers has to be approved.
const noSecondPerson = "B6"

func TestEveryRowOfTheListOfFaultsHasATestThatExists(t *testing.T) {
	file, err := os.ReadFile("rows.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var rows map[string][]string
	if err := yaml.Unmarshal(file, &rows); err != nil {
		t.Fatal(err)
	}
	for letter, last := range map[string]int{"B": 9, "C": 10, "D": 12, "E": 15, "F": 9, "G": 6} {
		for n := 1; n <= last; n++ {
			row := fmt.Sprintf("%s%d", letter, n)
			if row != noSecondPerson && len(rows[row]) == 0 {
				t.Errorf("no test proves %s", row)
			}
		}
	}
	for row, tests := range rows {
		for _, name := range tests {
			if !exists(t, name) {
				t.Errorf("%s: there is no %s", row, name)
			}
		}
	}
}

// exists says whether there is a test of that name, such as "aws/store.TestThis", or a
// story such as "tests/scenario/this.txtar".
func exists(t *testing.T, name string) bool {
	t.Helper()
	if strings.HasSuffix(name, ".txtar") {
		_, err := os.Stat(filepath.Join("..", "..", name))
		return err == nil
	}
	folder, function, _ := strings.Cut(name, ".")
	files, err := filepath.Glob(filepath.Join("..", "..", folder, "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		code, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(code), "\nfunc "+function+"(t *testing.T) {") {
			return true
		}
	}
	return false
}
