package slack

// taskBlocks show progress.
func taskBlocks() kinds {
	return kinds{"plan": later(planBlock), "task_card": block(task("in_progress", "complete", "error"))}
}

// task is a task_card. Within a plan it may go without its type, and only there
// can it wait for its turn.
func task(statuses ...string) fields {
	return fields{
		"task_id":    must(text(maxID)),
		"title":      must(text(maxUnstated)),
		"status":     must(oneOf(statuses...)),
		"details":    may(richText()),
		"output":     may(richText()),
		"hide_title": may(boolean),
		"sources": may(list(0, maxUnstated, object(fields{
			"type": must(oneOf("url")), "url": must(link()), "text": must(text(maxUnstated)),
		}))),
	}
}

func planBlock() check {
	one := object(task("pending", "in_progress", "complete", "error").with(fields{
		"type": may(oneOf("task_card")), "block_id": may(maybeText(maxID)),
	}))
	return inTurn(
		block(fields{"title": must(text(maxUnstated)), "tasks": must(list(0, maxPlanTasks, one))}),
		func(v any, at string) []problem {
			obj, _ := v.(map[string]any)
			tasks, _ := obj["tasks"].([]any)
			return unique(tasks, "task_id", at+"/tasks")
		},
	)
}
