package selftest

import (
	"context"
	"fmt"
	"math"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
)

const (
	// pace is the time between two calls.
	pace = 200 * time.Millisecond
	// alone is how many calls in a row without one to the second version mean that it gets
	// none any more: with its weight, that happens by chance once in 100,000 times.
	alone = 40
)

// sample is what became of the calls of a time.
type sample struct {
	from, to time.Time      // whole minutes
	calls    map[string]int // by the version that ran
	failed   map[string]int
}

func newSample(at time.Time) sample {
	return sample{from: at.Truncate(time.Minute), calls: map[string]int{}, failed: map[string]int{}}
}

func (s *sample) all() (n int) {
	for _, calls := range s.calls {
		n += calls
	}
	return n
}

// call calls live once, and says which version ran.
func (l *lab) call(ctx context.Context, s *sample) (string, error) {
	got, err := l.Lambda.Invoke(ctx, &lambda.InvokeInput{FunctionName: &l.Name, Qualifier: aws.String(live), Payload: []byte("{}")}, once)
	if err != nil {
		return "", fmt.Errorf("call the function: %w", err)
	}
	version := aws.ToString(got.ExecutedVersion)
	s.calls[version]++
	if aws.ToString(got.FunctionError) != "" {
		s.failed[version]++
	}
	s.to = l.Now().Truncate(time.Minute).Add(time.Minute)
	if err := l.Sleep(ctx, pace); err != nil {
		return "", fmt.Errorf("wait for the next call: %w", err)
	}
	return version, nil
}

// whole calls live while all of it is the first version's, and then waits for the next
// minute, so that the metrics of the canary are apart.
func (l *lab) whole(ctx context.Context) error {
	if err := l.nextMinute(ctx); err != nil {
		return err
	}
	l.atWhole = newSample(l.Now())
	for range max(1, l.Calls/10) {
		if _, err := l.call(ctx, &l.atWhole); err != nil {
			return err
		}
	}
	n, all := l.atWhole.calls[l.first], l.atWhole.all()
	l.told("The answer of a call by an alias tells which version ran", holds(n == all), "%d of %d calls say version %s", n, all, l.first)
	return l.nextMinute(ctx)
}

func (l *lab) nextMinute(ctx context.Context) error {
	now := l.Now()
	if err := l.Sleep(ctx, now.Truncate(time.Minute).Add(time.Minute+time.Second).Sub(now)); err != nil {
		return fmt.Errorf("wait for the next minute: %w", err)
	}
	return nil
}

// split gives the second version its weight, and counts who gets the calls.
func (l *lab) split(ctx context.Context) error {
	l.atSplit = newSample(l.Now())
	if _, err := l.write(ctx, l.first, map[string]float64{l.second: weight}, ""); err != nil {
		return fmt.Errorf("split the alias: %w", err)
	}
	begun := l.Now()
	tries := 0
	for ; tries < l.Calls && l.atSplit.calls[l.second] == 0; tries++ {
		if _, err := l.call(ctx, &l.atSplit); err != nil {
			return err
		}
	}
	const effect, share = "A weight takes effect within seconds", "Calls are split by the weight"
	if l.atSplit.calls[l.second] == 0 {
		l.told(effect, Fails, "none of %d calls in %s went to version %s", tries, l.Now().Sub(begun).Round(time.Second), l.second)
		l.told(share, Fails, "0 of %d calls went to version %s, whose weight is %v", tries, l.second, weight)
		return nil
	}
	l.told(effect, Holds, "the first call to version %s came after %s", l.second, l.Now().Sub(begun).Round(pace/2))
	n := l.atSplit.calls[l.second]
	for range l.Calls {
		if _, err := l.call(ctx, &l.atSplit); err != nil {
			return err
		}
	}
	n = l.atSplit.calls[l.second] - n
	l.told(share, holds(likely(n, l.Calls, weight)), "%d of %d calls went to version %s, whose weight is %v", n, l.Calls, l.second, weight)
	return nil
}

// likely says whether so many of n calls are what a weight gives, but for an accident that
// happens once in 15,000 times: four standard deviations.
func likely(x, n int, weight float64) bool {
	expected := weight * float64(n)
	return math.Abs(float64(x)-expected) <= 4*math.Sqrt(expected*(1-weight))
}

// settle calls live until the second version gets no more.
func (l *lab) settle(ctx context.Context) error {
	const says = "Calls follow a cleared weight within seconds"
	if l.atSplit.calls[l.second] == 0 {
		l.told(says, Unknown, "no call went to version %s before", l.second)
		return nil
	}
	begun := l.Now()
	last := begun
	quiet := 0
	for n := 0; n < alone+l.Calls && quiet < alone; n++ {
		version, err := l.call(ctx, &l.atSplit)
		if err != nil {
			return err
		}
		if quiet++; version == l.second {
			quiet, last = 0, l.Now()
		}
	}
	l.told(says, holds(quiet == alone), "the last call to version %s came after %s", l.second, last.Sub(begun).Round(pace/2))
	return nil
}
