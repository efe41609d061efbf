package webhooks

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
	"github.com/hallyu-store/hallyu/journal/webhook"
)

// delivery is a message that was not taken at once, or that was asked for.
type delivery struct {
	Type, Subject, Event string
	URL                  string // where it went
	State                string
	Answer               string // status of HTTP, or why there was none
	Attempts             int
	At, Stamp            string
}

const (
	looked = 100 // latest deliveries of an address that are looked at
	shown  = 20  // that a page has
)

// states are those that deliveries are filtered by.
var states = []webhook.State{webhook.Waiting, webhook.Delivered, webhook.GivenUp}

func statesOf(v *frame.Visit) []frame.Option {
	all := []frame.Option{{Value: "", Name: v.Voice.T("studio.packs.state_all"), Chosen: v.QueryParam("state") == ""}}
	for _, state := range states {
		all = append(all, frame.Option{Value: string(state), Name: v.Voice.T("studio.webhook.delivery_" + string(state)), Chosen: v.QueryParam("state") == string(state)})
	}
	return all
}

// deliveries are the latest of some addresses in the state that is asked for, or in any.
func (r *room) deliveries(v *frame.Visit, of []webhook.Webhook) ([]delivery, error) {
	state := webhook.State(v.QueryParam("state"))
	var all []delivery
	for _, w := range of {
		found, err := r.webhooks.Deliveries(v.Request().Context(), w.Ledger, w.ID, webhook.Place{}, looked)
		if err != nil {
			return nil, err
		}
		for _, d := range found {
			if !slices.Contains(states, state) || d.State == state {
				all = append(all, deliveryOf(v, w, d))
			}
		}
	}
	slices.SortStableFunc(all, func(a, b delivery) int { return cmp.Compare(b.Stamp, a.Stamp) })
	return all[:min(len(all), shown)], nil
}

func deliveryOf(v *frame.Visit, w webhook.Webhook, d webhook.Delivery) delivery {
	one := delivery{
		Type: d.Type, Subject: d.Subject, Event: d.Event, URL: w.URL, State: string(d.State), Attempts: d.Attempts, Answer: d.Last.Failure,
		At: v.Voice.Moment(d.Created.UTC()), Stamp: d.Created.UTC().Format(time.RFC3339),
	}
	if d.Last.Status != 0 {
		one.Answer = strconv.Itoa(d.Last.Status)
	}
	return one
}
