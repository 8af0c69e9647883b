// Package workflows holds the repository's GitHub workflows to rules, and executes
// them: nektos/act runs their jobs and steps on this machine, and every action and
// program that would leave it is a stand-in that writes down how it was called.
package workflows
