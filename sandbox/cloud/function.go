package cloud

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// The states of a function or version, and of the last update of $LATEST.
const (
	StatePending     = "Pending" // it cannot be invoked yet
	StateActive      = "Active"
	UpdateInProgress = "InProgress" // it takes no other update, and its RevisionId is about to change
	UpdateSuccessful = "Successful"
)

// FunctionConfiguration is a function's $LATEST or one of its versions.
type FunctionConfiguration struct {
	FunctionName     string
	FunctionArn      string
	Version          string // "$LATEST" or a number
	Description      string
	Role             string
	DeadLetterTarget string // ARN of the DLQ; empty if there is none
	ImageURI         string // repository@sha256:…
	CodeSha256       string // the image digest's 64 hexadecimal digits
	RevisionID       string
	State            string
	LastUpdateStatus string
	LastModified     time.Time
}

// Digest is the digest of the image that it runs: "sha256:…".
func (c FunctionConfiguration) Digest() string { return digestPrefix + c.CodeSha256 }

func (c *FunctionConfiguration) run(i Image) { c.ImageURI, c.CodeSha256 = i.URI(), i.hex() }

// published is a version, and when it is no longer Pending.
type published struct {
	FunctionConfiguration
	Ready time.Time
}

// routed is an alias, and since when all its calls go to one version.
type routed struct {
	Alias
	Since time.Time
}

// function is all that is known of a function but its metrics. It is never
// changed in place: Account.change edits a copy.
type function struct {
	Latest       FunctionConfiguration
	Ready        time.Time // Latest is Pending until then
	Updated      time.Time // its last update is InProgress until then
	BusyRevision string    // its RevisionId as long as that lasts
	Unpublished  bool      // it was created or updated since the last version
	NextVersion  int
	Versions     []published // oldest first
	Aliases      map[string]routed
	Provisioned  map[string]provisioned `json:",omitempty"` // by version
	PerMinute    float64                // calls at the live alias
	Settled      time.Time              // until when calls had been drawn when it was saved
	Serial       uint64                 // of the revision ids
}

// clone copies what an edit may change; weights are replaced, never edited.
func (f *function) clone() *function {
	c := *f
	c.Versions = slices.Clone(f.Versions)
	c.Aliases = maps.Clone(f.Aliases)
	if c.Provisioned = maps.Clone(f.Provisioned); c.Provisioned == nil { // as on a disk that knows of none
		c.Provisioned = map[string]provisioned{}
	}
	return &c
}

func (f *function) arn() string {
	return fmt.Sprintf("arn:aws:lambda:%s:%s:function:%s", Region, AccountID, f.Latest.FunctionName)
}

// current is $LATEST as an API call at that time shows it.
func (f *function) current(now time.Time) FunctionConfiguration {
	c := f.Latest
	c.State, c.LastUpdateStatus = StateActive, UpdateSuccessful
	if now.Before(f.Ready) {
		c.State = StatePending
	}
	if now.Before(f.Updated) {
		c.LastUpdateStatus, c.RevisionID = UpdateInProgress, f.BusyRevision
	}
	return c
}

func (p published) current(now time.Time) FunctionConfiguration {
	c := p.FunctionConfiguration
	c.State, c.LastUpdateStatus = StateActive, UpdateSuccessful
	if now.Before(p.Ready) {
		c.State = StatePending
	}
	return c
}

// version finds "$LATEST" or a number.
func (f *function) version(v string, now time.Time) (FunctionConfiguration, error) {
	if v == latest || v == "" {
		return f.current(now), nil
	}
	for _, p := range f.Versions {
		if p.Version == v {
			return p.current(now), nil
		}
	}
	return FunctionConfiguration{}, fail(CodeNotFound, "Function not found: %s:%s", f.arn(), v)
}

// runs says whether a version of f has the code of that image.
func (f *function) runs(digest string) bool {
	code := strings.TrimPrefix(digest, digestPrefix)
	return slices.ContainsFunc(f.Versions, func(p published) bool { return p.CodeSha256 == code })
}

// busy refuses while the function is being created or updated.
func (f *function) busy(now time.Time) error {
	c := f.current(now)
	if err := active(c); err != nil {
		return err
	}
	if c.LastUpdateStatus == UpdateInProgress {
		return fail(CodeConflict, "The operation cannot be performed at this time. "+
			"An update is in progress for resource: %s", c.FunctionArn)
	}
	return nil
}

func active(c FunctionConfiguration) error {
	if c.State == StateActive {
		return nil
	}
	return fail(CodeConflict, "The operation cannot be performed at this time. "+
		"The function is currently in the following state: %s (%s)", c.State, c.FunctionArn)
}

func (a *Account) function(name string) (*function, error) {
	if f, ok := a.functions[name]; ok {
		return f, nil
	}
	return nil, fail(CodeNotFound, "Function not found: arn:aws:lambda:%s:%s:function:%s", Region, AccountID, name)
}

// revision is a new revision id for f: never one that it had before.
func (a *Account) revision(f *function, now time.Time) string {
	f.Serial++
	return uuid(a.hash("revision", f.Latest.FunctionName, now.UnixNano(), f.Serial))
}

const nameCharacters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"

func checkName(field, name string, limit int) error {
	if name == "" || len(name) > limit || strings.Trim(name, nameCharacters) != "" {
		return invalid(name, field, fmt.Sprintf(
			"Member must satisfy regular expression pattern: [a-zA-Z0-9-_]+ and have length less than or equal to %d", limit))
	}
	return nil
}
