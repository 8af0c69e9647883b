package cloud

import (
	"slices"
	"strconv"
	"time"
)

// PublishVersionInput says what $LATEST has to be for it to be published.
type PublishVersionInput struct {
	FunctionName string
	CodeSha256   string // empty: any code
	Description  string
	RevisionID   string // of $LATEST; empty: any
}

// PublishVersion makes a version of $LATEST; it is Pending for the account's
// Delay. When $LATEST has not been updated since the last version, it answers
// that one, with its old description, and makes none.
func (a *Account) PublishVersion(in PublishVersionInput) (FunctionConfiguration, error) {
	return do(a, "PublishVersion", &a.control, func(now time.Time) (FunctionConfiguration, error) {
		var out FunctionConfiguration
		err := a.change(in.FunctionName, now, func(f *function) error {
			if err := f.publishable(in, now); err != nil {
				return err
			}
			if n := len(f.Versions); n > 0 && !f.Unpublished {
				out = f.Versions[n-1].current(now)
				return nil
			}
			out = a.publish(f, in.Description, now, now.Add(a.opts.Delay)).current(now)
			return nil
		})
		return out, err
	})
}

func (f *function) publishable(in PublishVersionInput, now time.Time) error {
	if err := checkDescription(in.Description); err != nil {
		return err
	}
	current := f.current(now)
	if err := checkRevision(in.RevisionID, current.RevisionID); err != nil {
		return err
	}
	if err := f.busy(now); err != nil {
		return err
	}
	if in.CodeSha256 != "" && in.CodeSha256 != current.CodeSha256 {
		return fail(CodeInvalidParameter, "CodeSHA256 (%s) is different from current CodeSHA256 in $LATEST (%s). "+
			"Please try again with the CodeSHA256 in $LATEST.", in.CodeSha256, current.CodeSha256)
	}
	return nil
}

// publish appends a version of f's $LATEST.
func (a *Account) publish(f *function, description string, at, ready time.Time) published {
	p := published{FunctionConfiguration: f.Latest, Ready: ready}
	p.Version = strconv.Itoa(f.NextVersion)
	p.FunctionArn += ":" + p.Version
	p.RevisionID, p.LastModified = a.revision(f, at), at
	if description != "" {
		p.Description = description
	}
	f.Versions = append(f.Versions, p)
	f.NextVersion++
	f.Unpublished = false
	return p
}

// ListVersionsByFunction is $LATEST and then every version, oldest first.
func (a *Account) ListVersionsByFunction(name string) ([]FunctionConfiguration, error) {
	return do(a, "ListVersionsByFunction", &a.control, func(now time.Time) ([]FunctionConfiguration, error) {
		f, err := a.function(name)
		if err != nil {
			return nil, err
		}
		list := []FunctionConfiguration{f.current(now)}
		for _, p := range f.Versions {
			list = append(list, p.current(now))
		}
		return list, nil
	})
}

func (f *function) deleteVersion(v string, now time.Time) error {
	if v == latest {
		return fail(CodeInvalidParameter, "$LATEST version cannot be deleted without deleting the function.")
	}
	if _, err := f.version(v, now); err != nil {
		return err
	}
	for name, al := range f.Aliases {
		if _, weighted := al.AdditionalVersionWeights[v]; weighted || al.FunctionVersion == v {
			return fail(CodeConflict, "Version (%s:%s) can not be deleted. It is referenced by aliases: [%s]", f.arn(), v, name)
		}
	}
	f.Unpublished = f.Unpublished || v == f.Versions[len(f.Versions)-1].Version
	delete(f.Provisioned, v)
	f.Versions = slices.DeleteFunc(f.Versions, func(p published) bool { return p.Version == v })
	return nil
}
