package config

import (
	"slices"
	"strings"
)

// Account is another AWS account than the bot's, which the bot acts in as a role there.
type Account struct {
	Role       string // its ARN
	ExternalID string // what the role's trust policy asks for; no secret
}

// ID is the account's, 12 digits; empty for no role.
func (a Account) ID() string {
	parts := strings.Split(a.Role, ":")
	if len(parts) != 6 {
		return ""
	}
	return parts[4]
}

func accountFields() []field[Account] {
	return []field[Account]{
		key("role", text("the ARN of a role, such as `arn:aws:iam::222222222222:role/slipway-bot`", isRole), "",
			"Whom the bot is there: `role_arn` of the Terraform module `account`.",
			func(a *Account) *string { return &a.Role }).must(),
		key("externalId", text("8 to 1224 letters, digits and `+=,.@:/_-`", isExternalID), "",
			"What the bot says to be let in: `external_id` of the same module. It is no secret.",
			func(a *Account) *string { return &a.ExternalID }).must(),
	}
}

func isRole(s string) bool {
	parts := strings.Split(s, ":")
	if len(parts) != 6 || len(s) > 2048 {
		return false
	}
	name, ok := strings.CutPrefix(parts[5], "role/")
	return ok && parts[0] == "arn" && slices.Contains([]string{"aws", "aws-cn", "aws-us-gov"}, parts[1]) && parts[2] == "iam" && parts[3] == "" &&
		isAccount(parts[4]) && madeOf(name, lower+upper+digits+"+=,.@_-/") && edges(name, lower+upper+digits+"+=,.@_-")
}

func isExternalID(s string) bool {
	return len(s) >= 8 && len(s) <= 1224 && madeOf(s, lower+upper+digits+"+=,.@:/_-")
}
