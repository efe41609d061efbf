package webhook

import (
	"bytes"
	"encoding/json"
	"strings"
	"time"

	"github.com/hallyu-store/hallyu/journal"
)

// Types of messages that are about webhooks themselves.
const (
	TypePing     = "webhook.ping"     // in no journal: it is sent because somebody asked
	TypeDisabled = "webhook.disabled" // nothing is sent to one any more
)

// message is the body of a delivery.
type message struct {
	Type      string          `json:"type"`
	Timestamp time.Time       `json:"timestamp"` // of the event, not of the attempt
	Data      json.RawMessage `json:"data"`
	ID        string          `json:"id"`
	Subject   string          `json:"subject"`
	App       string          `json:"app,omitempty"`
	Test      bool            `json:"test"`
}

// testSuffix ends the ids of ledgers of keys for trying things.
const testSuffix = ":test"

// Body is what is sent of an event: what GET /v1/events gives of it, in the members of Standard Webhooks.
func Body(e journal.Event) []byte {
	app, test := strings.CutSuffix(e.Ledger, testSuffix)
	data := e.Data
	if len(data) == 0 {
		data = json.RawMessage("{}")
	}
	var body bytes.Buffer
	encoder := json.NewEncoder(&body)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(message{e.Type, e.At.UTC(), data, e.ID, e.Subject, app, test})
	if err != nil { // the journal's data is JSON of our own
		panic("webhook: " + err.Error())
	}
	return bytes.TrimSuffix(body.Bytes(), []byte("\n"))
}

// disabledNote is the data of TypeDisabled.
type disabledNote struct {
	Webhook string `json:"webhook"`
	Reason  Reason `json:"reason"`
	Failure string `json:"failure"`
}

// pingNote is the data of TypePing.
type pingNote struct {
	Webhook string `json:"webhook"`
}
