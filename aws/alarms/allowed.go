package alarms

import (
	"fmt"
	"slices"
)

// Sources are where signals may come from. Others are not listened to.
type Sources struct {
	Accounts []string // none: nobody is listened to
	Regions  []string // none: any
	Topics   []string // ARNs of SNS topics; of what comes another way, account and region count
}

// Unwelcome says that a signal came from somewhere that is not listened to.
type Unwelcome struct {
	What string // "topic", "account" or "region"
	Is   string // which one it is
}

// Error says what is not listened to.
func (u *Unwelcome) Error() string { return fmt.Sprintf("the %s %q is not listened to", u.What, u.Is) }

// Allowed answers an *Unwelcome when any of a batch came from elsewhere. That an alarm is
// where it says was checked by Read; that nobody else publishes to the topics, and calls
// the function, is IAM's to see to.
func Allowed(b Batch, from Sources) error {
	if b.Way == ByTopic && !slices.Contains(from.Topics, b.Topic) {
		return &Unwelcome{What: "topic", Is: b.Topic}
	}
	for _, s := range b.Signals {
		switch {
		case !slices.Contains(from.Accounts, s.Account):
			return &Unwelcome{What: "account", Is: s.Account}
		case len(from.Regions) > 0 && !slices.Contains(from.Regions, s.Region):
			return &Unwelcome{What: "region", Is: s.Region}
		}
	}
	return nil
}
