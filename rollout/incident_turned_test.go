package rollout_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/rollout"
)

// after is so many minutes after noon.
func after(minutes float64) time.Time {
	return noon.Add(time.Duration(minutes * float64(time.Minute)))
}

// signal is news of an alarm of that name, so many minutes after noon.
func signal(name string, s rollout.AlarmState, minutes float64) rollout.Alarm {
	return rollout.Alarm{Signal: rollout.Signal{ID: "arn:" + name, Name: name, State: s, At: after(minutes)}}
}

// heard is an incident after news that came a second after they were true.
func heard(i rollout.Incident, news ...rollout.Alarm) rollout.Incident {
	for _, a := range news {
		i = i.Turned(a, a.At.Add(time.Second))
	}
	return i
}

// story is the log in a few words; what the thread heard of has a mark.
func story(i rollout.Incident) string {
	var words []string
	for _, h := range i.Log {
		word := string(h.Kind)
		if h.Told {
			word += "!"
		}
		words = append(words, word)
	}
	return strings.Join(words, " ")
}

const red, green, unknown = rollout.AlarmRed, rollout.AlarmOK, rollout.AlarmUnknown

func TestAnIncidentIsOverWhenAllThatWereRedInItAreWell(t *testing.T) {
	for name, c := range map[string]struct {
		news []rollout.Alarm
		open bool
		log  string
	}{
		"one":                          {[]rollout.Alarm{signal("a", red, 0)}, true, "red"},
		"one, well":                    {[]rollout.Alarm{signal("a", red, 0), signal("a", green, 5)}, false, "red over!"},
		"two, one well":                {[]rollout.Alarm{signal("a", red, 0), signal("b", red, 1), signal("a", green, 5)}, true, "red red green"},
		"two, both well":               {[]rollout.Alarm{signal("a", red, 0), signal("b", red, 1), signal("a", green, 5), signal("b", green, 6)}, false, "red red green over!"},
		"unknown is not well":          {[]rollout.Alarm{signal("a", red, 0), signal("a", unknown, 5)}, true, "red"},
		"unknown, and then well":       {[]rollout.Alarm{signal("a", red, 0), signal("a", unknown, 5), signal("a", green, 6)}, false, "red over!"},
		"unknown, and red again":       {[]rollout.Alarm{signal("a", red, 0), signal("a", unknown, 5), signal("a", red, 12)}, true, "red red!"},
		"well, then unknown":           {[]rollout.Alarm{signal("a", red, 0), signal("a", green, 5), signal("a", unknown, 6)}, false, "red over!"},
		"unknown after well, and more": {[]rollout.Alarm{signal("a", red, 0), signal("b", red, 0), signal("a", green, 1), signal("a", unknown, 2), signal("b", green, 3)}, false, "red red green over!"},
		"never red in it":              {[]rollout.Alarm{signal("a", red, 0), signal("b", green, 1), signal("c", unknown, 1)}, true, "red"},
		"told twice":                   {[]rollout.Alarm{signal("a", red, 0), signal("a", red, 0), signal("a", red, 1)}, true, "red"},
		"well, told twice":             {[]rollout.Alarm{signal("a", red, 0), signal("a", green, 5), signal("a", green, 6)}, false, "red over!"},
		"well first, red late":         {[]rollout.Alarm{signal("a", red, 0), signal("a", green, 5), signal("a", red, 4)}, false, "red over!"},
	} {
		i := heard(rollout.Incident{}, c.news...)
		if i.Open() != c.open || story(i) != c.log {
			t.Errorf("%s: open %t, %s", name, i.Open(), story(i))
		}
	}
}

