// Package manifest is `slipway manifest`: it prints what Slack makes the app from. Its
// commands are those of the grammar, and its scopes those that the bot uses.
package manifest

import (
	"bytes"
	_ "embed" // the template
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"text/template"
	"unicode/utf8"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/commands/grammar"
)

// App is how one installation differs from another.
type App struct {
	URL    string // of the front, without a slash at its end; empty: it is reached by Socket Mode only
	Socket bool   // it is reached by Socket Mode
	Name   string // in Slack; "Slipway" if empty
}

//go:embed manifest.yaml
var text string

// Text is the manifest, in YAML. An error names all that Slack would not take.
func (a App) Text() ([]byte, error) {
	if a.Name == "" {
		a.Name = "Slipway"
	}
	p := page{App: a, Commands: slashes(), Shortcuts: shortcuts(), Events: []string{job.HomeEvent}}
	p.Scopes = []string{"commands", "chat:write", "users:read", "channels:history", "groups:history", "files:write"}
	address, err := url.Parse(a.URL)
	if err := errors.Join(a.named(), a.placed(address, err)); err != nil {
		return nil, err
	}
	if a.URL != "" { // else there is nothing that links to us could lead to
		p.Domain, p.Events = address.Hostname(), append(p.Events, job.LinkEvent)
		p.Scopes = append(p.Scopes, "links:read", "links:write")
	}
	t, err := template.New("manifest").Funcs(template.FuncMap{"quote": quote}).Parse(text)
	if err != nil {
		return nil, fmt.Errorf("read the template: %w", err)
	}
	var out bytes.Buffer
	if err := t.Execute(&out, p); err != nil {
		return nil, fmt.Errorf("fill in the manifest: %w", err)
	}
	return out.Bytes(), nil
}

// longestName is the most characters that Slack lets an app's name have.
const longestName = 35

func (a App) named() error {
	if utf8.RuneCountInString(a.Name) > longestName || strings.TrimSpace(a.Name) != a.Name || !printable(a.Name) {
		return fmt.Errorf("--name %q cannot be an app's name: it has to have at most %d characters, and no blanks around them", a.Name, longestName)
	}
	return nil
}

func printable(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return !strconv.IsPrint(r) })
}

// host is a name that Slack can send to, and that can be told from an IP address.
var host = regexp.MustCompile(`^([a-z0-9-]+\.)+[a-z][a-z0-9-]+$`)

// path is one that needs no quotes in YAML, and no slash at its end.
var path = regexp.MustCompile(`^(/[A-Za-z0-9._~-]+)*$`)

func (a App) placed(u *url.URL, err error) error {
	switch {
	case a.URL == "" && a.Socket:
		return nil
	case a.URL == "":
		return errors.New("say where Slack reaches the bot: --url https://… of its front, or --socket for slipway serve")
	case err != nil || u.Scheme != "https" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || !host.MatchString(u.Hostname()) || !path.MatchString(u.EscapedPath()):
		return fmt.Errorf("--url %q cannot be the front's address: it has to be https, a host's name and perhaps a path, such as https://slipway.example.com", a.URL)
	}
	return nil
}

// page is what the template sees.
type page struct {
	App
	Domain         string // whose links Slack tells of; empty for none
	Commands       []slash
	Shortcuts      []shortcut
	Scopes, Events []string
}

// Handle is the name as the bot's own, which has fewer characters to choose from.
func (p page) Handle() string {
	handle := strings.Trim(regexp.MustCompile(`[^A-Za-z0-9._-]+`).ReplaceAllString(p.Name, "-"), "-.")
	if handle == "" {
		return "Slipway"
	}
	return handle
}

// slash is one slash command.
type slash struct{ Slash, Description, Hint string }

// slashes are those of the grammar. Slack shows one line for each, so flags are for help.
func slashes() []slash {
	var all []slash
	for _, s := range grammar.Specs() {
		if s.Sub() {
			continue
		}
		hint, _, _ := strings.Cut(s.Args, " [--")
		if s.Bare != "" {
			hint += ", or nothing for " + s.Bare
		}
		all = append(all, slash{s.Slash, strings.TrimSuffix(strings.ReplaceAll(s.Summary, "`", ""), "."), hint})
	}
	return all
}

type shortcut struct{ Name, Kind, Callback, Description string }

func shortcuts() []shortcut {
	return []shortcut{
		{"Deploy…", "global", job.FormShortcut, "Fill in a form to ship a service"},
		{"Why?", "message", job.WhyShortcut, "Explain how this rollout was judged"},
		{"Roll back this deploy", "message", job.RollbackShortcut, "Take this rollout back, after a question"},
	}
}

// word needs no quotes in YAML.
var word = regexp.MustCompile(`^[A-Z][a-z]+$`)

// quote is a text in YAML.
func quote(text string) string {
	if word.MatchString(text) && !regexp.MustCompile(`^(?i:true|false|yes|no|on|off|null)$`).MatchString(text) {
		return text
	}
	return strconv.Quote(text)
}
