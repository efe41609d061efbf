package v1

import (
	"net/http"
	"strings"
	"testing"
)

// TestSignedHook: the first two rows are the example in GitHub's documentation, "Validating webhook deliveries".
func TestSignedHook(t *testing.T) {
	const secret, body = "It's a Secret to Everybody", "Hello, World!"
	const signature = "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
	for _, c := range []struct {
		header, value, body string
		want                bool
	}{
		{"X-Hub-Signature-256", "sha256=" + signature, body, true},
		{"X-Hub-Signature-256", "sha256=" + signature, body + " ", false},
		{"X-Hub-Signature-256", signature, body, false},
		{"X-Hub-Signature-256", "sha256=" + signature[:62], body, false},
		{"X-Hub-Signature-256", "sha256=", "", false},
		{"X-Gitea-Signature", signature, body, true},
		{"X-Gitea-Signature", strings.ToUpper(signature), body, true},
		{"X-Gitea-Signature", strings.Repeat("0", 64), body, false},
		{"X-Gitlab-Token", secret, body, true},
		{"X-Gitlab-Token", secret + "x", body, false},
		{"Authorization", "Bearer " + secret, body, false},
	} {
		got, err := signedHook(http.Header{c.header: {c.value}}, strings.NewReader(c.body), secret)
		if err != nil || got != c.want {
			t.Errorf("%s: %s of %q: %v, %v", c.header, c.value, c.body, got, err)
		}
	}
}

// TestUnsignedHooksAreNotRead: a stranger's body costs nothing.
func TestUnsignedHooksAreNotRead(t *testing.T) {
	for _, header := range []http.Header{{}, {"X-Gitlab-Token": {"guess"}}, {"X-Gitea-Signature": {"zz"}}} {
		body := strings.NewReader("a body")
		if signed, err := signedHook(header, body, "a secret of ours"); signed || err != nil || body.Len() != 6 {
			t.Errorf("%v: %v, %v, %d bytes left", header, signed, err, body.Len())
		}
	}
}
