package world

import (
	"crypto/sha256"
	"encoding/hex"

	"github.com/slipway-dev/slipway/config"
	"github.com/slipway-dev/slipway/sandbox/account"
)

// Behaviours of commits, as the sandbox's API names them.
const (
	Good  = "good"
	Bad   = "bad"
	Slow  = "slow"
	Crash = "crash"
	Late  = "late"

	// Broken is a commit whose build fails. What is made of it all the same is good.
	Broken = "broken"
)

// toBuild is the branch whose commits are good, and have no image until somebody
// deploys them.
const toBuild = "vouchers"

// toDrill is the branch whose head is shipped on purpose, to see it taken back.
const toDrill = "drill"

type change struct{ sha, subject, author, behaviour, branch string }

// shipped are the commits that each service has behind it, oldest first: the
// rollouts of the seeded history.
func shipped() map[string][]change {
	return map[string][]change{
		"checkout": {
			{"", "Ask for the postcode first", "ben", Good, ""},
			{"", "Round totals the way the bank does", "ana", Good, ""},
			{"", "Retry the tax service once", "ben", Good, ""},
			{"", "Show the delivery date earlier", "ana", Good, ""},
		},
		"payments": {
			{"", "Name the currency in receipts", "ana", Good, ""},
			{"", "Log the acquirer's answer code", "ben", Good, ""},
			{"", "Keep the 3-D Secure session for longer", "ana", Good, ""},
			{"", "Cache acquirer tokens", "ben", Bad, ""},
		},
		"search": {
			{"", "Ignore accents", "ben", Good, ""},
			{"", "Index product colours", "ana", Good, ""},
			{"", "Understand plurals", "ben", Good, ""},
			{"", "Faster prefix look-ups", "ana", Good, ""},
		},
	}
}

// waiting are commits of every behaviour that no service has shipped yet.
func waiting() map[string][]change {
	return map[string][]change{
		"checkout": {
			{"", "Drop the old coupon table", "ben", Bad, "old-coupons"},
			{"", "Ask three services for shipping prices", "ana", Slow, "shipping-prices"},
			{"", "Read the region from the environment", "ben", Crash, "region"},
			{"", "Cache carts in memory", "ana", Late, "cart-cache"},
			{"", "Print vouchers from a template", "ben", Broken, "templates"},
			{"", "Say what a voucher is worth", "ben", Good, "vouchers"},
			{"abc123", "Let people pay by invoice", "ana", Good, "invoices"},
			{"", "Fail one call in five, for drills", "ben", Bad, toDrill},
		},
		"payments": {
			{"", "Parse amounts without the library", "ana", Bad, "amounts"},
			{"", "Verify every card twice", "ben", Slow, "verify-twice"},
			{"", "Require the new key ring", "ana", Crash, "key-ring"},
			{"", "Pool acquirer connections", "ben", Late, "pool"},
			{"", "Support payouts in SEK", "ana", Good, "payouts-sek"},
			{"", "Fail one call in five, for drills", "ana", Bad, toDrill},
		},
		"search": {
			{"", "Switch to the new ranking", "ben", Bad, "ranking"},
			{"", "Spell-check in the request", "ana", Slow, "spelling"},
			{"", "Load the synonyms at start", "ben", Crash, "synonyms"},
			{"", "Keep shards in memory", "ana", Late, "shards"},
			{"", "Search by SKU", "ben", Good, "sku"},
			{"", "Fail one call in five, for drills", "ben", Bad, toDrill},
		},
	}
}

// Waiting says that no service has ever shipped the commit.
func Waiting(c account.Commit) bool { return c.Branch != "" }

// model is the service after which one is made up whose commits nobody has told.
const model = "search"

// of is what a service has of something.
func of(changes map[string][]change, service string) []change {
	if told, ok := changes[service]; ok {
		return told
	}
	return changes[model]
}

// allCommits are all there are, oldest first within each service.
func allCommits(services []config.Service) []account.Commit {
	var out []account.Commit
	for _, s := range services {
		out = append(out, made(s.Name, of(shipped(), s.Name))...)
		out = append(out, made(s.Name, of(waiting(), s.Name))...)
	}
	return out
}

func made(service string, changes []change) []account.Commit {
	out := make([]account.Commit, 0, len(changes))
	for _, c := range changes {
		sum := sha256.Sum256([]byte(service + "\x00" + c.subject))
		sha := hex.EncodeToString(sum[:20]) // as long as git's
		sha = c.sha + sha[len(c.sha):]
		broken := c.behaviour == Broken
		out = append(out, account.Commit{
			Service: service, SHA: sha, Subject: c.subject, Author: c.author, Behaviour: c.behaviour, Branch: c.branch,
			Unbuilt: broken || c.branch == toBuild, Broken: broken,
		})
	}
	return out
}
