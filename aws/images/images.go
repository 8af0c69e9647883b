// Package images finds what a commit was built into: an image in ECR that is tagged
// with the commit's full SHA, or an archive in S3 that is named after it. It builds
// nothing, and it never goes by a tag that can move: a release is its digest.
//
// It needs ecr:DescribeImages for images; for archives s3:GetObject and
// s3:ListBucket, without which S3 does not say that an archive is not there.
package images

import (
	"context"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/ecr"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/slipway-dev/slipway/rollout"
)

// Artifact is where what a service is built into can be found: in a repository of
// images, or in a bucket of archives.
type Artifact struct {
	Registry   string // "123456789012.dkr.ecr.eu-west-1.amazonaws.com"
	Repository string // "acme/checkout"

	Bucket string // empty: they are images
	Prefix string // archives are "<prefix>/<full SHA>.zip"; empty: at the top of the bucket
}

// Options say where to look.
type Options struct {
	// Artifact is where the artifacts of a service are, and whether that is known.
	Artifact func(service string) (Artifact, bool)
}

// Images finds artifacts in one account and region. It meets commands.Artifacts and,
// where no code host is spoken to, commands.Commits. It holds no state.
type Images struct {
	ecr     *ecr.Client
	s3      *s3.Client
	options Options
}

// New looks with the clients; a client that no artifact needs may be nil.
func New(e *ecr.Client, s *s3.Client, o Options) *Images { return &Images{ecr: e, s3: s, options: o} }

// State says whether the release's artifact is there, and its digest. Of one that is
// absent the reason says what would be a failure's if nobody is to build it.
func (i *Images) State(ctx context.Context, t rollout.Target, r rollout.Release) (rollout.Build, error) {
	a, err := i.artifact(t.Service)
	if err != nil {
		return rollout.Build{}, err
	}
	look := i.image
	if a.Bucket != "" {
		look = i.archive
	}
	b, err := look(ctx, a, r)
	if b.State == rollout.BuildAbsent {
		b.Reason = missing(a, r)
	}
	return b, err
}

// Location is where Lambda finds the code of a release that is ready: an image by
// its digest, or a bucket and the key in it. All are empty for an unknown service.
func (i *Images) Location(t rollout.Target, r rollout.Release) (image, bucket, key string) {
	switch a, known := i.options.Artifact(t.Service); {
	case !known:
		return "", "", ""
	case a.Bucket != "":
		return "", a.Bucket, a.key(r.SHA)
	default:
		return a.Registry + "/" + a.Repository + "@" + r.Digest, "", ""
	}
}

func (i *Images) artifact(service string) (Artifact, error) {
	a, known := i.options.Artifact(service)
	if !known {
		return a, &rollout.Error{Kind: rollout.Invalid, Message: "Nobody has said where the images of " + service + " are.", Hint: "Say so in `slipway.yaml`."}
	}
	return a, nil
}

// missing says what is not there, and what to do about it.
func missing(a Artifact, r rollout.Release) string {
	if a.Bucket != "" {
		return fmt.Sprintf("there is no archive %s in %s, and nothing here builds one; %s", a.key(r.SHA), a.Bucket, upload)
	}
	return fmt.Sprintf("there is no image tagged %s in %s, and nothing here builds one", r.SHA, a.Repository)
}

func failed(reason string) rollout.Build {
	return rollout.Build{State: rollout.BuildFailed, Reason: reason}
}

// folder is what the keys of all archives begin with.
func (a Artifact) folder() string {
	if folder := strings.Trim(a.Prefix, "/"); folder != "" {
		return folder + "/"
	}
	return ""
}

// extension is what the keys of all archives end with.
const extension = ".zip"

func (a Artifact) key(sha string) string { return a.folder() + sha + extension }
