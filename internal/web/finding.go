package web

import (
	"regexp"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/hallyu-store/hallyu/fault"
)

// codes maps the beginnings of huma's sentences to the codes of our findings, the longest first.
var codes = []struct{ sentence, code string }{
	{"unexpected property", "unknown"},
	{"unknown query parameter", "unknown"},
	{"expected required property", "required"},
	{"required ", "required"},
	{"expected value to be one of", "not-allowed"},
	{"expected number >", "too-small"},
	{"expected number <", "too-large"},
	{"expected length >=", "too-short"},
	{"expected length <=", "too-long"},
	{"expected array length >=", "too-few"},
	{"expected array length <=", "too-many"},
	{"expected string to", "format"},
	{"expected ", "type"},
	{"invalid ", "type"},
}

var (
	requiredProperty = regexp.MustCompile(`^expected required property (\S+) to be present$`)
	arrayIndex       = regexp.MustCompile(`\[(\d+)\]`)
	bound            = regexp.MustCompile(`[<>]=? (\S+)$`)
	allowedWords     = regexp.MustCompile(`one of "(.*)"$`)
)

// finding turns one of huma's sentences into a code and a JSON pointer.
func finding(d *huma.ErrorDetail) fault.Field {
	field := fault.Field{Pointer: pointer(d.Location), Code: "invalid", Facts: map[string]any{}}
	for _, c := range codes {
		if strings.HasPrefix(d.Message, c.sentence) {
			field.Code = c.code
			break
		}
	}
	if m := requiredProperty.FindStringSubmatch(d.Message); m != nil {
		field.Pointer += "/" + m[1]
	}
	if m := bound.FindStringSubmatch(d.Message); m != nil {
		field.Facts["limit"] = m[1]
	}
	if m := allowedWords.FindStringSubmatch(d.Message); m != nil {
		field.Facts["allowed"] = m[1]
	}
	return field
}

// pointer makes a JSON pointer of "body.friends[0].name", and a bare name of "query.limit".
func pointer(location string) string {
	where, rest, _ := strings.Cut(location, ".")
	if strings.HasPrefix(where, "body") {
		path := strings.TrimPrefix(location, "body")
		path = arrayIndex.ReplaceAllString(path, ".$1")
		return strings.ReplaceAll(path, ".", "/")
	}
	return rest
}
