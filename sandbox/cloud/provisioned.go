package cloud

import (
	"strings"
	"time"
)

// The states of provisioned concurrency.
const (
	ProvisionedInProgress = "IN_PROGRESS" // for the account's Delay
	ProvisionedReady      = "READY"
	ProvisionedFailed     = "FAILED" // for good, until it is asked for again
)

// Provisioned is the concurrency that a version keeps warm.
type Provisioned struct {
	Version      string
	FunctionArn  string // of the version
	Requested    int
	Allocated    int // Requested once it is ready, else 0
	Status       string
	StatusReason string // why it has failed
	LastModified time.Time
}

// provisioned is what was asked for a version, and when it is there.
type provisioned struct {
	Requested int
	At, Ready time.Time
	Failure   string // why it will fail; empty: it will not
}

// unreserved is what a function may not take from all the others, and quota what
// the account has.
const quota, unreserved = 1000, 100

// PutProvisionedConcurrency asks for a version to be kept warm. It is IN_PROGRESS
// for the account's Delay, then READY. An alias can have it in AWS, but not here:
// a rollout pins it to versions, so that weights can move without it.
func (a *Account) PutProvisionedConcurrency(name, version string, requested int) (Provisioned, error) {
	return do(a, "PutProvisionedConcurrencyConfig", &a.control, func(now time.Time) (Provisioned, error) {
		var out Provisioned
		err := a.change(name, now, func(f *function) error {
			if err := a.provisionable(f, version, requested, now); err != nil {
				return err
			}
			p := provisioned{Requested: requested, At: now, Ready: now.Add(a.opts.Delay), Failure: a.failProvisioning}
			f.Provisioned[version] = p
			out = f.provisioned(version, now)
			return nil
		})
		return out, err
	})
}

func (a *Account) provisionable(f *function, version string, requested int, now time.Time) error {
	if requested < 1 {
		return invalid(requested, "provisionedConcurrentExecutions", "Member must have value greater than or equal to 1")
	}
	if err := f.isVersion(version); err != nil {
		return err
	}
	if _, err := f.routable(version, now); err != nil {
		return err
	}
	others := 0
	for _, g := range a.functions {
		for v, p := range g.Provisioned {
			if g.Latest.FunctionName != f.Latest.FunctionName || v != version {
				others += p.Requested
			}
		}
	}
	if others+requested > quota-unreserved {
		return fail(CodeInvalidParameter, "Specified ConcurrentExecutions for function decreases account's "+
			"UnreservedConcurrentExecution below its minimum value of [%d].", unreserved)
	}
	return nil
}

// isVersion refuses a qualifier that is not a version's number.
func (f *function) isVersion(qualifier string) error {
	switch {
	case qualifier == latest || qualifier == "":
		return fail(CodeInvalidParameter, "Provisioned Concurrency Configs cannot be applied to unpublished function versions.")
	case strings.Trim(qualifier, "0123456789") != "":
		return fail(CodeInvalidParameter, "The simulated account keeps provisioned concurrency with versions, not with aliases.")
	default:
		return nil
	}
}

// GetProvisionedConcurrency is what a version keeps warm.
func (a *Account) GetProvisionedConcurrency(name, version string) (Provisioned, error) {
	return do(a, "GetProvisionedConcurrencyConfig", &a.control, func(now time.Time) (Provisioned, error) {
		f, err := a.function(name)
		if err != nil {
			return Provisioned{}, err
		}
		if err := f.isVersion(version); err != nil {
			return Provisioned{}, err
		}
		if _, ok := f.Provisioned[version]; !ok {
			return Provisioned{}, fail(CodeProvisionedNotFound, "No Provisioned Concurrency Config found for this function")
		}
		return f.provisioned(version, now), nil
	})
}

// ListProvisionedConcurrency is what a function's versions keep warm, oldest first.
func (a *Account) ListProvisionedConcurrency(name string) ([]Provisioned, error) {
	return do(a, "ListProvisionedConcurrencyConfigs", &a.control, func(now time.Time) ([]Provisioned, error) {
		f, err := a.function(name)
		if err != nil {
			return nil, err
		}
		var list []Provisioned
		for _, v := range f.Versions {
			if _, ok := f.Provisioned[v.Version]; ok {
				list = append(list, f.provisioned(v.Version, now))
			}
		}
		return list, nil
	})
}

// DeleteProvisionedConcurrency gives it back. A version that has none is no error.
func (a *Account) DeleteProvisionedConcurrency(name, version string) error {
	_, err := do(a, "DeleteProvisionedConcurrencyConfig", &a.control, func(now time.Time) (struct{}, error) {
		return struct{}{}, a.change(name, now, func(f *function) error {
			if err := f.isVersion(version); err != nil {
				return err
			}
			if _, err := f.version(version, now); err != nil {
				return err
			}
			delete(f.Provisioned, version)
			return nil
		})
	})
	return err
}

// FailProvisioning makes what is asked for from now on end as FAILED, with that
// reason; an empty one ends that.
func (a *Account) FailProvisioning(reason string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.failProvisioning = reason
}

// provisioned is a version's concurrency as an API call at that time shows it.
func (f *function) provisioned(version string, now time.Time) Provisioned {
	p := f.Provisioned[version]
	out := Provisioned{
		Version: version, FunctionArn: f.arn() + ":" + version,
		Requested: p.Requested, Status: ProvisionedInProgress, LastModified: p.At,
	}
	switch {
	case now.Before(p.Ready):
	case p.Failure != "":
		out.Status, out.StatusReason = ProvisionedFailed, p.Failure
	default:
		out.Status, out.Allocated = ProvisionedReady, p.Requested
	}
	return out
}
