package config

import (
	_ "embed" // the names of the time zones
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"
)

// zones are the names of all time zones, sorted, one a line. Checking a name against them
// needs neither the zones' files nor their rules, which are 450 KB.
//
//go:embed zones.txt
var zones string

// Summary says when and where people are told what was shipped.
type Summary struct {
	Zone       string        // of the IANA database: Europe/Berlin
	At         time.Duration // after midnight, by the clock on the wall there; whole minutes
	Channels   []string      // Slack's ids
	Production []string      // the environments that count as production
}

func summaryFields() []field[Summary] {
	return []field[Summary]{
		key("timezone", timeZone(), "UTC", "Whose midnights part the days, and whose clock `at` is read on.",
			func(s *Summary) *string { return &s.Zone }),
		key("at", clock(), "09:00", "When yesterday is told of; on Mondays it is the week. "+
			"A time that is skipped when the clocks go forward, such as 02:30 in Berlin, is skipped on that day.",
			func(s *Summary) *time.Duration { return &s.At }),
		key("channels", list(slackID("channel", "CG"), 1), "", "Where it is told.",
			func(s *Summary) *[]string { return &s.Channels }).or("`slack.channel`", func(*Summary) {}),
		key("production", list(text("the name of an environment", anyName), 1), "the last one",
			"The environments that count as production, in the summary and in what [metrics.md](metrics.md) defines.",
			func(s *Summary) *[]string { return &s.Production }),
	}
}

// timeZone is the name of a time zone.
func timeZone() shape[string] {
	return guessed("the name of a time zone, such as `Europe/Berlin`", ast.StringType, func(text string) (string, bool) {
		_, found := slices.BinarySearch(strings.Fields(zones), text)
		return text, found
	}, nearZone)
}

// nearZone is the zone that a name was probably meant to be: a misspelt one, or that of a
// city whose region is missing or wrong. It is empty when none is near.
func nearZone(name string) string {
	name = strings.ReplaceAll(name, " ", "_")
	all := strings.Fields(zones)
	for _, same := range []func(zone string) bool{
		func(zone string) bool { return strings.EqualFold(zone, name) },
		func(zone string) bool { return strings.EqualFold(city(zone), city(name)) },
	} {
		if i := slices.IndexFunc(all, same); i >= 0 {
			return all[i]
		}
	}
	return closest(name, all)
}

// city is the last part of a zone's name.
func city(zone string) string { return zone[strings.LastIndexByte(zone, '/')+1:] }

// clock is a time of day.
func clock() shape[time.Duration] {
	return textOf("a time of day, such as `09:00`", func(text string) (time.Duration, bool) {
		at, err := time.Parse("15:04", text)
		return time.Duration(at.Hour())*time.Hour + time.Duration(at.Minute())*time.Minute, err == nil && len(text) == len("15:04")
	})
}

// summary reports what is there twice, or names no environment.
func (r *reader) summary(c *Config, environments []string) {
	if c.Summary != nil {
		r.twice("summary.channels", c.Summary.Channels)
		r.known("summary.production", c.Summary.Production, environments, "environment")
	}
}
