package web

import (
	"net/http"
	"testing"
)

func TestHoldersAreNotLogged(t *testing.T) {
	for path, want := range map[string]string{
		"/v1/holders/mina/orders/ord_1": "/v1/holders/{holder}/orders/ord_1",
		"/v1/holders/mina":              "/v1/holders/{holder}",
		"/v1/holders/":                  "/v1/holders/{holder}",
		"/v1/storefronts/KR/ko":         "/v1/storefronts/KR/ko",
	} {
		if got := loggedPath(path); got != want {
			t.Errorf("%s is logged as %s", path, got)
		}
	}
}

func TestRequestIsCalledWhatItsCallerCallsIt(t *testing.T) {
	const trace = "4bf92f3577b34da6a3ce929d0e0e4736"
	for _, c := range []struct{ id, parent, want string }{
		{"", "00-" + trace + "-00f067aa0ba902b7-01", trace},
		{"mine", "00-" + trace + "-00f067aa0ba902b7-01", "mine"},
		{"", "00-00000000000000000000000000000000-00f067aa0ba902b7-01", ""},
		{"", "00-" + trace + "-00f067aa0ba902b7", ""},
		{"", "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01", ""},
		{"", "", ""},
	} {
		header := http.Header{}
		header.Set(requestIDHeader, c.id)
		header.Set(traceParentHeader, c.parent)
		if got := callersID(header); got != c.want {
			t.Errorf("%+v: got %q", c, got)
		}
	}
}
