package iam

import (
	"bufio"
	"regexp"
	"strings"
)

var (
	quoted  = regexp.MustCompile("`([a-z0-9]+:)?([A-Za-z]+|…)`")
	another = regexp.MustCompile(`\bas the ([a-z]+)'s`)
)

// Documented are the actions by the headings of a page such as docs/permissions.md, in the
// first column of its tables: "`sqs:SendMessage`, `ReceiveMessage`". A row with an ellipsis
// stands for all of that service that the part has which the second column names: "as the
// worker's". What each function may do, the page says once, above the first heading.
func Documented(page string) map[string]Needs {
	out := map[string]Needs{}
	common, heading := Needs{}, ""
	for lines := bufio.NewScanner(strings.NewReader(page)); lines.Scan(); {
		line := lines.Text()
		switch {
		case strings.HasPrefix(line, "## "):
			heading = strings.TrimPrefix(line, "## ")
			out[heading] = Needs{}
		case heading == "":
			read(common, nil, line, "each of the functions")
		case strings.HasPrefix(line, "| `"):
			cells := strings.Split(line, "|")
			of := another.FindStringSubmatch(cells[2])
			var as Needs
			if of != nil {
				as = out[of[1]]
			}
			read(out[heading], as, cells[1], strings.TrimSpace(cells[len(cells)-2]))
		}
	}
	for _, function := range []string{"front", "worker", "ticker"} {
		for action, why := range common {
			out[function][action] = why
		}
	}
	return out
}

// read notes the actions of a cell. A name without a service is of the one before it.
func read(into, as Needs, cell, why string) {
	service := ""
	for _, m := range quoted.FindAllStringSubmatch(cell, -1) {
		if m[1] != "" {
			service = m[1]
		}
		switch {
		case service == "":
		case m[2] != "…":
			into[service+m[2]] = why
		default:
			for action := range as {
				if strings.HasPrefix(action, service) {
					into[action] = why
				}
			}
		}
	}
}
