// Command forwarder is a Lambda function that lets a test answer in its place: it
// posts each event to TICKER_URL and returns what comes back. An answer other than
// 200 is the function's error.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"

	"github.com/aws/aws-lambda-go/lambda"
)

func main() {
	lambda.Start(forward)
}

func forward(ctx context.Context, event json.RawMessage) (answer json.RawMessage, err error) {
	q, err := http.NewRequestWithContext(ctx, http.MethodPost, os.Getenv("TICKER_URL"), bytes.NewReader(event)) //nolint:gosec // it is the test's own
	if err != nil {
		return nil, fmt.Errorf("make the request: %w", err)
	}
	got, err := http.DefaultClient.Do(q) //nolint:gosec // it is the test's own
	if err != nil {
		return nil, fmt.Errorf("ask the test: %w", err)
	}
	defer func() { err = errors.Join(err, got.Body.Close()) }()
	body, err := io.ReadAll(got.Body)
	if err != nil {
		return nil, fmt.Errorf("read the answer: %w", err)
	}
	if got.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("the test says: %s", body)
	}
	return body, nil
}