// The monitoring's clock says when it began and ended, in whatever order we hear of it.
func TestAnIncidentLastsFromTheFirstRedToTheLastGreen(t *testing.T) {
	i := heard(rollout.Incident{}, signal("b", red, 3))
	i = i.Turned(signal("a", red, 1), after(4))
	i = i.Turned(signal("a", green, 9), after(10))
	i = i.Turned(signal("b", green, 7), after(11))
	if !i.Opened.Equal(after(1)) || !i.Heard.Equal(after(3).Add(time.Second)) || !i.Closed.Equal(after(9)) {
		t.Errorf("from %s, heard %s, to %s", i.Opened, i.Heard, i.Closed)
	}
}

func TestAnAlarmThatIsRedAgainSoonOpensTheSameIncidentAgain(t *testing.T) {
	i := heard(rollout.Incident{}, signal("a", red, 0), signal("a", green, 5)).Ack("UANA", after(6))
	soon, late := signal("b", red, 34), signal("b", red, 35)
	if !i.Takes(soon) || i.Takes(late) || i.Takes(signal("a", green, 6)) {
		t.Errorf("it takes %t %t %t", i.Takes(soon), i.Takes(late), i.Takes(signal("a", green, 6)))
	}
	i = heard(i, soon)
	if !i.Open() || i.Reopened != 1 || i.Acked != nil || !i.Takes(late) || !i.Opened.Equal(noon) {
		t.Errorf("%+v", i)
	}
	if again := heard(i, signal("a", red, 36)); again.Alarms[0].Reds != 2 || again.Alarms[1].Reds != 1 {
		t.Errorf("%+v", again.Alarms)
	}
}

func TestTheThreadHearsOfAFlappingAlarmTwiceInTenMinutesAtMost(t *testing.T) {
	for _, each := range []float64{0.1, 1} { // minutes; some of what the thread heard is forgotten meanwhile
		var i rollout.Incident
		told := 0
		for n := range int(30 / each) {
			before := i
			i = heard(i, signal("a", red, float64(n)*each), signal("a", green, (float64(n)+0.5)*each))
			told += len(i.ToTell(before))
		}
		if told != 6 || i.Open() {
			t.Errorf("each %g minutes: %d times told, %s", each, told, story(i))
		}
	}
}

// It may go on believing that an alarm is red that is not, for a while: the message says
// how it is. Never the other way round.
func TestTheThreadNeverBelievesThatItIsOverWhenItIsNot(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var i rollout.Incident
		over, at := false, 0.0
		for range rapid.IntRange(1, 40).Draw(t, "turns") {
			at += rapid.Float64Range(0.1, 20).Draw(t, "minutes later")
			before := i
			name := rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "alarm")
			i = heard(i, signal(name, rapid.SampledFrom([]rollout.AlarmState{red, green, unknown}).Draw(t, "state"), at))
			for _, n := range i.ToTell(before) {
				h, _ := i.Entry(n)
				over = h.Kind == rollout.HappensOver
			}
			if over && i.Open() {
				t.Fatalf("the thread was told that it is over: %s", story(i))
			}
		}
	})
}

// faults.md C1, C2: whatever comes twice or late, the incident is as it would be.
func TestAnIncidentIsTheSameHoweverItsAlarmsAreHeardOf(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		states := rapid.SliceOfN(rapid.SampledFrom([]rollout.AlarmState{red, green}), 1, 8).Draw(t, "states")
		inOrder := heard(rollout.Incident{}, signal("a", red, 0))
		other := inOrder
		var news []rollout.Alarm
		for n, s := range states {
			news = append(news, signal("a", s, float64(n+1)))
		}
		inOrder = heard(inOrder, news...)
		other = heard(other, rapid.Permutation(append(news, news...)).Draw(t, "order")...)
		if inOrder.Open() != other.Open() || inOrder.Alarms[0].State != other.Alarms[0].State || !inOrder.Opened.Equal(other.Opened) {
			t.Fatalf("%+v\n%+v", inOrder, other)
		}
	})
}

