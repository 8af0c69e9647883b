package cloud

import (
	"fmt"
	"time"
)

// CreateFunctionInput describes a new function.
type CreateFunctionInput struct {
	FunctionName     string
	Role             string
	DeadLetterTarget string
	ImageURI         string // repository@sha256:… or repository:tag of an image that exists
}

// CreateFunction makes a function that is Pending for the account's Delay.
func (a *Account) CreateFunction(in CreateFunctionInput) (FunctionConfiguration, error) {
	return do(a, "CreateFunction", &a.control, func(now time.Time) (FunctionConfiguration, error) {
		if err := a.newName(in.FunctionName); err != nil {
			return FunctionConfiguration{}, err
		}
		image, err := a.runnable(in.ImageURI, now)
		if err != nil {
			return FunctionConfiguration{}, err
		}
		f := newFunction(in.FunctionName, in.Role, in.DeadLetterTarget, now)
		f.Ready = now.Add(a.opts.Delay)
		a.update(f, now, 0, func(c *FunctionConfiguration) { c.run(image) })
		return f.current(now), a.add(f)
	})
}

// newName refuses a name that no new function may have.
func (a *Account) newName(name string) error {
	if err := checkName("functionName", name, 64); err != nil {
		return err
	}
	if _, ok := a.functions[name]; ok {
		return fail(CodeConflict, "Function already exist: %s", name)
	}
	return nil
}

func newFunction(name, role, deadLetter string, at time.Time) *function {
	f := &function{
		Latest:      FunctionConfiguration{FunctionName: name, Version: latest, Role: role, DeadLetterTarget: deadLetter},
		NextVersion: 1, Aliases: map[string]routed{}, Settled: at,
	}
	f.Latest.FunctionArn = f.arn()
	return f
}

// add puts a new function in place.
func (a *Account) add(f *function) error {
	name := f.Latest.FunctionName
	if err := save(a.opts.Disk, functionKey(name), f); err != nil {
		return err
	}
	a.functions[name], a.metrics[name] = f, newSeries(f)
	return nil
}

// update changes $LATEST. For as long as it takes the RevisionId is another one
// than after it, as in AWS: who goes on has to wait and read again.
func (a *Account) update(f *function, now time.Time, takes time.Duration, edit func(c *FunctionConfiguration)) {
	edit(&f.Latest)
	f.BusyRevision, f.Latest.RevisionID = a.revision(f, now), a.revision(f, now)
	f.Updated, f.Latest.LastModified = now.Add(takes), now
	f.Unpublished = true
}

// GetFunction describes $LATEST (an empty qualifier), a version, or the version
// that an alias points at.
func (a *Account) GetFunction(name, qualifier string) (FunctionConfiguration, error) {
	return a.describe("GetFunction", &a.gets, name, qualifier)
}

// GetFunctionConfiguration says the same, but counts as one of the few calls of
// the control plane, which GetFunction does not.
func (a *Account) GetFunctionConfiguration(name, qualifier string) (FunctionConfiguration, error) {
	return a.describe("GetFunctionConfiguration", &a.control, name, qualifier)
}

func (a *Account) describe(op string, limit *bucket, name, qualifier string) (FunctionConfiguration, error) {
	return do(a, op, limit, func(now time.Time) (FunctionConfiguration, error) {
		f, err := a.function(name)
		if err != nil {
			return FunctionConfiguration{}, err
		}
		if al, ok := f.Aliases[qualifier]; ok {
			qualifier = al.FunctionVersion
		}
		return f.version(qualifier, now)
	})
}

// UpdateFunctionCodeInput says what $LATEST is to run.
type UpdateFunctionCodeInput struct {
	FunctionName string
	ImageURI     string
	RevisionID   string // of $LATEST; empty: whatever it is
}

// UpdateFunctionCode points $LATEST at another image. The update is InProgress
// for the account's Delay. It counts as a change even when the image is the same.
func (a *Account) UpdateFunctionCode(in UpdateFunctionCodeInput) (FunctionConfiguration, error) {
	return do(a, "UpdateFunctionCode", &a.control, func(now time.Time) (FunctionConfiguration, error) {
		return a.updateLatest(in.FunctionName, in.RevisionID, now, func(c *FunctionConfiguration) error {
			image, err := a.runnable(in.ImageURI, now)
			if err == nil {
				c.run(image)
			}
			return err
		})
	})
}

// UpdateFunctionConfigurationInput changes what is not nil.
type UpdateFunctionConfigurationInput struct {
	FunctionName           string
	Role, DeadLetterTarget *string
	RevisionID             string
}

// UpdateFunctionConfiguration changes the role or the dead-letter queue of $LATEST.
func (a *Account) UpdateFunctionConfiguration(in UpdateFunctionConfigurationInput) (FunctionConfiguration, error) {
	return do(a, "UpdateFunctionConfiguration", &a.control, func(now time.Time) (FunctionConfiguration, error) {
		return a.updateLatest(in.FunctionName, in.RevisionID, now, func(c *FunctionConfiguration) error {
			if in.Role != nil {
				c.Role = *in.Role
			}
			if in.DeadLetterTarget != nil {
				c.DeadLetterTarget = *in.DeadLetterTarget
			}
			return nil
		})
	})
}

func (a *Account) updateLatest(name, revision string, now time.Time, edit func(c *FunctionConfiguration) error) (FunctionConfiguration, error) {
	var out FunctionConfiguration
	err := a.change(name, now, func(f *function) error {
		if err := checkRevision(revision, f.current(now).RevisionID); err != nil {
			return err
		}
		if err := f.busy(now); err != nil {
			return err
		}
		edited := f.Latest
		if err := edit(&edited); err != nil {
			return err
		}
		a.update(f, now, a.opts.Delay, func(c *FunctionConfiguration) { *c = edited })
		out = f.current(now)
		return nil
	})
	return out, err
}

// DeleteFunction deletes one version or, without a qualifier, the function with
// all that belongs to it. A version that an alias routes to stays.
func (a *Account) DeleteFunction(name, qualifier string) error {
	_, err := do(a, "DeleteFunction", &a.control, func(now time.Time) (struct{}, error) {
		if qualifier == "" {
			return struct{}{}, a.remove(name)
		}
		return struct{}{}, a.change(name, now, func(f *function) error { return f.deleteVersion(qualifier, now) })
	})
	return err
}

// remove forgets the metrics first: a function of that name may come again.
func (a *Account) remove(name string) error {
	if _, err := a.function(name); err != nil {
		return err
	}
	if err := a.metrics[name].drop(a.opts.Disk, name, forever); err != nil {
		return err
	}
	if err := a.opts.Disk.Delete(functionKey(name)); err != nil {
		return fmt.Errorf("delete function %s: %w", name, err)
	}
	delete(a.functions, name)
	delete(a.metrics, name)
	return nil
}
