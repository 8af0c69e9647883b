// Command hello is a function that says what its environment has told it.
package main

import (
	"context"
	"os"

	"github.com/aws/aws-lambda-go/lambda"
)

func main() {
	lambda.Start(func(context.Context) (string, error) { return os.Getenv("HELLO"), nil })
}
