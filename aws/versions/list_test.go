package versions_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/cloud"
	"github.com/slipway-dev/slipway/tests/faulty"
)

func TestVersionsAreListedNewestFirstWithWhatTheyWereMadeOf(t *testing.T) {
	with(t, func(w *world) {
		want := []rollout.Published{
			{Version: "2", Release: release(2), Created: time.Now().UTC(), Ready: true, Role: "role", DeadLetter: "queue"},
			{Version: "1", Release: release(1), Created: time.Now().UTC(), Ready: true, Role: "role", DeadLetter: "queue"},
		}
		if diff := cmp.Diff(want, w.list()); diff != "" {
			t.Error(diff)
		}
	})
}

// rewrite changes each version of a list on its way.
func rewrite(edit func(version map[string]any)) faulty.Fault {
	return func(c faulty.Call) (*http.Response, error) {
		got, err := c.Send()
		if err != nil {
			return nil, err
		}
		var body map[string]any
		if err := json.NewDecoder(got.Body).Decode(&body); err != nil {
			return nil, err
		}
		list, _ := body["Versions"].([]any)
		for _, v := range list {
			if version, ok := v.(map[string]any); ok {
				edit(version)
			}
		}
		changed, err := json.Marshal(body)
		got.Body = io.NopCloser(bytes.NewReader(changed))
		return got, err
	}
}

// AWS's list has no states. Only of the newest version is the state not known then.
func TestTheStateOfTheNewestVersionIsAskedForWhenTheListHasNone(t *testing.T) {
	stateless := func(v map[string]any) { delete(v, "State"); delete(v, "LastUpdateStatus") }
	with(t, func(w *world) {
		w.Always("ListVersionsByFunction", rewrite(stateless))
		_, err := w.cloud.UpdateFunctionCode(cloud.UpdateFunctionCodeInput{FunctionName: function, ImageURI: image(release(3))})
		w.must(err)
		time.Sleep(5 * time.Second)
		_, err = w.cloud.PublishVersion(cloud.PublishVersionInput{FunctionName: function})
		w.must(err)
		for _, ready := range []bool{false, true} {
			if all := w.list(); all[0].Version != "3" || all[0].Ready != ready || !all[1].Ready || !all[2].Ready {
				t.Errorf("%+v", all)
			}
			time.Sleep(5 * time.Second)
		}
		if w.Count("GetFunction") != 2 {
			t.Errorf("%v", w.Counts())
		}
		w.On("GetFunction", faulty.Answer(404, "ResourceNotFoundException", "")) // deleted by somebody, just now
		w.list()
	})
}

func TestWhatAVersionIsMadeOfIsReadFromItsDescriptionAndItsCode(t *testing.T) {
	const hex, base64 = "0000000000000000000000000000000000000000000000000000000000000007", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAc="
	sha := fmt.Sprintf("%040x", 9)
	ours := "slipway sha=" + sha + " digest=sha256:9 rollout=01J"
	for name, c := range map[string]struct {
		description, packageType, sum string
		want                          rollout.Release
	}{
		"ours, an image":                {ours, "Image", hex, rollout.Release{SHA: sha, Digest: "sha256:9"}},
		"ours, an archive":              {ours, "Zip", base64, rollout.Release{SHA: sha, Digest: "sha256:" + hex}},
		"somebody's image":              {"by hand", "Image", hex, rollout.Release{Digest: "sha256:" + hex}},
		"somebody's archive":            {"sha=1 digest=2", "Zip", base64, rollout.Release{Digest: "sha256:" + hex}},
		"ours, from before the digests": {"slipway sha=" + sha, "Zip", base64, rollout.Release{SHA: sha, Digest: "sha256:" + hex}},
		"nobody's":                      {"", "Zip", "???", rollout.Release{}},
		"too short":                     {"", "Zip", "AAAA", rollout.Release{}},
	} {
		with(t, func(w *world) {
			w.Always("ListVersionsByFunction", rewrite(func(v map[string]any) {
				v["Description"], v["PackageType"], v["CodeSha256"] = c.description, c.packageType, c.sum
			}))
			if got := w.list()[0].Release; got != c.want {
				t.Errorf("%s: %+v", name, got)
			}
		})
	}
}

func TestAVersionThatWillNeverRunSaysWhy(t *testing.T) {
	for name, c := range map[string]struct {
		edit func(map[string]any)
		want string
	}{
		"with a reason": {func(v map[string]any) { v["State"], v["StateReason"] = "Failed", "no memory" }, "no memory"},
		"without":       {func(v map[string]any) { v["State"] = "Failed" }, "Lambda does not say why"},
	} {
		with(t, func(w *world) {
			w.Always("ListVersionsByFunction", rewrite(c.edit))
			if p := w.list()[0]; p.Ready || p.Failed != c.want {
				t.Errorf("%s: %+v", name, p)
			}
		})
	}
}

// AWS puts a function that nobody calls to sleep, and the next call wakes it up.
func TestAVersionThatSleepsCanBeInvoked(t *testing.T) {
	with(t, func(w *world) {
		w.Always("ListVersionsByFunction", rewrite(func(v map[string]any) { v["State"] = "Inactive" }))
		if p := w.list()[0]; !p.Ready || p.Failed != "" {
			t.Errorf("%+v", p)
		}
	})
}
