package slack

import (
	"slices"
	"strings"
)

func userMethods() map[string]method {
	return map[string]method{
		"users.info":          {do: (*Workspace).usersInfo, rate: tier4(), needs: "user", scopes: "users:read", formOnly: true},
		"users.list":          {do: (*Workspace).usersList, rate: tier2(), scopes: "users:read", formOnly: true},
		"users.lookupByEmail": {do: (*Workspace).usersLookupByEmail, rate: tier3(), needs: "email", scopes: "users:read.email", formOnly: true},
	}
}

func (w *Workspace) usersInfo(a args) (answer, error) {
	u, found := w.user(a["user"])
	if !found {
		return nil, refuse("user_not_found")
	}
	shown := w.showUser(u)
	if a.is("include_locale") {
		shown["locale"] = "en-US"
	}
	return answer{"user": shown}, nil
}

func (w *Workspace) usersList(a args) (answer, error) {
	part, next, err := page(w.users, a, len(w.users), 1000, func(u User) string { return u.ID })
	if err != nil {
		return nil, err
	}
	return answer{
		"members": show(part, w.showUser), "cache_ts": w.opts.Now().Unix(),
		"response_metadata": answer{"next_cursor": next},
	}, nil
}

// usersLookupByEmail does not find who has gone, nor strangers.
func (w *Workspace) usersLookupByEmail(a args) (answer, error) {
	i := slices.IndexFunc(w.users, func(u User) bool {
		return u.Email != "" && strings.EqualFold(u.Email, a["email"]) && !u.Deleted && !u.IsStranger
	})
	if i < 0 {
		return nil, refuse("users_not_found")
	}
	return answer{"user": w.showUser(w.users[i])}, nil
}
