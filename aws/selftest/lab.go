package selftest

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"
)

// Which code a version is of.
const (
	good = `exports.handler = async () => ({ ok: true });` + "\n"
	bad  = `exports.handler = async () => { throw new Error("as asked for"); };` + "\n"
)

// lab is a function that things are tried on.
type lab struct {
	Clients
	Options
	report Report

	begun         bool // the function may be there
	first, second string
	revision      string // of live, as it was written last
	atWhole       sample // all of live was the first version's
	atSplit       sample
}

// archive packs a program as Lambda takes it.
func archive(program string) ([]byte, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	f, err := z.Create("index.js")
	if err == nil {
		_, err = f.Write([]byte(program))
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		return nil, fmt.Errorf("pack the program: %w", err)
	}
	return b.Bytes(), nil
}

// once keeps the SDK from doing a thing a second time when the reply was lost.
func once(o *lambda.Options) { o.Retryer = aws.NopRetryer{} }

func (l *lab) create(ctx context.Context) error {
	code, err := archive(good)
	if err != nil {
		return err
	}
	l.begun = true
	_, err = l.Lambda.CreateFunction(ctx, &lambda.CreateFunctionInput{
		FunctionName: &l.Name, Role: &l.Role, Runtime: types.RuntimeNodejs22x, Handler: aws.String("index.handler"),
		Code: &types.FunctionCode{ZipFile: code}, Timeout: aws.Int32(10), MemorySize: aws.Int32(128),
		Description: aws.String("Slipway's self-test. It may be deleted."), Tags: map[string]string{"slipway": "selftest"},
	}, once)
	if err != nil {
		return fmt.Errorf("make the function: %w", err)
	}
	return l.ready(ctx, "$LATEST")
}

// ready waits until a version is active and no update is under way.
func (l *lab) ready(ctx context.Context, version string) error {
	for {
		got, err := l.Lambda.GetFunction(ctx, &lambda.GetFunctionInput{FunctionName: &l.Name, Qualifier: &version})
		if err != nil {
			return fmt.Errorf("look at %s: %w", version, err)
		}
		switch c := got.Configuration; {
		case c.State == types.StateFailed || c.LastUpdateStatus == types.LastUpdateStatusFailed:
			return fmt.Errorf("wait for %s: Lambda could not make it: %s%s", version, aws.ToString(c.StateReason), aws.ToString(c.LastUpdateStatusReason))
		case c.State == types.StateActive && c.LastUpdateStatus != types.LastUpdateStatusInProgress:
			return nil
		}
		if err := l.Sleep(ctx, time.Second); err != nil {
			return fmt.Errorf("wait for %s: %w", version, err)
		}
	}
}

// publish makes a version, and waits until it can be called.
func (l *lab) publish(ctx context.Context) (string, error) {
	got, err := l.Lambda.PublishVersion(ctx, &lambda.PublishVersionInput{FunctionName: &l.Name})
	if err != nil {
		return "", fmt.Errorf("publish a version: %w", err)
	}
	version := aws.ToString(got.Version)
	return version, l.ready(ctx, version)
}
