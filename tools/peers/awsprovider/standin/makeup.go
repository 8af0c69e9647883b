package standin

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// account is the only account there is.
const account = "123456789012"

// makeUp gives every unknown attribute a value: what the recipes say, else something of the
// right type where only AWS can say it, else null, which is "as AWS has it by default".
func (s *Server) makeUp(kind string, state map[string]tftypes.Value, of *tfprotov5.Schema) {
	cook := cook{kind: kind, state: state, region: s.region, seed: seed(kind, state)}
	if own := text(state["region"]); own != "" {
		cook.region = own
	}
	for _, a := range of.Block.Attributes {
		if state[a.Name].IsKnown() {
			continue
		}
		made := cook.attribute(a.Name, 0)
		switch {
		case a.Type.Is(tftypes.String) && made != "":
			state[a.Name] = tftypes.NewValue(tftypes.String, made)
		case a.Optional:
			state[a.Name] = null(a.Type)
		default:
			state[a.Name] = anything(a)
		}
	}
}

// anything is a value of the attribute's type.
func anything(a *tfprotov5.SchemaAttribute) tftypes.Value {
	switch {
	case a.Type.Is(tftypes.String):
		return tftypes.NewValue(a.Type, "made-up-"+strings.ReplaceAll(a.Name, "_", "-"))
	case a.Type.Is(tftypes.Number):
		return tftypes.NewValue(a.Type, 1)
	case a.Type.Is(tftypes.Bool):
		return tftypes.NewValue(a.Type, false)
	case a.Type.Is(tftypes.Map{}):
		return tftypes.NewValue(a.Type, map[string]tftypes.Value{})
	case a.Type.Is(tftypes.List{}), a.Type.Is(tftypes.Set{}):
		return tftypes.NewValue(a.Type, []tftypes.Value{})
	default:
		return null(a.Type)
	}
}

// seed makes ids differ between resources and stay the same between runs.
func seed(kind string, state map[string]tftypes.Value) string {
	var all []string
	for name, value := range state {
		if said := text(value); said != "" {
			all = append(all, name+"="+said)
		}
	}
	slices.Sort(all)
	sum := sha256.Sum256([]byte(kind + "\n" + strings.Join(all, "\n")))
	return hex.EncodeToString(sum[:])
}

// cook follows the recipes for one resource.
type cook struct {
	kind, region, seed string
	state              map[string]tftypes.Value
}

var placeholder = regexp.MustCompile(`\{(\w+)\}`)

// attribute is the resource's own value, or what a recipe makes; empty when there is none.
func (c cook) attribute(name string, depth int) string {
	if said := text(c.state[name]); said != "" || depth > 5 {
		return said
	}
	recipe, ok := recipes[c.kind][name]
	if !ok {
		recipe = c.common(name)
	}
	return placeholder.ReplaceAllStringFunc(recipe, func(found string) string {
		return c.ingredient(found[1:len(found)-1], depth)
	})
}

func (c cook) ingredient(name string, depth int) string {
	switch name {
	case "account":
		return account
	case "random":
		return c.seed[:10]
	case "uuid":
		return c.seed[:8] + "-" + c.seed[8:12] + "-" + c.seed[12:16] + "-" + c.seed[16:20] + "-" + c.seed[20:32]
	case "region":
		return c.region
	case "path":
		return cmp.Or(text(c.state["path"]), "/")
	case "group_name":
		return cmp.Or(text(c.state["group_name"]), "default")
	case "host":
		return strings.TrimPrefix(text(c.state["url"]), "https://")
	case "function":
		said := text(c.state["function_name"])
		return said[strings.LastIndex(said, ":")+1:]
	case "published":
		var publish bool
		if value, ok := c.state["publish"]; ok && value.As(&publish) == nil && publish {
			return "1"
		}
		return "$LATEST"
	}
	return c.attribute(name, depth+1)
}

// common are the recipes of every type that has none of its own.
func (c cook) common(name string) string {
	switch name {
	case "region":
		return "{region}"
	case "arn":
		service, rest, _ := strings.Cut(strings.TrimPrefix(c.kind, "aws_"), "_")
		return "arn:aws:" + service + ":{region}:{account}:" + strings.ReplaceAll(rest, "_", "-") + "/{id}"
	case "id":
		for _, naming := range []string{"name", "bucket"} {
			if said := text(c.state[naming]); said != "" {
				return said
			}
		}
		return "{random}"
	case "name":
		return text(c.state["name_prefix"]) + "{random}"
	}
	return ""
}
