package page

import (
	"context"
	"fmt"
	"strings"
)

// shortest is how much of a SHA has to be given.
const shortest = 6

// digest is that of the image which is made of one commit of a service: of one
// that waits, or of one that a version runs.
func (p *page) digest(ctx context.Context, service, sha string) (string, error) {
	all, err := p.digests(ctx, service)
	if err != nil {
		return "", err
	}
	if len(all) == 0 {
		return "", refuse("there is no service %q", service)
	}
	var found []string
	for full, digest := range all {
		if len(sha) >= shortest && strings.HasPrefix(full, strings.ToLower(sha)) {
			found = append(found, digest)
		}
	}
	switch len(found) {
	case 0:
		return "", refuse("%s has no commit %q", service, sha)
	case 1:
		return found[0], nil
	}
	return "", refuse("%d commits of %s begin with %q", len(found), service, sha)
}

// runs is the digest of the image that a version runs.
func (p *page) runs(function, version string) (string, error) {
	functions, err := p.Cloud.Functions(p.Clock.Now())
	if err != nil {
		return "", fmt.Errorf("look at the account: %w", err)
	}
	for _, f := range functions {
		for _, v := range f.Versions {
			if f.Latest.FunctionName == function && v.Version == version {
				return v.Digest(), nil
			}
		}
	}
	return "", refuse("there is no version %q of a function %q", version, function)
}

// digests are all those of a service that are known, by SHA.
func (p *page) digests(ctx context.Context, service string) (map[string]string, error) {
	out := map[string]string{}
	for _, c := range p.Info.Commits {
		if c.Service == service {
			out[c.SHA] = c.Digest()
		}
	}
	known, err := p.Targets(ctx)
	if err != nil {
		return nil, fmt.Errorf("ask the bot for its targets: %w", err)
	}
	functions, err := p.Cloud.Functions(p.Clock.Now())
	if err != nil {
		return nil, fmt.Errorf("look at the account: %w", err)
	}
	belongs := map[string]bool{}
	for _, t := range known {
		belongs[t.Function] = belongs[t.Function] || t.Service == service
	}
	for _, f := range functions {
		for _, v := range f.Versions {
			if sha := shaOf(v.Description); sha != "" && belongs[f.Latest.FunctionName] {
				out[sha] = v.Digest()
			}
		}
	}
	return out, nil
}
