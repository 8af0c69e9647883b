package images_test

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/slipway-dev/slipway/rollout"
)

// resolve gives the commit that a ref means, or the code of the refusal.
func (w *world) resolve(service, ref string) string {
	w.t.Helper()
	r, err := w.Resolve(w.t.Context(), service, ref)
	var refusal *rollout.Refusal
	if errors.As(err, &refusal) && refusal.Hint != "" && len(refusal.Reason) > 0 {
		return refusal.Code
	}
	w.must(err)
	return r.SHA
}

const other = "fedcba0000000000000000000000000000000000"

// faults.md A20
func TestARefIsOneCommitOrARefusal(t *testing.T) {
	strictly, push := strict(t)
	tags := []string{sha(1), sha(2), other, "main", other[:12], "v1." + other}
	for n, tag := range tags {
		push(tag, n)
	}
	w := open(t)
	for n, tag := range tags {
		w.put(tag, manifest[:len(manifest)-1]+`,"n":`+string(rune('0'+n))+`}`, "application/vnd.oci.image.manifest.v1+json")
		w.upload("basket/"+tag+".zip", tag)
	}
	w.upload("basket/sub/"+sha(7)+".zip", "of another service")
	w.upload(sha(8)+".zip", "of another service")
	w.upload("basket/"+sha(9)+".tar", "not an archive")
	w.upload("basket/"+sha(9), "nor this")
	for ref, want := range map[string]string{
		sha(1): sha(1), strings.ToUpper(sha(2)): sha(2), "fedcba": other, other[:12]: other,
		"abc123": "ambiguous_ref", "0000000": "unknown_ref", sha(7): "unknown_ref", sha(8): "unknown_ref", sha(9): "unknown_ref",
		"": "unknown_ref", "fedcb": "unknown_ref", other + "0": "unknown_ref", "main": "unknown_ref", "refs/heads/main": "unknown_ref", "refs/tags/v1": "unknown_ref", "#12": "unknown_ref",
		"refs/pull/1/head": "unknown_ref", "-fedcba": "unknown_ref", "fedcba@{1}": "unknown_ref", "fedcba;": "unknown_ref", "fedcba\n": "unknown_ref",
	} {
		for name, got := range map[string]string{
			"as strict as ECR": strictly.resolve("checkout", ref), "ECR in MiniStack": w.resolve("checkout", ref), "S3": w.resolve("basket", ref),
		} {
			if got != want {
				t.Errorf("%s: %q: %s, want %s", name, ref, got, want)
			}
		}
	}
}

func TestLatestIsTheNewestImageOfACommit(t *testing.T) {
	w, push := strict(t)
	push("main", 0)
	if got := w.resolve("checkout", "latest"); got != "unknown_ref" {
		t.Errorf("without one: %s", got)
	}
	push(sha(3), 3)
	push(sha(1), 1)
	push(sha(2), 2)
	push("nightly", 4)
	for _, ref := range []string{"latest", "LATEST"} {
		if got := w.resolve("checkout", ref); got != sha(2) {
			t.Errorf("%s: %s", ref, got)
		}
	}
	push(sha(4), 5)
	push(sha(5), 5) // one image of two commits, which were pushed at one time
	if got := w.resolve("checkout", "latest"); got != "ambiguous_ref" {
		t.Errorf("of an image with two commits: %s", got)
	}
}

func TestLatestIsTheNewestArchiveWhereverItIsListed(t *testing.T) {
	w, _ := strict(t)
	key := func(n int) string { return "basket/" + sha(n) + ".zip" }
	w.wire.On("GET /"+w.bucket,
		listing("more", key(1), "2026-11-22T12:00:00.000Z", key(2), "2026-11-22T14:00:00.000Z"),
		listing("", key(3), "2026-11-22T13:00:00.000Z", "basket/readme", "2026-11-22T15:00:00.000Z"))
	if got := w.resolve("basket", "latest"); got != sha(2) {
		t.Error(got)
	}
}

func TestARefusalQuotesWhatWasTypedAndNoMoreThanALittle(t *testing.T) {
	w, _ := strict(t)
	_, err := w.Resolve(t.Context(), "checkout", strings.Repeat("<!channel>é", 1000))
	var refusal *rollout.Refusal
	if !errors.As(err, &refusal) || refusal.Reason[0].Quote == "" || utf8.RuneCountInString(refusal.Reason.String()) > 130 {
		t.Errorf("%#v", err)
	}
}

func TestWhatOnlyACodeHostKnowsIsRefusedWithTheReason(t *testing.T) {
	w, _ := strict(t)
	for _, ref := range []string{"main", "refs/heads/main", "refs/tags/v1", "#12"} {
		_, err := w.Resolve(t.Context(), "checkout", ref)
		var refusal *rollout.Refusal
		if !errors.As(err, &refusal) || !strings.Contains(refusal.Reason.String(), "without GitHub") || !strings.Contains(refusal.Hint, "`latest`") {
			t.Errorf("%s: %v", ref, err)
		}
	}
	if _, err := w.Compare(t.Context(), "checkout", sha(1), sha(2)); !rollout.IsKind(err, rollout.NotFound) {
		t.Errorf("what lies between: %v", err)
	}
	for demands, want := range map[string]rollout.Demands{
		"": {}, "no_code_host": {Reviews: 1},
	} {
		_, err := w.Standing(t.Context(), "checkout", sha(1), want)
		var refusal *rollout.Refusal
		if errors.As(err, &refusal) != (demands != "") || refusal != nil && refusal.Code != demands {
			t.Errorf("%+v: %v", want, err)
		}
	}
}
