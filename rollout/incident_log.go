package rollout

import "slices"

// mostHappens bounds what is remembered of an incident.
const mostHappens = 50

// Note adds what happened. The oldest gives way when there is too much, but for the
// first: one that nobody was told of, an alarm that flaps, before any other.
func (i Incident) Note(h Happens) Incident {
	h.Entry = i.happened() + 1
	if h.Kind == HappensBack && i.Gone.IsZero() {
		i.Gone = h.At
	}
	i.Log = slices.Clone(i.Log)
	if len(i.Log) >= mostHappens {
		spare := 1 + max(0, slices.IndexFunc(i.Log[1:], Happens.flaps))
		i.Log = slices.Delete(i.Log, spare, spare+1)
		i.Forgot++
	}
	i.Log = append(i.Log, h)
	return i
}

// flaps says that it is only one more turn of an alarm, of which the thread has not heard.
func (h Happens) flaps() bool {
	return !h.Told && (h.Kind == HappensRed || h.Kind == HappensGreen)
}

// Entry is what happened as the nth thing, from 1, those that were forgotten included.
// False means that there is none, or that it was forgotten.
func (i Incident) Entry(n int) (Happens, bool) {
	for _, h := range i.Log {
		if h.Entry == n {
			return h, true
		}
	}
	return Happens{}, false
}

// ToTell are the entries that are new since an earlier state of the incident and that its
// thread is to hear of, by their numbers.
func (i Incident) ToTell(before Incident) []int {
	var numbers []int
	for _, h := range i.Log {
		if h.Told && h.Entry > before.happened() {
			numbers = append(numbers, h.Entry)
		}
	}
	return numbers
}

// happened is the number of the latest entry.
func (i Incident) happened() int { return i.Forgot + len(i.Log) }
