package simulate

import "time"

// ending is how one judge's run ended. Times are from the first traffic on the
// canary.
type ending struct {
	outcome    Outcome
	why        string
	byVerdict  bool          // a judge took it back
	decided    time.Duration // when the outcome was decided
	restored   time.Duration // when the alias was back on the stable version
	failed     int64         // calls of users that the canary has failed
	errorsSeen int64         // errors of the canary in the metrics that were read
}
