package wiring

import (
	"context"
	"errors"
	"testing"

	"github.com/slipway-dev/slipway/rollout"
)

// fakeReds is an account with a red alarm in each region, or one that lets nobody in.
type fakeReds struct {
	name   string
	closed error
}

func (a fakeReds) Red(_ context.Context, region string) ([]rollout.Signal, error) {
	if a.closed != nil {
		return nil, a.closed
	}
	return []rollout.Signal{{ID: a.name + " " + region}}, nil
}

func TestAnAccountThatCannotBeAskedHidesNoOthersAlarms(t *testing.T) {
	closed := errors.New("the role is gone")
	red, err := redOf(t.Context(), []reds{fakeReds{closed: closed}, fakeReds{name: "b"}}, []string{"eu-west-1", "us-east-1"})
	if !errors.Is(err, closed) || len(red) != 2 || red[0].ID != "b eu-west-1" || red[1].ID != "b us-east-1" {
		t.Errorf("%+v, %v", red, err)
	}
}
