package dynamo_test

import (
	"context"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/oklog/ulid/v2"

	"github.com/slipway-dev/slipway/aws/store"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/tests/bench/dynamo"
	"github.com/slipway-dev/slipway/tests/contract"
)

func open(t *testing.T) (*dynamo.Table, *dynamodb.Client, *store.Store) {
	t.Helper()
	table := dynamo.New()
	server := httptest.NewServer(table)
	t.Cleanup(server.Close)
	client := dynamodb.NewFromConfig(aws.Config{
		Region: "us-east-1", BaseEndpoint: &server.URL, Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "key", SecretAccessKey: "secret"}, nil
		}),
	})
	return table, client, store.New(client, store.Options{
		Table: "slipway", NewToken: func() string { return ulid.Make().String() }, Now: time.Now,
	})
}

func TestTheStoreKeepsItsContractOnIt(t *testing.T) {
	contract.TestStore(t, func(t *testing.T) contract.Store {
		t.Helper()
		_, _, s := open(t)
		return s
	})
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestWakesAreCountedAndATokenIsKeptOnlyWhileTheirCountIsKnown(t *testing.T) {
	_, _, s := open(t)
	now := time.Now()
	seen, _, err := s.Keep(t.Context(), "01R", now, 0, "first")
	must(t, err)
	wakes, token, err := s.Wake(t.Context(), "01R")
	must(t, err)
	if seen != 0 || wakes != 1 || token != "first" {
		t.Errorf("parked at %d, woken %d times, token %q", seen, wakes, token)
	}
	if seen, kept, err := s.Keep(t.Context(), "01R", now, 0, "second"); err != nil || seen != 1 || kept {
		t.Errorf("parked in ignorance of a wake: %d, %t, %v", seen, kept, err)
	}
}

// What a record of that many bytes costs, with its entry in one index.
func TestWhatIsBilledGrowsWithTheItems(t *testing.T) {
	for size, want := range map[int]dynamo.Units{
		100:  {Read: 1, Write: 2 * (1 + 1)},
		3000: {Read: 1, Write: 2 * (4 + 1)},
		9000: {Read: 3, Write: 2 * (10 + 1)},
	} {
		table, _, s := open(t)
		entry := rollout.Entry{Target: rollout.Target{Service: "checkout", Environment: "prod"}, Seq: 1, Detail: strings.Repeat("x", size)}
		must(t, s.Commit(t.Context(), rollout.Change{Put: []rollout.Record{entry}}))
		_, err := s.Load(t.Context(), entry.Key())
		must(t, err)
		if got := table.Units(); got != want {
			t.Errorf("%d bytes: %+v, want %+v", size, got, want)
		}
		if body := table.Body(entry.Key().String(), "record"); len(body) < size {
			t.Errorf("of %d bytes, %d are there", size, len(body))
		}
	}
}

func TestWhatItDoesNotKnowItRefuses(t *testing.T) {
	_, client, _ := open(t)
	key := map[string]types.AttributeValue{"pk": &types.AttributeValueMemberS{Value: "a"}, "sk": &types.AttributeValueMemberS{Value: "b"}}
	one := map[string]types.AttributeValue{":one": &types.AttributeValueMemberN{Value: "1"}}
	update := func(expression, condition string) error {
		in := &dynamodb.UpdateItemInput{TableName: aws.String("slipway"), Key: key, UpdateExpression: &expression, ExpressionAttributeValues: one}
		if condition != "" {
			in.ConditionExpression = &condition
		}
		_, err := client.UpdateItem(t.Context(), in)
		return err
	}
	must(t, update("SET n = :one", ""))
	must(t, update("SET n = :one", "(attribute_not_exists(x) OR n > :one) AND attribute_exists(n) AND n = :one"))
	if err := update("SET n = :one", "(attribute_not_exists(x) OR n = :one) AND n > :one"); err == nil || strings.Contains(err.Error(), "does not know") {
		t.Errorf("a parenthesis: %v", err)
	}
	for name, err := range map[string]error{
		"another verb":     update("REMOVE n", ""),
		"a function":       update("SET n = :one", "size(n) > :one"),
		"another operator": update("SET n = :one", "n <> :one"),
		"no end":           update("SET n = :one", "(n = :one"),
		"something after":  update("SET n = :one", "n = :one n"),
		"no name":          update("SET n = :one", "attribute_exists n"),
		"an unbound value": update("SET n = :one", "n = :two"),
		"another operation": func() error {
			_, err := client.DescribeTable(t.Context(), &dynamodb.DescribeTableInput{TableName: aws.String("slipway")})
			return err
		}(),
	} {
		if err == nil || !strings.Contains(err.Error(), "does not know") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
