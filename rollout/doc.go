// Package rollout is the pure core of Slipway: what a release is, what may
// happen to it next, and every noun that is stored.
//
// It does no I/O, reads no clock and knows no vendor. State and an observation
// go in, the next state and one intent come out (Advance); whoever calls it
// saves the state first and carries the intent out afterwards. Every intent
// says how the world should be, so doing it twice is harmless.
package rollout
