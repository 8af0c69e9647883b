// Package browser plays a person with a browser: a real one, headless, on the
// page of a real sandbox process.
package browser

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// testid is an element of the page, by the name that it has for tests.
func testid(name string) string { return fmt.Sprintf("[data-testid=%q]", name) }

// A person deploys with one key press, watches it finish, and takes it back.
func TestDeployWatchAndRollBack(t *testing.T) {
	open(t).do(
		ready(),
		chromedp.SendKeys(testid("composer"), "\r"),
		says("abc123a live in staging"),
		chromedp.WaitVisible(newest("slipway_rollback")),
		chromedp.Click(newest("slipway_rollback")),
		chromedp.WaitVisible(testid("confirm-ok")),
		dialogSays("v41"),
		chromedp.Click(testid("confirm-ok")),
		says("abc123a rolled back in staging"),
		weights("checkout-staging", "v41"),
	)
}

// A bad version in prod is taken back by itself; the README's picture is of this.
func TestABadVersionInProdIsTakenBackByItself(t *testing.T) {
	v := open(t)
	v.do(
		ready(),
		typed("/deploy prod abc123"),
		weights("checkout-prod", "v42"),
		breaks("checkout-prod", "42"),
		says("abc123a rolled back in prod"),
		says("worse"),
		weights("checkout-prod", "v41"),
	)
	v.picture()
}

// step is something that a person does, or sees.
type step = chromedp.Action[chromedp.Void]

// ready waits until the page has put the first command into the composer.
func ready() step {
	return poll(`document.querySelector('` + testid("composer") + `')?.value.startsWith('/deploy')`)
}

// typed replaces what is in the composer, and sends it.
func typed(text string) step {
	return all(
		quietly(chromedp.Evaluate[any](`(c => { c.value = `+quoted(text)+`; c.dispatchEvent(new Event('input', {bubbles: true})); c.focus(); })(document.querySelector('`+testid("composer")+`'))`)),
		chromedp.SendKeys(testid("composer"), "\r"),
	)
}

// all are several steps as one.
func all(steps ...step) step {
	return func(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
		for _, s := range steps {
			if _, err := s(ctx, target); err != nil {
				return chromedp.Void{}, err
			}
		}
		return chromedp.Void{}, nil
	}
}

// quietly is a step whose value nobody needs.
func quietly[T any](a chromedp.Action[T]) step {
	return func(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
		_, err := a(ctx, target)
		return chromedp.Void{}, err
	}
}

// says waits until a message in the channel has the words.
func says(words string) step {
	return poll(`[...document.querySelectorAll('` + testid("message") + `')].some(m => m.innerText.replace(/\s+/g, ' ').includes(` + quoted(words) + `))`)
}

// dialogSays checks what the confirm dialog names.
func dialogSays(words string) step {
	return poll(`document.querySelector('dialog[open]').innerText.includes(` + quoted(words) + `)`)
}

// weights waits until an environment's bar shows the version.
func weights(target, version string) step {
	return poll(`document.querySelector('` + testid("weights-"+target) + `')?.innerText.includes(` + quoted(version) + `)`)
}

// breaks turns up the knob of a version's errors.
func breaks(function, version string) step {
	knob := testid("knob-error-" + function + "-" + version)
	return all(
		chromedp.WaitVisible(knob),
		quietly(chromedp.Evaluate[any](`(k => { k.value = 40; k.dispatchEvent(new Event('input', {bubbles: true})); k.dispatchEvent(new Event('change', {bubbles: true})); })(document.querySelector('`+knob+`'))`)),
	)
}

// newest is the button in the last message that has one like it.
func newest(action string) string {
	return fmt.Sprintf("%s:nth-last-child(1 of :has([data-action-id=%[2]q])) [data-action-id=%[2]q]", testid("message"), action)
}

func poll(expression string) step {
	return quietly(chromedp.Poll[bool](expression, chromedp.WithPollingInterval(100*time.Millisecond), chromedp.WithPollingTimeout(25*time.Second)))
}

func quoted(s string) string { return "'" + strings.ReplaceAll(s, "'", `\'`) + "'" }

// visitor is somebody with the page open.
type visitor struct {
	t    *testing.T
	page context.Context // of the browser's tab
}

// do carries out the steps, and shows what the page looked like if one fails.
func (v visitor) do(steps ...step) {
	v.t.Helper()
	ctx, cancel := context.WithTimeout(v.page, 2*time.Minute)
	defer cancel()
	for i, step := range steps {
		if err := chromedp.Do(ctx, step); err != nil {
			name := filepath.Join(os.TempDir(), "slipway-browser.png")
			if shot, shotErr := chromedp.Run(v.page, chromedp.FullScreenshot(100)); shotErr == nil {
				_ = os.WriteFile(name, shot, 0o600) // a help only
			}
			v.t.Fatalf("step %d: %v (see %s)", i+1, err, name)
		}
	}
}

// picture checks that there is something to see, and keeps the README's picture
// when that is asked for (`make pictures`).
func (v visitor) picture() {
	v.t.Helper()
	v.do(chromedp.EmulateViewport(1440, 1230), chromedp.Sleep(2*time.Second)) // high enough for a whole message
	shot, err := chromedp.Run(v.page, chromedp.CaptureScreenshot())
	if err != nil || len(shot) < 10_000 {
		v.t.Fatalf("the picture has only %d bytes: %v", len(shot), err)
	}
	if os.Getenv("SLIPWAY_PICTURES") == "" {
		return
	}
	if err := os.WriteFile("../../docs/images/sandbox.png", shot, 0o600); err != nil {
		v.t.Fatal(err)
	}
}
