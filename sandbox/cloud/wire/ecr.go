package wire

import (
	"cmp"
	"net/http"
	"slices"

	"github.com/slipway-dev/slipway/sandbox/cloud"
)

// ecr is what there is of the ECR API, in JSON 1.1: looking for images.
type ecr struct {
	account *cloud.Account
	options Options
}

// call is the operation that a header names.
func (e ecr) call(r *http.Request) (int, any, error) {
	if r.Header.Get("X-Amz-Target") == "AmazonEC2ContainerRegistry_V20150921.DescribeImages" {
		return e.describeImages(r)
	}
	return unknown(r)
}

func refuseECR(w http.ResponseWriter, e *cloud.Error) {
	code, status := e.Code, e.Status
	if code == cloud.CodeTooManyRequests {
		code, status = "ThrottlingException", http.StatusBadRequest
	}
	answer(w, jsonRPC, status, map[string]string{"__type": code, "message": e.Message})
}

type imageID struct {
	Tag    string `json:"imageTag"`
	Digest string `json:"imageDigest"`
}

type imageDetail struct {
	RegistryID string   `json:"registryId"`
	Repository string   `json:"repositoryName"`
	Digest     string   `json:"imageDigest"`
	Tags       []string `json:"imageTags,omitempty"`
	PushedAt   float64  `json:"imagePushedAt"` // in seconds since 1970
}

// describeImages finds the images that are named, all of them or none, or lists a
// repository's in no order that would help anyone.
func (e ecr) describeImages(r *http.Request) (int, any, error) {
	in, err := decode[struct {
		RegistryID string    `json:"registryId"`
		Repository string    `json:"repositoryName"`
		IDs        []imageID `json:"imageIds"`
		Token      string    `json:"nextToken"`
		MaxResults int       `json:"maxResults"`
	}](r)
	if err != nil {
		return 0, nil, err
	}
	if len(in.IDs) > 0 && (in.Token != "" || in.MaxResults != 0) || in.MaxResults < 0 || in.MaxResults > 1000 {
		return 0, nil, invalid("InvalidParameterException", "maxResults is at most 1000, and of no use with imageIds.")
	}
	images, err := e.account.Images(in.Repository)
	if err != nil {
		return 0, nil, err
	}
	out := struct {
		Details   []imageDetail `json:"imageDetails"`
		NextToken string        `json:"nextToken,omitempty"`
	}{}
	if out.Details, err = named(details(in.Repository, images), in.IDs); err != nil || len(in.IDs) > 0 {
		return http.StatusOK, out, err
	}
	size := e.options.limit(cmp.Or(in.MaxResults, 100))
	out.Details, out.NextToken, err = page(out.Details, func(d imageDetail) string { return d.Digest }, in.Token, size)
	return http.StatusOK, out, err
}

// details puts the tags of an image together, by digest.
func details(repository string, images []cloud.Image) []imageDetail {
	list := []imageDetail{}
	for _, i := range images {
		at := slices.IndexFunc(list, func(d imageDetail) bool { return d.Digest == i.Digest })
		if at < 0 {
			at = len(list)
			list = append(list, imageDetail{
				RegistryID: "123456789012", Repository: repository, Digest: i.Digest, PushedAt: float64(i.PushedAt.UnixMilli()) / 1000,
			})
		}
		list[at].Tags = append(list[at].Tags, i.Tag)
	}
	slices.SortFunc(list, func(x, y imageDetail) int { return cmp.Compare(x.Digest, y.Digest) })
	return list
}

// named is the part of the list with these ids, each with its tag or its digest or both.
func named(list []imageDetail, ids []imageID) ([]imageDetail, error) {
	if len(ids) == 0 {
		return list, nil
	}
	found := []imageDetail{}
	for _, id := range ids {
		i := slices.IndexFunc(list, func(d imageDetail) bool {
			return (id.Tag == "" || slices.Contains(d.Tags, id.Tag)) && (id.Digest == "" || d.Digest == id.Digest)
		})
		if i < 0 || id == (imageID{}) {
			return nil, invalid(cloud.CodeImageNotFound, "The image with imageId {imageDigest:'"+id.Digest+"', imageTag:'"+id.Tag+
				"'} does not exist within the repository")
		}
		found = append(found, list[i])
	}
	return found, nil
}
