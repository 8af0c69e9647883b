// Package setup is `slipway init`: it asks a few questions, checks each answer with the
// rules of those who will read it, and writes the policy, Terraform's values, Slack's
// manifest and what to do next. It talks to nobody.
package setup
