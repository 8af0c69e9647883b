package store_test

import (
	"strings"
	"testing"
)

// What it costs us to load and to write a record of 2 KB; the network answers at once.
func BenchmarkOneCall(b *testing.B) {
	r := row{id: "checkout/prod", rev: 2, indexes: []string{"open", "all"}, body: strings.Repeat("a", 2<<10)}
	tb := offline(b)
	tb.wire.Always("TransactWriteItems", answerJSON(map[string]any{}))
	tb.wire.Always("GetItem", answerJSON(map[string]any{"Item": map[string]any{
		"rev":  map[string]string{"N": "1"},
		"body": map[string]any{"B": []byte(r.body.(string))},
	}}))
	b.Run("commit", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if err := tb.commit(r); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("load", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := tb.Load(b.Context(), r.Key()); err != nil {
				b.Fatal(err)
			}
		}
	})
}
