package workflows

import (
	"regexp"
	"strings"
	"unicode"
)

const (
	lines = 20  // of a log that are shown
	width = 200 // of a line and of a name, in runes
)

var (
	// stamp is the time that begins each line of a log.
	stamp = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z ?`)
	// escape is what moves a terminal's cursor, colours it or names its window
	// (ECMA-48, sections 5.3 to 5.6).
	escape = regexp.MustCompile(`\x1b(\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)?|[ -/]*[0-~])`)
	// marker is how a runner marks the lines of its own in a log.
	marker = regexp.MustCompile(`^##\[(\w+)\]`)
)

// tail is the last lines of a job's log that tell why it failed, without time stamps,
// colours and whatever else a terminal would obey. What comes after the runner's last
// mark of an error is left out: there it cleans up, and that tells nothing.
func tail(log []byte) []string {
	var all []string
	end := 0
	for line := range strings.Lines(strings.ToValidUTF8(string(log), "\uFFFD")) {
		line, failure := mark(plain(line))
		if strings.TrimSpace(line) == "" {
			continue
		}
		all = append(all, cut(line))
		if failure {
			end = len(all)
		}
	}
	if end > 0 {
		all = all[:end]
	}
	return all[max(0, len(all)-lines):]
}

// mark takes the runner's marker from a line, and says whether it was that of an error.
func mark(line string) (rest string, failure bool) {
	found := marker.FindStringSubmatch(line)
	if found == nil {
		return line, false
	}
	rest = strings.TrimSpace(line[len(found[0]):])
	if found[1] == "error" && rest != "" {
		return "Error: " + rest, true
	}
	return rest, false
}

// plain is a line as somebody in front of a terminal would have read it in the end,
// without its time stamp.
func plain(line string) string {
	line = strings.TrimPrefix(strings.TrimRight(line, "\r\n"), "\uFEFF")
	line = escape.ReplaceAllString(stamp.ReplaceAllString(line, ""), "")
	line = line[strings.LastIndexByte(line, '\r')+1:] // a bar of progress overwrites itself
	return strings.TrimRight(strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r):
			return -1
		default:
			return r
		}
	}, line), " ")
}

// cut shortens a text of somebody else's to what fits in a line.
func cut(text string) string {
	if runes := []rune(text); len(runes) > width {
		return string(runes[:width-1]) + "…"
	}
	return text
}

// name is a name that somebody else gave, fit to be shown in a line.
func name(text string) string {
	return cut(strings.TrimSpace(plain(strings.ToValidUTF8(text, "\uFFFD"))))
}
