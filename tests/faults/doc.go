// Package faults lets things go wrong around the real ticker: a process that is
// killed or stopped at any moment, a network that loses requests and replies, an
// AWS that refuses everything for a while. What holds is looked at from outside:
// in the store, and in the account where the traffic is.
//
// rows.yaml says which tests prove which row of the list of faults.
package faults
