// Package github is a simulated code host in one process, for trying and testing
// GitHub Apps without GitHub. It knows nothing of deploys.
//
// It has three sides. The app's side is the API below [Options.APIURL], served by
// [Host.Handler]: commits, branches, comparisons, checks, pull requests, workflows,
// runs, jobs, logs, deployments and events, at the paths and with the fields of
// api.github.com. Any GitHub client library talks to it unchanged. It refuses what
// GitHub refuses: wrong and expired tokens, permissions that were not granted (with
// X-Accepted-GitHub-Permissions), unknown refs, inputs that a workflow does not
// declare, fields that break a rule, and calls beyond the rate limit. What it does
// not know is a 404.
//
// The hook's side is [Host.Advance]: it moves the runs by the clock and sends signed
// webhooks of what happened. A webhook that was not taken is not sent again, as on
// GitHub, until somebody asks for it by [Host.Redeliver].
//
// The people's side is small pages below [Options.WebURL], so that links lead
// somewhere: commits, comparisons, pull requests, runs and logs, with buttons to
// cancel, run again and approve. [Host.PushCommits], [Host.Move], [Host.SetChecks] and
// [Host.Start] are what happens in a repository by itself.
//
// A run takes the time that its workflow's steps take, and succeeds unless there is
// an [Outcome] for the commit that it builds. [Host.Trouble] and its like make calls
// fail, be slow, be refused, or be carried out with a lost answer.
//
// Runs, deployments, events, pushes, tokens and webhooks are written to a [Disk]
// before the call that made them is answered, whole or not at all. The repositories as
// they were at first come from the options each time.
//
// # What is not exact
//
// Jobs run one after another, each after the one before it. A run's times are when
// the host noticed: call Advance often. Webhooks go one after another, in order, and
// at once; GitHub's come late and in any order, for which a test can use Redeliver.
//
// A personal token may do everything, and nothing is public. Rate limits are those of
// the hour only. GitHub does not document with which words it refuses to approve a
// gate for somebody who is no reviewer; here it is a 422. auto_merge of a deployment
// is a conflict wherever there would be something to merge. Files of a comparison
// are those that its commits name. An event (repository_dispatch) is kept for
// [Host.Events] and shown on the repository's page; no workflow and no hook hears of it.
//
// Not simulated: writing commits, checks and statuses by the API, events for Apps
// that guard an environment, GraphQL, OAuth, search, conditional requests, and
// everything else.
package github
