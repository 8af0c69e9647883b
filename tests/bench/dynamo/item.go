package dynamo

import "maps"

// item is one item, as it travels.
type item map[string]value

// value is one attribute. Exactly one of its fields is set.
type value struct {
	S  *string  `json:",omitempty"`
	N  *string  `json:",omitempty"`
	B  []byte   `json:",omitempty"`
	SS []string `json:",omitempty"`
}

func (it item) key() key { return key{it["pk"].text(), it["sk"].text()} }

func (v value) text() string {
	if v.S == nil {
		return ""
	}
	return *v.S
}

// size is what DynamoDB counts: names and values. A number takes a byte for each
// two digits and one more.
func (it item) size() int {
	n := 0
	for name, v := range it {
		n += len(name) + len(v.text()) + len(v.B)
		if v.N != nil {
			n += len(*v.N)/2 + 2
		}
		for _, s := range v.SS {
			n += len(s)
		}
	}
	return n
}

// reads are the units of a strongly consistent read: one for each 4 KB begun, and
// one for what is not there.
func reads(found ...item) int {
	n := 0
	for _, it := range found {
		n += it.size()
	}
	return max(1, (n+4095)/4096)
}

// writes are the units of a write: one for each KB begun.
func writes(it item) int { return max(1, (it.size()+1023)/1024) }

// with is a copy of the item that has these attributes too.
func (it item) with(more item) item {
	out := item{}
	maps.Copy(out, it)
	maps.Copy(out, more)
	return out
}
