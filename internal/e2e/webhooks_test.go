package e2e

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/api"
)

// received is one request to a receiver.
type received struct {
	Secret  string            `json:"secret"`
	Headers map[string]string `json:"headers"`
	Body    string            `json:"body"`
}

// receiver listens for webhooks on this machine; what it gets it hands on, and answers with the next of its statuses.
func receiver(t *testing.T, statuses ...int) (url string, got chan received) {
	t.Helper()
	got = make(chan received, 100)
	left := make(chan int, len(statuses))
	for _, status := range statuses {
		left <- status
	}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		headers := map[string]string{}
		for name := range r.Header {
			headers[strings.ToLower(name)] = r.Header.Get(name)
		}
		select {
		case status := <-left:
			w.WriteHeader(status)
			_, _ = io.WriteString(w, "not now")
		default:
		}
		got <- received{Headers: headers, Body: string(body)}
	}))
	t.Cleanup(s.Close)
	return s.URL, got
}

// nextMessage waits for a message.
func nextMessage(t *testing.T, got chan received) received {
	t.Helper()
	select {
	case r := <-got:
		return r
	case <-time.After(time.Minute):
		t.Fatal("nothing was sent for a minute")
		return received{}
	}
}

// verified has the specification's own library for JavaScript verify messages.
func verified(t *testing.T, messages ...received) []struct {
	Event *api.Message
	Error string
} {
	t.Helper()
	npm(t, "standardwebhooks")
	input, err := json.Marshal(messages)
	if err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(t.Context(), "node", "webhooks.mjs")
	command.Stdin, command.Stderr = bytes.NewReader(input), os.Stderr
	out, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	var results []struct {
		Event *api.Message
		Error string
	}
	err = json.Unmarshal(out, &results)
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return results
}

// TestWebhooksAreDelivered runs the program as its users do, sells a pack, and lets the specification's library judge
// what is sent: at first, after a failure, and while a secret is changed.
func TestWebhooksAreDelivered(t *testing.T) {
	s := serveBinary(t, t.TempDir(), "--webhooks-local")
	operator := s.client(s.staff(t, "operator@example.com", "operator"))
	onSale(t, operator, "moon", "2500")
	app := s.client(s.app(t, everyScope...))
	url, got := receiver(t, http.StatusInternalServerError)
	hook := must(app.CreateWebhook(t.Context(), api.NewWebhook{URL: url + "/hook", Types: []string{"order.fulfilled", "order.refunded"}}))(t)
	order := api.NewOrder{Pack: "moon", Region: "KR", PayWith: api.PayWith{Provider: "external", Transaction: "txn-1"}}
	bought := must(app.PlaceOrder(t.Context(), "fan", "key-1", order))(t)

	failed, again := nextMessage(t, got), nextMessage(t, got)
	failed.Secret, again.Secret = hook.Secret, hook.Secret
	forged := again
	forged.Body = strings.Replace(forged.Body, "moon", "m00n", 1) + " "
	for i, r := range verified(t, failed, again, forged) {
		if (r.Error == "") != (i < 2) {
			t.Errorf("message %d: %+v", i, r)
		}
		if i < 2 && (r.Event.Type != "order.fulfilled" || r.Event.Subject != bought.ID || r.Event.Data["holder"] != "fan") {
			t.Errorf("message %d: %+v", i, r.Event)
		}
	}
	if failed.Headers["webhook-id"] != again.Headers["webhook-id"] {
		t.Error("another id for the second attempt")
	}

	rotated := must(app.RotateWebhookSecret(t.Context(), hook.ID, api.NewWebhookSecret{}))(t)
	must(app.PingWebhook(t.Context(), hook.ID))(t)
	byOld := nextMessage(t, got)
	byNew := byOld
	byOld.Secret, byNew.Secret = hook.Secret, rotated.Secret
	for i, r := range verified(t, byOld, byNew) {
		if r.Error != "" || r.Event.Type != "webhook.ping" {
			t.Errorf("while the secret changes, %d: %+v", i, r)
		}
	}
	events := must(app.Events(t.Context(), ""))(t)
	if !slices.ContainsFunc(events.Items, func(e api.Event) bool { return e.ID == again.Headers["webhook-id"] }) {
		t.Errorf("the event is not in the list: %+v", events.Items)
	}
	eventually(t, "both deliveries are over", time.Now().Add(time.Minute), func() bool {
		list := must(app.WebhookDeliveries(t.Context(), hook.ID, ""))(t)
		return len(list.Items) == 2 && !slices.ContainsFunc(list.Items, func(d api.WebhookDelivery) bool { return d.State != "delivered" })
	})
	shown := must(app.Webhook(t.Context(), hook.ID))(t)
	if shown.Secret != "" || len(shown.Secrets) != 2 {
		t.Errorf("shown later: %+v", shown)
	}
}
