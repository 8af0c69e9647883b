package traffic_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"

	"github.com/slipway-dev/slipway/aws/traffic"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/tests/faulty"
	"github.com/slipway-dev/slipway/tests/ministack"
)

func TestMain(m *testing.M) { os.Exit(ministack.Main(m)) }

// openMiniStack is a second opinion: an AWS that we did not write. It has two
// versions, and no alias.
func openMiniStack(t *testing.T) (*traffic.Traffic, *faulty.Transport) {
	t.Helper()
	cfg, network := faulty.Under(ministack.Open(t))
	c := lambda.NewFromConfig(cfg)
	create := &lambda.CreateFunctionInput{
		FunctionName: aws.String(function), Role: aws.String("arn:aws:iam::000000000000:role/checkout"),
		Runtime: types.RuntimeProvidedal2023, Handler: aws.String("bootstrap"), Code: &types.FunctionCode{ZipFile: archive(t, "1")}, Publish: true,
	}
	must(t, second(c.CreateFunction(t.Context(), create)))
	get := &lambda.GetFunctionInput{FunctionName: aws.String(function)}
	must(t, lambda.NewFunctionActiveV2Waiter(c, quick).Wait(t.Context(), get, time.Minute))
	update := &lambda.UpdateFunctionCodeInput{FunctionName: aws.String(function), ZipFile: archive(t, "2"), Publish: true}
	must(t, second(c.UpdateFunctionCode(t.Context(), update)))
	return traffic.New(c, name), network
}

func quick(o *lambda.FunctionActiveV2WaiterOptions) {
	o.MinDelay, o.MaxDelay = 20*time.Millisecond, time.Second
}

func archive(t *testing.T, content string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	f, err := z.Create("bootstrap")
	must(t, err)
	must(t, second(f.Write([]byte(content))))
	must(t, z.Close())
	return b.Bytes()
}

func second[T any](_ T, err error) error { return err }

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestMiniStackMovesAnAliasAndClearsItsWeights(t *testing.T) {
	m, _ := openMiniStack(t)
	for _, to := range []rollout.Routing{rollout.All("1"), rollout.Split("1", "2", 0.1), rollout.All("2")} {
		before, err := m.Aliases(t.Context(), target)
		must(t, err)
		i := rollout.Intent{Kind: rollout.Point, Alias: rollout.Live, Routing: to, Stamp: to.String(), Revision: before[rollout.Live].Revision}
		must(t, m.Point(t.Context(), target, i))
		now, err := m.Aliases(t.Context(), target)
		must(t, err)
		if now[rollout.Live].Routing != to || now[rollout.Live].Description != to.String() {
			t.Errorf("%+v, want %s", now[rollout.Live], to)
		}
	}
}

// faults.md E1
func TestMiniStackKnowsOurOwnWriteAgain(t *testing.T) {
	m, network := openMiniStack(t)
	for _, op := range []string{"CreateAlias", "UpdateAlias"} {
		now, err := m.Aliases(t.Context(), target)
		must(t, err)
		network.On(op, faulty.Twice)
		i := rollout.Intent{Alias: rollout.Live, Routing: rollout.All("1"), Stamp: op, Revision: now[rollout.Live].Revision}
		if err := m.Point(t.Context(), target, i); err != nil || network.Count(op) != 1 {
			t.Errorf("%s: %v, %v", op, err, network.Counts())
		}
	}
}

// faults.md E2 and F4
func TestMiniStackLetsOneOfManyWritersWin(t *testing.T) {
	m, _ := openMiniStack(t)
	must(t, m.Point(t.Context(), target, rollout.Intent{Alias: rollout.Live, Routing: rollout.All("1")}))
	now, err := m.Aliases(t.Context(), target)
	must(t, err)
	var won atomic.Int32
	var all sync.WaitGroup
	for n := range 10 {
		all.Go(func() {
			i := rollout.Intent{Alias: rollout.Live, Routing: rollout.All("2"), Stamp: fmt.Sprint(n), Revision: now[rollout.Live].Revision}
			switch err := m.Point(t.Context(), target, i); {
			case err == nil:
				won.Add(1)
			case !rollout.IsKind(err, rollout.Stale):
				t.Error(err)
			}
		})
	}
	all.Wait()
	if won.Load() != 1 {
		t.Errorf("%d writers won", won.Load())
	}
}
