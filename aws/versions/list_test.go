package versions_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
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
			{Version: "2", Release: release(2), Created: time.Now().UTC(), Ready: true, Role: "role", DeadLetter: "queue", Architecture: "arm64"},
			{Version: "1", Release: release(1), Created: time.Now().UTC(), Ready: true, Role: "role", DeadLetter: "queue", Architecture: "arm64"},
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

// stateless is AWS's list, which has no states.
func stateless(v map[string]any) { delete(v, "State"); delete(v, "LastUpdateStatus") }

// publishBy publishes a version of a release by hand, described like that; it is
// pending for five seconds.
func (w *world) publishBy(description string, r rollout.Release) {
	w.t.Helper()
	_, err := w.cloud.UpdateFunctionCode(cloud.UpdateFunctionCodeInput{FunctionName: function, ImageURI: image(r)})
	w.must(err)
	time.Sleep(5 * time.Second)
	_, err = w.cloud.PublishVersion(cloud.PublishVersionInput{FunctionName: function, Description: description})
	w.must(err)
}

const byRollout = "slipway sha=3 digest=sha256:3 rollout=01J"

func TestTheStateOfTheNewestVersionIsAskedForWhenTheListHasNone(t *testing.T) {
	for _, description := range []string{"by hand", byRollout} {
		with(t, func(w *world) {
			w.Always("ListVersionsByFunction", rewrite(stateless))
			w.publishBy(description, release(3))
			for _, ready := range []bool{false, true} {
				if all := w.list(); all[0].Version != "3" || all[0].Ready != ready || !all[1].Ready || !all[2].Ready {
					t.Errorf("%+v", all)
				}
				time.Sleep(5 * time.Second)
			}
			w.On("GetFunction", faulty.Answer(404, "ResourceNotFoundException", "")) // deleted by somebody, just now
			w.list()
		})
	}
}

// Somebody publishes by hand while ours is being made.
func TestTheStateOfOursIsAskedForThoughItIsNotTheNewest(t *testing.T) {
	with(t, func(w *world) {
		w.Always("ListVersionsByFunction", rewrite(stateless))
		pending := func(c faulty.Call) (*http.Response, error) {
			if !strings.Contains(c.Request.URL.RawQuery, "Qualifier=3") {
				return c.Send()
			}
			return answer(c, `{"Configuration":{"State":"Pending"}}`), nil
		}
		w.publishBy(byRollout, release(3))
		w.publishBy("by hand", release(1))
		w.Always("GetFunction", pending)
		if all := w.list(); all[1].Version != "3" || all[1].Ready {
			t.Errorf("%+v", all)
		}
	})
}

func TestNoMoreThanThreeStatesAreAskedFor(t *testing.T) {
	with(t, func(w *world) {
		w.Always("ListVersionsByFunction", rewrite(stateless))
		for n := range 4 {
			w.publishBy(byRollout, release(1+n%3))
		}
		if all := w.list(); len(all) != 6 || w.Count("GetFunction") != 3 {
			t.Errorf("%d versions, %v", len(all), w.Counts())
		}
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
		"with a reason": {func(v map[string]any) {
			v["State"], v["StateReason"], v["Description"] = "Failed", "no memory", "by hand"
		}, "no memory"},
		"without": {func(v map[string]any) { v["State"], v["Description"] = "Failed", "" }, "Lambda does not say why"},
		"our own": {func(v map[string]any) { v["State"], v["StateReason"] = "Failed", "no memory" }, ""}, // Publish can make another
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
