package rollout

// Grade is how a check-up of one thing came out.
type Grade string

// The grades.
const (
	GradeSound   Grade = "sound"   // as it should be
	GradeAiling  Grade = "ailing"  // it works, and should be put right
	GradeBroken  Grade = "broken"  // something that Slipway promises cannot work like this
	GradeUnknown Grade = "unknown" // it could not be looked at
)

// Diagnosis is what one check of the doctor's found.
type Diagnosis struct {
	Check  string `json:"check"`           // "alias wiring"
	About  string `json:"about,omitempty"` // "checkout/prod"; empty for the whole installation
	Grade  Grade  `json:"grade"`
	Found  string `json:"found"`         // one sentence; may hold untrusted text
	Remedy string `json:"fix,omitempty"` // what to do about it; empty when it is sound
}
