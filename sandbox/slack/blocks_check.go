package slack

// Schemas are made once, when first needed: they take far longer to make than what
// they check.
var (
	messageSchema = later(messageBlocks)
	viewSchemas   = kinds{modalKind: later(modalSchema), homeKind: later(homeSchema)}
)

// CheckBlocks says whether Slack takes some JSON as the blocks of a message. The
// error is an [*Error] with a sentence and a JSON pointer for each thing that is
// wrong. It needs no workspace, so that a test can check many messages, and so it
// does not look up whether users, channels and files are there.
func CheckBlocks(blocks []byte) error {
	_, err := checkedBlocks(blocks)
	return err
}

// CheckView is [CheckBlocks] for a whole view: a modal or a Home tab, as its type
// says. Slack answers invalid_arguments for views, not invalid_blocks.
func CheckView(view []byte) error {
	v, err := decode(view)
	if err != nil {
		return refuse("invalid_arguments", problem{at: "/view", says: "must provide an object"}.String())
	}
	if problems := viewSchemas.check(v, "/view"); len(problems) > 0 {
		return refuse("invalid_arguments", sentences(problems)...)
	}
	return nil
}
