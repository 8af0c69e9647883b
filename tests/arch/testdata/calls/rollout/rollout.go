package rollout

import (
	"context"
	"math/rand/v2"
	"os"
	clock "time"
)

func now() clock.Time { return clock.Now() }

func wait() { clock.Sleep(clock.Second) }

func home() string { return os.Getenv("HOME") }

func todo() context.Context { return context.TODO() }

func dice(r *rand.Rand) int { return r.IntN(6) + rand.IntN(6) }
