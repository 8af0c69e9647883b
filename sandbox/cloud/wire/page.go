package wire

import (
	"encoding/base64"
	"net/http"
	"slices"
	"strconv"

	"github.com/slipway-dev/slipway/sandbox/cloud"
)

// listing is the part of a sorted list that a Lambda request asks for.
func listing[T any](r *http.Request, list []T, key func(T) string, limit int) ([]T, string, error) {
	query := r.URL.Query()
	size := limit
	if asked := query.Get("MaxItems"); asked != "" {
		n, err := strconv.Atoi(asked)
		if err != nil || n < 1 {
			return nil, "", invalid(cloud.CodeValidation, "1 validation error detected: Value '"+asked+
				"' at 'maxItems' failed to satisfy constraint: Member must have value greater than or equal to 1")
		}
		size = min(n, limit)
	}
	return page(list, key, query.Get("Marker"), size)
}

// page is the part of a sorted list behind a marker, and the marker for the next;
// empty: there is none. It names the last item of a page by its key, so that what
// comes and goes between two pages neither hides another item nor shows it twice.
func page[T any](list []T, key func(T) string, marker string, size int) (part []T, next string, err error) {
	if marker != "" {
		last, err := base64.RawURLEncoding.DecodeString(marker)
		if err != nil {
			return nil, "", invalid(cloud.CodeInvalidParameter, "The marker is none that was given out.")
		}
		list = slices.DeleteFunc(list, func(x T) bool { return key(x) <= string(last) })
	}
	if len(list) <= size {
		return list, "", nil
	}
	return list[:size], base64.RawURLEncoding.EncodeToString([]byte(key(list[size-1]))), nil
}

// limit is how many items a page holds where AWS puts so many on one.
func (o Options) limit(aws int) int {
	if o.PageSize > 0 {
		return min(o.PageSize, aws)
	}
	return aws
}
