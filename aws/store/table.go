package store

import (
	"strconv"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"github.com/slipway-dev/slipway/rollout"
)

// The three sorts of items, by their keys pk and sk:
//
//	lock/checkout/prod   record             a record
//	index/locks          checkout/prod␀lock  an entry of an index
//	parking/01J…         parking            what a rollout's engine waits for
const (
	indexKind   = "index"
	parkingKind = "parking"
	recordSort  = "record"
)

// sep stands between id and kind in an entry's sort key. No name may hold it,
// so that "a" comes before "a!", and nothing sorts between it and above.
const (
	sep   = "\x00"
	above = "\x01"
)

// Attributes. None of them is a reserved word of DynamoDB's expressions.
const (
	partition = "pk"
	sorted    = "sk"
	rev       = "rev"     // of a record: its revision
	body      = "body"    // of a record: what rollout.Encode gives
	indexes   = "idx"     // of a record: the indexes that it is in; absent when there is none
	nonce     = "nonce"   // of a record and an entry: the token of the commit that wrote it
	wakes     = "wakes"   // of a parking: how many wakes were counted
	task      = "task"    // of a parking: the task token
	expires   = "expires" // of a parking: when it may be swept away, in seconds since 1970
)

// TableInput is the request that creates the table: the one place that says what
// it looks like. It is paid per request. The attribute "expires" may be made the
// table's time to live; nothing relies on it.
func TableInput(name string) *dynamodb.CreateTableInput {
	return &dynamodb.CreateTableInput{
		TableName:   aws.String(name),
		BillingMode: types.BillingModePayPerRequest,
		KeySchema: []types.KeySchemaElement{
			{AttributeName: aws.String(partition), KeyType: types.KeyTypeHash},
			{AttributeName: aws.String(sorted), KeyType: types.KeyTypeRange},
		},
		AttributeDefinitions: []types.AttributeDefinition{
			{AttributeName: aws.String(partition), AttributeType: types.ScalarAttributeTypeS},
			{AttributeName: aws.String(sorted), AttributeType: types.ScalarAttributeTypeS},
		},
	}
}

// item is one item, or a part of one, as DynamoDB speaks of it.
type item = map[string]types.AttributeValue

func keyOf(pk, sk string) item { return item{partition: text(pk), sorted: text(sk)} }

func recordKey(k rollout.Key) item { return keyOf(k.String(), recordSort) }

func indexPK(index string) string { return indexKind + "/" + index }

func entryKey(index string, k rollout.Key) item { return keyOf(indexPK(index), k.ID+sep+k.Kind) }

func parkingKey(id rollout.ID) item { return keyOf(parkingKind+"/"+string(id), parkingKind) }

func text(s string) types.AttributeValue { return &types.AttributeValueMemberS{Value: s} }

func number(n int64) types.AttributeValue {
	return &types.AttributeValueMemberN{Value: strconv.FormatInt(n, 10)}
}
