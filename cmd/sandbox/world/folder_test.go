package world_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/cmd/sandbox/world"
	"github.com/slipway-dev/slipway/rollout"
)

func TestSecretsAreThoseOfTheFolder(t *testing.T) {
	dir := t.TempDir()
	w := open(t, options(dir))
	first := w.Secrets
	closed(t, w)
	w = open(t, options(dir))
	if w.Secrets != first {
		t.Error("opened again, it has others")
	}
	closed(t, w)
	if err := world.Clear(dir); err != nil {
		t.Fatal(err)
	}
	if w = open(t, options(dir)); w.Secrets != first {
		t.Error("cleared, it has others")
	}
	if other := open(t, options(t.TempDir())); other.Secrets == first {
		t.Error("another folder has the same")
	}
	info, err := os.Stat(filepath.Join(dir, "secrets.json"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}

func TestAFolderBelongsToOneWorld(t *testing.T) {
	dir := t.TempDir()
	w := open(t, options(dir))
	if _, err := world.Open(t.Context(), options(dir)); !errors.Is(err, world.ErrInUse) {
		t.Errorf("the second one got %v", err)
	}
	closed(t, w)
	open(t, options(dir))
}

// A kill while the history was made leaves a half; nobody gets to see it.
func TestAHalfMadeWorldIsMadeAnew(t *testing.T) {
	dir := t.TempDir()
	ctx, stop := context.WithCancel(t.Context())
	o := options(dir)
	o.Policy = policy(t, "search", "zoology") // something of it stays behind in the first attempt
	stop()
	if _, err := world.Open(ctx, o); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	w := open(t, options(dir))
	for _, s := range w.Config.Services {
		for _, e := range w.Config.Environments {
			rows, err := w.Store.Query(t.Context(), rollout.Query{Index: rollout.TargetIndex(rollout.Target{Service: s.Name, Environment: e.Name})})
			if err != nil || len(rows) < 2 {
				t.Errorf("%s in %s has %d rollouts, %v", s.Name, e.Name, len(rows), err)
			}
		}
	}
	functions, err := w.Cloud.Functions(w.Clock.Now())
	if err != nil || len(functions) != 6 {
		t.Errorf("%d functions, %v", len(functions), err)
	}
}

func TestWhatCannotBeOpenedIsNamed(t *testing.T) {
	write := func(name, text string) func(dir string) error {
		return func(dir string) error { return os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600) }
	}
	nothing := func(string) error { return nil }
	for name, test := range map[string]struct {
		prepare func(dir string) error
		change  func(o *world.Options)
		says    string
	}{
		"a file instead":    {write("file", ""), func(o *world.Options) { o.Dir += "/file" }, "make the folder"},
		"a damaged world":   {write("world.db", strings.Repeat("x", 8192)), nil, "simulated world"},
		"a folder as store": {func(dir string) error { return os.MkdirAll(filepath.Join(dir, "slipway.db", "x"), 0o700) }, nil, "slipway.db"},
		"broken secrets":    {write("secrets.json", "{"), nil, "read the secrets"},
		"half the secrets":  {write("secrets.json", `{"bot_token":"x"}`), nil, "lacks one"},
		"no randomness":     {nothing, func(o *world.Options) { o.Random = bytes.NewReader(nil) }, "make the secrets"},
		"too little of it":  {nothing, func(o *world.Options) { o.Random = bytes.NewReader(make([]byte, 100)) }, "randomness"},
		"too fast":          {nothing, func(o *world.Options) { o.Speed = 1e9 }, "clock"},
		"no policy":         {nothing, func(o *world.Options) { o.Policy = []byte("version: 2") }, "slipway.yaml"},
		"an odd address":    {nothing, func(o *world.Options) { o.URL = "sandbox" }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			o := options(t.TempDir())
			if err := test.prepare(o.Dir); err != nil {
				t.Fatal(err)
			}
			if test.change != nil {
				test.change(&o)
			}
			if _, err := world.Open(t.Context(), o); err == nil || !strings.Contains(err.Error(), test.says) {
				t.Error(err)
			}
		})
	}
}

// policy is the sandbox's own with another name in it.
func policy(t *testing.T, old, now string) []byte {
	t.Helper()
	file, err := os.ReadFile("slipway.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return bytes.ReplaceAll(file, []byte(old), []byte(now))
}
