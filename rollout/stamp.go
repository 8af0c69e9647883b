package rollout

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Stamp is what an alias's description says of its owner. It is written in the
// same UpdateAlias as the weights, so that a lost table can be rebuilt from the
// aliases, and so that a stale owner's RevisionId no longer holds.
type Stamp struct {
	Rollout  ID
	Fence    int64     // number of the ownership, rising with each owner of the target
	Move     int       // number of the change of traffic, rising within a rollout
	Deadline time.Time // when whoever finds the alias may put it right
	Rescued  bool      // the engine's last resort has put the alias back on the stable version
}

const (
	stampPrefix  = "slipway "
	stampRescued = " rescued=true" // the last resort appends it to the stamp that it finds
)

// String is the stamp as an alias's description, far below AWS's 256 characters.
func (s Stamp) String() string {
	text := fmt.Sprintf("%srollout=%s fence=%d move=%d deadline=%s",
		stampPrefix, s.Rollout, s.Fence, s.Move, s.Deadline.UTC().Format(time.RFC3339))
	if s.Rescued {
		text += stampRescued
	}
	return text
}

// ParseStamp reads a description; false means that it is not Slipway's.
func ParseStamp(description string) (Stamp, bool) {
	rest, ok := strings.CutPrefix(description, stampPrefix)
	if !ok {
		return Stamp{}, false
	}
	var s Stamp
	for _, field := range strings.Fields(rest) {
		name, value, _ := strings.Cut(field, "=")
		var err error
		switch name {
		case "rollout":
			s.Rollout = ID(value)
		case "fence":
			s.Fence, err = strconv.ParseInt(value, 10, 64)
		case "move":
			s.Move, err = strconv.Atoi(value)
		case "deadline":
			s.Deadline, err = time.Parse(time.RFC3339, value)
		case "rescued":
			s.Rescued, err = strconv.ParseBool(value)
		}
		if err != nil {
			return Stamp{}, false
		}
	}
	return s, s.Rollout != "" && s.Fence > 0 && !s.Deadline.IsZero()
}
