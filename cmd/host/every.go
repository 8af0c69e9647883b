package host

import (
	"context"
	"time"
)

// Every does something again and again in real time, until it fails or ctx is done.
func Every(ctx context.Context, period time.Duration, do func() error) error {
	t := time.NewTicker(period)
	defer t.Stop()
	for {
		select {
		case <-t.C:
			if err := do(); err != nil {
				return err
			}
		case <-ctx.Done():
			return nil
		}
	}
}
