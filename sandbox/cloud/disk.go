package cloud

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
)

// Disk keeps bytes under keys. A Put that returned has been written: it has to
// survive the death of the process.
type Disk interface {
	Put(key string, value []byte) error
	Delete(key string) error
	// Each calls fn for every key with the prefix; fn may not keep the value.
	Each(prefix string, fn func(key string, value []byte) error) error
}

// The keys: one for the account, one each function, image, behaviour and alarm, and
// one for each hour of a function's metrics.
const (
	accountKey      = "account"
	functionPrefix  = "function/"
	imagePrefix     = "image/"
	behaviourPrefix = "behaviour/"
	minutesPrefix   = "minutes/"
	alarmPrefix     = "alarm/"
)

func functionKey(name string) string { return functionPrefix + name }

func behaviourKey(digest string) string { return behaviourPrefix + digest }

func (i Image) key() string { return imagePrefix + i.Repository + ":" + i.Tag }

// nowhere is the disk of an account that lives in memory.
type nowhere struct{}

func (nowhere) Put(string, []byte) error                                { return nil }
func (nowhere) Delete(string) error                                     { return nil }
func (nowhere) Each(string, func(key string, value []byte) error) error { return nil }

func save(d Disk, key string, value any) error {
	data, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("encode %s: %w", key, err)
	}
	if err := d.Put(key, data); err != nil {
		return fmt.Errorf("save %s: %w", key, err)
	}
	return nil
}

func each[T any](d Disk, prefix string, use func(key string, value T)) error {
	err := d.Each(prefix, func(key string, data []byte) error {
		var value T
		if err := json.Unmarshal(data, &value); err != nil {
			return fmt.Errorf("decode %s: %w", key, err)
		}
		use(key[len(prefix):], value)
		return nil
	})
	if err != nil {
		return fmt.Errorf("load %s: %w", prefix, err)
	}
	return nil
}

type accountRecord struct{ Salt uint64 }

// load reads what is on the disk; functions come before their minutes.
func (a *Account) load() error {
	known, d := false, a.opts.Disk
	err := cmp.Or(
		each(d, accountKey, func(_ string, r accountRecord) { a.salt, known = r.Salt, true }),
		each(d, functionPrefix, func(name string, f function) { a.functions[name], a.metrics[name] = &f, newSeries(&f) }),
		each(d, minutesPrefix, a.loadHour),
		each(d, behaviourPrefix, func(digest string, b Behaviour) { a.behaviours[digest] = b }),
		each(d, alarmPrefix, func(name string, w watched) { a.alarms[name] = w }),
		each(d, imagePrefix, func(_ string, i Image) { a.images = append(a.images, i) }),
	)
	if err != nil {
		return err
	}
	for _, s := range a.metrics {
		slices.SortFunc(s.minutes, func(x, y minute) int { return cmp.Compare(x.At, y.At) })
	}
	slices.SortStableFunc(a.images, func(x, y Image) int { return x.PushedAt.Compare(y.PushedAt) })
	if known {
		return nil
	}
	a.salt = a.opts.Rand.Uint64()
	return save(d, accountKey, accountRecord{Salt: a.salt})
}

func (a *Account) loadHour(_ string, h hour) {
	s, ok := a.metrics[h.Function]
	if !ok {
		return // its function was being deleted when the process died
	}
	s.minutes = append(s.minutes, h.Minutes...)
	if h.Until.After(s.settled) {
		s.settled, s.saved = h.Until, h.Until
	}
}
