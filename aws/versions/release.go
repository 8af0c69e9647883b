package versions

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"

	"github.com/slipway-dev/slipway/rollout"
)

const mark = "slipway "

// describe is what a version's description says of the release it is made of.
func describe(r rollout.Release, id rollout.ID) string {
	return fmt.Sprintf("%ssha=%s digest=%s rollout=%s", mark, r.SHA, r.Digest, id)
}

// ours says that a version is one of those that Slipway has made.
func ours(c types.FunctionConfiguration) bool {
	return strings.HasPrefix(aws.ToString(c.Description), mark)
}

// described reads a description: the release, and the rollout that made the
// version of it. What is not ours says nothing.
func described(description string) (r rollout.Release, by rollout.ID) {
	rest, ours := strings.CutPrefix(description, mark)
	if !ours {
		return r, by
	}
	for field := range strings.FieldsSeq(rest) {
		switch name, value, _ := strings.Cut(field, "="); name {
		case "sha":
			r.SHA = value
		case "digest":
			r.Digest = value
		case "rollout":
			by = rollout.ID(value)
		}
	}
	return r, by
}

// madeOf is what a version was made of. An archive's digest is what AWS has
// counted; an image's is what we asked for, since AWS's number need not be it.
func madeOf(c types.FunctionConfiguration) rollout.Release {
	r, _ := described(aws.ToString(c.Description))
	if r.Digest == "" || c.PackageType == types.PackageTypeZip {
		r.Digest = digest(aws.ToString(c.CodeSha256))
	}
	return r
}

// codeOf is the digest of the code that is in $LATEST now.
func codeOf(out *lambda.GetFunctionOutput) string {
	if out.Code != nil {
		if _, image, ok := strings.Cut(aws.ToString(out.Code.ResolvedImageUri), "@"); ok {
			return image
		}
	}
	return digest(aws.ToString(out.Configuration.CodeSha256))
}

// digest is AWS's CodeSha256 as "sha256:<hex>": it is in base64 for an archive, and
// in hex for an image. Anything else is no digest.
func digest(codeSha256 string) string {
	sum, err := hex.DecodeString(codeSha256)
	if err != nil || len(sum) != 32 {
		sum, err = base64.StdEncoding.DecodeString(codeSha256)
	}
	if err != nil || len(sum) != 32 {
		return ""
	}
	return "sha256:" + hex.EncodeToString(sum)
}
