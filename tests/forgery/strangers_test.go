package forgery

import "strings"

// strangers are genuine requests of another workspace, organisation or app. A dialog
// of theirs gets a 400, since a 200 would close it as if all was well.
func strangers() []mutation {
	anybody := func(f *forger) *request {
		return pick(f, (*forger).command, (*forger).click, (*forger).opened, (*forger).onMessage, (*forger).anywhere)(f)
	}
	naming := func(f *forger) *request { return pick(f, (*forger).command, (*forger).click, (*forger).opened)(f) }
	return []mutation{
		{"another workspace", "200", of(anybody, "T0TEAM", "T0EVIL", "T0TEAMS", "T0TEA", "E0ACME")},
		{"a workspace in lower case", "200", of(anybody, "T0TEAM", "t0team")},
		{"no workspace", "200", of(anybody, "T0TEAM", "")},
		{"another app", "200", of(naming, "A0APP", "A0EVIL", "a0app", "T0TEAM")},
		{"no app", "200", of(naming, "A0APP", "")},
		{"another organisation", "200", of(anybody, "E0ACME", "E0EVIL", "e0acme")},
		{"a shortcut of another app", "200", swapped(shortcut, `"token":`, `"api_app_id":"A0EVIL","token":`)},
		{"a dialog of another workspace", "400", of(dialog, "T0TEAM", "T0EVIL", "t0team", "T0TEAMS", "E0ACME")},
		{"a dialog of no workspace", "400", of(dialog, "T0TEAM", "")},
		{"a dialog of another app", "400", of(dialog, "A0APP", "A0EVIL", "a0app", "T0TEAM")},
		{"a dialog of no app", "400", of(dialog, "A0APP", "")},
		{"a dialog of another organisation", "400", of(dialog, "E0ACME", "E0EVIL", "e0acme")},
	}
}

// of has other names wherever one of ours stood.
func of(make func(*forger) *request, old string, names ...string) func(*forger) *request {
	return resign(make, func(f *forger, r *request) {
		if name := pick(f, names...); r.path == interactions {
			r.json(func(s string) string { return strings.ReplaceAll(s, old, name) })
		} else {
			r.body = strings.ReplaceAll(r.body, old, name)
		}
	})
}
