// Package account has calls made in another AWS account, as a role there.
//
// The role is taken on when the first call needs it, once for all calls that wait for
// it, and again some minutes before its hour is over. CloudTrail of that account tells
// by the session's name and tags who did something there, and for which environment.
//
// It needs sts:AssumeRole and sts:TagSession.
package account

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/aws-sdk-go-v2/service/sts/types"
)

const (
	lifetime = time.Hour       // of a session: the most that AWS gives a role which takes on another
	early    = 5 * time.Minute // how long before its end it is renewed at the earliest
	jitter   = 0.5             // the share of early by which processes differ
)

// Role is whom to be, and what to say to be let in. All of it is required.
type Role struct {
	ARN         string // "arn:aws:iam::222222222222:role/slipway-bot"
	ExternalID  string // what the role's trust policy asks for
	Environment string // whose targets it is for
	Function    string // which of our processes is at work: "ticker"
}

// Session is what it takes to act as a role. It is an aws.CredentialsProvider, and safe
// for concurrent use.
type Session struct {
	role  Role
	cache *aws.CredentialsCache
}

// New makes a session for a role, which is taken on with the configuration of our own
// account. It asks nobody anything yet.
func New(home aws.Config, r Role) *Session {
	client := sts.NewFromConfig(home)
	s := &Session{role: r}
	s.cache = aws.NewCredentialsCache(aws.CredentialsProviderFunc(func(ctx context.Context) (aws.Credentials, error) {
		return r.assume(ctx, client)
	}), func(o *aws.CredentialsCacheOptions) { o.ExpiryWindow, o.ExpiryWindowJitterFrac = early, jitter })
	return s
}

// Retrieve gives the credentials of the role. An error wraps a *rollout.Error, of the
// kind that other calls have when they are denied or fail.
func (s *Session) Retrieve(ctx context.Context) (aws.Credentials, error) {
	c, err := s.cache.Retrieve(ctx)
	if err != nil {
		return aws.Credentials{}, s.role.explain(err)
	}
	return c, nil
}

// In is a configuration of our own account, as its clients are to act in the other one.
func (s *Session) In(home aws.Config) aws.Config {
	there := home.Copy()
	there.Credentials = s
	there.APIOptions = append(slices.Clone(home.APIOptions), s.forget)
	return there
}

func (r Role) assume(ctx context.Context, client *sts.Client) (aws.Credentials, error) {
	out, err := client.AssumeRole(ctx, &sts.AssumeRoleInput{
		RoleArn: &r.ARN, ExternalId: &r.ExternalID, RoleSessionName: aws.String("slipway-" + r.Function),
		DurationSeconds: aws.Int32(int32(lifetime / time.Second)),
		Tags:            []types.Tag{tag("slipway:environment", r.Environment), tag("slipway:function", r.Function)},
	})
	if err != nil {
		return aws.Credentials{}, fmt.Errorf("assume the role: %w", err)
	}
	c := out.Credentials
	if c == nil {
		return aws.Credentials{}, errors.New("assume the role: the answer has no credentials")
	}
	return aws.Credentials{
		AccessKeyID: aws.ToString(c.AccessKeyId), SecretAccessKey: aws.ToString(c.SecretAccessKey), SessionToken: aws.ToString(c.SessionToken),
		Source: r.ARN, CanExpire: true, Expires: aws.ToTime(c.Expiration),
	}, nil
}

func tag(key, value string) types.Tag { return types.Tag{Key: &key, Value: &value} }
