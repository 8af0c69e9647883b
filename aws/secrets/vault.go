package secrets

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
)

// vault is the service that keeps the secrets, and where in it they are.
type vault struct {
	cfg    aws.Config
	signer *v4.Signer
	now    func() time.Time

	service string // as it is signed, and the first part of its host
	id      string // the SDK's name of it, by which it may have an endpoint of its own
	target  string // the operation
	right   string // the permission it takes
	input   map[string]any
	output  func(reply []byte) (string, error)
}

func newVault(cfg aws.Config, ref Ref, now func() time.Time) vault {
	v := vault{cfg: cfg, signer: v4.NewSigner(), now: now}
	switch ref.kind {
	case parameters:
		v.service, v.id, v.target, v.right = "ssm", "SSM", "AmazonSSM.GetParameter", "ssm:GetParameter"
		v.input = map[string]any{"Name": ref.name, "WithDecryption": true}
		v.output = parameter
	default:
		v.service, v.id, v.target, v.right = "secretsmanager", "Secrets Manager", "secretsmanager.GetSecretValue", "secretsmanager:GetSecretValue"
		v.input = map[string]any{"SecretId": ref.name}
		v.output = secret
	}
	return v
}

func secret(reply []byte) (string, error) {
	var got struct{ SecretString *string }
	if err := json.Unmarshal(reply, &got); err != nil || got.SecretString == nil {
		return "", errors.New("it is not text")
	}
	return *got.SecretString, nil
}

func parameter(reply []byte) (string, error) {
	var got struct{ Parameter struct{ Value *string } }
	if err := json.Unmarshal(reply, &got); err != nil || got.Parameter.Value == nil {
		return "", errors.New("it is not text")
	}
	return *got.Parameter.Value, nil
}

// load fetches the secrets and reads them.
func (v vault) load(ctx context.Context) (Set, error) {
	reply, err := v.call(ctx)
	if err != nil {
		return Set{}, v.domain(err)
	}
	text, err := v.output(reply)
	if err != nil {
		return Set{}, wrong(err)
	}
	set, err := decode(text)
	if err != nil {
		return Set{}, wrong(err)
	}
	return set, nil
}

// call asks the service, as often as the configuration's retryer finds worth while.
func (v vault) call(ctx context.Context) ([]byte, error) {
	body, err := json.Marshal(v.input)
	if err != nil {
		return nil, fmt.Errorf("ask for the secrets: %w", err)
	}
	var retryer aws.Retryer = retry.NewStandard()
	if v.cfg.Retryer != nil {
		retryer = v.cfg.Retryer()
	}
	for attempt := 1; ; attempt++ {
		reply, err := v.try(ctx, body)
		if err == nil || attempt >= retryer.MaxAttempts() || !retryer.IsErrorRetryable(err) {
			return reply, err
		}
		delay, noDelay := retryer.RetryDelay(attempt, err)
		if noDelay != nil || !pause(ctx, delay) {
			return nil, err
		}
	}
}

// pause waits, and says whether there is still a point in going on.
func pause(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// endpoint is the service's address: its own, the common one or AWS's.
func (v vault) endpoint(ctx context.Context) (string, error) {
	for _, source := range v.cfg.ConfigSources {
		own, ok := source.(interface {
			GetServiceBaseEndpoint(ctx context.Context, service string) (string, bool, error)
		})
		if !ok {
			continue
		}
		if url, found, err := own.GetServiceBaseEndpoint(ctx, v.id); err != nil || found {
			return url, err
		}
	}
	if v.cfg.BaseEndpoint != nil {
		return *v.cfg.BaseEndpoint, nil
	}
	domain := "amazonaws.com"
	if strings.HasPrefix(v.cfg.Region, "cn-") {
		domain = "amazonaws.com.cn"
	}
	return fmt.Sprintf("https://%s.%s.%s/", v.service, v.cfg.Region, domain), nil
}
