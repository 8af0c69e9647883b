# {{.Env}}, as `go run ./cmd/slipway init` wrote it. What else there is: variables.tf and variables-cost.tf beside this file.
account_id = {{hcl .A.account}}
region = {{hcl .A.region}}
config = "../../../slipway.yaml"
waf = {{hcl .WAF}} # "block", "count" ({{.Prices.acl}} a month) or "off" ($0)
{{- if .Emails}}
alert_emails = [{{range $i, $e := .Emails}}{{if $i}}, {{end}}{{hcl $e}}{{end}}]
{{- end}}
{{- if .Home}}

# One bot for all environments.
bot = {
  package = {{hcl .A.package}} # "image" ({{.Prices.image}} a month) or "zip" ($0, applied from your machine)
{{- if eq .A.package "zip"}}
  zip_folder = "../../../dist" # make dist CONFIG=slipway.yaml
{{- else if eq .A.image "later"}}
  # image_uri = "<repository>@sha256:…" # needed; once it is pushed, go run ./cmd/slipway init --yes --image …
{{- else}}
  image_uri = {{hcl .A.image}}
{{- end}}
  secrets = {{hcl .A.secrets}} # "secretsmanager" ({{.Prices.secrets}} a month) or "ssm" ($0)
}
{{- end}}

# Each needs a first build, of any commit. After that its code is the bot's business.
{{- if eq (index .A "first-build") "later"}}
services = {} # once there is one, go run ./cmd/slipway init --yes --first-build …
{{- else if .Zipped}}
services = {
  {{.A.service}} = { package = "zip", initial_object = {{hcl (index .A "first-build")}} }
}
{{- else}}
services = {
  {{.A.service}} = { initial_image = {{hcl (index .A "first-build")}} }
}
{{- end}}
