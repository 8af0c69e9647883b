package setup

import (
	"fmt"
	"math"
	"slices"
	"strconv"
)

// What AWS asks, in dollars a month: docs/cost.md has it line by line, and a test holds
// these against the same prices.
const (
	priced       = "eu-west-1" // the region whose prices these are
	botPrice     = 2.13        // at ten deploys a day, without the two that follow
	imagePrice   = 0.03
	secretsPrice = 0.80
	aclPrice     = 15.0
	servicePrice = 4.10 // in each environment
)

// month is what an installation costs, in dollars a month.
type month struct{ Bot, Services, ACLs float64 }

func (a answers) month() month {
	m := month{Bot: botPrice, Services: servicePrice * float64(len(a.list("environments"))), ACLs: aclPrice * float64(a.acls())}
	if a["package"] == "image" {
		m.Bot += imagePrice
	}
	if a["secrets"] == "secretsmanager" {
		m.Bot += secretsPrice
	}
	return m
}

// acls is how many environments have a web ACL.
func (a answers) acls() int {
	return len(slices.DeleteFunc(a.list("environments"), func(name string) bool { return a["waf-"+name] == "off" }))
}

// budget is a round amount that the estimate stays below 80 % of, where AWS sends an e-mail.
func budget(a answers) string {
	if a["environments"] == "" {
		return ""
	}
	m := a.month()
	return strconv.Itoa(10 * int(math.Ceil((m.Bot+m.Services+m.ACLs)/0.8/10)))
}

// Cost is what the answers cost, for people.
func (p page) Cost() string {
	m := p.A.month()
	text := fmt.Sprintf("About $%.0f a month at ten deploys a day, by prices of %s: the bot %s, %s with its alarms and dashboards %s, web ACLs %s.",
		m.Bot+m.Services+m.ACLs, priced, usd(m.Bot), p.A["service"], usd(m.Services), usd(m.ACLs))
	if p.A.acls() > 1 {
		text += fmt.Sprintf("\nOne web ACL that environments share (web_acl_arn) saves %s for each environment but one.", usd(aclPrice))
	}
	return text
}

// usd is an amount as one says it.
func usd(dollars float64) string {
	if dollars == math.Trunc(dollars) {
		return fmt.Sprintf("$%.0f", dollars)
	}
	return fmt.Sprintf("$%.2f", dollars)
}
