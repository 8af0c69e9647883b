package slack

import "slices"

func groupMethods() map[string]method {
	const read = "usergroups:read"
	return map[string]method{
		"usergroups.list":       {do: (*Workspace).usergroupsList, rate: tier2(), scopes: read, formOnly: true},
		"usergroups.users.list": {do: (*Workspace).usergroupsUsersList, rate: tier2(), needs: "usergroup", scopes: read, formOnly: true},
	}
}

func (w *Workspace) usergroupsList(a args) (answer, error) {
	listed := []answer{}
	for _, g := range w.opts.Groups {
		if g.Disabled && !a.is("include_disabled") {
			continue
		}
		shown := w.showGroup(g)
		if a.is("include_users") {
			shown["users"] = append([]string{}, g.Users...)
		}
		if a.is("include_count") {
			shown["user_count"] = len(g.Users)
		}
		listed = append(listed, shown)
	}
	return answer{"usergroups": listed}, nil
}

func (w *Workspace) usergroupsUsersList(a args) (answer, error) {
	i := slices.IndexFunc(w.opts.Groups, func(g Group) bool {
		return g.ID == a["usergroup"] && (!g.Disabled || a.is("include_disabled"))
	})
	if i < 0 {
		return nil, refuse("no_such_subteam")
	}
	return answer{"users": append([]string{}, w.opts.Groups[i].Users...)}, nil
}

// showGroup: https://docs.slack.dev/reference/objects/usergroup-object
func (w *Workspace) showGroup(g Group) answer {
	deleted := 0
	if g.Disabled {
		deleted = 1 // Slack gives the time, which we do not know
	}
	return answer{
		"id": g.ID, "team_id": w.opts.TeamID, "is_usergroup": true, "is_subteam": true, "is_external": false,
		"name": g.Name, "handle": g.Handle, "description": g.Description,
		"date_create": 0, "date_update": 0, "date_delete": deleted,
		"auto_type": nil, "created_by": "", "updated_by": "", "deleted_by": nil,
		"prefs": answer{"channels": []string{}, "groups": []string{}},
	}
}
