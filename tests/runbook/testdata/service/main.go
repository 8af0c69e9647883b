// Command service is a function that is well.
package main

import (
	"context"

	"github.com/aws/aws-lambda-go/lambda"
)

func main() {
	lambda.Start(func(context.Context, any) (map[string]any, error) { return map[string]any{"statusCode": 200}, nil })
}
