package images_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecr"
	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/aws/images"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/tests/faulty"
)

// manifest is an image's, and an index's.
const (
	manifest = `{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json"}`
	index    = `{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json"}`
)

// put pushes a manifest and gives its digest.
func (w *world) put(tag, manifest, mediaType string) string {
	w.t.Helper()
	out, err := w.ecr.PutImage(w.t.Context(), &ecr.PutImageInput{
		RepositoryName: aws.String(repository), ImageTag: aws.String(tag), ImageManifest: aws.String(manifest), ImageManifestMediaType: aws.String(mediaType),
	})
	w.must(err)
	return aws.ToString(out.Image.ImageId.ImageDigest)
}

func TestAnImageIsReadyOnceItHasTheWholeSHAAsItsTag(t *testing.T) {
	strictly, push := strict(t)
	push("main", 1)
	push(sha(1)[:12], 1)
	push(sha(1), 1)
	if diff := cmp.Diff(rollout.Build{State: rollout.BuildReady, Digest: digest(1)}, strictly.state(checkout, release(1))); diff != "" {
		t.Error(diff)
	}
	w := open(t)
	d := w.put(sha(1), manifest, "application/vnd.oci.image.manifest.v1+json")
	if diff := cmp.Diff(rollout.Build{State: rollout.BuildReady, Digest: d}, w.state(checkout, release(1))); diff != "" || !strings.HasPrefix(d, "sha256:") {
		t.Errorf("%q %s", d, diff)
	}
}

// MiniStack says nothing of a tag that is not there, ECR that it is not found.
func TestAnImageThatIsNotThereIsAbsentAndSaysWhatToLookFor(t *testing.T) {
	strictly, push := strict(t)
	push(sha(1), 1)
	for name, w := range map[string]*world{"as strict as ECR": strictly, "in MiniStack": open(t)} {
		want := rollout.Build{State: rollout.BuildAbsent, Reason: "there is no image tagged " + sha(2) + " in acme/checkout, and nothing here builds one"}
		if diff := cmp.Diff(want, w.state(checkout, release(2))); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestWithoutARepositoryThereIsNothingToWaitFor(t *testing.T) {
	w, _ := strict(t)
	if b := w.state(checkout, release(1)); b.State != rollout.BuildFailed || b.Reason != "there is no repository acme/checkout" {
		t.Errorf("%+v", b)
	}
}

// Lambda takes one image, not a list of them, which is what builders make unless told not to.
func TestAListOfImagesCannotBeDeployed(t *testing.T) {
	w := open(t)
	w.put(sha(1), index, "application/vnd.oci.image.index.v1+json")
	if b := w.state(checkout, release(1)); b.State != rollout.BuildFailed || !strings.Contains(b.Reason, "--provenance=false") {
		t.Errorf("%+v", b)
	}
}

func TestAServiceThatNobodyToldOfIsInvalid(t *testing.T) {
	w, _ := strict(t)
	_, state := w.State(t.Context(), unknown, release(1))
	_, resolve := w.Resolve(t.Context(), "unknown", "abc123")
	for name, err := range map[string]error{"State": state, "Resolve": resolve} {
		if !rollout.IsKind(err, rollout.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if image, bucket, key := w.Location(unknown, release(1)); image+bucket+key != "" {
		t.Error(image, bucket, key)
	}
}

func TestLambdaIsToldADigestOrAnObject(t *testing.T) {
	w, _ := strict(t)
	r := rollout.Release{SHA: sha(1), Digest: digest(1)}
	if image, bucket, key := w.Location(checkout, r); image != host+"/acme/checkout@"+digest(1) || bucket+key != "" {
		t.Error(image, bucket, key)
	}
	if image, where, key := w.Location(basket, r); image != "" || where != w.bucket || key != "basket/"+sha(1)+".zip" {
		t.Error(image, where, key)
	}
	top := images.New(nil, nil, images.Options{Artifact: func(string) (images.Artifact, bool) { return images.Artifact{Bucket: w.bucket}, true }})
	if _, _, key := top.Location(basket, r); key != sha(1)+".zip" {
		t.Error(key)
	}
}

func TestARegistryOfAnotherAccountIsAskedForByItsNumber(t *testing.T) {
	for registry, want := range map[string]string{host: "123456789012", "registry.example.com": "", "": "", "12345678901x.dkr": ""} {
		w, _ := strict(t)
		sent := ""
		w.wire.On("DescribeImages", func(c faulty.Call) (*http.Response, error) {
			sent = string(c.Body)
			return c.Send()
		})
		i := images.New(w.ecr, w.s3, images.Options{Artifact: func(string) (images.Artifact, bool) {
			return images.Artifact{Registry: registry, Repository: repository}, true
		}})
		_, err := i.State(t.Context(), checkout, release(1))
		w.must(err)
		if strings.Contains(sent, "registryId") != (want != "") || !strings.Contains(sent, want) {
			t.Errorf("%q: %s", registry, sent)
		}
	}
}

// faults.md E3, E9
func TestImagesThatCannotBeReadAreAnErrorWithAKind(t *testing.T) {
	for code, c := range map[string]struct {
		kind  rollout.Kind
		begin string // of what people are told: never that the image was not found
		hint  string
	}{
		"ThrottlingException":       {rollout.Throttled, "AWS was asked too much at once, so it did not l", "It is tried again by itself."},
		"AccessDeniedException":     {rollout.Broken, "AWS did not l", "Allow `ecr:DescribeImages` to Slipway's role."},
		"InvalidParameterException": {rollout.Invalid, "AWS did not l", ""},
		"ServerException":           {rollout.Broken, "AWS did not l", "It is tried again by itself."},
	} {
		w, push := strict(t)
		push(sha(1), 1)
		for name, call := range map[string]func() error{
			"State":   func() error { _, err := w.State(t.Context(), checkout, release(1)); return err },
			"Resolve": func() error { _, err := w.Resolve(t.Context(), "checkout", "abc123"); return err },
		} {
			w.wire.On("DescribeImages", faulty.Answer(http.StatusBadRequest, code, "no"))
			var e *rollout.Error
			if err := call(); !errors.As(err, &e) || e.Kind != c.kind || e.Hint != c.hint || !strings.HasPrefix(e.Message, c.begin) {
				t.Errorf("%s: %s: %#v", name, code, err)
			}
		}
	}
	w, _ := strict(t)
	if _, err := w.Resolve(t.Context(), "checkout", "latest"); !rollout.IsKind(err, rollout.NotFound) {
		t.Errorf("without a repository: %v", err)
	}
	w.wire.On("DescribeImages", faulty.LoseReply)
	if _, err := w.State(t.Context(), checkout, release(1)); !rollout.IsKind(err, rollout.Broken) {
		t.Error(err)
	}
}
