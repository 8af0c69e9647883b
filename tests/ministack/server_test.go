package ministack

import (
	"errors"
	"os"
	"slices"
	"testing"
)

func TestNoFileIsLeftOfAServerThatWasStopped(t *testing.T) {
	Endpoint(t) // skips the test where there is no MiniStack
	c, err := start(os.Getenv("MINISTACK_BIN"))
	if err != nil {
		t.Fatal(err)
	}
	if err := c.stop(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(c.dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}

func TestTheServerGetsNothingOfOurEnvironmentThatCouldLeadItAstray(t *testing.T) {
	got := environment([]string{"PATH=/bin", "AWS_PROFILE=work", "https_proxy=p", "SLACK_BOT_TOKEN=x", "GOCOVERDIR=/cover", "HOME=/"})
	if !slices.Equal(got, []string{"PATH=/bin", "GOCOVERDIR=/cover", "HOME=/"}) {
		t.Errorf("got %v", got)
	}
}