func TestNewsOfAnIncidentLeaveTheOneBeforeAsItWas(t *testing.T) {
	i := heard(rollout.Incident{}, signal("a", red, 0), signal("b", red, 1))
	was := asText(i)
	heard(i, signal("a", green, 2), signal("b", green, 3), signal("c", red, 4))
	i.Ack("UANA", noon)
	if asText(i) != was {
		t.Errorf("%+v", i)
	}
}

func asText(i rollout.Incident) string { return fmt.Sprintf("%+v", i) }

// It was told in time that it was red again, and too soon after that to hear that it is over.
func TestAThreadThatMissedTheEndHearsOfItLater(t *testing.T) {
	i := heard(rollout.Incident{}, signal("a", red, 0), signal("a", green, 20), signal("a", red, 22))
	if i.OwesEnd() || i.CatchUp(after(40)).Open() != i.Open() {
		t.Errorf("it is not over: %s", story(i))
	}
	i = heard(i, signal("a", green, 25))
	if !i.OwesEnd() || story(i.CatchUp(after(31))) != story(i) {
		t.Errorf("it is quiet for ten minutes first: %s", story(i.CatchUp(after(31))))
	}
	told := i.CatchUp(after(33))
	if got := story(told); got != "red over! again! over over!" || told.OwesEnd() || !told.Closed.Equal(after(25)) || told.Log[4].What != "a" || story(told.CatchUp(after(60))) != got {
		t.Errorf("%s, closed %s", got, told.Closed)
	}
	if n := told.ToTell(i); len(n) != 1 || n[0] != 5 {
		t.Errorf("to tell: %v", n)
	}
}

// However it flaps, a quarter of an hour later its thread knows that it is over.
func TestTheThreadKnowsAtLastThatItIsOver(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var i rollout.Incident
		at := 0.0
		for range rapid.IntRange(1, 80).Draw(t, "turns") {
			at += rapid.Float64Range(0.1, 12).Draw(t, "minutes later")
			name := rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "alarm")
			i = heard(i, signal(name, rapid.SampledFrom([]rollout.AlarmState{red, green}).Draw(t, "state"), at))
			i = i.CatchUp(after(at + rapid.Float64Range(0.02, 0.1).Draw(t, "looked at")))
		}
		i = heard(i, signal("a", green, at+1), signal("b", green, at+1), signal("c", green, at+1)).CatchUp(after(at + 15))
		var last rollout.HappensKind
		for _, h := range i.Log {
			if h.Told {
				last = h.Kind
			}
		}
		if i.OwesEnd() || len(i.Alarms) > 0 && last != rollout.HappensOver {
			t.Fatalf("the thread was told last: %s, of %s", last, story(i))
		}
	})
}

// One of fifty alarms that were red in it, and are well, is less than one that is red now.
func TestAnAlarmOfAnIncidentThatHadManyTakesThePlaceOfOneThatIsWell(t *testing.T) {
	var i rollout.Incident
	for n := range 50 {
		i = heard(i, signal(fmt.Sprint(n), red, 0))
	}
	for n := range 50 {
		i = heard(i, signal(fmt.Sprint(n), green, 1))
	}
	more := heard(i, signal("more", red, 12))
	if !more.Open() || more.Reopened != 1 || len(more.Alarms) != 50 || more.Alarms[0].Name != "0" || more.Alarms[49].Name != "more" || len(i.Alarms) != 50 || i.Alarms[1].Name != "1" {
		t.Errorf("open %t, %d alarms: %s", more.Open(), len(more.Alarms), story(more))
	}
}

func TestOfTooManyAlarmsNoMoreAreNoted(t *testing.T) {
	var i rollout.Incident
	for n := range 60 {
		i = heard(i, signal(fmt.Sprint(n), red, float64(n)/100))
	}
	if len(i.Alarms) != 50 {
		t.Errorf("%d alarms", len(i.Alarms))
	}
	for n := range 60 {
		i = heard(i, signal(fmt.Sprint(n), green, 1+float64(n)/100))
	}
	if i.Open() {
		t.Error("it is open for ever")
	}
}
