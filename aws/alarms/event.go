package alarms

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/slipway-dev/slipway/rollout"
)

// ErrForeign says that an event is none of an alarm's.
var ErrForeign = errors.New("this is no event of an alarm's")

// longestEvent is the most that SNS and EventBridge carry, in bytes.
const longestEvent = 256 << 10

// Way is how a signal came.
type Way string

// The ways that signals come.
const (
	ByTopic  Way = "sns"
	ByBus    Way = "eventbridge"
	ByItself Way = "alarm" // it called the function
)

// Batch is what one event says.
type Batch struct {
	Way     Way
	Topic   string // ARN of the SNS topic; empty with another way
	Signals []rollout.Signal
}

// Read reads one event of a function's, strictly: an event that has the marks of two kinds
// is of none, and is ErrForeign. The error of one that is broken says what is wrong with
// it, and repeats nothing that is in it.
func Read(raw []byte) (Batch, error) {
	if len(raw) > longestEvent {
		return Batch{}, fmt.Errorf("read an alarm: the event has more than %d bytes", longestEvent)
	}
	var marks struct {
		Records []struct {
			EventSource string `json:"EventSource"`
		} `json:"Records"`
		Source     string `json:"source"`
		DetailType string `json:"detail-type"`
		ARN        string `json:"alarmArn"`
	}
	if json.Unmarshal(raw, &marks) != nil {
		return Batch{}, ErrForeign
	}
	var read func([]byte) (Batch, error)
	switch records, watch := len(marks.Records) > 0, marks.Source == "aws.cloudwatch"; {
	case records && marks.Records[0].EventSource == "aws:sns" && marks.Source == "" && marks.ARN == "":
		read = fromTopic
	case !records && watch && marks.DetailType == "CloudWatch Alarm State Change" && marks.ARN == "":
		read = fromBus
	case !records && watch && marks.DetailType == "" && marks.ARN != "":
		read = fromItself
	default:
		return Batch{}, ErrForeign
	}
	b, err := read(raw)
	if err != nil {
		return Batch{}, fmt.Errorf("read an alarm: %w", err)
	}
	return b, nil
}

// decode reads JSON. The error says where it is wrong, and not with what.
func decode(raw []byte, into any) error {
	err := json.Unmarshal(raw, into)
	var wrong *json.UnmarshalTypeError
	switch {
	case errors.As(err, &wrong):
		return fmt.Errorf("the field %s is of another type", wrong.Field)
	case err != nil:
		return errors.New("it is not the JSON of an alarm")
	}
	return nil
}
