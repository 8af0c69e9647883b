package worker

import (
	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/commands"
)

// news is what a job says that the code host told of.
func news(j job.Job) commands.News {
	e := j.Event
	return commands.News{
		Delivery: e.Delivery, Received: j.Received, Kind: commands.NewsKind(e.Kind), Repository: e.Repository, SHA: e.SHA,
		Run: e.Run, Attempt: e.Attempt, Title: e.Title, Status: e.Status, Conclusion: e.Conclusion,
		URL: e.URL, Branch: e.Branch, Subject: e.Subject, Author: e.Author, Updated: e.Updated,
	}
}
