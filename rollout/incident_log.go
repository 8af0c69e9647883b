package rollout

import "slices"

// mostHappens bounds what is remembered of an incident.
const mostHappens = 50

// Note adds what happened. The oldest gives way when there is too much, but for the
// first.
func (i Incident) Note(h Happens) Incident {
	i.Log = slices.Clone(i.Log)
	if len(i.Log) >= mostHappens {
		i.Log = slices.Delete(i.Log, 1, 2)
		i.Forgot++
	}
	i.Log = append(i.Log, h)
	return i
}

// Entry is what happened as the nth thing, from 1, those that were forgotten included.
// False means that there is none, or that it was forgotten.
func (i Incident) Entry(n int) (Happens, bool) {
	k := n - 1
	if n > 1 {
		if k -= i.Forgot; k < 1 {
			return Happens{}, false
		}
	}
	if k < 0 || k >= len(i.Log) {
		return Happens{}, false
	}
	return i.Log[k], true
}

// ToTell are the entries that are new since an earlier state of the incident and that its
// thread is to hear of, by their numbers.
func (i Incident) ToTell(before Incident) []int {
	var numbers []int
	for n := before.happened() + 1; n <= i.happened(); n++ {
		if h, ok := i.Entry(n); ok && h.Told {
			numbers = append(numbers, n)
		}
	}
	return numbers
}

// happened is the number of the latest entry.
func (i Incident) happened() int { return i.Forgot + len(i.Log) }
