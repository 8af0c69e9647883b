package shipped

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// columns are those of the table, in order, by the names of the document's fields.
func columns() []string {
	return []string{
		"rollout", "service", "environment", "kind", "phase", "cause", "sha", "subject", "by", "began", "moved", "full", "ended",
		"commits", "firstBad", "takenBack", "restored", "takenBackBy", "incident",
	}
}

// writeCSV writes a line for each rollout.
func writeCSV(w io.Writer, r report) error {
	c := csv.NewWriter(w)
	if err := c.Write(columns()); err != nil {
		return err
	}
	for _, one := range r.Results {
		o := rowOf(one, r.Zone)
		line := []string{
			string(o.Rollout), o.Service, o.Environment, o.Kind, o.Phase, o.Cause, o.SHA, o.Subject, o.By, stamp(o.Began), stamp(o.Moved), stamp(o.Full),
			stamp(o.Ended), strconv.Itoa(o.Commits), stamp(o.FirstBad), stamp(o.Gone), stamp(o.Restored), o.BackBy, o.Incident,
		}
		for i := range line {
			line[i] = inert(line[i])
		}
		if err := c.Write(line); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}

// inert is a cell that no spreadsheet takes for a formula: whoever writes a commit writes
// its subject. See https://owasp.org/www-community/attacks/CSV_Injection
func inert(cell string) string {
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(cell, " \u00a0\u3000"))
	if cell != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", first) {
		return "'" + cell
	}
	return cell
}
