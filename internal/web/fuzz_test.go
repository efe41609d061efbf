package web

import (
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"github.com/hallyu-store/hallyu/fault"
)

// A cursor is one that the server could have given, or refused.
func FuzzCursor(f *testing.F) {
	f.Add(*EncodeCursor("pck_1"))
	f.Add(*EncodeCursor(int64(7)))
	for _, seed := range []string{"", "garbage", "bnVsbA", "IlwudTAwMDAi", "W1tbW1tb", "eyJhIjoxLCJhIjoyfQ"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, cursor string) {
		var text string
		var number int64
		var key struct {
			ID string `json:"id"`
		}
		for _, into := range []any{&text, &number, &key} {
			err := DecodeCursor(cursor, into)
			if err != nil && fault.As(err) == nil {
				t.Errorf("%v is no fault", err)
			}
		}
		for _, part := range []string{text, key.ID} {
			if strings.Contains(part, "\x00") || !utf8.ValidString(part) {
				t.Errorf("%q reads %q", cursor, part)
			}
		}
	})
}

// What a caller does not name is not sent, whatever else the header says.
func FuzzAcceptEncoding(f *testing.F) {
	for _, seed := range []string{"gzip", "gzip;q=0", "br, *;q=0.1", "identity", "GZIP ; q=1.0", ",;,=", "*;q=0, gzip"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, header string) {
		if acceptsGzip(header) && !strings.Contains(strings.ToLower(header), "gzip") && !strings.Contains(header, "*") {
			t.Errorf("%q takes gzip", header)
		}
	})
}

// Nobody is told 304 who does not name the tag.
func FuzzIfNoneMatch(f *testing.F) {
	for _, seed := range []string{`"a"`, `W/"a"`, `"b", "a"`, `*`, `""`, `"a`, `W/`, `"b,"a"`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, header string) {
		if matches(header, `"a"`) && !strings.Contains(header, `"a"`) && !strings.Contains(header, "*") {
			t.Errorf("%q matches", header)
		}
	})
}

// Whatever the query, its parameters are within their limits or among the findings.
func FuzzQuery(f *testing.F) {
	for _, seed := range []string{"q=a&limit=5", "limit=-1&sort=x", "q=%00&q=%ff", "animated=maybe", "limit=99999999999999999999", "%zz=1;&&="} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		request := httptest.NewRequest("GET", "/", nil)
		request.URL = &url.URL{Path: "/", RawQuery: raw}
		q := NewQuery(echo.New().NewContext(request, httptest.NewRecorder()))
		text, limit, sort := q.Text("q", 20), q.Limit(), q.Enum("sort", "new", "title")
		q.Bool("animated")
		if q.Err() != nil {
			return
		}
		known := sort == "new" || sort == "title"
		if utf8.RuneCountInString(text) > 20 || !utf8.ValidString(text) || strings.Contains(text, "\x00") || limit < 1 || limit > 100 || !known {
			t.Errorf("%q reads %q, %d, %q", raw, text, limit, sort)
		}
	})
}

// The region that a header names is two letters, as they stand there.
func FuzzLanguageRegion(f *testing.F) {
	for _, seed := range []string{"ko-KR,en;q=0.5", "zh-Hant-TW", "-", "a--b", "*-US", strings.Repeat("x-", 300)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, header string) {
		region := languageRegion(header)
		if region != "" && !strings.Contains(strings.ToUpper(header), region) {
			t.Errorf("%q names %q", header, region)
		}
	})
}

// An id of a request is a word that is safe in headers and logs.
func FuzzRequestID(f *testing.F) {
	for _, seed := range []string{"", "a-b_c.1", "a\r\nSet-Cookie: x", strings.Repeat("a", 65), "달"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, given string) {
		id := newRequestID(given)
		if id == "" || len(id) > 64 || strings.ContainsFunc(id, unsafeInID) {
			t.Errorf("%q gives %q", given, id)
		}
	})
}
