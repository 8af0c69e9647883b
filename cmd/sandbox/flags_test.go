package main

import (
	"errors"
	"flag"
	"strings"
	"testing"
)

func TestWithoutFlagsItServesOnLoopbackAtTheSpeedThatIsKept(t *testing.T) {
	o, err := parse(nil, nil)
	if want := (options{listen: "127.0.0.1:8080", seed: 1}); err != nil || o != want {
		t.Errorf("%+v, %v", o, err)
	}
}

func TestEveryFlagIsTaken(t *testing.T) {
	o, err := parse(strings.Fields("--listen 127.0.0.1:0 --data d --speed 60.5 --seed 7 --no-browser --json"), nil)
	want := options{listen: "127.0.0.1:0", dir: "d", speed: 60.5, seed: 7, noBrowser: true, json: true}
	if err != nil || o != want {
		t.Errorf("%+v, %v", o, err)
	}
}

func TestACommandLineThatMakesNoSenseIsAUsageError(t *testing.T) {
	for line, says := range map[string]string{
		"--bogus": "-bogus", "start": `"start"`, "--seed -1": "-1", "--seed": "seed", "--json=maybe": "maybe",
		"--speed 0.01": "0.1 to 10000", "--speed 10001": "0.1 to 10000", "--speed -60": "0.1 to 10000",
		"--speed NaN": "0.1 to 10000", "--speed Inf": "0.1 to 10000",
	} {
		_, err := parse(strings.Fields(line), nil)
		var usage *usageError
		if !errors.As(err, &usage) || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", line, err)
		}
	}
}

func TestHelpListsEveryFlag(t *testing.T) {
	var out strings.Builder
	if _, err := parse([]string{"--help"}, &out); !errors.Is(err, flag.ErrHelp) {
		t.Error(err)
	}
	for _, name := range []string{"listen", "data", "speed", "seed", "no-browser", "json"} {
		if !strings.Contains(out.String(), "-"+name) {
			t.Errorf("%s is missing", name)
		}
	}
}
