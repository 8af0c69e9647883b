package setup

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"

	"github.com/slipway-dev/slipway/cmd/slipway/manifest"
)

// file is one that is written, by its path from the clone's root.
type file struct {
	path string
	text []byte
}

const (
	nobody      = "https://slipway.example.com" // in the manifest of a bot that has no address yet
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
	body, err := manifestBody(a["url"])
	all[len(all)-1].text = append(all[len(all)-1].text, body...)
	last := newPage(a, "")
	last.progress = how
	add(nextSteps, "NEXT-STEPS.md", last)
	return all, errors.Join(append(wrong, err)...)
}

// manifestBody is the manifest with our address, without the comment that it begins with.
func manifestBody(url string) (string, error) {
	if url == later {
		url = nobody
	}
	text, err := manifest.App{URL: url}.Text()
	if err != nil {
		return "", fmt.Errorf("make Slack's manifest: %w", err)
	}
	return regexp.MustCompile(`^(#.*\n)+`).ReplaceAllString(string(text), ""), nil
}

// clone refuses a folder that Terraform's files are not in.
func clone(folder string) error {
	for _, name := range []string{"infra/bootstrap", "infra/environments"} {
		if _, err := os.Stat(filepath.Join(folder, name)); err != nil {
			return fmt.Errorf("%s has no %s: go to the root of your clone of Slipway, where infra/ is, or name it by --folder", shown(folder), name)
		}
	}
	return nil
}
