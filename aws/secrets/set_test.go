package secrets_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/aws/secrets"
)

func decode(t *testing.T, body string) secrets.Set {
	t.Helper()
	s, err := secrets.Decode(body)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func reveal(all []secrets.Secret) []string {
	var values []string
	for _, s := range all {
		values = append(values, s.Reveal())
	}
	return values
}

// faults.md A18
func TestCurrentAndPreviousAreGivenWhileBothCount(t *testing.T) {
	s := decode(t, `{"SLACK_SIGNING_SECRET":"new","SLACK_SIGNING_SECRET_PREVIOUS":"old"}`)
	names := []string{secrets.SlackSigningSecret, secrets.SlackSigningSecretPrevious}
	if diff := cmp.Diff([]string{"new", "old"}, reveal(s.All(names...))); diff != "" {
		t.Error(diff)
	}
	s = decode(t, `{"SLACK_SIGNING_SECRET":"new","SLACK_SIGNING_SECRET_PREVIOUS":""}`)
	if diff := cmp.Diff([]string{"new"}, reveal(s.All(names...))); diff != "" {
		t.Error(diff)
	}
}

func TestEverySecretThatIsNeededAndEmptyIsNamed(t *testing.T) {
	s := decode(t, `{"SLACK_BOT_TOKEN":"","GITHUB_TOKEN":"t"}`)
	if err := s.Require(secrets.GitHubToken); err != nil {
		t.Error(err)
	}
	err := s.Require(secrets.SlackBotToken, secrets.GitHubToken, secrets.GitHubPrivateKey)
	if diff := cmp.Diff("SLACK_BOT_TOKEN is empty\nGITHUB_PRIVATE_KEY is empty", fmt.Sprint(err)); diff != "" {
		t.Error(diff)
	}
}

// faults.md I1
func TestEverythingWrongIsSaidAtOnceAndNoValueWithIt(t *testing.T) {
	_, err := secrets.Decode(`{"SLACK_BOT_TOKEN":{"hush":1},"GITHUB_APP_ID":77,"GITHUB_TOKEN":null,"SLACK_SIGNIN_SECRET":"hush","xoxb-hush":""}`)
	want := "GITHUB_APP_ID is not a string\nGITHUB_TOKEN is not a string\nSLACK_BOT_TOKEN is not a string\n" +
		"\"SLACK_SIGNIN_SECRET\" is not a name that is known\na field is not a name that is known"
	if diff := cmp.Diff(want, fmt.Sprint(err)); diff != "" {
		t.Error(diff)
	}
}

func TestWhatIsNoObjectIsNotRepeated(t *testing.T) {
	for _, body := range []string{"", "null", "hush", `"hush"`, `["hush"]`, `{"SLACK_BOT_TOKEN":"hush"`, `{"a":hush}`} {
		if _, err := secrets.Decode(body); err == nil || strings.Contains(err.Error(), "hush") || strings.Contains(err.Error(), "'h'") {
			t.Errorf("%s: %v", body, err)
		}
	}
}

func TestASetShowsNothingOfItself(t *testing.T) {
	s := decode(t, `{"SLACK_BOT_TOKEN":"hush"}`)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x", "%p", "%d"} {
		if text := fmt.Sprintf(verb, s); strings.Contains(text, "hush") || strings.Contains(text, "68757368") {
			t.Errorf("%s shows %s", verb, text)
		}
	}
}

func FuzzNoErrorRepeatsAValue(f *testing.F) {
	f.Add(`{"SLACK_BOT_TOKEN":"xoxb"}`)
	f.Add(`{"SLACK_BOT_TOKEN":["xoxb"],"GITHUB_APP_ID":1e9}`)
	f.Add(`{"GITHUB_APP_ID":"xoxb","GITHUB_INSTALLATION_ID":"1xoxb","GITHUB_PRIVATE_KEY":"-----BEGIN xoxb-----\n\n-----END xoxb-----"}`)
	f.Add(`[`)
	f.Fuzz(func(t *testing.T, body string) {
		set, err := secrets.Decode(strings.ReplaceAll(body, "xoxb", "xoxb-hush"))
		if err == nil {
			_, err = set.GitHub()
		}
		if err != nil && strings.Contains(err.Error(), "xoxb-hush") {
			t.Errorf("%v", err)
		}
	})
}
