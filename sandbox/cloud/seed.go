package cloud

import (
	"maps"
	"slices"
	"strings"
	"time"
)

// Seed describes a function that has been there for a while.
type Seed struct {
	FunctionName     string
	Role             string
	DeadLetterTarget string
	FirstVersion     int               // number of the oldest version; 0 means 1
	Versions         []SeedVersion     // at least one, oldest first
	Aliases          map[string]string // name to version
	PerMinute        float64           // calls at the live alias
	Since            time.Time         // from when on they arrive
}

// SeedVersion is one version of it.
type SeedVersion struct {
	ImageURI    string // repository@sha256:…
	Description string
	At          time.Time // when it was published
}

func (v SeedVersion) image() Image {
	repository, digest, _ := strings.Cut(v.ImageURI, "@")
	return Image{Repository: repository, Digest: digest}
}

// Seed puts a function in place, active and with its versions and aliases. It is
// held to the same rules as the API, but neither waits nor counts as a request,
// and its images need not exist. $LATEST is the newest version.
func (a *Account) Seed(s Seed) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if err := a.newName(s.FunctionName); err != nil {
		return err
	}
	if err := s.validate(); err != nil {
		return err
	}
	now := a.opts.Now()
	f := newFunction(s.FunctionName, s.Role, s.DeadLetterTarget, s.Since)
	f.PerMinute, f.NextVersion = s.PerMinute, max(1, s.FirstVersion)
	for _, v := range s.Versions {
		a.update(f, v.At, 0, func(c *FunctionConfiguration) { c.run(v.image()) })
		a.publish(f, v.Description, v.At, v.At)
	}
	for _, name := range slices.Sorted(maps.Keys(s.Aliases)) {
		al := Alias{Name: name, AliasArn: f.arn() + ":" + name, FunctionVersion: s.Aliases[name]}
		if _, err := a.putAlias(f, al, now); err != nil {
			return err
		}
	}
	return a.add(f)
}

func (s Seed) validate() error {
	if len(s.Versions) == 0 {
		return invalid("[]", "versions", "Member must have length greater than or equal to 1")
	}
	for _, v := range s.Versions {
		if !isDigest(v.image().Digest) {
			return invalid(v.ImageURI, "imageUri", "Member must name an image by its digest")
		}
	}
	for name := range s.Aliases {
		if err := checkAliasName(name); err != nil {
			return err
		}
	}
	return checkTraffic(s.PerMinute)
}
