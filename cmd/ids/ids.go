// Package ids makes identifiers that nobody can guess.
package ids

import (
	"encoding/hex"
	"fmt"
	"io"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/oklog/ulid/v2"
)

// Maker makes ids. After it is made it cannot fail. Safe for concurrent use.
type Maker struct {
	mu      sync.Mutex
	source  *rand.ChaCha8
	entropy *ulid.MonotonicEntropy
}

// New makes a maker, with a seed read from random.
func New(random io.Reader) (*Maker, error) {
	var seed [32]byte
	if _, err := io.ReadFull(random, seed[:]); err != nil {
		return nil, fmt.Errorf("read randomness for ids: %w", err)
	}
	source := rand.NewChaCha8(seed)
	return &Maker{source: source, entropy: ulid.Monotonic(source, 0)}, nil
}

// At is a new ULID of that time, greater than those before of the same millisecond.
func (m *Maker) At(t time.Time) string {
	m.mu.Lock()
	defer m.mu.Unlock()
	id, err := ulid.New(ulid.Timestamp(t), m.entropy)
	for err != nil { // a millisecond holds many ids, but not any number
		t = t.Add(time.Millisecond)
		id, err = ulid.New(ulid.Timestamp(t), m.entropy)
	}
	return id.String()
}

// Random is 32 random hexadecimal digits.
func (m *Maker) Random() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	var b [16]byte
	_, _ = m.source.Read(b[:]) // never fails, by its documentation
	return hex.EncodeToString(b[:])
}

// Ref is a short reference that a person can read out.
func (m *Maker) Ref() string { return m.Random()[:6] }
