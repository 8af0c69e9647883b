// Package pause waits for a time that nobody can foresee, so that those who got into each
// other's way do not meet again.
package pause

import (
	"context"
	"encoding/binary"
	"io"
	"time"
)

// New makes a wait of a random part of some time, which ends early when the context does.
// Where there is no randomness to be had it waits for half of it.
func New(random io.Reader) func(ctx context.Context, most time.Duration) {
	return func(ctx context.Context, most time.Duration) {
		timer := time.NewTimer(part(random, most))
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-ctx.Done():
		}
	}
}

// part is a random part of some time.
func part(random io.Reader, most time.Duration) time.Duration {
	const parts = 1 << 16
	var b [2]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return most / 2
	}
	return most * time.Duration(binary.BigEndian.Uint16(b[:])) / parts
}
