package world

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	bbolt "go.etcd.io/bbolt/errors"

	"github.com/slipway-dev/slipway/local/store"
	"github.com/slipway-dev/slipway/sandbox/disk"
)

// The files of a world's folder.
const (
	worldFile   = "world.db"     // the simulated world; the folder belongs to whoever has it open
	storeFile   = "slipway.db"   // what the bot knows
	secretsFile = "secrets.json" // stays when all else begins anew
)

// seeded is the key of the note that a new world has all of its history.
const seeded = "seeded"

// ErrInUse says that the folder belongs to another world, of this process or of
// another one.
var ErrInUse = errors.New("another sandbox is running on it")

// openFolder takes the folder and opens its files. A world that a kill has left
// without all of its history is thrown away.
func (w *World) openFolder() error {
	if err := os.MkdirAll(w.o.Dir, 0o700); err != nil {
		return fmt.Errorf("make the folder: %w", err)
	}
	var err error
	if w.disk, err = disk.Open(filepath.Join(w.o.Dir, worldFile)); errors.Is(err, bbolt.ErrTimeout) {
		return ErrInUse
	} else if err != nil {
		return fmt.Errorf("open the simulated world: %w", err)
	}
	if w.Secrets, err = openSecrets(filepath.Join(w.o.Dir, secretsFile), w.o.Random); err != nil {
		return err
	}
	if err := w.dropHalf(); err != nil {
		return err
	}
	if w.Store, err = store.Open(filepath.Join(w.o.Dir, storeFile)); err != nil {
		return fmt.Errorf("open the bot's store: %w", err)
	}
	return nil
}

// dropHalf empties the folder of a world that was never finished.
func (w *World) dropHalf() error {
	whole, err := w.load(seeded, new(bool))
	if err != nil || whole {
		return err
	}
	err = w.disk.Each("", func(key string, _ []byte) error { return w.disk.Delete(key) })
	if err != nil {
		return fmt.Errorf("empty the simulated world: %w", err)
	}
	return remove(filepath.Join(w.o.Dir, storeFile))
}

// Clear removes the world that is in a folder, so that Open makes a new one, with
// the same secrets. No world may be open there.
func Clear(dir string) error {
	for _, name := range []string{worldFile, storeFile} { // in this order: without the world, the rest is no one's
		if err := remove(filepath.Join(dir, name)); err != nil {
			return err
		}
	}
	return nil
}

func remove(file string) error {
	if err := os.Remove(file); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("clear the folder: %w", err)
	}
	return nil
}

// load reads a value of the world's own; false when there is none yet.
func (w *World) load(key string, into any) (found bool, err error) {
	err = w.disk.Each("world/"+key, func(_ string, value []byte) error {
		found = true
		return json.Unmarshal(value, into)
	})
	if err != nil {
		return found, fmt.Errorf("load the world's %s: %w", key, err)
	}
	return found, nil
}

func (w *World) save(key string, value any) error {
	body, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("encode the world's %s: %w", key, err)
	}
	return w.disk.Put("world/"+key, body)
}
