package images

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"github.com/slipway-dev/slipway/rollout"
)

// upload is how an archive gets there with a checksum of all of it. Of what `aws s3
// cp` sends in parts S3 keeps the checksums of the parts only.
const upload = "upload it with `aws s3api put-object --checksum-algorithm SHA256`"

// archive looks for the archive that is named after the release's SHA.
func (i *Images) archive(ctx context.Context, a Artifact, r rollout.Release) (rollout.Build, error) {
	key := a.key(r.SHA)
	out, err := i.s3.HeadObject(ctx, &s3.HeadObjectInput{
		Bucket: aws.String(a.Bucket), Key: aws.String(key), ChecksumMode: types.ChecksumModeEnabled,
	})
	var absent *types.NotFound
	switch {
	case errors.As(err, &absent):
		return rollout.Build{State: rollout.BuildAbsent}, nil
	case err != nil:
		return rollout.Build{}, ofBucket("look for the archive", err)
	}
	if d := digest(aws.ToString(out.ChecksumSHA256), out.Metadata["sha256"]); d != "" {
		return rollout.Build{State: rollout.BuildReady, Digest: d}, nil
	}
	return failed("nobody knows the SHA-256 of " + key + " in " + a.Bucket + ": " + upload), nil
}

// digest is that of an archive, by S3's checksum of all of it in base64, or else by
// what was said in hex when it was uploaded. It is what Lambda calls CodeSha256.
func digest(checksum, said string) string {
	sum, err := base64.StdEncoding.DecodeString(checksum)
	if err != nil || len(sum) != sha256.Size {
		sum, err = hex.DecodeString(said)
	}
	if err != nil || len(sum) != sha256.Size {
		return ""
	}
	return "sha256:" + hex.EncodeToString(sum)
}

// uploaded are the commits that the bucket has archives of, those whose SHA begins so.
func (i *Images) uploaded(ctx context.Context, a Artifact, sha string) ([]commit, error) {
	in := &s3.ListObjectsV2Input{Bucket: aws.String(a.Bucket), Prefix: aws.String(a.folder() + sha)}
	var all []commit
	for pages := s3.NewListObjectsV2Paginator(i.s3, in); pages.HasMorePages(); {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, ofBucket("list the archives", err)
		}
		for _, object := range page.Contents {
			name, ours := strings.CutSuffix(strings.TrimPrefix(aws.ToString(object.Key), a.folder()), extension)
			if ours && isSHA(name) {
				all = append(all, commit{name, aws.ToTime(object.LastModified)})
			}
		}
	}
	return all, nil
}
