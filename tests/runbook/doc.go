// Package runbook does what docs/runbook.md says, chapter by chapter, with AWS's own
// command line: on the bot as it runs on AWS, in MiniStack, in the state that the chapter
// is about. Only the values of the variables that the page sets at its top are others.
//
// AWS_CLI says where the command line is, MINISTACK_BIN where MiniStack is; the Makefile
// installs them and sets both. Without one of them the commands are not run.
package runbook
