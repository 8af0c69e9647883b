// Package doctor is `slipway doctor`: it looks at what an installation relies on, as
// `/deploy doctor` does, from outside of it; and with --selftest it tries out in a real
// account what the simulated one takes for granted.
package doctor
