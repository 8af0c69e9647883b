package rollout

import (
	"fmt"
	"strconv"
)

// ID names a rollout: a ULID, so that ids sort by the time they were made.
type ID string

// Target is one service in one environment: one Lambda function.
type Target struct {
	Service     string `json:"service"`
	Environment string `json:"environment"`
}

// String is the target as people and keys write it: "checkout/prod".
func (t Target) String() string { return t.Service + "/" + t.Environment }

// Release is a commit and its artifact, built once and promoted unchanged.
type Release struct {
	SHA     string `json:"sha"`              // 40 hexadecimal digits
	Digest  string `json:"digest,omitempty"` // image digest, "sha256:…"; empty until it is built
	Subject string `json:"subject,omitempty"`
	Author  string `json:"author,omitempty"`
	URL     string `json:"url,omitempty"` // the commit's page
}

// Short is the SHA as people read it: seven characters.
func (r Release) Short() string {
	if len(r.SHA) > 7 {
		return r.SHA[:7]
	}
	return r.SHA
}

// Brief is the digest as people compare it: "sha256:0123456789ab".
func (r Release) Brief() string {
	const most = len("sha256:") + 12
	return r.Digest[:min(most, len(r.Digest))]
}

// Version is the number of a published Lambda version, such as "42"; never "$LATEST".
type Version string

// String is the version as people read it: "v42".
func (v Version) String() string {
	if v == "" {
		return "nothing"
	}
	return "v" + string(v)
}

// Newer says that the version was published later. Lambda counts them.
func (v Version) Newer(than Version) bool {
	a, errA := strconv.Atoi(string(v))
	b, errB := strconv.Atoi(string(than))
	return errA == nil && errB == nil && a > b
}

// Alias names one of the three aliases that every target has.
type Alias string

// The aliases of a target.
const (
	Live  Alias = "live"  // what callers call
	Blue  Alias = "blue"  // the version that a rollback goes to
	Green Alias = "green" // the candidate
)

// Routing is what an alias does with its calls. The zero value routes nothing.
type Routing struct {
	Version   Version `json:"version"`             // gets 1 − Weight of the calls
	Candidate Version `json:"candidate,omitempty"` // gets Weight of them; empty when Weight is 0
	Weight    float64 `json:"weight,omitempty"`    // share of the candidate, 0 ≤ Weight < 1
}

// All routes every call to one version.
func All(v Version) Routing { return Routing{Version: v} }

// Split routes the share w of the calls to the candidate; a share of zero is All(stable).
func Split(stable, candidate Version, w float64) Routing {
	if w <= 0 {
		return All(stable)
	}
	return Routing{Version: stable, Candidate: candidate, Weight: w}
}

// Share is the part of the calls that v gets, 0 to 1.
func (r Routing) Share(v Version) float64 {
	switch v {
	case "":
		return 0
	case r.Version:
		return 1 - r.Weight
	case r.Candidate:
		return r.Weight
	default:
		return 0
	}
}

// String is the routing as people read it: "v41 90 % + v42 10 %".
func (r Routing) String() string {
	if r.Weight == 0 {
		return r.Version.String()
	}
	return fmt.Sprintf("%s %.4g %% + %s %.4g %%", r.Version, 100*(1-r.Weight), r.Candidate, 100*r.Weight)
}
