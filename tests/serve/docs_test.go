package serve

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/cmd/policy"
	"github.com/slipway-dev/slipway/config"
)

// block is the only block of that language in docs/serve.md that has a text in it.
func block(t *testing.T, language, with string) string {
	t.Helper()
	page, err := os.ReadFile("../../docs/serve.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, found := range regexp.MustCompile("(?s)```"+language+"\n(.*?)```").FindAllSubmatch(page, -1) {
		if strings.Contains(string(found[1]), with) {
			return string(found[1])
		}
	}
	t.Fatalf("docs/serve.md shows no %s with %q", language, with)
	return ""
}

// What the page has people write is read as they are told it is.
func TestThePagesPolicyIsSound(t *testing.T) {
	c, err := config.Read("slipway.yaml", []byte(block(t, "yaml", "version: 1")))
	if err == nil {
		err = c.WithoutArtifacts("slipway.yaml")
	}
	if err == nil {
		_, err = policy.From(c)
	}
	if err != nil {
		t.Fatal(err)
	}
	if s, _ := c.Service("hello"); s.Function("prod") != "hello-prod" {
		t.Errorf("the page makes hello-prod, and %s is shipped", s.Function("prod"))
	}
}

// The commands of the page are ones that there are, as it shows them.
func TestThePagesCommandsAreUnderstood(t *testing.T) {
	p := open(t)
	for _, with := range []string{"manifest --socket", "serve --config"} {
		line := regexp.MustCompile(`(?m)^\./slipway (.*?)(?: >.*)?$`).FindStringSubmatch(block(t, "sh", with))
		if line == nil {
			t.Fatal(with)
		}
		if strings.HasPrefix(line[1], "serve") { // from a folder without the file
			c := p.command(nil, strings.Fields(line[1])...)
			if c.ends(2); !strings.Contains(c.log.String(), "slipway.yaml: no such file") {
				t.Error(c.log.String())
			}
			continue
		}
		c := p.command(nil, strings.Fields(line[1])...)
		if c.ends(0); !strings.Contains(c.out.String(), "socket_mode_enabled: true") {
			t.Error(c.out.String())
		}
	}
}

// It is given no right that nobody has given a reason for.
func TestThePagesRightsAreThoseThatHaveReasons(t *testing.T) {
	var rights struct{ Statement []struct{ Action any } }
	if err := json.Unmarshal([]byte(block(t, "json", "Statement")), &rights); err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile("../../docs/permissions.md")
	if err != nil {
		t.Fatal(err)
	}
	words := strings.FieldsFunc(string(page), func(r rune) bool { return strings.ContainsRune(" `,:|\n;()", r) })
	found := 0
	for _, s := range rights.Statement {
		all, several := s.Action.([]any)
		if !several {
			all = []any{s.Action}
		}
		for _, action := range all {
			found++
			if _, name, _ := strings.Cut(action.(string), ":"); !slices.Contains(words, name) { //nolint:forcetypeassert // the test fails either way
				t.Errorf("docs/permissions.md gives no reason for %s", action)
			}
		}
	}
	if found < 15 {
		t.Errorf("only %d rights were found", found)
	}
}
