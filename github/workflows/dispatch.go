package workflows

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/slipway-dev/slipway/github/hub"
	"github.com/slipway-dev/slipway/rollout"
)

// The inputs that every workflow gets besides its own.
const (
	inputSHA         = "sha"
	inputCorrelation = "correlation_id"
)

// Dispatch starts one run of the service's workflow, with the commit and the
// correlation as inputs. An Enterprise Server up to 3.20 refuses a field that it
// does not know, and starts nothing; it is asked again without the field, and the
// run is one for Find to find.
func (w *Workflows) Dispatch(ctx context.Context, o rollout.Order) (rollout.Run, error) {
	p, err := w.place(o.Service)
	if err != nil {
		return rollout.Run{}, err
	}
	inputs := maps.Clone(p.Inputs)
	if inputs == nil {
		inputs = map[string]string{}
	}
	inputs[inputSHA], inputs[inputCorrelation] = o.SHA, o.Correlation
	body := request{Ref: p.Ref, Inputs: inputs, Details: true}
	answer, err := w.start(ctx, p, body)
	if says(err, "return_run_details", http.StatusBadRequest, http.StatusUnprocessableEntity) {
		body.Details = false
		answer, err = w.start(ctx, p, body)
	}
	if err != nil {
		return rollout.Run{}, p.undone(err, inputs)
	}
	return started(answer), nil
}

func (w *Workflows) start(ctx context.Context, p place, body request) ([]byte, error) {
	return w.post(ctx, p, "start "+p.File, body, "workflows", p.File, "dispatches")
}

// undone is why nothing was started, of a kind that leaves no doubt about it. After
// an error that is no refusal of GitHub's nobody knows, and it stays what it is.
func (p place) undone(err error, inputs map[string]string) error {
	var refused *rollout.Refusal
	var ours *rollout.Error
	switch {
	case errors.As(err, &refused):
		return &rollout.Error{Kind: rollout.Invalid, Message: refused.Reason.String(), Hint: refused.Hint, Err: err}
	case !errors.As(err, &ours):
		return err
	case says(err, "Unexpected inputs", http.StatusUnprocessableEntity):
		return &rollout.Error{
			Kind: rollout.Invalid, Err: ours.Err,
			Message: fmt.Sprintf("%s on %s of %s does not take all of the inputs that Slipway sends.", p.File, p.Ref, p),
			Hint:    "Declare them below its `workflow_dispatch`: `" + strings.Join(slices.Sorted(maps.Keys(inputs)), "`, `") + "`.",
		}
	case says(err, "", http.StatusNotFound):
		return &rollout.Error{
			Kind: rollout.NotFound, Err: ours.Err,
			Message: fmt.Sprintf("There is no workflow %s on %s of %s, or it has no workflow_dispatch.", p.File, p.Ref, p),
			Hint:    ours.Hint,
		}
	case hub.Status(err) == http.StatusUnauthorized, hub.Status(err) == http.StatusConflict:
		return &rollout.Error{Kind: rollout.Invalid, Message: ours.Message, Hint: ours.Hint, Err: ours.Err}
	}
	return err
}
