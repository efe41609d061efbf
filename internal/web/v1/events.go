package v1

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/internal/web"
	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases"
)

func (r *routes) mountEvents() {
	web.Typed(r.Server, web.Operation{
		Method: http.MethodGet, ID: "list-events", Path: "/v1/events", Tag: tagEvents, Action: accounts.ReadOrders,
		Summary: "What happened, in order",
	}, r.listEvents)
	for _, typ := range api.EventTypes() {
		r.DescribeWebhook(web.Webhook{Name: typ.Name, Summary: typ.About, Tag: tagEvents, Data: typ.Data})
	}
}

// TypesOfEvents are the names of all types.
func TypesOfEvents() []string {
	var names []string
	for _, typ := range api.EventTypes() {
		names = append(names, typ.Name)
	}
	return names
}

type eventsInput struct {
	ListQuery
}

// listEvents tells an app what happened in its ledger, and staff what happened in the store.
func (r *routes) listEvents(ctx context.Context, in *eventsInput) (*jsonOf[api.List[api.Event]], error) {
	var after int64
	err := web.DecodeCursor(in.Cursor, &after)
	if err != nil {
		return nil, err
	}
	events, err := r.Journal.Events(ctx, purchases.LedgerOf(web.ActorOf(ctx)).ID(), after, in.Limit)
	if err != nil {
		return nil, err
	}
	page := api.List[api.Event]{Items: []api.Event{}}
	for _, e := range events {
		page.Items = append(page.Items, eventOf(e))
		after = e.Sequence
	}
	if len(events) == in.Limit {
		page.Next = web.EncodeCursor(after)
	}
	return &jsonOf[api.List[api.Event]]{page}, nil
}

func eventOf(e journal.Event) api.Event {
	ledger := purchases.ParseLedger(e.Ledger)
	data := map[string]any{}
	decoder := json.NewDecoder(strings.NewReader(string(e.Data)))
	decoder.UseNumber()       // amounts are 64 bits wide
	_ = decoder.Decode(&data) // written by ourselves as an object
	return api.Event{ID: e.ID, Type: e.Type, Subject: e.Subject, App: ledger.App, Test: ledger.Test, Data: data, At: e.At.UTC()}
}
