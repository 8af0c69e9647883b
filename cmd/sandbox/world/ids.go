package world

import (
	"encoding/hex"
	"fmt"
	"io"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/oklog/ulid/v2"
)

// ids makes identifiers that nobody can guess. After it is made it cannot fail.
type ids struct {
	mu      sync.Mutex
	source  *rand.ChaCha8
	entropy *ulid.MonotonicEntropy
}

func (w *World) openIDs() error {
	var seed [32]byte
	if _, err := io.ReadFull(w.o.Random, seed[:]); err != nil {
		return fmt.Errorf("read randomness for ids: %w", err)
	}
	source := rand.NewChaCha8(seed)
	w.ids = &ids{source: source, entropy: ulid.Monotonic(source, 0)}
	return nil
}

// at is a new ULID of that time, greater than those before of the same millisecond.
func (i *ids) at(t time.Time) string {
	i.mu.Lock()
	defer i.mu.Unlock()
	id, err := ulid.New(ulid.Timestamp(t), i.entropy)
	for err != nil { // a millisecond holds many ids, but not any number
		t = t.Add(time.Millisecond)
		id, err = ulid.New(ulid.Timestamp(t), i.entropy)
	}
	return id.String()
}

// random is 32 random hexadecimal digits.
func (i *ids) random() string {
	i.mu.Lock()
	defer i.mu.Unlock()
	var b [16]byte
	_, _ = i.source.Read(b[:]) // never fails, by its documentation
	return hex.EncodeToString(b[:])
}

// ref is a short reference that a person can read out.
func (i *ids) ref() string { return i.random()[:6] }
