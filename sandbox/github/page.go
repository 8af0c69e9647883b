package github

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

// How many things are on a page of a list, unless it is asked for more, and at most.
const perPage, mostPerPage = 30, 100

// paged is one page of a list, with the links to the others.
func paged[T any](c *call, list []T, usual, most int) ([]T, http.Header) {
	size := number(c.query("per_page"), usual)
	size = min(size, most)
	page := number(c.query("page"), 1)
	last := max(1, (len(list)+size-1)/size)
	var links []string
	add := func(rel string, to int) {
		q := c.r.URL.Query()
		q.Set("page", strconv.Itoa(to))
		q.Set("per_page", strconv.Itoa(size))
		links = append(links, fmt.Sprintf("<%s%s?%s>; rel=%q", c.o.APIURL, c.r.URL.EscapedPath(), q.Encode(), rel))
	}
	if page > 1 {
		add("prev", page-1)
		add("first", 1)
	}
	if page < last {
		add("next", page+1)
		add("last", last)
	}
	header := http.Header{}
	if len(links) > 0 {
		header.Set("Link", strings.Join(links, ", "))
	}
	from := min((page-1)*size, len(list))
	return list[from:min(from+size, len(list))], header
}

// number is a positive number that was given, or another.
func number(given string, otherwise int) int {
	n, err := strconv.Atoi(given)
	if err != nil || n < 1 {
		return otherwise
	}
	return min(n, 1<<20)
}

// listed answers with a page of a list that stands in an object.
func listed(c *call, name string, list []object) (answer, error) {
	part, header := paged(c, list, perPage, mostPerPage)
	return answer{header: header, body: object{"total_count": len(list), name: append([]object{}, part...)}}, nil
}

// plain answers with a page of a list.
func plain(c *call, list []object) (answer, error) {
	part, header := paged(c, list, perPage, mostPerPage)
	return answer{header: header, body: append([]object{}, part...)}, nil
}
