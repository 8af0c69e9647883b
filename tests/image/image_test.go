package image

import (
	"maps"
	"os"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestItRunsAsAUserWithoutRightsAndAsTheFrontUnlessTerraformSaysOtherwise(t *testing.T) {
	got := open(t).whole.Config
	if got.User != "65532:65532" {
		t.Errorf("it runs as %q", got.User)
	}
	if !slices.Equal(got.Entrypoint, []string{"/front"}) || len(got.Cmd) > 0 {
		t.Errorf("it starts %q with %q", got.Entrypoint, got.Cmd)
	}
	if !slices.Contains(got.Env, "SLIPWAY_CONFIG=/var/task/slipway.yaml") {
		t.Errorf("its environment is %q", got.Env)
	}
	for _, label := range []string{"title", "description", "source", "licenses", "revision"} {
		if got.Labels["org.opencontainers.image."+label] == "" {
			t.Errorf("it has no label %s", label)
		}
	}
}

func TestOverItsBaseItHasALayerOfProgramsAndOneOfPolicyAndNothingElse(t *testing.T) {
	layers := open(t).whole.Layers
	if len(layers) != 3 {
		t.Fatalf("it has %d layers", len(layers))
	}
	want := []map[string]string{
		{"front": "-rwxr-xr-x", "worker": "-rwxr-xr-x"},
		{"var/": "drwxr-xr-x", "var/task/": "drwxr-xr-x", "var/task/slipway.yaml": "-rw-r--r--"},
	}
	for n, l := range layers[1:] {
		got := map[string]string{}
		for name, f := range l.Files {
			got[name] = f.FileInfo().Mode().String()
			if f.Uid != 0 || f.Gid != 0 || !f.ModTime.Equal(time.Unix(0, 0)) {
				t.Errorf("%s is of %d:%d and %s", name, f.Uid, f.Gid, f.ModTime)
			}
		}
		if !maps.Equal(got, want[n]) {
			t.Errorf("layer %d has %v, want %v", n+1, got, want[n])
		}
	}
	if string(layers[2].Files["var/task/slipway.yaml"].Body) != read(t, example) {
		t.Error("the policy in it is another one")
	}
}

// As a registry stores it and Lambda pulls it: ECR shows, and charges for, that number.
func TestItIsSmall(t *testing.T) {
	const most = 25_000_000
	var size, unpacked int64
	for _, l := range open(t).whole.Layers[1:] {
		size += l.Size
		for _, f := range l.Files {
			unpacked += f.Size
		}
	}
	t.Logf("beyond its base: %.1f MB, unpacked %.1f MB", float64(size)/1e6, float64(unpacked)/1e6)
	if size > most || size < 1_000_000 {
		t.Errorf("beyond its base it has %d bytes", size)
	}
}

// The second finds the policy with other rights and another time, and nothing built already.
func TestTwoBuildsGiveTheSameImage(t *testing.T) {
	w := open(t)
	policy := write(t, "slipway.yaml", read(t, example), 0o600)
	if err := os.Chtimes(policy, time.Unix(1, 0), time.Unix(1, 0)); err != nil {
		t.Fatal(err)
	}
	got := w.rebuilt(t, policy, runtime.GOARCH, goroot(), "--no-cache")
	if !reflect.DeepEqual(got.Config, w.whole.Config) || len(got.Layers) != len(w.whole.Layers) {
		t.Fatalf("built again it is %+v, and was %+v", got.Config, w.whole.Config)
	}
	for n, l := range got.Layers {
		if l.Digest != w.whole.Layers[n].Digest {
			t.Errorf("built again, layer %d is %s, and was %s", n, l.Digest, w.whole.Layers[n].Digest)
		}
	}
}

func TestAnotherPolicyChangesItsLayerAndNoOther(t *testing.T) {
	w := open(t)
	policy := read(t, example) + "# Another one.\n"
	got := w.rebuilt(t, write(t, "team.yaml", policy, 0o600), runtime.GOARCH, goroot())
	for n, l := range got.Layers {
		if same := l.Digest == w.whole.Layers[n].Digest; same != (n < 2) {
			t.Errorf("layer %d is the same: %v", n, same)
		}
	}
	if string(got.Layers[2].Files["var/task/slipway.yaml"].Body) != policy {
		t.Error("it has not that policy in it")
	}
}

func TestAPolicyWithMistakesIsNotBuiltAndTheirLinesAreSaid(t *testing.T) {
	bad := strings.Replace(read(t, example), "  channel: C0DEPLOYS", "  chanel: C0DEPLOYS", 1)
	out, err := open(t).build(write(t, "slipway.yaml", bad, 0o600), runtime.GOARCH, goroot())
	if err == nil || !strings.Contains(out, `slipway.yaml:8:3: slack.chanel: unknown key; did you mean "channel"?`) {
		t.Errorf("%v\n%s", err, out)
	}
	if strings.Contains(out, "COMMIT") {
		t.Error("there is an image of it")
	}
}

// Go is a script here, which writes down what it was asked to build, as what it built.
func TestItIsBuiltForTheArchitectureThatWasAskedFor(t *testing.T) {
	script := write(t, "go/bin/go", `#!/bin/sh
[ "$1" = build ] || exit 0
for last in -o "$@"; do
	[ "$before" != -o ] || mkdir -p "$last"
	[ "$before" != -o ] || echo "$GOOS $GOARCH CGO_ENABLED=$CGO_ENABLED $GOFLAGS $*" | tee "$last/front" >"$last/worker"
	before=$last
done
`, 0o755)
	w := open(t)
	got := w.rebuilt(t, w.example(), "arm64", strings.TrimSuffix(script, "/bin/go"))
	if got.Architecture != "arm64" {
		t.Errorf("it is for %s", got.Architecture)
	}
	for _, program := range []string{"front", "worker"} {
		asked := string(got.Layers[1].Files[program].Body)
		if !strings.HasPrefix(asked, "linux arm64 CGO_ENABLED=0 -trimpath -buildvcs=false build ") || !strings.Contains(asked, "./cmd/"+program) {
			t.Errorf("Go was asked for %q", asked)
		}
	}
}
