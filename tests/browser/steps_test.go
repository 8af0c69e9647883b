package browser

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// step is something that a person does, or sees.
type step = chromedp.Action[chromedp.Void]

// testid is an element of the page, by the name that it has for tests.
func testid(name string) string { return fmt.Sprintf("[data-testid=%q]", name) }

// newest is the button in the last message that has one like it.
func newest(action string) string {
	return fmt.Sprintf("%s:nth-last-child(1 of :has([data-action-id=%[2]q])) [data-action-id=%[2]q]", testid("message"), action)
}

// message is the last message that says so, as JavaScript finds it.
func message(words string) string {
	return `[...document.querySelectorAll('[data-testid=message]')].findLast(m => m.innerText.replace(/\s+/g, ' ').includes(` + quoted(words) + `))`
}

// ready waits until the page has put the first command into the composer.
func ready() step { return holds("composer", "/deploy staging abc123") }

// holds waits until an element to type into holds a text.
func holds(name, text string) step {
	return poll(`document.querySelector(` + quoted(testid(name)) + `)?.value === ` + quoted(text))
}

// typed replaces what is in the composer, and sends it.
func typed(text string) step {
	return all(fill(testid("composer"), text), keys("\r"), holds("composer", ""))
}

// fill types a text into an element, in place of what is in it. A dialog that learns
// more grows, and what was below the mouse may have moved: so the click is made good.
func fill(selector, text string) step {
	it := `document.querySelector(` + quoted(selector) + `)`
	return all(click(selector), poll(`(`+it+`.focus(), document.activeElement === `+it+`)`), evaluate(it+`.select()`), keys(text))
}

// keys presses keys; what has the focus hears them. A key's text goes with its
// going down, so that a page which keeps the key from doing anything keeps the text
// out too, as with a real keyboard.
func keys(pressed string, with ...kb.Modifier) step {
	return chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		for _, r := range pressed {
			events := kb.Encode(r)
			down, up := events[0], events[len(events)-1]
			down.Text = events[len(events)/2].Text // of the event between them, if there is one
			for _, m := range with {
				down.Modifiers |= int64(m)
			}
			for _, e := range []*input.DispatchKeyEventParams{down, up} {
				if _, err := chromedp.Call(ctx, input.DispatchKeyEvent, *e); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// click presses an element with the mouse, once it is there.
func click(selector string) step { return all(seen(selector), chromedp.Click(selector)) }

// become is choosing who one is.
func become(name string) step {
	return all(click(testid("who-"+name)), poll(`document.querySelector('[data-testid=who-`+name+`] input').checked`))
}

// speed is how fast the simulated clock goes.
func speed(s string) step {
	return all(click(`[data-speed="`+s+`"]`), seen(`[data-speed="`+s+`"][aria-pressed=true]`))
}

// seen waits until an element can be seen, and gone until it cannot.
func seen(selector string) step {
	return poll(`document.querySelector(` + quoted(selector) + `)?.checkVisibility({visibilityProperty: true})`)
}

func gone(selector string) step {
	return poll(`!document.querySelector(` + quoted(selector) + `)?.checkVisibility({visibilityProperty: true})`)
}

// says waits until a message in the channel has the words.
func says(words string) step { return poll(`!!` + message(words)) }

// unsaid checks that no message in the channel has the words.
func unsaid(words string) step { return poll(`!` + message(words)) }

// shows waits until an element has the words in it.
func shows(selector, words string) step {
	return poll(`document.querySelector(` + quoted(selector) + `)?.innerText.replace(/\s+/g, ' ').includes(` + quoted(words) + `)`)
}

// weights waits until an environment's bar shows the version.
func weights(target, version string) step { return shows(testid("weights-"+target), version) }

// focused waits until an element has the focus, and shows that it has.
func focused(selector string) step {
	return poll(`document.activeElement?.matches(` + quoted(selector) + `)`)
}

// all are several steps as one.
func all(steps ...step) step { return chromedp.Steps(steps...) }

// evaluate runs a script whose value nobody needs.
func evaluate(script string) step { return quietly(chromedp.Evaluate[any](script)) }

// poll waits until an expression is true. It says which when it never is.
func poll(expression string) step {
	wait := chromedp.Poll[bool](expression, chromedp.WithPollingInterval(50*time.Millisecond), chromedp.WithPollingTimeout(40*time.Second))
	return func(ctx context.Context, target *chromedp.Target) (void chromedp.Void, err error) {
		if _, err = wait(ctx, target); err != nil {
			err = fmt.Errorf("%s: %w", expression, err)
		}
		return void, err
	}
}

// quietly is a step whose value nobody needs.
func quietly[T any](a chromedp.Action[T]) step {
	return func(ctx context.Context, target *chromedp.Target) (void chromedp.Void, err error) {
		_, err = a(ctx, target)
		return void, err
	}
}

// quoted is a text as JavaScript writes it.
func quoted(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err) // no text is like that
	}
	return string(b)
}

// hover moves the mouse over an element.
func hover(selector string) step {
	return func(ctx context.Context, target *chromedp.Target) (void chromedp.Void, err error) {
		box, err := chromedp.Dimensions(selector)(ctx, target)
		if err != nil {
			return void, err
		}
		x, y := box.Content[0]+float64(box.Width)/2, box.Content[1]+float64(box.Height)/2
		return chromedp.MouseEvent(chromedp.MouseMoved, x, y)(ctx, target)
	}
}
