package wiring

import (
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"github.com/slipway-dev/slipway/aws/store"
	"github.com/slipway-dev/slipway/cmd/settings"
	"github.com/slipway-dev/slipway/commands"
)

// ReportFunction is no function, but `slipway report` on somebody's machine. It needs no
// variable of the functions' but the table's.
const ReportFunction settings.Function = "report"

// Table is what the bot on AWS knows.
func (p Plan) Table() commands.Store {
	return store.New(dynamodb.NewFromConfig(p.AWS), store.Options{Table: p.Settings.Table, NewToken: p.ids.Random, Now: p.Now})
}
