package faults

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"
	"github.com/aws/aws-sdk-go-v2/service/sfn"
	sfntypes "github.com/aws/aws-sdk-go-v2/service/sfn/types"

	"github.com/slipway-dev/slipway/aws/engine"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
	"github.com/slipway-dev/slipway/tests/deployed"
	"github.com/slipway-dev/slipway/tests/ministack"
)

// machine is the bot as it is deployed, with a rollout that its state machine ticks.
type machine struct {
	*deployed.Deployment
	t  *testing.T
	id rollout.ID
}

// faults.md E14, F3: somebody aborts an execution in the middle of a canary.
func TestAnExecutionThatWasAbortedByHandIsTakenUpByTheSweep(t *testing.T) {
	t.Parallel()
	m := &machine{Deployment: deployed.Open(t, deployed.Options{}), t: t}
	sha := ""
	for _, c := range m.World.Commits {
		if c.Service == "checkout" && c.Branch != "" && c.Behaviour == "good" {
			sha = c.SHA
		}
	}
	_, err := m.World.Slack.Command(t.Context(), "U0ANA", "C0CHECKOUT", "/deploy", "prod checkout "+sha)
	m.must(err)
	m.eventually("the canary has traffic", func() bool {
		rows, err := m.Store.Query(t.Context(), rollout.Query{Index: rollout.OpenIndex})
		m.must(err)
		if len(rows) == 0 {
			return false
		}
		r, err := rollout.Decode[rollout.Rollout](rows[0])
		m.must(err)
		m.id = r.ID
		return seen(0)(r)
	})
	_, err = sfn.NewFromConfig(m.AWS).StopExecution(t.Context(), &sfn.StopExecutionInput{ExecutionArn: m.execution(""), Cause: aws.String("by hand")})
	m.must(err)
	m.eventually("a sweep has found it overdue", func() bool {
		m.must(m.Sweep(t.Context()))
		return m.status("-2") != ""
	})
	m.eventually("it has ended", func() bool { return m.rollout().Phase.Ended() })
	m.eventually("its second execution has ended", func() bool { return m.status("-2") == sfntypes.ExecutionStatusSucceeded })
	r := m.rollout()
	live, err := m.World.Cloud.GetAlias("checkout-prod", "live")
	m.must(err)
	if r.Phase != rollout.Succeeded || live.FunctionVersion != string(r.Candidate) || len(live.AdditionalVersionWeights) > 0 {
		t.Errorf("it %s, and live is %+v\n%s", r.Phase.Past(), live, m.Log())
	}
	if m.status("") != sfntypes.ExecutionStatusAborted {
		t.Errorf("its first execution is %s", m.status(""))
	}
}

// faults.md E14: all of our code is gone in the middle of a canary. What the last
// resort knows, and the stamp that it looks for, are from ticks of the real ticker.
// When the ticker is there again, the sweep closes the rollout.
func TestWithTheTickerDeletedTheLastResortTakesTheTrafficBack(t *testing.T) {
	t.Parallel()
	m := halfway(t)
	m.loseTicker("was put back on its stable version 1.")
	live := m.live()
	if weights(live) != 0 || *live.FunctionVersion != "1" || !strings.HasSuffix(*live.Description, " rescued=true") {
		t.Errorf("live is on %s %v, %s", *live.FunctionVersion, live.RoutingConfig, *live.Description)
	}
	if r := m.rollout(); r.Phase.Ended() {
		t.Errorf("without our code the rollout %s", r.Phase.Past())
	}
	m.Deploy("ticker")
	m.eventually("the sweep has closed the rollout", func() bool {
		m.must(m.Sweep(t.Context()))
		return m.rollout().Phase.Ended()
	})
	if r := m.rollout(); r.Phase != rollout.RolledBack || r.Cause.Code != rollout.CauseRescued {
		t.Errorf("it %s: %+v", r.Phase.Past(), r.Cause)
	}
}

// faults.md E2, E14: by then the alias is somebody else's.
func TestTheLastResortLeavesAnAliasAloneThatAPersonHasTaken(t *testing.T) {
	t.Parallel()
	m := halfway(t)
	_, err := lambda.NewFromConfig(m.AWS).UpdateAlias(t.Context(), &lambda.UpdateAliasInput{
		FunctionName: aws.String("checkout-prod"), Name: aws.String("live"), FunctionVersion: aws.String("2"), Description: aws.String("by hand"),
		RoutingConfig: &types.AliasRoutingConfiguration{AdditionalVersionWeights: map[string]float64{"1": 0.3}},
	})
	m.must(err)
	before := m.live()
	m.loseTicker("is not in the hands of this rollout")
	if after := m.live(); *after.RevisionId != *before.RevisionId {
		t.Errorf("live was %+v and is %+v", before, after)
	}
}

