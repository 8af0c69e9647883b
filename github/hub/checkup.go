package hub

import (
	"cmp"
	"context"
	"errors"
	"net/http"

	"github.com/slipway-dev/slipway/rollout"
)

// CheckRepository looks whether the repository of a service can be seen.
func (h *Hub) CheckRepository(ctx context.Context, service string) []rollout.Diagnosis {
	owner, name, err := h.Repository(service)
	if err != nil {
		return []rollout.Diagnosis{diagnosis(err)}
	}
	full := owner + "/" + name
	got, _, err := Get[struct {
		Archived bool `json:"archived"`
		Disabled bool `json:"disabled"`
	}](ctx, h, "show "+full, nil, "repos", owner, name)
	switch {
	case err != nil:
		return []rollout.Diagnosis{diagnosis(err)}
	case got.Archived || got.Disabled:
		return []rollout.Diagnosis{{Grade: rollout.GradeBroken, Found: full + " is archived or disabled: nothing is built there, and no deployment is noted.",
			Remedy: "Bring it back in its settings on GitHub, or name another one in `slipway.yaml`."}}
	}
	return []rollout.Diagnosis{{Grade: rollout.GradeSound, Found: full + " can be seen."}}
}

// diagnosis is what an error that was explained means: broken where somebody has to do
// something about it, and else only not known.
func diagnosis(err error) rollout.Diagnosis {
	var r *rollout.Refusal
	var e *rollout.Error
	switch {
	case errors.As(err, &r):
		return rollout.Diagnosis{Grade: rollout.GradeBroken, Found: r.Reason.String(), Remedy: r.Hint}
	case !errors.As(err, &e):
		return rollout.Diagnosis{Grade: rollout.GradeUnknown, Found: "GitHub could not be asked.", Remedy: again}
	case e.Kind == rollout.NotFound || Status(err) == http.StatusUnauthorized:
		return rollout.Diagnosis{Grade: rollout.GradeBroken, Found: e.Message, Remedy: e.Hint}
	}
	return rollout.Diagnosis{Grade: rollout.GradeUnknown, Found: e.Message, Remedy: cmp.Or(e.Hint, again)}
}
