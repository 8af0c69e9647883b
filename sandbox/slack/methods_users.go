package slack

func (w *Workspace) authTest(args) (answer, error) {
	bot, _ := w.user(w.opts.BotUserID)
	return answer{
		"url": w.opts.PublicURL + "/", "team": w.opts.TeamName, "team_id": w.opts.TeamID,
		"user": bot.Name, "user_id": bot.ID, "bot_id": w.botID(), "is_enterprise_install": false,
	}, nil
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
