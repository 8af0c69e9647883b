package grammar

import "strings"

// HelpText explains the command that a topic names; any other topic gets the
// list of all commands. Plain text with angle brackets, see [Spec.Usage].
func HelpText(topic string) string {
	specs := Specs()
	if spec, ok := find(specs, topic); ok {
		return about(spec)
	}
	var b strings.Builder
	for _, s := range specs {
		b.WriteString(s.Usage() + "\n    " + s.Summary + "\n")
	}
	b.WriteString("\nIn a service's own channel the service can be left out. `/deploy help lock` says more about one command.")
	return b.String()
}

func about(s Spec) string {
	var b strings.Builder
	b.WriteString(s.Summary)
	if s.Bare != "" {
		b.WriteString(" With nothing after it: " + s.Bare + ".")
	}
	b.WriteString("\n\nUsage: " + s.Usage() + "\nWho: " + s.Who.sentence() + "\n")
	for i, example := range s.Examples {
		label := "         "
		if i == 0 {
			label = "Example: "
		}
		b.WriteString(label + example + "\n")
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// sentence says who it is in words that need no glossary.
func (w Who) sentence() string {
	if w == Deployer {
		return "whoever may deploy to that environment"
	}
	return "anyone"
}

// Table is the README's list of commands, in Markdown.
func Table() string {
	var b strings.Builder
	b.WriteString("| Command | What it does | Who |\n| --- | --- | --- |\n")
	for _, s := range Specs() {
		usage := strings.ReplaceAll(s.Usage(), "|", `\|`)
		b.WriteString("| `" + usage + "` | " + s.Summary + " | " + string(s.Who) + " |\n")
	}
	return b.String()
}
