package rollout

import "time"

// Drill says that a rollout ships a version which is known to be bad, to see whether it
// is taken back by itself in time. It is taken back in any case.
type Drill struct {
	Within time.Duration `json:"within"`      // of its first traffic
	By     time.Time     `json:"by,omitzero"` // when that is over; zero before its first traffic
	// Alone says that the policy has nothing take a version back by itself, so that the drill
	// is bound to fail.
	Alone bool `json:"alone,omitempty"`
}

// Drilled is what came of a drill, kept for the summaries.
type Drilled struct {
	Rollout ID            `json:"rollout"`
	Target  Target        `json:"target"`
	By      string        `json:"by"` // Slack user id, or Slipway for the schedule
	Began   time.Time     `json:"began"`
	Ended   time.Time     `json:"ended"`
	Passed  bool          `json:"passed"`
	Took    time.Duration `json:"took,omitempty"` // from its first traffic until the way back began; 0 without traffic
	Why     string        `json:"why"`            // one sentence; may hold untrusted text
}

// Key is where it is stored.
func (d Drilled) Key() Key { return Key{Kind: "drill", ID: string(d.Rollout)} }

// Rev is always the first: a drill ends once.
func (d Drilled) Rev() (int64, Guard) { return 1, Next }

// Indexes lists them all.
func (d Drilled) Indexes() []string { return []string{DrillsIndex} }

// DrillsIndex lists the drills, by their rollouts' ids and so by time.
const DrillsIndex = "drills"
