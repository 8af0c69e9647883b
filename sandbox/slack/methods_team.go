package slack

// teamMethods are about the workspace, the app and the API itself.
func teamMethods() map[string]method {
	return map[string]method{
		"api.test":  {do: (*Workspace).apiTest, rate: tier4(), open: true},
		"auth.test": {do: (*Workspace).authTest, rate: special()},
		"bots.info": {do: (*Workspace).botsInfo, rate: tier3(), scopes: "users:read", formOnly: true},
		"team.info": {do: (*Workspace).teamInfo, rate: tier3(), scopes: "team:read"},
	}
}

// apiTest says what it was told.
func (*Workspace) apiTest(a args) (answer, error) {
	result := answer{}
	if len(a) > 0 {
		result["args"] = a
	}
	if a["error"] != "" {
		result["ok"], result["error"] = false, a["error"]
	}
	return result, nil
}

func (w *Workspace) authTest(args) (answer, error) {
	bot, _ := w.user(w.opts.BotUserID)
	return answer{
		"url": w.opts.PublicURL + "/", "team": w.opts.TeamName, "team_id": w.opts.TeamID,
		"user": bot.Name, "user_id": bot.ID, "bot_id": w.botID(), "is_enterprise_install": false,
	}, nil
}

func (w *Workspace) botsInfo(a args) (answer, error) {
	if a["bot"] != w.botID() {
		return nil, refuse("bot_not_found")
	}
	shown := w.showBot()
	delete(shown, "team_id")
	shown["user_id"] = w.opts.BotUserID
	return answer{"bot": shown}, nil
}

func (w *Workspace) showBot() answer {
	bot, _ := w.user(w.opts.BotUserID)
	return answer{
		"id": w.botID(), "app_id": w.opts.AppID, "team_id": w.opts.TeamID, "name": bot.Name,
		"deleted": bot.Deleted, "updated": 0, "icons": answer{},
	}
}

func (w *Workspace) teamInfo(a args) (answer, error) {
	if a["team"] != "" && a["team"] != w.opts.TeamID {
		return nil, refuse("team_not_found")
	}
	return answer{"team": answer{
		"id": w.opts.TeamID, "name": w.opts.TeamName, "domain": w.opts.TeamName, "email_domain": "",
		"url": w.opts.PublicURL + "/", "icon": answer{"image_default": true},
	}}, nil
}
