package setup

import (
	"bytes"
	"embed"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"text/template"

	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"
)

//go:embed templates
var templates embed.FS

// page is what the templates see.
type page struct {
	A            answers
	Env          string // the environment of a file that is one's own
	Environments []string
	*progress    // of the page of next steps only
}

func newPage(a answers, environment string) page {
	return page{A: a, Env: environment, Environments: a.list("environments")}
}

// Before is the environment that a release passes before that one; "" for the first.
func (p page) Before(name string) string {
	if i := slices.Index(p.Environments, name); i > 0 {
		return p.Environments[i-1]
	}
	return ""
}

// Last is the environment that the bot is in.
func (p page) Last() string { return p.Environments[len(p.Environments)-1] }

// Home tells whether the bot is in the page's environment.
func (p page) Home() bool { return p.Env == p.Last() }

// WAF is what the web ACL does in the page's environment.
func (p page) WAF() string { return p.A["waf-"+p.Env] }

// Emails are who is told; empty for nobody.
func (p page) Emails() []string {
	if p.A["emails"] == none {
		return nil
	}
	return p.A.list("emails")
}

// Zone is whose clock the daily summary comes by; empty for none.
func (p page) Zone() string {
	if p.A["timezone"] == none {
		return ""
	}
	return p.A["timezone"]
}

// Deployers are the members who may deploy.
func (p page) Deployers() []string { return p.A.list("deployers") }

// Zipped tells whether the service's builds are archives.
func (p page) Zipped() bool { return zipped(p.A) }

// Images is where the bot's images are.
func (p page) Images() string { return ecr(p.A) + "/slipway" }

// Prices are those that the files mention.
func (p page) Prices() map[string]string {
	return map[string]string{"image": usd(imagePrice), "secrets": usd(secretsPrice), "acl": usd(aclPrice)}
}

// commit is the full SHA that a build is of, where its name says so.
var commit = regexp.MustCompile(`^[0-9a-f]{40}`)

// Commit is the one to try a plan with.
func (p page) Commit() string {
	if sha := commit.FindString(p.A["first-build"]); sha != "" {
		return sha
	}
	return "<its SHA>"
}

// plain is a YAML text that needs no quotes.
var plain = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_./-]*$`)

// word is what some reader of YAML takes for something else than text.
var word = regexp.MustCompile(`(?i)^(true|false|yes|no|on|off|y|n|null)$`)

func yamlText(text string) string {
	if plain.MatchString(text) && !word.MatchString(text) {
		return text
	}
	return strconv.Quote(text)
}

func hclText(text string) string {
	return string(hclwrite.TokensForValue(cty.StringVal(text)).Bytes())
}

// appLine makes sure that a policy without its app's id is refused by everybody who reads it.
func appLine(id string) string {
	if id == later {
		return "LATER # not an id, so that nothing is built: go run ./cmd/slipway init --yes --app A…"
	}
	return yamlText(id) + " # the app's id"
}

func render(name string, p page) ([]byte, error) {
	t, err := template.New(name).Option("missingkey=zero").Funcs(template.FuncMap{
		"yaml": yamlText, "quoted": strconv.Quote, "hcl": hclText, "app": appLine,
	}).ParseFS(templates, "templates/"+name)
	if err != nil {
		return nil, fmt.Errorf("read the template: %w", err)
	}
	var out bytes.Buffer
	if err := t.Execute(&out, p); err != nil {
		return nil, fmt.Errorf("fill in the template: %w", err)
	}
	if strings.HasSuffix(name, ".tfvars") || strings.HasSuffix(name, ".hcl") {
		return hclwrite.Format(out.Bytes()), nil
	}
	return out.Bytes(), nil
}

func slipwayYAML(a answers) ([]byte, error) { return render("slipway.yaml", newPage(a, "")) }
