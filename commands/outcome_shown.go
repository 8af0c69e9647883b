package commands

import (
	"time"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/dora"
)

// DashboardShown is how a target's calls have gone.
type DashboardShown struct {
	rollout.Numbers
	Chart     string             // which charts are to be seen, one of grammar.Charts
	Versions  []rollout.Version  // that are told apart, the stable one first; empty while one has all of the traffic
	Live      rollout.AliasNow   // what live is now; zero when that is not known
	Marks     []Mark             // when rollouts changed the weights, in order
	Incidents []rollout.Incident // that were open in the window, newest first
	Prices    Prices             // zero: nothing is known of costs
	Console   string             // address of the dashboard in CloudWatch; empty for none
	Problem   string             // why there is nothing to show: the target is gone, …; empty when there is
}

// Mark is a change of weights that a dashboard points at.
type Mark = rollout.Mark

// Pictured is a dashboard as a picture.
type Pictured struct {
	DashboardShown
	PNG     []byte // empty when it could not be drawn
	Undrawn string // why; empty when it was
}

// SummaryShown is what happened in a day or a week.
type SummaryShown struct {
	Period     string // grammar.Day or grammar.Week
	Zone       *time.Location
	From, To   time.Time        // From ≤ t < To, both midnights in the zone
	Production []string         // the environments that count
	Shipped    []rollout.Result // deployments to them, in order
	Back       []rollout.Result // what was taken back there, or never got all of the traffic
	Elsewhere  int              // deployments to other environments
	Days       []Day            // of two weeks, the last one is that before To
	Now        dora.Five        // of the week that ends at To: a day has too little to say
	Before     dora.Five        // of the week before that
	Lags       []Lag            // services of which production is behind the environment before it
	Held       []rollout.Lock
	Drill      *rollout.Drilled // the latest one; nil when there was none
	Incidents  []rollout.Incident
	Cost       *Cost // of the bot itself since its month began; nil when nobody can say
	Page       int   // of what is listed, from 1
	Partial    int   // how many results could not be read
}

// Day is how many deployments there were on one day.
type Day struct {
	Date        time.Time // midnight, in the zone
	Deployments int
	Failed      int // of them
}

// Lag is that an environment is behind the one before it.
type Lag struct {
	Service       string
	Behind, Ahead string // environments: prod, staging
	From, To      rollout.Release
	Commits       int       // between them; 0 when nobody knows
	Since         time.Time // when Ahead got what Behind has not
}

func (DashboardShown) outcome() {}
func (Pictured) outcome()       {}
func (SummaryShown) outcome()   {}
