// Package statemachine proves what the definition in infra promises: by looking at
// it (Check), and by running it in MiniStack.
//
// MiniStack's interpreter differs from AWS's in two ways that matter here. It can't
// compute a TimeoutSeconds, so the state Park gets a fixed one, and the time until
// the next tick passes in the test, which then fails the task as a time-out would.
// That also makes an hour as short as the test likes. And an error of a function
// inside a token task is not seen.
package statemachine

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sfn"
)

// Runnable gives the definition in a form that MiniStack can run: the state Park
// times out after that many real seconds, whatever the tick has said.
func Runnable(definition string, park int) (string, error) {
	var d map[string]any
	if err := json.Unmarshal([]byte(definition), &d); err != nil {
		return "", fmt.Errorf("read the definition: %w", err)
	}
	states, _ := d["States"].(map[string]any)
	state, ok := states["Park"].(map[string]any)
	if !ok {
		return "", fmt.Errorf("the definition has no state Park")
	}
	state["TimeoutSeconds"] = park
	out, err := json.Marshal(d)
	if err != nil {
		return "", fmt.Errorf("write the definition: %w", err)
	}
	return string(out), nil
}

// TimeOut does to a parked execution what its TimeoutSeconds would do on AWS.
func TimeOut(ctx context.Context, c *sfn.Client, token string) error {
	_, err := c.SendTaskFailure(ctx, &sfn.SendTaskFailureInput{
		TaskToken: &token, Error: aws.String("States.Timeout"), Cause: aws.String("the test's clock"),
	})
	return err
}
