package store

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"github.com/slipway-dev/slipway/rollout"
)

// maxActions is how many items DynamoDB writes in one transaction.
const maxActions = 100

// transaction is a change as DynamoDB writes it.
type transaction struct {
	table   *string
	token   string // marks every item of it
	actions []types.TransactWriteItem
	keys    []rollout.Key // of the record that each action belongs to
}

// fill adds the actions of a change, in its order, and refuses what can't be stored.
func (t *transaction) fill(c rollout.Change) error {
	seen := map[rollout.Key]bool{}
	once := func(k rollout.Key) error {
		if seen[k] {
			return fmt.Errorf("%s: it is in the change twice", k)
		}
		seen[k] = true
		return nameable(k)
	}
	for _, r := range c.Put {
		if err := once(r.Key()); err != nil {
			return err
		}
		if err := t.put(r); err != nil {
			return fmt.Errorf("%s: %w", r.Key(), err)
		}
	}
	for _, d := range c.Delete {
		if err := once(d.Key); err != nil {
			return err
		}
		t.remove(d)
	}
	if len(t.actions) > maxActions {
		return fmt.Errorf("%d items in one change, at most %d can be written", len(t.actions), maxActions)
	}
	return nil
}

// put adds a record and its entries.
func (t *transaction) put(r rollout.Record) error {
	n, guard := r.Rev()
	condition, values, err := conditionOf(n, guard)
	if err != nil {
		return err
	}
	encoded, err := rollout.Encode(r)
	if err != nil {
		return err
	}
	k, in := r.Key(), slices.Compact(slices.Sorted(slices.Values(r.Indexes())))
	t.add(k, types.TransactWriteItem{Put: &types.Put{
		TableName:                           t.table,
		Item:                                record{rev: n, body: encoded, indexes: in, nonce: t.token}.item(k),
		ConditionExpression:                 aws.String(condition),
		ExpressionAttributeValues:           values,
		ReturnValuesOnConditionCheckFailure: types.ReturnValuesOnConditionCheckFailureAllOld,
	}})
	for _, index := range in {
		if err := plain(index); err != nil {
			return fmt.Errorf("index %w", err)
		}
		entry := entryKey(index, k)
		entry[nonce] = text(t.token)
		t.add(k, types.TransactWriteItem{Put: &types.Put{TableName: t.table, Item: entry}})
	}
	return nil
}

// remove adds a deletion. The record's entries stay, until a query meets them.
func (t *transaction) remove(d rollout.Deletion) {
	t.add(d.Key, types.TransactWriteItem{Delete: &types.Delete{
		TableName:                 t.table,
		Key:                       recordKey(d.Key),
		ConditionExpression:       aws.String("rev = :rev"),
		ExpressionAttributeValues: item{":rev": number(d.Rev)},
	}})
}

func (t *transaction) add(k rollout.Key, a types.TransactWriteItem) {
	t.actions, t.keys = append(t.actions, a), append(t.keys, k)
}

// conditionOf is a guard as DynamoDB's expression.
func conditionOf(n int64, g rollout.Guard) (string, item, error) {
	switch {
	case n < 1:
		return "", nil, fmt.Errorf("revision %d: they begin at 1", n)
	case g == rollout.Next && n == 1:
		return "attribute_not_exists(pk)", nil, nil
	case g == rollout.Next:
		return "rev = :rev", item{":rev": number(n - 1)}, nil
	case g == rollout.Newer:
		return "attribute_not_exists(pk) OR rev < :rev", item{":rev": number(n)}, nil
	default:
		return "", nil, fmt.Errorf("unknown guard %d", g)
	}
}

// nameable holds the rules that the table's keys rely on.
func nameable(k rollout.Key) error {
	switch {
	case k.Kind == "" || k.ID == "":
		return errors.New("a key needs a kind and an id")
	case strings.Contains(k.Kind, "/"):
		return fmt.Errorf("%s: a kind holds no slash", k)
	case k.Kind == indexKind || k.Kind == parkingKind:
		return fmt.Errorf("%s: that kind is the table's own", k)
	default:
		return plain(k.String())
	}
}

func plain(name string) error {
	if strings.Contains(name, sep) || !utf8.ValidString(name) {
		return fmt.Errorf("%q: names are UTF-8 and hold no NUL byte", name)
	}
	return nil
}
