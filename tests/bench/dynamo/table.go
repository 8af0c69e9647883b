// Package dynamo is one table of DynamoDB in memory: the few operations and
// expressions that the store uses, and what AWS would bill for them. It is there
// to be fast and to count; the store's contract is proved on better ones too.
package dynamo

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// Units are what an on-demand table bills.
type Units struct{ Read, Write int }

// Table is a table with the keys pk and sk, and an http.Handler that speaks
// DynamoDB's protocol. Whatever a request calls it, there is only one.
type Table struct {
	mu    sync.Mutex
	parts parts
	units Units
}

type key struct{ pk, sk string }

// parts are the items by pk and then by sk, so that a query looks through no more than
// its own.
type parts map[string]map[string]item

func (p parts) of(k key) item { return p[k.pk][k.sk] }

func (p parts) put(k key, it item) {
	if p[k.pk] == nil {
		p[k.pk] = map[string]item{}
	}
	p[k.pk][k.sk] = it
}

// New is an empty table.
func New() *Table { return &Table{parts: parts{}} }

// Units are what was billed so far.
func (t *Table) Units() Units {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.units
}

// Body is the attribute "body" of an item, or nil; looking is free.
func (t *Table) Body(pk, sk string) []byte {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.parts.of(key{pk, sk})["body"].B
}

// refusal is an answer that says no.
type refusal struct {
	Type    string   `json:"__type"`
	Message string   `json:"message"`
	Item    item     `json:",omitempty"`
	Reasons []reason `json:"CancellationReasons,omitempty"`
}

// reason is what became of one action of a transaction.
type reason struct {
	Code string
	Item item `json:",omitempty"`
}

func (r *refusal) Error() string { return r.Type + ": " + r.Message }

func unknown(what string) error {
	return &refusal{Type: "ValidationException", Message: "this table does not know " + what}
}

// ServeHTTP carries out one operation.
func (t *Table) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	answer, err := t.do(q)
	w.Header().Set("Content-Type", "application/x-amz-json-1.0")
	if err != nil {
		w.WriteHeader(http.StatusBadRequest)
		answer = err
	}
	_ = json.NewEncoder(w).Encode(answer) // whoever asked may have gone
}

func (t *Table) do(q *http.Request) (any, error) {
	_, operation, _ := strings.Cut(q.Header.Get("X-Amz-Target"), ".")
	var r request
	if err := json.NewDecoder(q.Body).Decode(&r); err != nil {
		return nil, unknown(err.Error())
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	switch operation {
	case "GetItem":
		it := t.parts.of(r.Key.key())
		t.units.Read += reads(it)
		return map[string]item{"Item": it}, nil
	case "BatchGetItem":
		return t.batch(r)
	case "Query":
		return t.query(r)
	case "UpdateItem":
		return t.update(r)
	case "TransactWriteItems":
		return t.transact(r.TransactItems)
	default:
		return nil, unknown(operation)
	}
}

// request has the fields of all operations.
type request struct {
	action
	KeyConditionExpression string
	ScanIndexForward       *bool
	Limit                  int
	ExclusiveStartKey      item
	UpdateExpression       string
	RequestItems           map[string]struct{ Keys []item }
	TransactItems          []struct{ Put, Delete *action }
}

// action is what is to be done with one item.
type action struct {
	Key, Item                 item
	ConditionExpression       string
	ExpressionAttributeValues item
}

func (t *Table) batch(r request) (any, error) {
	found := map[string][]item{}
	for table, asked := range r.RequestItems {
		for _, k := range asked.Keys {
			it, there := t.parts[k.key().pk][k.key().sk]
			t.units.Read += reads(it)
			if there {
				found[table] = append(found[table], it)
			}
		}
	}
	return map[string]any{"Responses": found, "UnprocessedKeys": map[string]any{}}, nil
}

func (t *Table) query(r request) (any, error) {
	var found []item
	name, whole := strings.CutPrefix(r.KeyConditionExpression, "pk = ")
	if !whole {
		return nil, unknown(r.KeyConditionExpression)
	}
	name, _, _ = strings.Cut(name, " ")
	for _, it := range t.parts[r.ExpressionAttributeValues[name].text()] {
		fits, err := holds(r.KeyConditionExpression, it, r.ExpressionAttributeValues)
		if err != nil {
			return nil, err
		}
		if fits {
			found = append(found, it)
		}
	}
	direction := 1
	if r.ScanIndexForward != nil && !*r.ScanIndexForward {
		direction = -1
	}
	bySort := func(x, y item) int { return direction * cmp.Compare(*x["sk"].S, *y["sk"].S) }
	slices.SortFunc(found, bySort)
	if r.ExclusiveStartKey != nil {
		found = slices.DeleteFunc(found, func(it item) bool { return bySort(it, r.ExclusiveStartKey) <= 0 })
	}
	answer := map[string]any{}
	if r.Limit > 0 && len(found) > r.Limit {
		found = found[:r.Limit]
		last := found[r.Limit-1]
		answer["LastEvaluatedKey"] = item{"pk": last["pk"], "sk": last["sk"]}
	}
	answer["Items"], answer["Count"] = append([]item{}, found...), len(found)
	t.units.Read += reads(found...)
	return answer, nil
}

func (t *Table) update(r request) (any, error) {
	k := r.Key.key()
	old := t.parts.of(k)
	fits, err := holds(r.ConditionExpression, old, r.ExpressionAttributeValues)
	if err != nil {
		return nil, err
	}
	if !fits {
		t.units.Write += writes(old)
		return nil, &refusal{Type: "ConditionalCheckFailedException", Message: "The conditional request failed", Item: old}
	}
	it, err := updated(r.UpdateExpression, old, r.Key, r.ExpressionAttributeValues)
	if err != nil {
		return nil, err
	}
	t.units.Write += max(writes(old), writes(it))
	t.parts.put(k, it)
	return map[string]item{"Attributes": it}, nil
}

// transact does all actions or none. Each is billed twice, also in vain.
func (t *Table) transact(actions []struct{ Put, Delete *action }) (any, error) {
	reasons, failed := make([]reason, len(actions)), false
	for i, a := range actions {
		one := cmp.Or(a.Put, a.Delete)
		k := one.key()
		old := t.parts.of(k)
		t.units.Write += 2 * max(writes(old), writes(one.Item))
		fits, err := holds(one.ConditionExpression, old, one.ExpressionAttributeValues)
		if err != nil {
			return nil, err
		}
		reasons[i].Code = "None"
		if !fits {
			reasons[i], failed = reason{"ConditionalCheckFailed", old}, true
		}
	}
	if failed {
		return nil, &refusal{Type: "TransactionCanceledException", Message: fmt.Sprint("Transaction cancelled: ", len(reasons)), Reasons: reasons}
	}
	for _, a := range actions {
		if a.Put != nil {
			t.parts.put(a.Put.key(), a.Put.Item)
		} else {
			delete(t.parts[a.Delete.key().pk], a.Delete.key().sk)
		}
	}
	return map[string]any{}, nil
}

func (a *action) key() key {
	if a.Item != nil {
		return a.Item.key()
	}
	return a.Key.key()
}
