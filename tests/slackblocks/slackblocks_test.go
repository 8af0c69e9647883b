package slackblocks_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/sandbox/slack"
)

// sample is one line of samples.py: something that slackblocks built, and whether
// slackblocks takes it.
type sample struct {
	Name, Surface string
	Taken         bool
	Payload       json.RawMessage

	Untried, Types []string // of the last line: limits without a sample, and all types there are
}

func TestSlackblocksAndTheSimulatedSlackDisagreeOnlyWhereItIsExplained(t *testing.T) {
	explained := differences(t)
	for _, s := range samples(t) {
		if s.Name == "" {
			continue
		}
		err := judge(s)
		verdicts := map[bool]string{true: "taken", false: "refused"}
		theirs, ours := verdicts[s.Taken], verdicts[err == nil]
		row, isExplained := explained[s.Name]
		switch {
		case theirs == ours && isExplained:
			t.Errorf("%s: both say %s, and a difference is explained", s.Name, ours)
		case theirs != ours && !isExplained:
			t.Errorf("%s: slackblocks says %s, we say %s (%.300v); nobody explains it", s.Name, theirs, ours, err)
		case isExplained && (row.theirs != theirs || row.ours != ours):
			t.Errorf("%s: the table says %s and %s; it is %s and %s", s.Name, row.theirs, row.ours, theirs, ours)
		}
		delete(explained, s.Name)
	}
	for name := range explained {
		t.Errorf("%s is explained, and there is no such sample", name)
	}
}

func judge(s sample) error {
	if s.Surface == "message" {
		return slack.CheckBlocks(s.Payload)
	}
	return slack.CheckView(s.Payload)
}

// A limit or a type that slackblocks has and no sample uses would be agreed upon
// by nobody.
func TestEveryLimitAndTypeOfSlackblocksHasASample(t *testing.T) {
	all := samples(t)
	total := all[len(all)-1]
	// Attachments and the channel are no blocks; chat.postMessage has tests of its own.
	if want := []string{"MESSAGE_ATTACHMENTS_MAX_ITEMS", "MESSAGE_CHANNEL_MIN_LENGTH"}; !slices.Equal(total.Untried, want) {
		t.Errorf("limits without a sample: got %v, want %v", total.Untried, want)
	}
	seen := map[string]bool{}
	for _, s := range all {
		if s.Name != "" {
			types(t, s.Payload, seen)
		}
	}
	if len(total.Types) == 0 {
		t.Error("slackblocks has no types")
	}
	for _, kind := range total.Types {
		if !seen[kind] {
			t.Errorf("no sample of type %s", kind)
		}
	}
}

// types notes every "type" in a payload.
func types(t *testing.T, payload json.RawMessage, seen map[string]bool) {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(payload))
	last := json.Token(nil)
	for decoder.More() || last != nil {
		next, err := decoder.Token()
		if err != nil {
			return
		}
		if word, isWord := next.(string); isWord && last == "type" {
			seen[word] = true
		}
		last = next
	}
}

// samples runs samples.py with the Python of SLACKBLOCKS_HOME.
func samples(t *testing.T) (out []sample) {
	t.Helper()
	home := os.Getenv("SLACKBLOCKS_HOME")
	if home == "" {
		t.Skip("SLACKBLOCKS_HOME is not set: make test installs slackblocks and sets it")
	}
	cmd := exec.CommandContext(t.Context(), filepath.Join(home, "bin", "python"), "-B", "samples.py")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	stdout, err := cmd.Output()
	if err != nil {
		t.Fatalf("samples.py: %v\n%s", err, &stderr)
	}
	decoder := json.NewDecoder(bytes.NewReader(stdout))
	for decoder.More() {
		var s sample
		if err := decoder.Decode(&s); err != nil {
			t.Fatal(err)
		}
		out = append(out, s)
	}
	return out
}

type difference struct{ theirs, ours string }

// differences reads the table of differences.md. Each row must give a reason, and
// where it is from.
func differences(t *testing.T) map[string]difference {
	t.Helper()
	text, err := os.ReadFile("differences.md")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]difference{}
	for line := range strings.Lines(string(text)) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		if len(cells) != 5 || cells[0] == "---" || cells[0] == "Sample" {
			continue
		}
		if cells[3] == "" || !strings.HasPrefix(cells[4], "https://docs.slack.dev/") {
			t.Errorf("%s has no reason, or no page", cells[0])
		}
		out[cells[0]] = difference{theirs: cells[1], ours: cells[2]}
	}
	return out
}
