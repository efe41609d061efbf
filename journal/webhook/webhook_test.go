package webhook

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"github.com/hallyu-store/hallyu/journal"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// TestLadderIsThatOfTheSpecification: ten attempts over 75 hours, each a little later than its step.
func TestLadderIsThatOfTheSpecification(t *testing.T) {
	for _, random := range []float64{0, 0.5, 1} {
		now := noon
		d := NewDelivery("whk_1", journal.NewEvent("app_a", "order.fulfilled", "ord_1", nil, noon), noon)
		for d.State == Waiting {
			now = *d.DueAt
			d = d.After(Outcome{Status: 500}, now, random)
		}
		took := now.Sub(noon)
		if d.Attempts != Attempts || d.State != GivenUp || took < 75*time.Hour || took > 84*time.Hour {
			t.Errorf("with %v: %d attempts in %v, %s", random, d.Attempts, took, d.State)
		}
	}
}

func TestWhatAnAnswerLeadsTo(t *testing.T) {
	for _, c := range []struct {
		outcome Outcome
		state   State
		next    time.Duration
		pause   time.Duration
	}{
		{Outcome{Status: 200}, Delivered, 0, 0},
		{Outcome{Status: 204}, Delivered, 0, 0},
		{Outcome{Status: 301}, Waiting, 5 * time.Second, 0},
		{Outcome{Status: 404}, Waiting, 5 * time.Second, 0},
		{Outcome{Status: 410}, GivenUp, 0, 0},
		{Outcome{Status: 429}, Waiting, 5 * time.Second, 5 * time.Second},
		{Outcome{Status: 503, RetryAfter: time.Hour}, Waiting, time.Hour, time.Hour},
		{Outcome{Status: 503, RetryAfter: 9999 * time.Hour}, Waiting, 24 * time.Hour, 24 * time.Hour},
		{Outcome{Failure: FailedTimeout}, Waiting, 5 * time.Second, 0},
	} {
		d := NewDelivery("whk_1", journal.NewEvent("", "pack.published", "pck_1", nil, noon), noon).After(c.outcome, noon, 0)
		s := Standing{Position: 3}.After(c.outcome, noon)
		next, paused := time.Duration(0), time.Duration(0)
		if d.DueAt != nil {
			next = d.DueAt.Sub(noon)
		}
		if s.PausedUntil != nil {
			paused = s.PausedUntil.Sub(noon)
		}
		if d.State != c.state || next != c.next || paused != c.pause || s.Position != 3 || (s.Failures == 0) != c.outcome.OK() {
			t.Errorf("%+v: %s, next after %v, paused for %v", c.outcome, d.State, next, paused)
		}
	}
}

func TestWhoFailsForLongIsDisabled(t *testing.T) {
	s, now := Standing{}, noon
	for s.Verdict(Outcome{Status: 500}, now) == "" {
		s = s.After(Outcome{Status: 500}, now)
		now = now.Add(time.Hour)
	}
	if took := now.Sub(noon); took != GiveUpAfter {
		t.Errorf("after %v", took)
	}
	if s = s.After(Outcome{Status: 200}, now); s.FailingSince != nil || s.PausedUntil != nil {
		t.Errorf("after a success: %+v", s)
	}
}

// TestSignaturesOfARotation: each key signs as long as it should, and the specification's own library agrees.
func TestSignaturesOfARotation(t *testing.T) {
	now := time.Now()
	w := Webhook{Secrets: []Secret{{Key: NewKey()}}}
	first := w.Secrets[0].Key
	w.Secrets = rotate(w.Secrets, now, now.Add(time.Hour))
	second := w.Secrets[0].Key
	body := []byte(`{"type":"webhook.ping"}`)
	verify := func(key Key, at time.Time) bool {
		signature, err := w.Sign("evt_1", body, at)
		if err != nil {
			t.Fatal(err)
		}
		judge, err := standardwebhooks.NewWebhook(string(key))
		if err != nil {
			t.Fatal(err)
		}
		header := http.Header{}
		header.Set("webhook-id", "evt_1")
		header.Set("webhook-timestamp", strconv.FormatInt(at.Unix(), 10))
		header.Set("webhook-signature", signature)
		return judge.VerifyIgnoringTimestamp(body, header) == nil
	}
	if !verify(first, now) || !verify(second, now) {
		t.Error("not both sign")
	}
	if verify(first, now.Add(time.Hour)) || !verify(second, now.Add(time.Hour)) {
		t.Error("the old one signs after its time, or the new one does not")
	}
	w.Secrets = rotate(w.Secrets, now, now)
	if verify(first, now) || verify(second, now) || len(w.Secrets) != 1 {
		t.Error("a key that got out signs on")
	}
	for range 9 {
		w.Secrets = rotate(w.Secrets, now, now.Add(time.Hour))
	}
	if len(w.Secrets) != maxKeys {
		t.Errorf("%d sign", len(w.Secrets))
	}
	if text := fmt.Sprintf("%v %+v %#v %s", w, w, w, w.Secrets[0].Key); strings.Contains(text, "whsec_") {
		t.Errorf("printed: %s", text)
	}
}

func TestBodyIsThatOfTheSpecification(t *testing.T) {
	e := journal.NewEvent("app_a:test", "order.fulfilled", "ord_1", map[string]any{"pack": "<달>"}, noon)
	e.ID = "evt_1"
	want := `{"type":"order.fulfilled","timestamp":"2026-11-22T12:00:00Z","data":{"pack":"\u003c달\u003e"},"id":"evt_1","subject":"ord_1","app":"app_a","test":true}`
	if got := string(Body(e)); got != want || !json.Valid([]byte(got)) {
		t.Errorf("got %s", got)
	}
}

func TestAddresses(t *testing.T) {
	strict, local := Rules{}, Rules{Local: true}
	for text, ok := range map[string]bool{
		"https://chat.example/hook?a=b": true, "https://chat.example:8443/": true, "https://例え.example/": false, "https://xn--r8jz45g.example/": true,
		"http://chat.example/": false, "ftp://chat.example/": false, "//chat.example/": false, "chat.example": false, "": false, "https://": false,
		"https://user:pass@chat.example/": false, "https://chat.example/#x": false, "https:chat.example": false, "https://chat.example/ a": false,
		"https://chat.example/\\x": false, "https://chat.example/\n": false, "https://127.0.0.1/": false, "https://[::1]/": false, "https://10.0.0.1/": false,
		"https://169.254.169.254/": false, "https://0.0.0.0/": false, "javascript:alert(1)": false, "https://a/" + strings.Repeat("x", MaxURL): false,
	} {
		if code := strict.checkURL(text); (code == "") != ok {
			t.Errorf("%.60q: %q", text, code)
		}
	}
	if local.checkURL("http://127.0.0.1:9999/hook") != "" || local.checkURL("ftp://127.0.0.1/") == "" {
		t.Error("for development")
	}
}
