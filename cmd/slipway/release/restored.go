package release

import (
	"errors"
	"fmt"

	"github.com/slipway-dev/slipway/rollout"
)

// restored says what became of a rollback. One that did not end well is loud, and says
// what to type where neither Slack nor Slipway is of any help.
func (p *Pilot) restored(r rollout.Rollout, err error) Result {
	out, look := about(r), "What is live: `/deploy status "+where(r)+"`"
	switch {
	case errors.Is(err, errTold):
		return out.left(r, err)
	case err != nil:
		return out.as(CodeFailed, "failed", "THE ROLLBACK DID NOT END: "+sentence(err), p.byHand(r)+look)
	case r.Phase == rollout.Cancelled && r.First():
		return out.as(CodeOK, "ok", "It was stopped before any traffic moved: nothing is live yet.", "")
	case r.Phase == rollout.Cancelled:
		return out.as(CodeOK, "ok", fmt.Sprintf("It was stopped before any traffic moved: %s is live.", r.Stable), "")
	case r.Phase != rollout.RolledBack:
		return out.as(CodeFailed, "failed", "THE ROLLBACK DID NOT HAPPEN: "+stands(r)+": "+cause(r)+".", p.byHand(r)+look)
	case r.Health == nil || r.Health.Version != r.Stable || !r.Health.OK:
		return out.as(CodeFailed, "failed", fmt.Sprintf("Live is %s again, BUT IT IS NOT WELL: its health check did not pass.", r.Stable), look+". For an older version: `/rollback "+where(r)+" <version>`")
	}
	return out.as(CodeOK, "ok", fmt.Sprintf("Live is %s again, and its health check passed.", r.Stable), "It is locked now. When it is sorted out: `/deploy unlock "+where(r)+"`")
}

// byHand is the call of AWS's own command line that a rollback comes down to, as the
// beginning of a hint: all of the traffic to the version before.
func (p *Pilot) byHand(r rollout.Rollout) string {
	if r.First() {
		return ""
	}
	return fmt.Sprintf("By hand: `aws lambda update-alias --region %s --function-name %s --name %s --function-version %s --routing-config '{\"AdditionalVersionWeights\":{}}'`. ",
		p.Region, p.Function(r), rollout.Live, string(r.Stable))
}
