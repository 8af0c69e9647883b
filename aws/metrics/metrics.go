// Package metrics reads what CloudWatch knows of Lambda functions: the counts
// that a rollout is judged by, series for dashboards, and pictures of graphs.
//
// The judge's few series are read with GetMetricStatistics, which is inside the
// million free requests; GetMetricData bills each metric and is for dashboards,
// where many series come in one call.
package metrics

import (
	"errors"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"

	"github.com/slipway-dev/slipway/rollout"
)

// namespace is where Lambda's metrics are.
const namespace = "AWS/Lambda"

// Metrics reads the metrics of one account and region. It holds no state.
type Metrics struct {
	client   *cloudwatch.Client
	function func(rollout.Target) string
}

// New reads with the client; function names the Lambda function of a target.
func New(c *cloudwatch.Client, function func(rollout.Target) string) *Metrics {
	return &Metrics{client: c, function: function}
}

// dimensions name the series of the calls that came by way of live: those of
// one version, or of all when there is none. CloudWatch matches them exactly.
func (m *Metrics) dimensions(t rollout.Target, v rollout.Version) []types.Dimension {
	name := m.function(t)
	all := []types.Dimension{
		{Name: aws.String("FunctionName"), Value: aws.String(name)},
		{Name: aws.String("Resource"), Value: aws.String(name + ":" + string(rollout.Live))},
	}
	if v != "" {
		all = append(all, types.Dimension{Name: aws.String("ExecutedVersion"), Value: aws.String(string(v))})
	}
	return all
}

// together calls all of them at once, waits for each, and gives their errors.
func together(all ...func() error) error {
	errs := make([]error, len(all))
	var wg sync.WaitGroup
	for i, one := range all {
		wg.Go(func() { errs[i] = one() })
	}
	wg.Wait()
	return errors.Join(errs...)
}

// span is the time From ≤ t < To.
type span struct{ from, to time.Time }

func (s span) empty() bool                { return !s.from.Before(s.to) }
func (s span) contains(at time.Time) bool { return !at.Before(s.from) && at.Before(s.to) }
