package pause_test

import (
	"bytes"
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slipway-dev/slipway/cmd/pause"
)

func TestAPauseIsARandomPartOfATime(t *testing.T) {
	for want, random := range map[time.Duration][]byte{
		0:                   {0, 0},
		time.Second / 4:     {0x40, 0},
		time.Second / 2:     nil, // there is none
		3 * time.Second / 4: {0xC0, 0},
	} {
		synctest.Test(t, func(t *testing.T) {
			began := time.Now()
			pause.New(bytes.NewReader(random))(t.Context(), time.Second)
			if took := time.Since(began); took != want {
				t.Errorf("%v: it took %s, want %s", random, took, want)
			}
		})
	}
}

func TestAPauseEndsWithWhateverWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		began := time.Now()
		pause.New(bytes.NewReader([]byte{0xFF, 0xFF}))(ctx, time.Hour)
		if took := time.Since(began); took != time.Second {
			t.Errorf("it took %s", took)
		}
	})
}
