package rollout

// Gap is how many commits of a service lie between two of them. Commits do not change, so
// a code host is asked for each pair once, and the answer is kept for good.
type Gap struct {
	Service string `json:"service"`
	From    string `json:"from"`           // full SHA
	To      string `json:"to"`             // full SHA
	Ahead   int    `json:"ahead"`          // how many commits To has and From has not; 0: From has all of To
	Lost    bool   `json:"lost,omitempty"` // the code host does not have one of the two any more, so nobody knows
}

// Closed says that From has all that To has.
func (g Gap) Closed() bool { return g.Ahead == 0 && !g.Lost }

// Key is where it is stored.
func (g Gap) Key() Key { return Key{Kind: "gap", ID: g.Service + "/" + g.From + "/" + g.To} }

// Rev is always the first: what was counted once is not counted again.
func (g Gap) Rev() (int64, Guard) { return 1, Next }

// Indexes says that it is in no list.
func (g Gap) Indexes() []string { return nil }
