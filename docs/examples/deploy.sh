#!/bin/sh
# Types `/deploy staging abc123` in #checkout, the way Slack does: as a signed form.
# Needs curl and openssl. Usage: deploy.sh URL, the address of a running sandbox.
set -eu

[ $# -eq 1 ] || { echo "usage: deploy.sh URL" >&2; exit 2; }
info=$(curl -fsS "${1%/}/sandbox/api/info")

# after TEXT: the value that follows the first TEXT in what the sandbox says of itself.
after() {
  rest=${info#*"$1"}
  printf %s "${rest%%\"*}"
}
url=$(after '"url":"')
secret=$(after '"signing_secret":"')
team=$(after '"team_id":"')
app=$(after '"app_id":"')
user=$(after '"users":[{"id":"')
channel=$(after '"channels":[{"id":"')

# Slack never uses a trigger_id twice: the same one again is taken for a repeat.
now=$(date +%s)
name=deploy-$now-$$
body="command=%2Fdeploy&text=staging+abc123&team_id=$team&api_app_id=$app&channel_id=$channel&user_id=$user"
body="$body&trigger_id=$name&response_url=$url/sandbox/response/$name"

# The signature is over the version, the time in Unix seconds and the body's very bytes.
hex=$(printf 'v0:%s:%s' "$now" "$body" | openssl dgst -sha256 -hmac "$secret")
signature="v0=${hex##*= }"

curl -fsS "$url/slack/commands" --data-raw "$body" \
  -H "X-Slack-Request-Timestamp: $now" -H "X-Slack-Signature: $signature"
printf '\nWhat the bot says later: curl %s\n' "$url/sandbox/response/$name"