// halfway is the bot, deployed with a service whose function is in MiniStack, and a
// canary there that the state machine and the real ticker have given its traffic.
func halfway(t *testing.T) *machine {
	t.Helper()
	m := &machine{Deployment: deployed.Open(t, deployed.Options{Speed: 40, OwnLambda: true}), t: t, id: "01M00000000000000000000001"}
	m.service()
	_, change := rollout.Begin(rollout.Rollout{
		ID: m.id, Target: prod, Phase: rollout.Shifting, Stable: "1", Candidate: "2", By: "U0ANA", Channel: "C0CHECKOUT",
		Release: rollout.Release{SHA: commits["good"].SHA, Digest: commits["good"].Digest()},
		Strategy: rollout.Strategy{
			Kind: rollout.Canary, Steps: []rollout.Step{{Weight: 0.1, Hold: time.Hour}}, MaxHold: time.Hour, Watch: time.Minute,
			Inconclusive: rollout.Ask, PauseLimit: time.Hour, MetricErrors: 5, Judge: judge.Default(),
		},
	}, rollout.Lock{Target: prod}, m.World.Clock.Now())
	m.must(m.Store.Commit(t.Context(), change))
	m.must(engine.New(sfn.NewFromConfig(m.AWS), engine.Options{StateMachine: m.Machine, Parking: m.Store}).Start(t.Context(), m.id))
	m.eventually("the candidate was seen with its share", func() bool { return seen(0)(m.rollout()) })
	if live := m.live(); weights(live) != 0.1 || !strings.HasPrefix(*live.Description, "slipway rollout="+string(m.id)+" fence=") {
		t.Fatalf("live is on %s %v, %s", *live.FunctionVersion, live.RoutingConfig, *live.Description)
	}
	return m
}

// service puts checkout-prod into MiniStack, with versions 1 and 2 and all traffic on 1.
func (m *machine) service() {
	m.t.Helper()
	ctx, c, name := m.t.Context(), lambda.NewFromConfig(m.AWS), aws.String("checkout-prod")
	ministack.Function(m.t, m.AWS, *name, nil, ministack.Zip(m.t, filepath.Join(os.Getenv("SLIPWAY_BINARIES"), "front"))) // any program: nobody calls it
	for _, v := range []string{"1", "2"} {
		_, err := c.UpdateFunctionConfiguration(ctx, &lambda.UpdateFunctionConfigurationInput{FunctionName: name, Description: &v})
		m.must(err)
		_, err = c.PublishVersion(ctx, &lambda.PublishVersionInput{FunctionName: name})
		m.must(err)
	}
	_, err := c.CreateAlias(ctx, &lambda.CreateAliasInput{FunctionName: name, Name: aws.String("live"), FunctionVersion: aws.String("1")})
	m.must(err)
}

// loseTicker deletes our code, and waits for the last resort to tell people that.
func (m *machine) loseTicker(saying string) {
	m.t.Helper()
	m.Delete("ticker")
	m.eventually("the execution has failed", func() bool { return m.status("") == sfntypes.ExecutionStatusFailed })
	m.eventually("people are told: "+saying, func() bool { return strings.Contains(strings.Join(m.Told(), " "), saying) })
}

func (m *machine) live() *lambda.GetAliasOutput {
	m.t.Helper()
	got, err := lambda.NewFromConfig(m.AWS).GetAlias(m.t.Context(), &lambda.GetAliasInput{FunctionName: aws.String("checkout-prod"), Name: aws.String("live")})
	m.must(err)
	return got
}

// weights is the share of whatever version an alias has besides its main one.
func weights(a *lambda.GetAliasOutput) float64 {
	sum := 0.0
	if a.RoutingConfig != nil {
		for _, w := range a.RoutingConfig.AdditionalVersionWeights {
			sum += w
		}
	}
	return sum
}

func (m *machine) rollout() rollout.Rollout {
	m.t.Helper()
	row, err := m.Store.Load(m.t.Context(), rollout.RolloutKey(m.id))
	m.must(err)
	r, err := rollout.Decode[rollout.Rollout](row)
	m.must(err)
	return r
}

// execution is one of the rollout's, by what its name ends with.
func (m *machine) execution(end string) *string {
	return aws.String(strings.Replace(m.Machine, ":stateMachine:", ":execution:", 1) + ":" + string(m.id) + end)
}

// status is how an execution stands; empty when there is none.
func (m *machine) status(end string) sfntypes.ExecutionStatus {
	got, err := sfn.NewFromConfig(m.AWS).DescribeExecution(context.WithoutCancel(m.t.Context()), &sfn.DescribeExecutionInput{ExecutionArn: m.execution(end)})
	if err != nil {
		return ""
	}
	return got.Status
}

func (m *machine) eventually(what string, is func() bool) {
	m.t.Helper()
	m.Eventually(time.Minute, what, is)
}

func (m *machine) must(err error) {
	m.t.Helper()
	if err != nil {
		m.t.Fatal(err)
	}
}
