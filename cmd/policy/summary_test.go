package policy_test

import (
	"slices"
	"testing"
	"time"
	_ "time/tzdata" // as the binaries have it

	"github.com/slipway-dev/slipway/cmd/policy"
	"github.com/slipway-dev/slipway/config"
)

func TestTheSummaryIsToldByTheTeamsClock(t *testing.T) {
	c := read(t)
	c.Summary = &config.Summary{Zone: "Europe/Berlin", At: 9 * time.Hour, Channels: []string{"C0ALL"}, Production: []string{"prod"}}
	p, err := policy.From(c)
	if err != nil {
		t.Fatal(err)
	}
	s := p.Summary
	summer := time.Date(2026, 7, 1, 0, 0, 0, 0, s.Zone).UTC()
	if s.Zone.String() != "Europe/Berlin" || summer.Hour() != 22 || s.At != 9*time.Hour || !slices.Equal(s.Channels, []string{"C0ALL"}) || !slices.Equal(s.Production, []string{"prod"}) {
		t.Errorf("%+v", s)
	}
}

func TestWithoutTheSectionNothingIsToldByItself(t *testing.T) {
	p, err := policy.From(read(t))
	if err != nil || p.Summary.Zone != nil || p.Summary.Channels != nil || !slices.Equal(p.Summary.Production, []string{"prod"}) {
		t.Errorf("%+v, %v", p.Summary, err)
	}
	if p, err := policy.From(config.Config{}); err != nil || p.Summary.Production != nil {
		t.Errorf("of nothing: %+v, %v", p.Summary, err)
	}
}

func TestATimeZoneWithoutRulesStopsTheStart(t *testing.T) {
	c := read(t)
	c.Summary = &config.Summary{Zone: "Mars/Olympus_Mons"}
	if p, err := policy.From(c); err == nil {
		t.Errorf("it is told by the clock of %v", p.Summary.Zone)
	}
}
