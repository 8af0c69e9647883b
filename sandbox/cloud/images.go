package cloud

import (
	"slices"
	"strings"
	"time"
)

const digestPrefix = "sha256:"

// Image is an image of a repository under one tag.
type Image struct {
	Repository string
	Tag        string // the commit's SHA
	Digest     string // sha256:…
	PushedAt   time.Time
}

// URI names the image by its digest.
func (i Image) URI() string { return i.Repository + "@" + i.Digest }

func (i Image) hex() string { return strings.TrimPrefix(i.Digest, digestPrefix) }

// PutImage pushes an image, which appears when the push has taken that long.
// Tags are immutable from the moment the push begins.
func (a *Account) PutImage(repository, tag, digest string, takes time.Duration) (Image, error) {
	return do(a, "PutImage", nil, func(now time.Time) (Image, error) {
		if err := checkImage(repository, tag, digest); err != nil {
			return Image{}, err
		}
		for _, i := range a.images {
			if i.Repository != repository || i.Tag != tag {
				continue
			}
			if i.Digest == digest {
				return Image{}, fail(CodeImageExists, "Image with digest '%s' and tag '%s' already exists in the repository "+
					"with name '%s'", digest, tag, repository)
			}
			return Image{}, fail(CodeTagExists, "The image tag '%s' already exists in the '%s' repository and cannot be "+
				"overwritten because the tag is immutable.", tag, repository)
		}
		i := Image{Repository: repository, Tag: tag, Digest: digest, PushedAt: now.Add(max(0, takes))}
		if err := save(a.opts.Disk, i.key(), i); err != nil {
			return Image{}, err
		}
		a.images = append(a.images, i)
		return i, nil
	})
}

func checkImage(repository, tag, digest string) error {
	if repository == "" || strings.ContainsAny(repository, ":@ ") {
		return invalid(repository, "repositoryName", "Member must satisfy the pattern of a repository's name")
	}
	if tag == "" || strings.ContainsAny(tag, ":@/ ") {
		return invalid(tag, "imageTag", "Member must satisfy the pattern of a tag")
	}
	if !isDigest(digest) {
		return invalid(digest, "imageDigest", "Member must satisfy regular expression pattern: sha256:[0-9a-f]{64}")
	}
	return nil
}

func isDigest(s string) bool {
	hex, ok := strings.CutPrefix(s, digestPrefix)
	return ok && len(hex) == 64 && strings.Trim(hex, "0123456789abcdef") == ""
}

// Image finds an image by its tag or its digest, once it has appeared. Here and
// elsewhere the host of the registry may be left out of the repository.
func (a *Account) Image(repository, reference string) (Image, error) {
	return do(a, "DescribeImages", nil, func(now time.Time) (Image, error) {
		if i, ok := a.find(repository, reference, now); ok {
			return i, nil
		}
		return Image{}, fail(CodeImageNotFound, "The image with imageId {%s} does not exist within the repository "+
			"with name '%s' in the registry with id '%s'", reference, repository, AccountID)
	})
}

// Images is every image of a repository that has appeared, in order of time. A
// repository exists once something is pushed to it.
func (a *Account) Images(repository string) ([]Image, error) {
	return do(a, "DescribeImages", nil, func(now time.Time) ([]Image, error) {
		var list []Image
		known := false
		for _, i := range a.images {
			if bare(i.Repository) != bare(repository) {
				continue
			}
			if known = true; !i.PushedAt.After(now) {
				list = append(list, i)
			}
		}
		if !known {
			return nil, fail(CodeRepositoryNotFound, "The repository with name '%s' does not exist in the registry with id '%s'", repository, AccountID)
		}
		slices.SortStableFunc(list, func(x, y Image) int { return x.PushedAt.Compare(y.PushedAt) })
		return list, nil
	})
}

// bare is a repository's name without the host of its registry: a function's image
// is named with it, ECR's API has it without.
func bare(repository string) string {
	if host, name, ok := strings.Cut(repository, "/"); ok && strings.Contains(host, ".") {
		return name
	}
	return repository
}

func (a *Account) find(repository, reference string, now time.Time) (Image, bool) {
	for _, i := range a.images {
		named := i.Tag == reference || i.Digest == reference
		if bare(i.Repository) == bare(repository) && named && !i.PushedAt.After(now) {
			return i, true
		}
	}
	return Image{}, false
}

// runnable is the image that a function may run: repository@digest or repository:tag.
func (a *Account) runnable(uri string, now time.Time) (Image, error) {
	repository, reference, ok := strings.Cut(uri, "@")
	if !ok {
		repository, reference, _ = strings.Cut(uri, ":")
	}
	if i, ok := a.find(repository, reference, now); ok {
		return i, nil
	}
	return Image{}, fail(CodeInvalidParameter, "Source image %s does not exist. Provide a valid source image.", uri)
}

// tagOf is the tag under which code was first pushed, or empty.
func (a *Account) tagOf(c FunctionConfiguration) string {
	i := slices.IndexFunc(a.images, func(i Image) bool { return i.Digest == c.Digest() })
	if i < 0 {
		return ""
	}
	return a.images[i].Tag
}
