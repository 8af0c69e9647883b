package rollout

import "time"

// ProposalLife is how long, in real time, a deploy that was proposed can be confirmed.
const ProposalLife = 10 * time.Minute

// Proposal is a deploy that somebody was shown and may confirm: exactly that commit,
// on top of exactly what was live then. It can be used once.
type Proposal struct {
	ID       string    `json:"id"`
	By       string    `json:"by"` // Slack user id; nobody else can confirm it
	Target   Target    `json:"target"`
	Ref      string    `json:"ref"` // as it was typed
	Release  Release   `json:"release"`
	Strategy string    `json:"strategy,omitempty"` // as it was typed; empty for the environment's own
	Reason   string    `json:"reason,omitempty"`
	Live     string    `json:"live"`               // the alias's RevisionId when it was proposed; empty when there was none
	Back     Version   `json:"back,omitempty"`     // it is a rollback to this version, and ships nothing
	Incident string    `json:"incident,omitempty"` // that the rollback is for
	At       time.Time `json:"at"`                 // in real time
}

// Key is where it is stored.
func (p Proposal) Key() Key { return ProposalKey(p.ID) }

// ProposalKey is where a proposal is stored.
func ProposalKey(id string) Key { return Key{Kind: "proposal", ID: id} }

// Rev is always the first: a proposal does not change, and goes with its use.
func (p Proposal) Rev() (int64, Guard) { return 1, Next }

// Indexes lists them all, for the clean-up.
func (p Proposal) Indexes() []string { return []string{ProposalsIndex} }

// ProposalsIndex lists the deploys that nobody has confirmed yet.
const ProposalsIndex = "proposals"
