package images

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecr"
	"github.com/aws/aws-sdk-go-v2/service/ecr/types"

	"github.com/slipway-dev/slipway/rollout"
)

// image looks for the image with the release's SHA as its tag.
func (i *Images) image(ctx context.Context, a Artifact, r rollout.Release) (rollout.Build, error) {
	out, err := i.ecr.DescribeImages(ctx, &ecr.DescribeImagesInput{
		RegistryId: a.account(), RepositoryName: aws.String(a.Repository),
		ImageIds: []types.ImageIdentifier{{ImageTag: aws.String(r.SHA)}},
	})
	var absent *types.ImageNotFoundException
	var nowhere *types.RepositoryNotFoundException
	switch {
	case errors.As(err, &nowhere):
		return failed("there is no repository " + a.Repository), nil
	case errors.As(err, &absent) || err == nil && len(out.ImageDetails) == 0:
		return rollout.Build{State: rollout.BuildAbsent}, nil
	case err != nil:
		return rollout.Build{}, ofRegistry("look for the image", err)
	}
	found := out.ImageDetails[0]
	if isIndex(aws.ToString(found.ImageManifestMediaType)) {
		return failed("what is tagged " + r.SHA + " is a list of images, which Lambda does not take: " +
			"build it for one platform and with `--provenance=false`"), nil
	}
	return rollout.Build{State: rollout.BuildReady, Digest: aws.ToString(found.ImageDigest)}, nil
}

// isIndex says whether a manifest lists others, as builders make it when they add
// a provenance or build for several platforms.
func isIndex(mediaType string) bool {
	return slices.Contains([]string{
		"application/vnd.oci.image.index.v1+json", "application/vnd.docker.distribution.manifest.list.v2+json",
	}, mediaType)
}

// pushed are the commits that the repository has images of, those whose SHA begins so.
func (i *Images) pushed(ctx context.Context, a Artifact, sha string) ([]commit, error) {
	in := &ecr.DescribeImagesInput{RegistryId: a.account(), RepositoryName: aws.String(a.Repository), MaxResults: aws.Int32(1000)}
	var all []commit
	for pages := ecr.NewDescribeImagesPaginator(i.ecr, in); pages.HasMorePages(); {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, ofRegistry("list the images", err)
		}
		for _, image := range page.ImageDetails {
			for _, tag := range image.ImageTags {
				if strings.HasPrefix(tag, sha) && isSHA(tag) {
					all = append(all, commit{tag, aws.ToTime(image.ImagePushedAt)})
				}
			}
		}
	}
	return all, nil
}

// account is the one that the registry belongs to; nil, which is the caller's own,
// when its name does not tell.
func (a Artifact) account() *string {
	id, _, _ := strings.Cut(a.Registry, ".")
	if len(id) != 12 || strings.Trim(id, "0123456789") != "" {
		return nil
	}
	return &id
}
