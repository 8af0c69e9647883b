package setup

import (
	"errors"
	"fmt"
	"maps"
	"net/mail"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/slipway-dev/slipway/config"
)

// sample stands for what is not known yet, so that one answer can be checked by itself.
func sample() answers {
	return answers{
		"account": "123456789012", "region": "eu-west-1", "team": "T0SAMPLE", "app": "A0SAMPLE", "channel": "C0SAMPLE",
		"deployers": "U0SAMPLE", "service": "sample", "repository": "sample/sample",
		"artifact": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/sample", "environments": "dev,staging,prod",
	}
}

// policy checks an answer by writing the slipway.yaml that it would make and reading it
// as the bot does: the rules are those of package config, and nobody else's.
func policy(flag string) func(answers, string) (string, error) {
	return func(a answers, text string) (string, error) {
		tried := sample()
		maps.Copy(tried, a)
		if tried["app"] == later {
			tried["app"] = sample()["app"]
		}
		tried[flag] = text
		body, err := slipwayYAML(tried)
		if err != nil {
			return "", err
		}
		_, err = config.Read("slipway.yaml", body)
		var all config.Problems
		if errors.As(err, &all) {
			return "", errors.New(said(all[0]))
		}
		return text, err
	}
}

// said is a problem without its place, which nobody has seen yet.
func said(p config.Problem) string {
	if p.Suggestion == "" {
		return p.Message
	}
	return fmt.Sprintf("%s; did you mean %q?", p.Message, p.Suggestion)
}

func policyList(flag string) func(answers, string) (string, error) {
	return func(a answers, text string) (string, error) {
		return policy(flag)(a, strings.Join(answers{flag: text}.list(flag), ","))
	}
}

func app(a answers, text string) (string, error) {
	if text == later {
		return text, nil
	}
	return policy("app")(a, text)
}

// like checks what is Terraform's alone; the expression is that of its variable.
func like(expression, wanted string) func(answers, string) (string, error) {
	return func(_ answers, text string) (string, error) {
		if regexp.MustCompile(`^(?:` + expression + `)$`).MatchString(text) {
			return text, nil
		}
		return "", fmt.Errorf("expected %s, not %s", wanted, shown(text))
	}
}

func account(a answers, text string) (string, error) {
	if _, err := like(`[0-9]{12}`, "the number of an AWS account, 12 digits")(a, text); err != nil {
		return "", err
	}
	return policy("account")(a, text)
}

func origin(a answers, text string) (string, error) {
	return like(`[A-Za-z0-9-]+/[A-Za-z0-9._-]+`, "a GitHub repository, owner/name")(a, text)
}

func oneOf(words ...string) func(answers, string) (string, error) {
	return like(strings.Join(words, "|"), "one of "+strings.Join(words, ", "))
}

func stages(a answers, text string) (string, error) {
	all := answers{"": text}.list("")
	for i, name := range all {
		if !slices.Contains(stageNames(), name) {
			return "", fmt.Errorf("expected some of %s, not %s: each is a folder of infra/environments", strings.Join(stageNames(), ", "), shown(name))
		}
		if slices.Contains(all[:i], name) {
			return "", fmt.Errorf("%s is in the list already", name)
		}
	}
	return policy("environments")(a, joined(all))
}

func emails(_ answers, text string) (string, error) {
	if text == none {
		return text, nil
	}
	all := answers{"": text}.list("")
	for _, one := range all {
		_, domain, _ := strings.Cut(one, "@")
		if at, err := mail.ParseAddress(one); err != nil || at.Address != one || !strings.Contains(domain, ".") {
			return "", fmt.Errorf("expected e-mail addresses, such as ops@example.com, or %q, not %s", none, shown(one))
		}
	}
	if len(all) == 0 {
		return "", fmt.Errorf("expected an e-mail address, or %q for nobody", none)
	}
	return strings.Join(all, ","), nil
}

func amount(_ answers, text string) (string, error) {
	if n, err := strconv.Atoi(text); err != nil || n < 1 {
		return "", fmt.Errorf("expected a whole number of dollars above 0, not %s", shown(text))
	}
	return text, nil
}

func image(a answers, text string) (string, error) {
	if text == later {
		return text, nil
	}
	_, err := like(`[0-9]{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(\.cn)?/[a-z0-9._/-]+@sha256:[0-9a-f]{64}`,
		"an image in ECR by its digest, <repository>@sha256:<64 digits>; make image says how to ask for it")(a, text)
	if here := a["region"]; err == nil && here != "" && strings.Split(text, ".")[3] != here {
		return "", fmt.Errorf("Lambda in %s takes images of %s only; until there is one, --image %s", here, here, later) //nolint:staticcheck // ST1005: a name
	}
	return text, err
}

func build(a answers, text string) (string, error) {
	switch {
	case text == later:
		return text, nil
	case zipped(a):
		return like(`[0-9A-Za-z_][0-9A-Za-z_./-]*\.zip`, "the name of an archive below "+a["artifact"]+", such as <full SHA>.zip")(a, text)
	}
	return like(`sha256:[0-9a-f]{64}|[0-9a-f]{40}`, "the full SHA of a commit, 40 digits, which is its image's tag, or an image's digest, sha256:<64 digits>")(a, text)
}

// zipped tells whether the service's builds are archives and no images.
func zipped(a answers) bool { return strings.HasPrefix(a["artifact"], "s3://") }

func address(_ answers, text string) (string, error) {
	if text == later {
		return text, nil
	}
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" ||
		u.Hostname() == "slipway.example.com" || strings.ContainsAny(text, "\"'\\ \t\r\n#") {
		return "", fmt.Errorf("expected the address that `make infra-output` shows as the bot's url, https://…, not %s", shown(text))
	}
	return strings.TrimRight(text, "/"), nil
}
