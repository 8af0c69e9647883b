package cloud

import (
	"testing"
	"time"
)

func TestAFunctionIsPendingAndThenActive(t *testing.T) {
	w := empty(t, func(o *Options) { o.Delay = time.Minute })
	w.push(1)
	f, err := w.CreateFunction(CreateFunctionInput{FunctionName: "cart", Role: "role", ImageURI: repo + ":commit1"})
	must(t, err)
	if f.State != StatePending || f.CodeSha256 != digest(1)[7:] || f.ImageURI != uri(1) || f.Version != "$LATEST" {
		t.Errorf("got %+v", f)
	}
	_, err = w.PublishVersion(PublishVersionInput{FunctionName: "cart"})
	refused(t, err, CodeConflict, 409, "Pending")
	_, err = w.Invoke("cart", "", nil)
	refused(t, err, CodeConflict, 409, "Pending")
	_, err = w.CreateFunction(CreateFunctionInput{FunctionName: "cart", ImageURI: uri(1)})
	refused(t, err, CodeConflict, 409, "already exist")
	_, err = w.CreateFunction(CreateFunctionInput{FunctionName: "a/b", ImageURI: uri(1)})
	refused(t, err, CodeValidation, 400, "functionName")
	_, err = w.CreateFunction(CreateFunctionInput{FunctionName: "new", ImageURI: uri(2)})
	refused(t, err, CodeInvalidParameter, 400, "does not exist")
	w.pass(time.Minute)
	f, err = w.GetFunction("cart", "")
	must(t, err)
	if f.State != StateActive || f.LastUpdateStatus != UpdateSuccessful {
		t.Errorf("got %+v, want an active function", f)
	}
	v, err := w.PublishVersion(PublishVersionInput{FunctionName: "cart"})
	must(t, err)
	if v.Version != "1" {
		t.Errorf("the first version is %s, want 1", v.Version)
	}
}

func TestGetFunctionFollowsAnAlias(t *testing.T) {
	w := open(t, nil)
	for qualifier, want := range map[string]string{"": "$LATEST", "$LATEST": "$LATEST", "41": "41", "live": "42", "blue": "41"} {
		f, err := w.GetFunction("checkout", qualifier)
		must(t, err)
		if f.Version != want {
			t.Errorf("%q is version %s, want %s", qualifier, f.Version, want)
		}
	}
}

func TestOneUpdateOfTheCodeAtATime(t *testing.T) {
	w := open(t, func(o *Options) { o.Delay = time.Minute })
	w.push(43)
	before, err := w.GetFunction("checkout", "")
	must(t, err)
	during, err := w.UpdateFunctionCode(UpdateFunctionCodeInput{FunctionName: "checkout", ImageURI: uri(43), RevisionID: before.RevisionID})
	must(t, err)
	if during.LastUpdateStatus != UpdateInProgress || during.RevisionID == before.RevisionID {
		t.Errorf("got %+v, want an update in progress with a new RevisionId", during)
	}
	_, err = w.UpdateFunctionCode(UpdateFunctionCodeInput{FunctionName: "checkout", ImageURI: uri(43)})
	refused(t, err, CodeConflict, 409, "An update is in progress")
	_, err = w.PublishVersion(PublishVersionInput{FunctionName: "checkout"})
	refused(t, err, CodeConflict, 409, "An update is in progress")

	w.pass(time.Minute)
	after, err := w.GetFunction("checkout", "")
	must(t, err)
	if after.LastUpdateStatus != UpdateSuccessful || after.RevisionID == during.RevisionID {
		t.Errorf("got %+v, want a finished update with yet another RevisionId", after)
	}
	_, err = w.PublishVersion(PublishVersionInput{FunctionName: "checkout", RevisionID: during.RevisionID})
	refused(t, err, CodePreconditionFailed, 412, "does not match")
	_, err = w.UpdateFunctionCode(UpdateFunctionCodeInput{FunctionName: "checkout", ImageURI: uri(43), RevisionID: during.RevisionID})
	refused(t, err, CodePreconditionFailed, 412, "does not match")
	_, err = w.UpdateFunctionCode(UpdateFunctionCodeInput{FunctionName: "checkout", ImageURI: uri(99)})
	refused(t, err, CodeInvalidParameter, 400, "does not exist")
}

