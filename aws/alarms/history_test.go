package alarms

import (
	"strings"
	"testing"
)

func TestAChangeThatCannotBeReadIsAnErrorNotAState(t *testing.T) {
	for _, data := range []string{
		"", "null", "[]", `{"newState":{"stateValue":"OK"}}`, `{"oldState":{"stateValue":"OK"},"newState":{"stateValue":"fine"}}`,
		`{"oldState":7,"newState":{"stateValue":"OK"}}`,
	} {
		if c, err := read(data); err == nil {
			t.Errorf("%s: %+v", data, c)
		}
	}
}

func FuzzAChangeIsBetweenStatesOrAnError(f *testing.F) {
	f.Add(`{"version":"1.0","oldState":{"stateValue":"OK","stateReason":"fine"},"newState":{"stateValue":"ALARM","stateReason":"7 is more than 5"}}`)
	f.Add(`{"oldState":{"stateValue":"INSUFFICIENT_DATA"}}`)
	f.Fuzz(func(t *testing.T, data string) {
		c, err := read(data)
		known := strings.Contains("OK ALARM INSUFFICIENT_DATA", string(c.From)) && strings.Contains("OK ALARM INSUFFICIENT_DATA", string(c.To))
		if err == nil && (!known || c.From == "" || c.To == "") || err != nil && c != (Change{}) {
			t.Errorf("%q: %+v, %v", data, c, err)
		}
	})
}
