package setup

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// file is one that is written, by its path from the clone's root.
type file struct {
	path string
	text []byte
}

const (
	// manifest is the one that is tested against the code; ours differs in its addresses.
	manifest    = "docs/examples/slack-manifest.yaml"
	nobody      = "https://slipway.example.com" // in it
	policyFile  = "slipway.yaml"
	bootstrap   = "infra/bootstrap/terraform.tfvars"
	ourManifest = "slack-manifest.yaml"
	nextSteps   = "NEXT-STEPS.md"
)

func tfvars(environment string) string {
	return "infra/environments/" + environment + "/terraform.tfvars"
}

// files are all that the answers make.
func files(folder string, a answers) ([]file, error) {
	how, err := look(folder, a)
	if err != nil {
		return nil, err
	}
	var all []file
	var wrong []error
	add := func(path, template string, p page) {
		text, err := render(template, p)
		all, wrong = append(all, file{path, text}), append(wrong, err)
	}
	add(policyFile, "slipway.yaml", newPage(a, ""))
	add(bootstrap, "bootstrap.tfvars", newPage(a, ""))
	for _, name := range a.list("environments") {
		add(tfvars(name), "environment.tfvars", newPage(a, name))
		add("infra/environments/"+name+"/backend.hcl", "backend.hcl", newPage(a, name))
	}
	add(ourManifest, "manifest.yaml", newPage(a, ""))
	body, err := manifestBody(folder, a["url"])
	all[len(all)-1].text = append(all[len(all)-1].text, body...)
	last := newPage(a, "")
	last.progress = how
	add(nextSteps, "NEXT-STEPS.md", last)
	return all, errors.Join(append(wrong, err)...)
}

// manifestBody is the repository's own manifest, with our address and without its first comment.
func manifestBody(folder, url string) (string, error) {
	text, err := os.ReadFile(filepath.Join(folder, manifest)) //nolint:gosec // G304: a path of ours
	if err != nil {
		return "", fmt.Errorf("read the manifest that Slack's is made from: %w", err)
	}
	body := regexp.MustCompile(`^(#.*\n)+`).ReplaceAllString(string(text), "")
	if url != later {
		body = strings.ReplaceAll(body, nobody, url)
	}
	return body, nil
}

// clone refuses a folder that Terraform's files are not in.
func clone(folder string) error {
	for _, name := range []string{manifest, "infra/bootstrap", "infra/environments"} {
		if _, err := os.Stat(filepath.Join(folder, name)); err != nil {
			return fmt.Errorf("%s has no %s: go to the root of your clone of Slipway, where infra/ is, or name it by --folder", shown(folder), name)
		}
	}
	return nil
}