func TestPublishingTwiceMakesOneVersion(t *testing.T) { // faults.md F5
	w := open(t, func(o *Options) { o.Delay = time.Minute })
	w.push(43)
	f, err := w.UpdateFunctionCode(UpdateFunctionCodeInput{FunctionName: "checkout", ImageURI: uri(43)})
	must(t, err)
	w.pass(time.Minute)
	_, err = w.PublishVersion(PublishVersionInput{FunctionName: "checkout", CodeSha256: "another"})
	refused(t, err, CodeInvalidParameter, 400, "is different from current CodeSHA256")
	_, err = w.PublishVersion(PublishVersionInput{FunctionName: "checkout", Description: string(make([]byte, 257))})
	refused(t, err, CodeValidation, 400, "description")
	first, err := w.PublishVersion(PublishVersionInput{FunctionName: "checkout", CodeSha256: f.CodeSha256, Description: "first"})
	must(t, err)
	if first.Version != "43" || first.State != StatePending || first.Description != "first" || first.Digest() != digest(43) {
		t.Errorf("got %+v, want 43, pending", first)
	}
	again, err := w.PublishVersion(PublishVersionInput{FunctionName: "checkout", Description: "again"})
	must(t, err)
	if again != first {
		t.Errorf("got %+v, want %+v again", again, first)
	}
	list, err := w.ListVersionsByFunction("checkout")
	must(t, err)
	if len(list) != 5 || list[0].Version != "$LATEST" || list[4].Version != "43" {
		t.Errorf("got %+v, want $LATEST and 40 to 43", list)
	}
	if v := w.publish(42); v != "44" {
		t.Errorf("code from two versions ago is published as %s, want 44", v)
	}
}

func TestAVersionInUseCannotBeDeleted(t *testing.T) { // faults.md E5, F7
	w := open(t, nil)
	w.route("41", map[string]float64{"42": 0})
	refused(t, w.DeleteFunction("checkout", "42"), CodeConflict, 409, "referenced by aliases: [live]")
	refused(t, w.DeleteFunction("checkout", "$LATEST"), CodeInvalidParameter, 400, "$LATEST")
	refused(t, w.DeleteFunction("checkout", "99"), CodeNotFound, 404, "checkout:99")
	w.route("41", nil)
	must(t, w.DeleteFunction("checkout", "42"))
	v, err := w.PublishVersion(PublishVersionInput{FunctionName: "checkout"})
	must(t, err)
	if v.Version != "43" {
		t.Errorf("after 42 was deleted its code is published as %s, want 43: numbers are never used again", v.Version)
	}
}

func TestADeletedFunctionLeavesNothingBehind(t *testing.T) {
	d := newDisk()
	w := open(t, func(o *Options) { o.Disk = d })
	must(t, w.SetTraffic("checkout", 60))
	w.pass(time.Hour)
	w.minutes("")
	must(t, w.DeleteFunction("checkout", ""))
	for key := range d.data {
		if key != accountKey && key[:6] != "image/" {
			t.Errorf("%s is left", key)
		}
	}
	if len(w.minutes("")) != 0 {
		t.Error("a function that is gone has metrics")
	}
}

func TestAnImageAppearsWhenItIsPushedAndKeepsItsTag(t *testing.T) {
	w := empty(t, nil)
	_, err := w.PutImage(repo, "abc123", digest(1), time.Minute)
	must(t, err)
	_, err = w.Image(repo, "abc123")
	refused(t, err, CodeImageNotFound, 400, "abc123")
	_, err = w.PutImage(repo, "abc123", digest(2), 0)
	refused(t, err, CodeTagExists, 400, "immutable")
	_, err = w.PutImage(repo, "abc123", digest(1), 0)
	refused(t, err, CodeImageExists, 400, "already exists")
	w.pass(time.Minute)
	for _, reference := range []string{"abc123", digest(1)} {
		i, err := w.Image(repo, reference)
		must(t, err)
		if i.Digest != digest(1) || i.Tag != "abc123" {
			t.Errorf("got %+v", i)
		}
	}
	_, err = w.Image("other", "abc123")
	refused(t, err, CodeImageNotFound, 400, "other")
	for _, bad := range [][3]string{{"", "t", digest(1)}, {repo, "a:b", digest(1)}, {repo, "t", "sha256:12"}} {
		_, err = w.PutImage(bad[0], bad[1], bad[2], 0)
		refused(t, err, CodeValidation, 400, "failed to satisfy constraint")
	}
}

func TestARepositoryListsWhatHasAppeared(t *testing.T) {
	w := empty(t, nil)
	_, err := w.Images(repo)
	refused(t, err, CodeRepositoryNotFound, 400, "checkout")
	for tag, takes := range map[string]time.Duration{"last": 2 * time.Minute, "first": time.Minute, "later": time.Hour} {
		_, err = w.PutImage(repo, tag, digest(1), takes)
		must(t, err)
	}
	list, err := w.Images("checkout")
	must(t, err)
	if len(list) != 0 {
		t.Errorf("got %+v before anything has appeared", list)
	}
	w.pass(2 * time.Minute)
	list, err = w.Images("checkout") // the API's name, without the host of the registry
	must(t, err)
	if len(list) != 2 || list[0].Tag != "first" || list[1].Tag != "last" {
		t.Errorf("got %+v, want first and last", list)
	}
	_, err = w.Images("acme/checkout")
	refused(t, err, CodeRepositoryNotFound, 400, "acme/checkout")
}
