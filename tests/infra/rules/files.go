package rules

import (
	"regexp"
	"slices"
	"strings"

	"github.com/slipway-dev/slipway/tests/infra/source"
)

// Files are the rules over how Terraform's files are written.
func Files() []SourceRule {
	return []SourceRule{
		{"variables and outputs are described, and variables typed", "their tables are made of it", blocksOf(described)},
		{"modules have no provider, and none asks what an apply would not know", "whoever uses a module says where it goes", blocksOf(asks)},
		{"modules come from this repository", "what is applied is a commit", blocksOf(local)},
		{"what moves traffic is left to the bot", "a plan is empty at every weight", blocksOf(left)},
		{"schedules are in files of their own", "not every simulation of AWS knows them", blocksOf(apart)},
		{"policies and definitions are no text", "jsonencode cannot be wrong by a comma", blocksOf(encoded)},
		{"every folder pins what it is made with", "a newer major version changes what it makes", pinned},
	}
}

// blocksOf checks every block at the top of every file.
func blocksOf(check func(m source.Module, b source.Block) string) func([]source.Module) []string {
	return func(modules []source.Module) []string {
		var found []string
		for _, m := range modules {
			for _, b := range m.Blocks {
				if wrong := check(m, b); wrong != "" {
					found = append(found, b.At+": "+strings.Join(append([]string{b.Kind}, b.Labels...), " ")+" "+wrong)
				}
			}
		}
		return found
	}
}

func described(_ source.Module, b source.Block) string {
	described := len(b.String("description")) >= 5
	switch {
	case (b.Kind == "variable" || b.Kind == "output") && !described:
		return "has no description"
	case b.Kind == "variable" && !b.Has("type"):
		return "has no type"
	}
	for _, v := range b.All("validation") {
		if message := strings.Trim(v.Text("error_message"), `"`); !strings.HasSuffix(message, ".") && !strings.HasSuffix(message, "?") {
			return "is checked without a sentence: " + message
		}
	}
	return ""
}

func asks(m source.Module, b source.Block) string {
	root := strings.HasPrefix(m.Folder, "environments/") || m.Folder == "bootstrap" || strings.HasPrefix(m.Folder, "examples/")
	known := []string{"aws_caller_identity", "aws_region", "aws_partition"}
	switch {
	case b.Kind == "provider" && !root:
		return "is in a module: leave it to the root"
	case b.Kind == "data" && !slices.Contains(known, b.Labels[0]):
		return "is a data source that tests cannot answer; there are " + strings.Join(known, ", ")
	}
	return ""
}

func local(_ source.Module, b source.Block) string {
	if b.Kind == "module" && !strings.HasPrefix(b.String("source"), "./") && !strings.HasPrefix(b.String("source"), "../") {
		return "comes from elsewhere: " + b.Text("source")
	}
	return ""
}

// left wants services' aliases and code to be ignored. The bot's own functions are
// Terraform's to move.
func left(m source.Module, b source.Block) string {
	var ignored []string
	switch {
	case strings.HasPrefix(m.Folder, "modules/bot") || b.Kind != "resource":
		return ""
	case b.Labels[0] == "aws_lambda_alias":
		ignored = []string{"function_version", "routing_config", "description"}
	case b.Labels[0] == "aws_lambda_function":
		ignored = []string{"image_uri", "s3_key"}
	}
	for _, argument := range ignored {
		kept := slices.ContainsFunc(b.All("lifecycle"), func(l source.Block) bool {
			words := strings.FieldsFunc(l.Text("ignore_changes"), func(r rune) bool { return strings.ContainsRune("[], ", r) })
			return slices.Contains(words, argument)
		})
		if !kept {
			return "would take back what the bot did: ignore_changes lacks " + argument
		}
	}
	return ""
}

func apart(_ source.Module, b source.Block) string {
	schedules := len(b.Labels) > 0 && strings.HasPrefix(b.Labels[0], "aws_scheduler_")
	if schedules && b.File() != "schedules.tf" {
		return "belongs into schedules.tf"
	}
	return ""
}

func encoded(_ source.Module, b source.Block) string {
	for _, argument := range []string{"policy", "assume_role_policy", "dashboard_body", "event_pattern", "definition", "redrive_policy"} {
		if text := b.Text(argument); strings.HasPrefix(text, "<<") || strings.HasPrefix(text, `"{`) {
			return "writes " + argument + " as text: use jsonencode, or templatefile"
		}
	}
	return ""
}

func pinned(modules []source.Module) []string {
	major := regexp.MustCompile(`version += "~> 6\.0(, >= 6\.\d+)?"`) // and what it needs at least
	var found []string
	for _, m := range modules {
		ok := false
		for _, b := range m.All("terraform") {
			ok = ok || b.String("required_version") == ">= 1.11" && len(b.All("required_providers"))+len(m.All("resource"))+len(m.All("data")) == 0 // nothing is made
			for _, p := range b.All("required_providers") {
				ok = ok || b.String("required_version") == ">= 1.11" && major.MatchString(p.Text("aws"))
			}
		}
		if !ok {
			found = append(found, m.Folder+` does not say required_version = ">= 1.11" and version = "~> 6.0" of the AWS provider`)
		}
	}
	return found
}
