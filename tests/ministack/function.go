package ministack

import (
	"bytes"
	"runtime"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"

	"github.com/slipway-dev/slipway/tests/bootstrap"
)

// Role is one that functions may be created with; nobody looks at it.
const Role = "arn:aws:iam::000000000000:role/test"

// Function creates a Lambda function from a zip file with a bootstrap in it (see
// Zip), and waits until it is active. When it is invoked, MiniStack runs that
// bootstrap as a process of this machine, with the environment env.
func Function(t testing.TB, cfg aws.Config, name string, env map[string]string, code []byte) {
	t.Helper()
	client := lambda.NewFromConfig(cfg)
	_, err := client.CreateFunction(t.Context(), &lambda.CreateFunctionInput{
		FunctionName: &name, Role: aws.String(Role), Timeout: aws.Int32(30),
		Runtime: types.RuntimeProvidedal2023, Handler: aws.String("bootstrap"), Architectures: []types.Architecture{architecture()},
		Code: &types.FunctionCode{ZipFile: code}, Environment: &types.Environment{Variables: env},
	})
	if err != nil {
		t.Fatal(err)
	}
	active := lambda.NewFunctionActiveV2Waiter(client, func(o *lambda.FunctionActiveV2WaiterOptions) { o.MinDelay = 50 * time.Millisecond })
	if err := active.Wait(t.Context(), &lambda.GetFunctionInput{FunctionName: &name}, time.Minute); err != nil {
		t.Fatal(err)
	}
}

func architecture() types.Architecture {
	if runtime.GOARCH == "arm64" {
		return types.ArchitectureArm64
	}
	return types.ArchitectureX8664
}

// Zip packs a program, built for this machine, as a function's code.
func Zip(t testing.TB, program string) []byte {
	t.Helper()
	var packed bytes.Buffer
	if err := bootstrap.Zip(&packed, program); err != nil {
		t.Fatal(err)
	}
	return packed.Bytes()
}
