package browser

import (
	"fmt"
	"testing"
)

// shown is a script that finds the newest message with a control of an action in it.
func shown(action string) string {
	return fmt.Sprintf(`[...document.querySelectorAll('[data-testid=message]')].filter(m => m.querySelector('[data-action-id="%s"]')).at(-1)`, action)
}

// press presses a button of the newest message that has it.
func press(action string) step {
	button := shown(action) + fmt.Sprintf(`?.querySelector('[data-action-id="%s"]')`, action)
	return all(poll(`!!`+button), evaluate(button+`.click()`))
}

// reads waits until the newest message with that control has the words in it.
func reads(action, words string) step {
	return poll(shown(action) + `?.innerText.replace(/\s+/g, ' ').includes(` + quoted(words) + `)`)
}

// A dashboard is one message: another range and other charts take its place.
func TestADashboardIsTurnedInItsPlace(t *testing.T) {
	v := open(t)
	v.do(
		typed("/dashboard prod checkout 1h"),
		reads("slipway_turn/charts", "the last hour"),
		reads("slipway_turn/charts", "Error rate"),
		reads("slipway_turn/charts", "Latency p95"),
		reads("slipway_turn/charts", "a million requests"),
	)
	v.look("dashboard")
	v.do(
		evaluate(`window.messages = document.querySelectorAll('[data-testid=message]').length`),
		press("slipway_turn/1"),
		reads("slipway_turn/charts", "the last 6 hours"),
		pick("slipway_turn/charts", "Requests, throttles, concurrency"),
		reads("slipway_turn/charts", "Throttles and concurrency"),
		poll(`document.querySelectorAll('[data-testid=message]').length === window.messages`),
	)
}

// pick chooses from a menu of the newest message that has it.
func pick(action, option string) step {
	button := shown(action) + fmt.Sprintf(`?.querySelector('[data-action-id="%s"]')`, action)
	item := fmt.Sprintf(`[...document.querySelectorAll('.popup [role=option]')].find(o => o.innerText.trim() === %q)`, option)
	return all(poll(`!!`+button), evaluate(button+`.click()`), poll(`!!`+item), evaluate(item+`.click()`))
}

// High resolution is a picture that everybody in the channel can look at.
func TestADashboardIsAlsoAPictureForTheChannel(t *testing.T) {
	v := open(t)
	v.do(
		typed("/dashboard prod checkout 1h"),
		poll(`!!`+shown("slipway_show/0")), // at the end of a long answer
		evaluate(`document.querySelector('[data-testid=messages]').scrollTo({top: 1e6})`),
		press("slipway_show/0"),
		poll(`document.querySelector('.uploaded img')?.naturalWidth >= 1000`),
		poll(`document.querySelector('.uploaded img').alt.includes('Error rate')`),
		poll(`document.querySelector('.uploaded img').getBoundingClientRect().bottom <= innerHeight`), // it came late
		become("ben"),
		poll(`document.querySelector('.uploaded img')?.naturalWidth >= 1000`),
	)
	v.look("picture")
}

func TestTheSummarySaysWhatWasShipped(t *testing.T) {
	v := open(t)
	v.do(
		typed("/deploy summary week"),
		says("by DORA's five"),
		says("Deployment frequency"),
		poll(`!!`+message("Deployment frequency")+`.querySelector('.graph rect')`),
	)
	v.look("summary")
}

func TestStatusAndHistoryAreTables(t *testing.T) {
	v := open(t)
	v.do(
		typed("/deploy status"),
		says("What is live"),
		poll(`!!`+message("What is live")+`.querySelector('table')`),
	)
	v.look("status")
	v.do(
		typed("/deploy history"),
		says("The last rollouts"),
		poll(`!!`+message("The last rollouts")+`.querySelector('table')`),
	)
}

// The form shows commits to choose, and the plan before anybody presses Deploy.
func TestTheFormShowsThePlanOfACommit(t *testing.T) {
	v := open(t)
	v.do(
		typed("/deploy"),
		shows(testid("input-service"), "checkout"),
		choose("environment", "prod"),
		shows(testid("modal"), "Live now: checkout prod"), // it is looked up, and the form stands still
		click(`[data-testid^="input-version"] .pick-button`),
		poll(`[...document.querySelectorAll('.popup [role=option]')].some(o => o.innerText.includes('Let people pay by invoice'))`),
		evaluate(`[...document.querySelectorAll('.popup [role=option]')].find(o => o.innerText.includes('Let people pay by invoice')).click()`),
		shows(testid("modal"), "✅"),
		shows(testid("modal"), "not locked"),
	)
	v.look("plan")
	v.do(
		click(testid("modal-submit")),
		gone(testid("modal")),
		says("abc123a live in prod"),
	)
}

// What moves is in the Home tab too, with buttons, and moves on while one looks.
func TestHomeIsLive(t *testing.T) {
	v := open(t)
	v.do(
		speed("60"),
		typed("/deploy prod abc123"),
		weights("checkout-prod", "v42 10 %"),
		click(testid("app-home")),
		shows(testid("home"), "abc123a"),
		seen(testid("home")+` [data-action-id="slipway_pause"]`),
	)
	v.look("home-live")
	v.do(
		speed("300"),
		shows(testid("home"), "Nothing is being rolled out"),
	)
}
