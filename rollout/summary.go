package rollout

import "time"

// Summary says that a channel is told what a day or a week has brought. It is written
// with the notice that tells it, once for each of them, so that nobody is told twice.
type Summary struct {
	Period  string    `json:"period"`  // "day" or "week"
	Day     string    `json:"day"`     // the last one that it is about, "2026-11-22"
	Channel string    `json:"channel"` // Slack channel id
	At      time.Time `json:"at"`
}

// Name is the summary's, and its notice's id.
func (s Summary) Name() string { return "summary/" + s.Period + "/" + s.Day + "/" + s.Channel }

// Notice tells the channel.
func (s Summary) Notice() Notice {
	return Notice{ID: s.Name(), Version: 1, Kind: Summed, Channel: s.Channel, Period: s.Period, Day: s.Day, At: s.At}
}

// Key is where it is stored.
func (s Summary) Key() Key { return Key{Kind: "summary", ID: s.Period + "/" + s.Day + "/" + s.Channel} }

// Rev is always the first: a second one is refused.
func (s Summary) Rev() (int64, Guard) { return 1, Next }

// Indexes says that it is in no list.
func (s Summary) Indexes() []string { return nil }
