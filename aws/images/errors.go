package images

import (
	"github.com/slipway-dev/slipway/aws/failure"
	"github.com/slipway-dev/slipway/rollout"
)

// unread makes an error of the registry or the bucket one of ours. The activity
// completes "AWS did not …".
func unread(activity string, err error, denied string) error {
	return failure.Call{
		Message: "AWS did not " + activity + ".", Hint: "It is tried again by itself.", Denied: denied,
		Busy: "AWS was asked too much at once, so it did not " + activity + ".",
		Cases: []failure.Case{
			{Codes: []string{"Forbidden"}, Hint: denied}, // a HEAD's refusal has no body to say more in
			{Codes: []string{"RepositoryNotFoundException", "NoSuchBucket"}, Kind: rollout.NotFound, Hint: "Look whether `slipway.yaml` says the right place."},
			{Codes: []string{"InvalidBucketName"}, Kind: rollout.Invalid},
		},
	}.Of(err)
}

// ofRegistry and ofBucket tell what to permit. S3's permissions are not named after
// its calls, and it refuses to say that something is not there to whoever may not list.
func ofRegistry(activity string, err error) error {
	return unread(activity, err, "Allow `ecr:"+failure.Operation(err)+"` to Slipway's role.")
}

func ofBucket(activity string, err error) error {
	return unread(activity, err, "Allow `s3:GetObject` and `s3:ListBucket` to Slipway's role.")
}
