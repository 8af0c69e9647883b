package wire_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecr"
	"github.com/aws/aws-sdk-go-v2/service/ecr/types"

	"github.com/slipway-dev/slipway/sandbox/cloud/wire"
)

func (w *world) images(in *ecr.DescribeImagesInput) (*ecr.DescribeImagesOutput, error) {
	return ecr.NewFromConfig(w.config).DescribeImages(w.t.Context(), in)
}

func TestAnImageIsFoundByItsTagAndByItsDigest(t *testing.T) {
	w := open(t, nil, wire.Options{})
	for _, id := range []types.ImageIdentifier{
		{ImageTag: name("commit41")}, {ImageDigest: name(digest(41))}, {ImageTag: name("commit41"), ImageDigest: name(digest(41))},
	} {
		out, err := w.images(&ecr.DescribeImagesInput{RepositoryName: name("checkout"), ImageIds: []types.ImageIdentifier{id}})
		must(t, err)
		if len(out.ImageDetails) != 1 || *out.ImageDetails[0].ImageDigest != digest(41) || !slices.Equal(out.ImageDetails[0].ImageTags, []string{"commit41"}) || !out.ImageDetails[0].ImagePushedAt.Equal(w.now) {
			t.Errorf("got %+v", out.ImageDetails)
		}
	}
}

func TestAnImageOrARepositoryThatIsNotThereIsAnError(t *testing.T) { // MiniStack answers an empty list
	w := open(t, nil, wire.Options{})
	_, err := w.PutImage(repo, "late", digest(50), time.Minute)
	must(t, err)
	for _, id := range []types.ImageIdentifier{{ImageTag: name("none")}, {}, {ImageTag: name("late")}, {ImageTag: name("commit41"), ImageDigest: name(digest(42))}} {
		_, err := w.images(&ecr.DescribeImagesInput{RepositoryName: name("checkout"), ImageIds: []types.ImageIdentifier{{ImageTag: name("commit41")}, id}})
		refused[*types.ImageNotFoundException](t, err, 400, "ImageNotFoundException")
	}
	w.now = w.now.Add(time.Minute)
	_, err = w.images(&ecr.DescribeImagesInput{RepositoryName: name("checkout"), ImageIds: []types.ImageIdentifier{{ImageTag: name("late")}}})
	must(t, err)
	_, err = w.images(&ecr.DescribeImagesInput{RepositoryName: name("cart")})
	refused[*types.RepositoryNotFoundException](t, err, 400, "RepositoryNotFoundException")
}

func TestARepositoryIsListedInPages(t *testing.T) {
	w := open(t, nil, wire.Options{PageSize: 2})
	_, err := w.PutImage(repo, "another-name", digest(41), 0)
	must(t, err)
	var tags [][]string
	for pages := ecr.NewDescribeImagesPaginator(ecr.NewFromConfig(w.config), &ecr.DescribeImagesInput{RepositoryName: name("checkout")}); pages.HasMorePages(); {
		page, err := pages.NextPage(t.Context())
		must(t, err)
		for _, i := range page.ImageDetails {
			tags = append(tags, i.ImageTags)
		}
	}
	if want := "[[commit40] [commit41 another-name] [commit42] [commit43]]"; fmt.Sprint(tags) != want {
		t.Errorf("got %v, want %s", tags, want)
	}
}

func TestECRRefusesAsItDoes(t *testing.T) {
	w := open(t, nil, wire.Options{})
	in := &ecr.DescribeImagesInput{RepositoryName: name("checkout"), ImageIds: []types.ImageIdentifier{{ImageTag: name("commit41")}}, MaxResults: aws.Int32(1)}
	_, err := w.images(in)
	refused[*types.InvalidParameterException](t, err, 400, "InvalidParameterException")
	in.MaxResults, in.Filter = nil, &types.DescribeImagesFilter{}
	_, err = w.images(in)
	refused[smithyError](t, err, 400, "SerializationException")
	in.Filter = nil
	w.Throttle("DescribeImages", 1)
	_, err = w.images(in)
	refused[smithyError](t, err, 400, "ThrottlingException")
	_, err = ecr.NewFromConfig(w.config).ListTagsForResource(t.Context(), &ecr.ListTagsForResourceInput{ResourceArn: name("arn")})
	refused[smithyError](t, err, 404, "UnknownOperationException")
}
