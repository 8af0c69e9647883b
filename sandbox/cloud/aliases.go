package cloud

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// Alias is a name for one version, or for two with a weight.
type Alias struct {
	Name            string
	AliasArn        string
	FunctionVersion string // gets what the weights leave
	Description     string
	// AdditionalVersionWeights is the share, 0 to 1, of at most one other version.
	AdditionalVersionWeights map[string]float64
	RevisionID               string
}

// CreateAliasInput describes a new alias.
type CreateAliasInput struct {
	FunctionName             string
	Name                     string
	FunctionVersion          string
	AdditionalVersionWeights map[string]float64
	Description              string
}

// CreateAlias makes an alias.
func (a *Account) CreateAlias(in CreateAliasInput) (Alias, error) {
	return do(a, "CreateAlias", &a.control, func(now time.Time) (Alias, error) {
		var out Alias
		err := a.change(in.FunctionName, now, func(f *function) error {
			if err := checkAliasName(in.Name); err != nil {
				return err
			}
			if _, ok := f.Aliases[in.Name]; ok {
				return fail(CodeConflict, "Alias already exists: %s:%s", f.arn(), in.Name)
			}
			var err error
			out, err = a.putAlias(f, Alias{
				Name: in.Name, AliasArn: f.arn() + ":" + in.Name,
				FunctionVersion: in.FunctionVersion, Description: in.Description,
				AdditionalVersionWeights: maps.Clone(in.AdditionalVersionWeights),
			}, now)
			return err
		})
		return out, err
	})
}

// UpdateAliasInput changes what is given.
type UpdateAliasInput struct {
	FunctionName    string
	Name            string
	FunctionVersion string  // empty: unchanged
	Description     *string // nil: unchanged
	// AdditionalVersionWeights: nil leaves the old weights in place, even when
	// FunctionVersion changes, and only an empty map clears them. As in AWS.
	AdditionalVersionWeights map[string]float64
	RevisionID               string // of the alias; empty: whatever it is
}

// UpdateAlias moves an alias or its weights. Every success gives it a new
// RevisionId, and of several writers with the same one exactly one succeeds.
func (a *Account) UpdateAlias(in UpdateAliasInput) (Alias, error) {
	return do(a, "UpdateAlias", &a.control, func(now time.Time) (Alias, error) {
		var out Alias
		err := a.change(in.FunctionName, now, func(f *function) error {
			old, err := f.alias(in.Name)
			if err != nil {
				return err
			}
			if err := checkRevision(in.RevisionID, old.RevisionID); err != nil {
				return err
			}
			out, err = a.putAlias(f, in.apply(old), now)
			return err
		})
		return out, err
	})
}

func (in UpdateAliasInput) apply(al Alias) Alias {
	if in.FunctionVersion != "" {
		al.FunctionVersion = in.FunctionVersion
	}
	if in.Description != nil {
		al.Description = *in.Description
	}
	if in.AdditionalVersionWeights != nil {
		al.AdditionalVersionWeights = maps.Clone(in.AdditionalVersionWeights)
	}
	return al
}

// putAlias checks an alias and gives it to f, with a new revision.
func (a *Account) putAlias(f *function, al Alias, now time.Time) (Alias, error) {
	if err := checkDescription(al.Description); err != nil {
		return Alias{}, err
	}
	if err := f.busy(now); err != nil {
		return Alias{}, err
	}
	if err := f.checkRouting(al, now); err != nil {
		return Alias{}, err
	}
	r := routed{Alias: al, Since: now}
	if old, ok := f.Aliases[al.Name]; ok && old.sole() == al.sole() {
		r.Since = old.Since
	}
	r.RevisionID = a.revision(f, now)
	f.Aliases[al.Name] = r
	return r.copy(), nil
}

// DeleteAlias removes an alias; one that is not there is no error, as in AWS.
func (a *Account) DeleteAlias(functionName, name string) error {
	_, err := do(a, "DeleteAlias", &a.control, func(now time.Time) (struct{}, error) {
		return struct{}{}, a.change(functionName, now, func(f *function) error {
			delete(f.Aliases, name)
			return nil
		})
	})
	return err
}

// GetAlias is the alias as it is now.
func (a *Account) GetAlias(functionName, name string) (Alias, error) {
	return do(a, "GetAlias", &a.control, func(time.Time) (Alias, error) {
		f, err := a.function(functionName)
		if err != nil {
			return Alias{}, err
		}
		return f.alias(name)
	})
}

// ListAliases is every alias of a function, by name.
func (a *Account) ListAliases(functionName string) ([]Alias, error) {
	return do(a, "ListAliases", &a.control, func(time.Time) ([]Alias, error) {
		f, err := a.function(functionName)
		if err != nil {
			return nil, err
		}
		return f.aliases(), nil
	})
}

func (f *function) alias(name string) (Alias, error) {
	if al, ok := f.Aliases[name]; ok {
		return al.copy(), nil
	}
	return Alias{}, fail(CodeNotFound, "Cannot find alias arn: %s:%s", f.arn(), name)
}

func (f *function) aliases() []Alias {
	list := make([]Alias, 0, len(f.Aliases))
	for _, name := range slices.Sorted(maps.Keys(f.Aliases)) {
		list = append(list, f.Aliases[name].copy())
	}
	return list
}

// copy is the alias without its ties to what is stored.
func (al Alias) copy() Alias {
	al.AdditionalVersionWeights = maps.Clone(al.AdditionalVersionWeights)
	return al
}

func checkAliasName(name string) error {
	if strings.Trim(name, "0123456789") == "" {
		return invalid(name, "name", "Member must satisfy regular expression pattern: (?!^[0-9]+$)([a-zA-Z0-9-_]+)")
	}
	return checkName("name", name, 128)
}

func checkDescription(text string) error {
	const limit = 256
	if len([]rune(text)) > limit {
		return invalid(text, "description", fmt.Sprintf("Member must have length less than or equal to %d", limit))
	}
	return nil
}
