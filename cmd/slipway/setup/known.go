package setup

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	ctyjson "github.com/zclconf/go-cty/cty/json"
)

// policyThere is what init knows of a slipway.yaml, which need not be sound.
type policyThere struct {
	Slack        struct{ Team, App, Channel string }
	Summary      *struct{ Timezone string }
	Roles        map[string][]string
	Services     yaml.MapSlice
	Environments yaml.MapSlice
}

// valuesThere is what init knows of a terraform.tfvars: bootstrap's or an environment's.
type valuesThere struct {
	Account    string `json:"account_id"`
	Region     string
	Repository string
	Secrets    string
	WAF        string
	Budget     *struct {
		Monthly json.Number `json:"monthly_usd"`
		Emails  []string
	}
	Bot *struct {
		Package, Secrets string
		Image            string `json:"image_uri"`
	}
	Services map[string]struct {
		Image  string `json:"initial_image"`
		Object string `json:"initial_object"`
	}
}

// there is what the files say that are there already, as answers; what they do not say is
// missing. The repository's own examples say nothing.
func there(folder string) (answers, error) {
	a := answers{}
	wrong := []error{
		read(folder, policyFile, a.fromPolicy),
		read(folder, bootstrap, values(bootstrap, a.fromBootstrap)),
		read(folder, ourManifest, a.fromManifest),
	}
	for _, name := range stageNames() {
		path := tfvars(name)
		wrong = append(wrong, read(folder, path, values(path, func(v valuesThere) { a.fromEnvironment(name, v) })))
	}
	return complete(a), errors.Join(wrong...)
}

func read(folder, path string, take func([]byte) error) error {
	text, err := existing(folder, path)
	if err != nil || text == nil || example(text) {
		return err
	}
	return take(text)
}

// example tells whether a file is still one of the repository's examples.
func example(text []byte) bool {
	return regexp.MustCompile(`^# (Examples|An example): `).Match(text)
}

// set keeps what was said.
func (a answers) set(flag, text string) {
	if text != "" {
		a[flag] = text
	}
}

func (a answers) fromPolicy(text []byte) error {
	var p policyThere
	if err := yaml.Unmarshal(text, &p); err != nil {
		return fmt.Errorf("%s cannot be read: mend it, or move it away, and begin again: %w", policyFile, err)
	}
	if p.Slack.App == "LATER" {
		p.Slack.App = later
	}
	a.set("team", p.Slack.Team)
	a.set("app", p.Slack.App)
	a.set("channel", p.Slack.Channel)
	a.set("deployers", strings.Join(p.Roles["developer"], ","))
	a.set("timezone", none)
	if p.Summary != nil {
		a.set("timezone", cmp.Or(p.Summary.Timezone, "UTC"))
	}
	var names []string
	for _, e := range p.Environments {
		names = append(names, fmt.Sprint(e.Key))
	}
	a.set("environments", strings.Join(names, ","))
	if len(p.Services) == 0 {
		return nil
	}
	a.set("service", fmt.Sprint(p.Services[0].Key))
	settings, ok := p.Services[0].Value.(map[string]any)
	for _, key := range []string{"repository", "artifact"} {
		if said, is := settings[key].(string); ok && is {
			a.set(key, said)
		}
	}
	return nil
}

func (a answers) fromManifest(text []byte) error {
	if found := regexp.MustCompile(`url: (https://\S+)/slack/commands`).FindSubmatch(text); found != nil && string(found[1]) != nobody {
		a.set("url", string(found[1]))
	}
	return nil
}

func (a answers) fromBootstrap(v valuesThere) {
	a.set("account", v.Account)
	a.set("region", v.Region)
	a.set("origin", v.Repository)
	a.set("secrets", v.Secrets)
	a.set("emails", none)
	if v.Budget != nil {
		a.set("budget", v.Budget.Monthly.String())
		a.set("emails", strings.Join(v.Budget.Emails, ","))
	}
}

func (a answers) fromEnvironment(name string, v valuesThere) {
	a.set("waf-"+name, v.WAF)
	if v.Bot != nil {
		a.set("package", v.Bot.Package)
		a.set("image", v.Bot.Image)
	}
	first := v.Services[a["service"]]
	a.set("first-build", first.Image+first.Object)
}

// values reads a terraform.tfvars, of which every value has to stand there as it is.
func values(path string, take func(valuesThere)) func([]byte) error {
	return func(text []byte) error {
		parsed, problems := hclsyntax.ParseConfig(text, path, hcl.InitialPos)
		var attributes hcl.Attributes
		if !problems.HasErrors() {
			attributes, problems = parsed.Body.JustAttributes()
		}
		all := map[string]json.RawMessage{}
		for name, attribute := range attributes {
			value, more := attribute.Expr.Value(nil)
			problems = append(problems, more...)
			if !more.HasErrors() {
				all[name], _ = ctyjson.Marshal(value, value.Type()) // a known value can always be encoded
			}
		}
		if problems.HasErrors() {
			return fmt.Errorf("%s cannot be read: mend it, or move it away, and begin again: %w", path, problems)
		}
		object, _ := json.Marshal(all) // of what was just encoded
		var v valuesThere
		if err := json.Unmarshal(object, &v); err != nil {
			return fmt.Errorf("%s has a value of a kind that init does not know: %w", path, err)
		}
		take(v)
		return nil
	}
}
