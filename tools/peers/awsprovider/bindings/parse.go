package bindings

import (
	"errors"
	"regexp"
	"strings"
)

// member is what the bindings say of one attribute or block.
type member struct {
	name                         string
	computed, optional, required bool

	isBlock  bool   // written as a block, and not as an argument
	many     bool   // a block that may be repeated
	shape    string // "simple", "list", "set", "map", "struct"; empty when only computed
	storage  string // "string", "stringList", … or the name of a structure with "List"
	accessor string // how a computed one is read: the text of its getter
}

// structures are the members of each class of a file, by the class's name; the resource
// itself is "".
type structures map[string][]member

var (
	topClass     = regexp.MustCompile(`(?m)^export class (\w+) extends cdktn\.Terraform(?:Resource|DataSource|Provider) \{`)
	innerClass   = regexp.MustCompile(`(?m)^export class (\w+)OutputReference extends cdktn\.ComplexObject \{`)
	innerWriter  = regexp.MustCompile(`(?m)^export function \w+ToHclTerraform\(struct\?: (?:\w+\.)?(\w+)`)
	innerOptions = regexp.MustCompile(`(?m)^export interface (\w+) `)

	flags  = regexp.MustCompile(`(?m)^  // (\w+) - computed: (true|false), optional: (true|false), required: (true|false)$`)
	writer = regexp.MustCompile(`(?m)^ +(\w+): \{\n +value: .*\n +isBlock: (?:true|false),\n +type: "(\w+)",\n +storageClassType: "([\w.]+)",`)
	option = regexp.MustCompile(`\n  \* (\w+) block\n(?:  \*.*\n)*?  \*/\n  readonly \w+\??: (.*);`)
)

// parse reads the structures of a file.
func parse(text string) (structures, error) {
	top := topClass.FindStringSubmatchIndex(text)
	if top == nil {
		return nil, errors.New("no class of a resource in it")
	}
	class := text[top[2]:top[3]]
	blocks := map[string]string{}
	writers := map[string]string{"": text[top[0]:]}
	each(innerOptions, text, func(name, body string) { blocks[name] = body })
	each(innerWriter, text, func(name, body string) { writers[strings.TrimSuffix(name, "OutputReference")] = body })
	blocks[""] = blocks[class+"Config"]
	found := structures{"": members(definition(text[top[0]:]), blocks[""], definition(writers[""]))}
	each(innerClass, text, func(name, body string) { found[name] = members(body, blocks[name], writers[name]) })
	for name := range writers {
		if _, ok := found[name]; !ok {
			found[name] = arguments(blocks[name], writers[name])
		}
	}
	return found, nil
}

// each calls do with the name and the text of every definition that begins like start.
func each(start *regexp.Regexp, text string, do func(name, body string)) {
	for _, at := range start.FindAllStringSubmatchIndex(text, -1) {
		do(text[at[2]:at[3]], definition(text[at[0]:]))
	}
}

// definition is the text up to the brace that closes what it begins with.
func definition(text string) string {
	before, _, _ := strings.Cut(text, "\n}\n")
	return before
}

// members joins what the class, its options and its writer say of the same names.
func members(class, options, written string) []member {
	var all []member
	places := flags.FindAllStringSubmatchIndex(class, -1)
	for i, at := range places {
		end := len(class)
		if i+1 < len(places) {
			end = places[i+1][0]
		}
		is := func(n int) bool { return class[at[2*n]:at[2*n+1]] == "true" }
		all = append(all, member{
			name: class[at[2]:at[3]], computed: is(2), optional: is(3), required: is(4), accessor: class[at[1]:end],
		})
	}
	return joined(all, options, written)
}

// arguments are the members of a structure that is never read, and so has no class.
func arguments(options, written string) []member {
	var all []member
	for _, found := range writer.FindAllStringSubmatch(written, -1) {
		optional := strings.Contains(options, "#"+found[1]+" ") && !strings.Contains(options, " "+camel(found[1])+": ")
		all = append(all, member{name: found[1], optional: optional, required: !optional})
	}
	return joined(all, options, written)
}

// camel is the name as the bindings write it: functionName for function_name.
func camel(name string) string {
	words := strings.Split(name, "_")
	for i, word := range words[1:] {
		if word != "" {
			words[i+1] = strings.ToUpper(word[:1]) + word[1:]
		}
	}
	return strings.Join(words, "")
}

// joined adds to the members what the options and the writer say of them.
func joined(all []member, options, written string) []member {
	shapes, kinds := map[string][]string{}, map[string]string{}
	for _, found := range writer.FindAllStringSubmatch(written, -1) {
		shapes[found[1]] = found[2:]
	}
	for _, found := range option.FindAllStringSubmatch(options, -1) {
		kinds[found[1]] = found[2]
	}
	for i := range all {
		if found := shapes[all[i].name]; found != nil {
			all[i].shape, all[i].storage = found[0], found[1]
		}
		kind, isBlock := kinds[all[i].name]
		all[i].isBlock, all[i].many = isBlock, strings.Contains(kind, "[]")
	}
	return all
}
