package web

import (
	"net/http"
	"strings"
)

const traceParentHeader = "Traceparent"

// callersID is what the caller calls the request: its X-Request-Id, or else the trace that it is a part
// of, so that log lines are found by either.
func callersID(header http.Header) string {
	if id := first(header, requestIDHeader); id != "" {
		return id
	}
	return traceID(first(header, traceParentHeader))
}

// traceID reads a traceparent (https://www.w3.org/TR/trace-context/, 3.2): version, trace, parent and
// flags. It is "" where there is none.
func traceID(parent string) string {
	const length = len("00-") + 32 + len("-") + 16 + len("-00")
	if len(parent) < length || parent[2] != '-' || parent[35] != '-' || parent[52] != '-' {
		return ""
	}
	id := parent[3:35]
	if strings.Trim(id, "0123456789abcdef") != "" || strings.Trim(id, "0") == "" {
		return ""
	}
	return id
}

// loggedPath is a path as the log may keep it: without the holder, who is a person.
func loggedPath(path string) string {
	const holders = "/v1/holders/"
	rest, found := strings.CutPrefix(path, holders)
	if !found {
		return path
	}
	_, rest, more := strings.Cut(rest, "/")
	if !more {
		return holders + "{holder}"
	}
	return holders + "{holder}/" + rest
}
