package e2e

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// TestNaughtySignIn puts the strings in the place of the address and of the password, each from another
// address of the internet, as there is a limit for one: nobody gets in, and whose they are is not told.
func TestNaughtySignIn(t *testing.T) {
	w := newWorld(t, func(t testing.TB, data string, args ...string) *server {
		return serve(t, data, append(args, "--trusted-proxies", "127.0.0.0/8")...)
	})
	w.complete(t)
	for i, text := range naughty(t) {
		for j, body := range []map[string]string{
			{"email": text, "password": w.names["password"]}, {"email": "somebody@example.com", "password": text}, {"email": text, "password": text},
		} {
			data, err := json.Marshal(body)
			if err != nil {
				t.Fatal(err)
			}
			from := fmt.Sprintf("203.0.%d.%d", i, j+1)
			reply, err := w.client("").Do(t.Context(), "POST", "/v1/sessions", data, http.Header{"Content-Type": {"application/json"}, "X-Forwarded-For": {from}})
			if err != nil {
				t.Fatalf("%.80q: %v", text, err)
			}
			limited := j == 1 && reply.Status == http.StatusTooManyRequests // who guesses one account's password is slowed down wherever they are
			if reply.Status != http.StatusUnauthorized && reply.Status != http.StatusUnprocessableEntity && !limited {
				t.Errorf("%.80q answered %d %s", text, reply.Status, reply.Body)
			}
			if text != "" && len(text) > 8 && strings.Contains(string(reply.Body), text) {
				t.Errorf("%.80q is repeated: %s", text, reply.Body)
			}
		}
	}
}

// TestNaughtyAccounts makes accounts of the strings: what is taken can sign in.
func TestNaughtyAccounts(t *testing.T) {
	w := newWorld(t, serve)
	taken := 0
	for _, text := range sample(naughty(t), 3) {
		for _, email := range []string{text, text + "@example.com"} {
			if strings.HasPrefix(email, "-") {
				continue // is an option
			}
			out, err := w.run(t, "admin", "account", "create", "--role", "auditor", "--json", email)
			if err != nil {
				continue
			}
			var account struct{ Password string }
			err = json.Unmarshal([]byte(out), &account)
			if err != nil {
				t.Fatalf("%q: %v", email, err)
			}
			taken++
			body, _ := json.Marshal(map[string]string{"email": email, "password": account.Password})
			reply, err := w.client("").Do(t.Context(), "POST", "/v1/sessions", body, http.Header{"Content-Type": {"application/json"}})
			if err != nil || reply.Status != http.StatusCreated && reply.Status != http.StatusTooManyRequests {
				t.Errorf("%q was taken, and signs in with %+v, %v", email, reply, err)
			}
		}
	}
	if taken == 0 {
		t.Error("no address was taken")
	}
}
