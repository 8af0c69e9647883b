package versions_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/slipway-dev/slipway/aws/versions"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/tests/faulty"
	"github.com/slipway-dev/slipway/tests/ministack"
)

func TestMain(m *testing.M) { os.Exit(ministack.Main(m)) }

// mini is a second opinion: an AWS that we did not write, with a function made of
// an archive and, in a bucket, the archives of two more releases.
type mini struct {
	*versions.Versions
	*faulty.Transport
	t      *testing.T
	client *lambda.Client
	one    rollout.Release
	two    rollout.Release
}

func openMiniStack(t *testing.T) *mini {
	t.Helper()
	cfg, network := faulty.Under(ministack.Open(t))
	m := &mini{Transport: network, t: t, client: lambda.NewFromConfig(cfg)}
	files := s3.NewFromConfig(cfg, func(o *s3.Options) { o.UsePathStyle = true })
	bucket := aws.String(strings.ToLower(t.Name())) // all accounts share their names
	must(t, second(files.CreateBucket(t.Context(), &s3.CreateBucketInput{Bucket: bucket})))
	upload := func(sha string) rollout.Release {
		body := archive(t, sha)
		must(t, second(files.PutObject(t.Context(), &s3.PutObjectInput{Bucket: bucket, Key: &sha, Body: bytes.NewReader(body)})))
		sum := sha256.Sum256(body)
		return rollout.Release{SHA: sha, Digest: "sha256:" + hex.EncodeToString(sum[:])}
	}
	m.one, m.two = upload("one"), upload("two")
	must(t, second(m.client.CreateFunction(t.Context(), &lambda.CreateFunctionInput{
		FunctionName: aws.String(function), Role: aws.String("arn:aws:iam::000000000000:role/checkout"),
		Runtime: types.RuntimeProvidedal2023, Handler: aws.String("bootstrap"), Code: &types.FunctionCode{ZipFile: archive(t, "none")},
	})))
	m.Versions = versions.New(m.client, versions.Options{Function: name, Wait: time.Minute, Code: func(_ rollout.Target, r rollout.Release) versions.Code {
		return versions.Code{Bucket: *bucket, Key: r.SHA}
	}})
	return m
}

func archive(t *testing.T, content string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	f, err := z.Create("bootstrap")
	must(t, err)
	must(t, second(f.Write([]byte(content))))
	must(t, z.Close())
	return b.Bytes()
}

func second[T any](_ T, err error) error { return err }

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (m *mini) list() []rollout.Published {
	m.t.Helper()
	all, err := m.List(m.t.Context(), target)
	must(m.t, err)
	return all
}

func TestMiniStackPublishesArchivesByTheirDigest(t *testing.T) {
	m := openMiniStack(t)
	for range 2 {
		for _, r := range []rollout.Release{m.one, m.two} {
			must(t, m.Publish(t.Context(), target, r, id))
		}
	}
	all := m.list()
	if len(all) != 2 || all[0].Release != m.two || all[1].Release != m.one || !all[0].Ready || all[0].Created.IsZero() || all[0].Role == "" {
		t.Errorf("%+v", all)
	}
}

// faults.md E1, for versions
func TestMiniStackMakesOneVersionWhateverIsLost(t *testing.T) {
	m := openMiniStack(t)
	m.On("UpdateFunctionCode", faulty.LoseReply)
	m.On("PublishVersion", faulty.LoseReply, faulty.Twice)
	for range 2 {
		if err := m.Publish(t.Context(), target, m.one, id); err != nil && !rollout.IsKind(err, rollout.Stale) {
			t.Error(err)
		}
	}
	if all := m.list(); len(all) != 1 || all[0].Release != m.one {
		t.Errorf("%+v", all)
	}
}

// faults.md E2, for versions
func TestMiniStackRefusesCodeOverSomebodyElses(t *testing.T) {
	m := openMiniStack(t)
	m.On("UpdateFunctionCode", func(c faulty.Call) (*http.Response, error) {
		theirs := &lambda.UpdateFunctionCodeInput{FunctionName: aws.String(function), ZipFile: archive(t, "theirs")}
		must(t, second(m.client.UpdateFunctionCode(t.Context(), theirs)))
		return c.Send()
	})
	if err := m.Publish(t.Context(), target, m.one, id); !rollout.IsKind(err, rollout.Stale) || len(m.list()) > 0 {
		t.Errorf("%v", err)
	}
}

func TestMiniStackKeepsAVersionThatAnAliasRoutesTo(t *testing.T) {
	m := openMiniStack(t)
	must(t, m.Publish(t.Context(), target, m.one, id))
	must(t, m.Publish(t.Context(), target, m.two, id))
	must(t, second(m.client.CreateAlias(t.Context(), &lambda.CreateAliasInput{
		FunctionName: aws.String(function), Name: aws.String("live"), FunctionVersion: aws.String("2"),
	})))
	must(t, m.Delete(t.Context(), target, "1"))
	must(t, m.Delete(t.Context(), target, "1"))
	if err := m.Delete(t.Context(), target, "2"); !rollout.IsKind(err, rollout.Stale) {
		t.Errorf("%v", err)
	}
	if all := m.list(); len(all) != 1 || all[0].Version != "2" {
		t.Errorf("%+v", all)
	}
}
