package grammar

// Who may run a command.
type Who string

// The words for who may run a command.
const (
	// Anyone is every full member of the workspace who is in the channel.
	Anyone Who = "anyone"
	// Deployer is whoever has a role that the environment's deploy rule names.
	Deployer Who = "deployer"
)

// Spec describes one command. Help, the README's table, parsing and the wire
// format are all made from it.
type Spec struct {
	Name     string   // its word: "deploy", "lock"
	Slash    string   // the slash command it belongs to: "/deploy"
	Args     string   // what follows, as usage lines write it
	Summary  string   // one sentence
	Who      Who      // who may run it
	Examples []string // as typed, whole
	Bare     string   // what there is with nothing after it; empty where that is a mistake

	flags    []string // that take a value
	switches []string // that take none
	parse    func(*parser) Command
	decode   func([]byte) (Command, error)
}

// Specs lists every command, in the order in which help shows them.
func Specs() []Spec {
	return []Spec{
		deploySpec(),
		planSpec(),
		statusSpec(),
		historySpec(),
		summarySpec(),
		whySpec(),
		promoteSpec(),
		pauseSpec(),
		resumeSpec(),
		abortSpec(),
		lockSpec(),
		unlockSpec(),
		rollbackSpec(),
		canarySpec(),
		dashboardSpec(),
		drillSpec(),
		doctorSpec(),
		helpSpec(),
	}
}

// Sub tells whether the command is the first word after another one's slash.
func (s Spec) Sub() bool { return s.Slash[1:] != s.Name }

// Usage is the line that shows how to type the command. It holds angle
// brackets; escape it, like any text, before it becomes mrkdwn.
func (s Spec) Usage() string {
	if s.Args == "" {
		return s.beginning()
	}
	return s.beginning() + " " + s.Args
}

// beginning is how every line of the command begins.
func (s Spec) beginning() string {
	if s.Sub() {
		return s.Slash + " " + s.Name
	}
	return s.Slash
}

// find returns the command of a name.
func find(specs []Spec, name string) (Spec, bool) {
	for _, s := range specs {
		if s.Name == name {
			return s, true
		}
	}
	return Spec{}, false
}

// SubCommands lists the words after /deploy that are commands of their own; a
// service or environment must not be named like one.
func SubCommands() []string { return subCommands(Specs()) }

func subCommands(specs []Spec) []string {
	var words []string
	for _, s := range specs {
		if s.Sub() {
			words = append(words, s.Name)
		}
	}
	return words
}
