package stream_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// The files tell whole rollouts. Another architecture may round otherwise, so the
// evidence is held to a billionth and the rest to the letter.
func TestWholeRolloutsAreJudgedAsBefore(t *testing.T) {
	ins, err := filepath.Glob(filepath.Join("testdata", "*.in.jsonl"))
	if err != nil || len(ins) == 0 {
		t.Fatal("no files", err)
	}
	for _, in := range ins {
		t.Run(strings.TrimSuffix(filepath.Base(in), ".in.jsonl"), func(t *testing.T) {
			text, err := os.ReadFile(in)
			if err != nil {
				t.Fatal(err)
			}
			out, talk := run(t, standard(t, "--hold", "3m", "--max-hold", "6m"), string(text))
			want := golden(t, strings.Replace(in, ".in.", ".out.", 1), out)
			if diff := cmp.Diff(decode(t, want), decode(t, out), cmpopts.EquateApprox(0, 1e-9)); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(golden(t, strings.Replace(in, ".in.jsonl", ".stderr", 1), talk), talk); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func golden(t *testing.T, file, now string) (before string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(now), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
