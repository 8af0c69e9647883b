package slack

import (
	"encoding/base64"
	"slices"
)

// page cuts the part of a list that the cursor asks for. A cursor names the next
// item rather than a position, so that what is added meanwhile shifts nothing.
func page[T any](list []T, a args, usual, most int, key func(T) string) (part []T, next string, err error) {
	limit, err := a.limit(usual, most)
	if err != nil {
		return nil, "", err
	}
	if a["cursor"] != "" {
		from, err := base64.URLEncoding.DecodeString(a["cursor"])
		i := slices.IndexFunc(list, func(item T) bool { return "next:"+key(item) == string(from) })
		if err != nil || i < 0 {
			return nil, "", refuse("invalid_cursor")
		}
		list = list[i:]
	}
	if len(list) <= limit {
		return list, "", nil
	}
	next = base64.URLEncoding.EncodeToString([]byte("next:" + key(list[limit])))
	return list[:limit], next, nil
}

// show gives a JSON array, never null.
func show[T any](list []T, one func(T) answer) []answer {
	out := make([]answer, len(list))
	for i, item := range list {
		out[i] = one(item)
	}
	return out
}
