package logs_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"log"
	"log/slog"
	"os"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/cmd/logs"
	"github.com/slipway-dev/slipway/rollout"
)

func TestALineSaysWhichRequestItCameFrom(t *testing.T) {
	var out bytes.Buffer
	log := logs.New(&out, slog.LevelInfo, "ticker").With("rollout", "01J")
	log.WarnContext(logs.With(t.Context(), "req-1"), "the metrics cannot be read", "error", errors.New("down"))
	var line map[string]any
	if err := json.Unmarshal(out.Bytes(), &line); err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]string{
		"level": "WARN", "message": "the metrics cannot be read", "service": "slipway", "function": "ticker",
		"rollout": "01J", "error": "down", "correlation_id": "req-1",
	} {
		if line[key] != want {
			t.Errorf("%s is %v, want %s", key, line[key], want)
		}
	}
	if line["timestamp"] == nil {
		t.Error("it has no time")
	}
}

func TestALineOfNobodysRequestHasNoID(t *testing.T) {
	var out bytes.Buffer
	ctx := logs.With(t.Context(), "")
	logs.New(&out, slog.LevelInfo, "front").InfoContext(ctx, "started")
	if logs.Correlation(ctx) != "" || strings.Contains(out.String(), "correlation") {
		t.Error(out.String())
	}
}

// faults.md I2.
func TestWhateverIsLoggedIsOneLine(t *testing.T) {
	var out bytes.Buffer
	logs.New(&out, slog.LevelInfo, "front").WithGroup("request").Info("a\nb", "text", "x\n{\"level\":\"ERROR\"}\x1b[31m")
	if bytes.Count(out.Bytes(), []byte("\n")) != 1 || !json.Valid(out.Bytes()) {
		t.Errorf("%q", out.String())
	}
}

func TestWhatIsBelowTheLevelIsLeftOut(t *testing.T) {
	var out bytes.Buffer
	logs.New(&out, slog.LevelWarn, "front").Info("started")
	if out.Len() > 0 {
		t.Error(out.String())
	}
}

func TestEachProblemIsALineWithWhatToDoAboutIt(t *testing.T) {
	var out bytes.Buffer
	logs.Problems(t.Context(), logs.New(&out, slog.LevelInfo, "front"), errors.Join(
		errors.New("SLIPWAY_TABEL is not known"),
		&rollout.Error{Message: "The secrets cannot be read.", Hint: "Check the region."}))
	lines := bytes.Split(bytes.TrimSpace(out.Bytes()), []byte("\n"))
	if len(lines) != 2 {
		t.Fatalf("%d lines: %s", len(lines), out.String())
	}
	for i, want := range []string{"SLIPWAY_TABEL is not known", "The secrets cannot be read."} {
		var line map[string]any
		if err := json.Unmarshal(lines[i], &line); err != nil || line["problem"] != want || line["hint"] != "Check the region." || line["level"] != "ERROR" {
			t.Errorf("%s: %v", lines[i], err)
		}
	}
}

// faults.md I2: Lambda's own library writes plain text.
func TestWhatLibrariesLogIsARecordToo(t *testing.T) {
	var out bytes.Buffer
	before, flags, level := slog.Default(), log.Flags(), slog.SetLogLoggerLevel(slog.LevelInfo)
	t.Cleanup(func() {
		slog.SetDefault(before)
		log.SetFlags(flags)
		log.SetOutput(os.Stderr)
		slog.SetLogLoggerLevel(level)
	})
	logs.Everywhere(logs.New(&out, slog.LevelInfo, "worker"))
	log.Printf("%s\n%s", `{"errorMessage":"it failed"}`, "more")
	var line map[string]any
	if err := json.Unmarshal(out.Bytes(), &line); err != nil || line["function"] != "worker" || line["level"] != "ERROR" {
		t.Errorf("%q, %v", out.String(), err)
	}
}
