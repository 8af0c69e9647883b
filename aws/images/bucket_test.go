package images_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/tests/faulty"
)

// upload puts an archive under a key.
func (w *world) upload(key, content string, edit ...func(*s3.PutObjectInput)) {
	w.t.Helper()
	in := &s3.PutObjectInput{Bucket: aws.String(w.bucket), Key: aws.String(key), Body: strings.NewReader(content), ChecksumAlgorithm: types.ChecksumAlgorithmSha256}
	for _, e := range edit {
		e(in)
	}
	_, err := w.s3.PutObject(w.t.Context(), in)
	w.must(err)
}

// otherwise uploads with another checksum than SHA-256.
func otherwise(in *s3.PutObjectInput) { in.ChecksumAlgorithm = types.ChecksumAlgorithmCrc32 }

// sum is the digest of a content.
func sum(content string) string {
	s := sha256.Sum256([]byte(content))
	return "sha256:" + hex.EncodeToString(s[:])
}

func TestAnArchiveIsReadyWithTheDigestThatLambdaWillCount(t *testing.T) {
	w := open(t)
	w.upload("basket/"+sha(1)+".zip", "zip")
	w.upload("basket/"+sha(2)+".zip", "said", otherwise, func(in *s3.PutObjectInput) {
		in.Metadata = map[string]string{"sha256": strings.ToUpper(strings.TrimPrefix(sum("said"), "sha256:"))}
	})
	for n, content := range map[int]string{1: "zip", 2: "said"} {
		if diff := cmp.Diff(rollout.Build{State: rollout.BuildReady, Digest: sum(content)}, w.state(basket, release(n))); diff != "" {
			t.Error(diff)
		}
	}
}

func TestAnArchiveThatIsNotThereIsAbsentAndSaysWhatToLookFor(t *testing.T) {
	w := open(t)
	b := w.state(basket, release(1))
	if b.State != rollout.BuildAbsent || !strings.Contains(b.Reason, "there is no archive basket/"+sha(1)+".zip in "+w.bucket) {
		t.Errorf("%+v", b)
	}
}

// Of what was sent in parts S3 knows no digest of the whole.
func TestAnArchiveOfUnknownDigestIsNotDeployed(t *testing.T) {
	w := open(t)
	w.upload("basket/"+sha(1)+".zip", "zip", otherwise)
	w.upload("basket/"+sha(2)+".zip", "zip", otherwise, func(in *s3.PutObjectInput) { in.Metadata = map[string]string{"sha256": "abc"} })
	w.inParts("basket/"+sha(3)+".zip", "zip")
	for n := 1; n <= 3; n++ {
		if b := w.state(basket, release(n)); b.State != rollout.BuildFailed || !strings.Contains(b.Reason, "aws s3api put-object --checksum-algorithm SHA256") {
			t.Errorf("%d: %+v", n, b)
		}
	}
}

// inParts uploads as tools do with what is large.
func (w *world) inParts(key, content string) {
	w.t.Helper()
	ctx, b, k := w.t.Context(), aws.String(w.bucket), aws.String(key)
	begun, err := w.s3.CreateMultipartUpload(ctx, &s3.CreateMultipartUploadInput{Bucket: b, Key: k, ChecksumAlgorithm: types.ChecksumAlgorithmSha256})
	w.must(err)
	part, err := w.s3.UploadPart(ctx, &s3.UploadPartInput{
		Bucket: b, Key: k, UploadId: begun.UploadId, PartNumber: aws.Int32(1), Body: strings.NewReader(content), ChecksumAlgorithm: types.ChecksumAlgorithmSha256,
	})
	w.must(err)
	_, err = w.s3.CompleteMultipartUpload(ctx, &s3.CompleteMultipartUploadInput{Bucket: b, Key: k, UploadId: begun.UploadId, MultipartUpload: &types.CompletedMultipartUpload{
		Parts: []types.CompletedPart{{PartNumber: aws.Int32(1), ETag: part.ETag, ChecksumSHA256: part.ChecksumSHA256}},
	}})
	w.must(err)
}

// status answers with a status and nothing in the body, as to a HEAD.
func status(code int) faulty.Fault {
	return func(c faulty.Call) (*http.Response, error) {
		return &http.Response{StatusCode: code, Request: c.Request, Header: http.Header{}, Body: http.NoBody}, nil
	}
}

// faults.md E9: S3 does not say that something is not there to whoever may not list.
func TestArchivesThatCannotBeReadAreAnErrorWithAKind(t *testing.T) {
	w := open(t)
	head, list := "HEAD /"+w.bucket+"/basket/"+sha(1)+".zip", "GET /"+w.bucket
	for code, hint := range map[int]string{
		http.StatusForbidden: "Allow `s3:GetObject` and `s3:ListBucket` to Slipway's role.", http.StatusInternalServerError: "It is tried again by itself.",
	} {
		w.wire.On(head, status(code))
		w.wire.On(list, status(code))
		_, state := w.State(t.Context(), basket, release(1))
		_, resolve := w.Resolve(t.Context(), "basket", "abc123")
		for name, err := range map[string]error{"State": state, "Resolve": resolve} {
			var e *rollout.Error
			if !errors.As(err, &e) || e.Kind != rollout.Broken || name == "State" && e.Hint != hint {
				t.Errorf("%s: %d: %#v", name, code, err)
			}
		}
	}
	_, err := w.s3.DeleteBucket(t.Context(), &s3.DeleteBucketInput{Bucket: aws.String(w.bucket)})
	w.must(err)
	if _, err := w.Resolve(t.Context(), "basket", "abc123"); !rollout.IsKind(err, rollout.NotFound) {
		t.Errorf("without a bucket: %v", err)
	}
}

// listing is an answer of S3's, of which there is more.
func listing(more string, keysAndTimes ...string) faulty.Fault {
	return func(c faulty.Call) (*http.Response, error) {
		var b bytes.Buffer
		b.WriteString(`<ListBucketResult><IsTruncated>` + map[bool]string{true: "true", false: "false"}[more != ""] + `</IsTruncated><NextContinuationToken>` + more + `</NextContinuationToken>`)
		for n := 0; n < len(keysAndTimes); n += 2 {
			b.WriteString(`<Contents><Key>` + keysAndTimes[n] + `</Key><LastModified>` + keysAndTimes[n+1] + `</LastModified></Contents>`)
		}
		b.WriteString(`</ListBucketResult>`)
		return &http.Response{StatusCode: http.StatusOK, Request: c.Request, Header: http.Header{}, Body: io.NopCloser(&b)}, nil
	}
}
