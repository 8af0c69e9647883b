// Package small comes to AWS's operations in every way there is, and names some that it
// never comes to.
package small

import (
	"context"
	"slices"
	"sync"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/sns"
	"github.com/aws/aws-sdk-go-v2/service/sqs"

	"github.com/slipway-dev/slipway/aws/call"
)

type adapter struct{ client *lambda.Client }

func (a adapter) Read(ctx context.Context)  { _, _ = a.client.GetAlias(ctx, nil) }
func (a adapter) Write(ctx context.Context) { _, _ = a.client.UpdateAlias(ctx, nil) }

type reader interface{ Read(ctx context.Context) }

type queueTable struct{ *sqs.Client }

type sender interface {
	SendMessage(ctx context.Context, in *sqs.SendMessageInput, o ...func(*sqs.Options)) (*sqs.SendMessageOutput, error)
}

// Everything is where it begins.
func Everything(ctx context.Context, l *lambda.Client, d *dynamodb.Client, q *sqs.Client) func() {
	var r reader = adapter{l} // an interface of ours: Read alone is called
	r.Read(ctx)
	pages := lambda.NewListAliasesPaginator(l, nil) // the SDK calls its own interface
	_, _ = pages.NextPage(ctx)
	var s sender = queueTable{q} // a method that was embedded
	_, _ = s.SendMessage(ctx, nil)
	slices.SortFunc([]int{1}, func(int, int) int { _, _ = l.ListTags(ctx, nil); return 0 })
	new(sync.Once).Do(func() { later(ctx, d) })
	_, _ = d.TransactWriteItems(ctx, &dynamodb.TransactWriteItemsInput{TransactItems: []types.TransactWriteItem{{Put: &types.Put{}}}})
	return func() { deep(ctx, l) }
}

func later(ctx context.Context, d *dynamodb.Client) { _, _ = d.GetItem(ctx, nil) }

func deep(ctx context.Context, l *lambda.Client) { _, _ = l.PublishVersion(ctx, nil) }

type signer struct {
	*call.Caller
	operation string
}

// Signed is where the calls without a client begin.
func Signed(ctx context.Context, c *call.Caller) {
	_ = signer{c, "GetParameter"}.ask(ctx)
	_ = c.Do(ctx, "SendMessage", nil, nil)
}

func (s signer) ask(ctx context.Context) error { return s.Do(ctx, s.operation, nil, nil) }

// Hidden asks for what nobody can see.
func Hidden(ctx context.Context, c *call.Caller, operation string) {
	_ = c.Do(ctx, operation, nil, nil)
}

// Never is come to by nobody.
func Never(ctx context.Context, n *sns.Client) { _, _ = n.Publish(ctx, nil) }
