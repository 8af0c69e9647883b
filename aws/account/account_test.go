package account_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"

	"github.com/slipway-dev/slipway/aws/account"
	"github.com/slipway-dev/slipway/rollout"
)

func TestTheRoleIsTakenOnByTheFirstCallOnceForAll(t *testing.T) {
	w := newWorld(t)
	s := account.New(w.home(), there())
	c, patient := s.In(w.home()), s.In(w.home())
	if w.assumed != 0 {
		t.Error("it is taken on before anybody needs it")
	}
	var wg sync.WaitGroup
	for range 10 {
		wg.Go(func() {
			if err := errors.Join(call(t, c), call(t, patient)); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if w.assumed != 1 || w.accepted != 20 {
		t.Errorf("taken on %d times for %d calls", w.assumed, w.accepted)
	}
}

func TestCallsAtHomeStayOurOwn(t *testing.T) {
	w := newWorld(t)
	home := w.home()
	account.New(home, there()).In(home)
	c, err := home.Credentials.Retrieve(t.Context())
	if err != nil || c.AccessKeyID != "HOME" || len(home.APIOptions) != 0 || w.assumed != 0 {
		t.Errorf("%s, %d, %v", c.AccessKeyID, len(home.APIOptions), err)
	}
}

func TestItIsTakenOnAnewMinutesBeforeItEnds(t *testing.T) {
	for lasts, want := range map[time.Duration]int{2 * time.Minute: 3, 6 * time.Minute: 1} {
		w := newWorld(t)
		w.lasts = lasts
		c := account.New(w.home(), there()).In(w.home())
		for range 3 {
			if err := call(t, c); err != nil {
				t.Error(err)
			}
		}
		if w.assumed != want {
			t.Errorf("%s: taken on %d times for three calls", lasts, w.assumed)
		}
	}
}

// faults.md E10
func TestARevokedSessionIsTakenOnAnewOnce(t *testing.T) {
	w := newWorld(t)
	c := account.New(w.home(), there()).In(w.home())
	if err := call(t, c); err != nil {
		t.Fatal(err)
	}
	w.expired = true
	if err := call(t, c); err != nil || w.assumed != 2 {
		t.Errorf("taken on %d times: %v", w.assumed, err)
	}
	if err := call(t, c); err != nil || w.assumed != 2 {
		t.Errorf("taken on %d times: %v", w.assumed, err)
	}
}

func TestARefusalSaysWhatToDoAndLasts(t *testing.T) {
	w := newWorld(t)
	w.refuses = "AccessDenied"
	told, lasting := rollout.Lasting(call(t, account.New(w.home(), there()).In(w.home())))
	if !lasting || told.Kind != rollout.Broken || told.Message != "prod: AWS does not let us be arn:aws:iam::222222222222:role/slipway-bot." ||
		!strings.Contains(told.Hint, "externalId") || !strings.Contains(told.Hint, "sts:TagSession") || !strings.Contains(told.Hint, "Slipway's ticker") {
		t.Errorf("%+v", told)
	}
	if w.accepted != 0 {
		t.Error("the call was made all the same")
	}
}

func TestThatAWSIsBusyPasses(t *testing.T) {
	w := newWorld(t)
	w.refuses = "Throttling"
	home := w.home()
	home.Retryer = func() aws.Retryer {
		return retry.NewStandard(func(o *retry.StandardOptions) {
			o.Backoff = retry.BackoffDelayerFunc(func(int, error) (time.Duration, error) { return 0, nil })
		})
	}
	err := call(t, account.New(home, there()).In(home))
	if _, lasting := rollout.Lasting(err); lasting || !rollout.IsKind(err, rollout.Throttled) || w.asked != 3 {
		t.Errorf("asked %d times: %v", w.asked, err)
	}
}

func TestNobodyWaitsLongerThanTheyMay(t *testing.T) {
	w := newWorld(t)
	w.hangs = make(chan struct{})
	defer close(w.hangs)
	s := account.New(w.home(), there())
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	var told *rollout.Error
	if _, err := s.Retrieve(ctx); !errors.As(err, &told) || told.Message != "prod: AWS did not make us arn:aws:iam::222222222222:role/slipway-bot." {
		t.Error(err)
	}
}
