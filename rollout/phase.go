package rollout

// Phase is where a rollout stands.
type Phase string

// The phases, in the order a rollout goes through them.
const (
	Pending          Phase = "pending"           // accepted and locked, nothing done yet
	Building         Phase = "building"          // waiting for the image
	Deploying        Phase = "deploying"         // publishing a version and pointing green at it
	Checking         Phase = "checking"          // asking the candidate for its health, without traffic
	AwaitingApproval Phase = "awaiting_approval" // waiting for a second person
	Shifting         Phase = "shifting"          // a share of the traffic is on the candidate
	Promoting        Phase = "promoting"         // moving all of the traffic
	Watching         Phase = "watching"          // all of the traffic is there, still judged
	Succeeded        Phase = "succeeded"         // the candidate is live and stayed
	RollingBack      Phase = "rolling_back"      // putting the stable version back
	RolledBack       Phase = "rolled_back"       // the stable version is back
	Failed           Phase = "failed"            // ended before any traffic moved
	Cancelled        Phase = "cancelled"         // stopped by a person before any traffic moved, or taken over by another rollout
)

// Ended says that nothing more will happen.
func (p Phase) Ended() bool {
	switch p {
	case Succeeded, RolledBack, Failed, Cancelled:
		return true
	case Pending, Building, Deploying, Checking, AwaitingApproval, Shifting, Promoting, Watching, RollingBack:
		return false
	}
	return false
}

// Preparing says that no traffic has moved, and that none is about to.
func (p Phase) Preparing() bool {
	switch p {
	case Pending, Building, Deploying, Checking, AwaitingApproval:
		return true
	case Shifting, Promoting, Watching, Succeeded, RollingBack, RolledBack, Failed, Cancelled:
		return false
	}
	return false
}

// Past is the phase in a sentence about what became of a rollout: "succeeded",
// "was rolled back".
func (p Phase) Past() string {
	switch p {
	case Succeeded, Failed:
		return string(p)
	case RolledBack:
		return "was rolled back"
	case Cancelled:
		return "was cancelled"
	case Pending, Building, Deploying, Checking, AwaitingApproval, Shifting, Promoting, Watching, RollingBack:
		return "is " + string(p)
	}
	return string(p)
}
