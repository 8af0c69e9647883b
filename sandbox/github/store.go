package github

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// space is what the keys of all rows begin with, so that others can share the disk.
const space = "github/"

// row is one thing that is kept: what Disk keeps of it, nil to forget it, and what
// then changes in memory.
type row struct {
	key   string
	value any
	apply func()
}

// commit makes rows durable, all or none, and then changes memory, so that nobody
// ever sees what a crash could take back.
func (h *Host) commit(rows ...row) error {
	if len(rows) == 0 {
		return nil
	}
	if h.o.Disk != nil {
		encoded := map[string][]byte{}
		for _, r := range rows {
			if encoded[space+r.key] = nil; r.value == nil {
				continue
			}
			value, err := json.Marshal(r.value)
			if err != nil {
				return fmt.Errorf("encode %s: %w", r.key, err)
			}
			encoded[space+r.key] = value
		}
		if err := h.o.Disk.Write(encoded); err != nil {
			return fmt.Errorf("write %s: %w", rows[0].key, err)
		}
	}
	for _, r := range rows {
		r.apply()
	}
	return nil
}

func (h *Host) runRow(r run) row {
	return row{"run/" + strconv.FormatInt(r.ID, 10), r, func() { h.runs[r.ID] = r }}
}

func (h *Host) deploymentRow(d deployment) row {
	return row{"deployment/" + strconv.FormatInt(d.ID, 10), d, func() { h.deployments[d.ID] = d }}
}

// repoOf is the repository of something that was kept. One that is not among the
// options any more is empty.
func (h *Host) repoOf(name string) *repository {
	owner, short, _ := strings.Cut(name, "/")
	if r, known := h.repo(owner, short); known {
		return r
	}
	return &repository{Repository: Repository{Owner: owner, Name: short, Default: "main"}}
}

// load reads the rows on disk.
func (h *Host) load() error {
	if h.o.Disk == nil {
		return nil
	}
	var pushes []push
	err := cmp.Or(
		each(h, "run/", func(_ string, r run) { h.runs[r.ID] = r }),
		each(h, "deployment/", func(_ string, d deployment) { h.deployments[d.ID] = d }),
		each(h, "event/", func(_ string, e Event) { h.events = append(h.events, e) }),
		each(h, "delivery/", func(_ string, d delivery) { h.deliveries = append(h.deliveries, d) }),
		each(h, "outcome/", func(sha string, o Outcome) { h.outcomes[sha] = o }),
		each(h, "token/", func(name string, t token) { h.tokens[name] = t }),
		each(h, "push/", func(_ string, p push) { pushes = append(pushes, p) }),
		each(h, "checks/", func(_ string, c checked) { h.repoOf(c.Repository).setChecks(c) }),
	)
	if err != nil {
		return err
	}
	if err := h.replay(pushes); err != nil {
		return err
	}
	slices.SortFunc(h.deliveries, func(a, b delivery) int { return cmp.Compare(a.ID, b.ID) })
	for _, d := range h.deliveries {
		h.last = max(h.last, d.ID)
	}
	slices.SortFunc(h.events, func(a, b Event) int { return cmp.Compare(a.ID, b.ID) })
	for _, e := range h.events {
		h.last = max(h.last, e.ID)
	}
	for _, d := range h.deployments {
		h.last = max(h.last, d.ID, d.newest())
	}
	for _, r := range h.runs {
		h.last = max(h.last, r.ID)
		for _, j := range r.Jobs {
			h.last = max(h.last, j.ID)
		}
	}
	return nil
}

// replay takes what was pushed, as far as its repository is still there.
func (h *Host) replay(pushes []push) error {
	slices.SortFunc(pushes, func(a, b push) int { return cmp.Compare(a.ID, b.ID) })
	for _, p := range pushes {
		h.last = max(h.last, p.ID)
		if repo := h.repoOf(p.Repository); repo.commits != nil {
			if err := repo.take(p); err != nil {
				return fmt.Errorf("load push %d: %w", p.ID, err)
			}
		}
	}
	return nil
}

func each[T any](h *Host, prefix string, use func(key string, value T)) error {
	err := h.o.Disk.Each(space+prefix, func(key string, data []byte) error {
		var value T
		if err := json.Unmarshal(data, &value); err != nil {
			return fmt.Errorf("decode %s: %w", key, err)
		}
		use(key[len(space+prefix):], value)
		return nil
	})
	if err != nil {
		return fmt.Errorf("load %s: %w", prefix, err)
	}
	return nil
}
