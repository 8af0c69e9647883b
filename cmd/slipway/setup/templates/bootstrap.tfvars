# The account, as `go run ./cmd/slipway init` wrote it. What else there is: variables.tf and variables-account.tf beside this file.
account_id = {{hcl .A.account}}
region = {{hcl .A.region}}
config = "../../slipway.yaml"
repository = {{hcl .A.origin}}
environments = [{{range $i, $e := .Environments}}{{if $i}}, {{end}}{{hcl $e}}{{end}}]
secrets = {{hcl .A.secrets}} # as the bot's
{{- if .Emails}}
budget = { monthly_usd = {{.A.budget}}, emails = [{{range $i, $e := .Emails}}{{if $i}}, {{end}}{{hcl $e}}{{end}}] }
{{- else}}
# budget = { monthly_usd = {{.A.budget}}, emails = ["you@example.com"] } # free
{{- end}}

# Roles for the services' own workflows, to push builds and to hear of alarms: they trust build.yml and rollback.yml of these
# commits of this repository alone. Those of `slipway release` are each environment's `workflows`.
# workflows = { repository = {{hcl .A.origin}}, commits = ["<40 digits>"] }
