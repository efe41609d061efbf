package webhook

import (
	"context"
	"time"

	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/journal/webhook"
)

// run sends to one webhook while it has the lease.
type run struct {
	*Sender
	webhook webhook.Webhook
	sender  string
	until   time.Time // no attempt begins after it
	last    int64     // sequence of the last event when the run began

	disabled webhook.Reason
	unkept   []webhook.Delivery
	lost     bool // the lease is another's, or nobody's any more
}

// all sends what is due, then what is new, and gives the lease back.
func (r *run) all(ctx context.Context) error {
	err := r.retries(ctx)
	if err == nil && !r.over(ctx) {
		err = r.news(ctx)
	}
	if r.lost {
		return err
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), timeout) // what was sent is written down also at the end of the process
	defer cancel()
	if kept := r.keep(ctx, true); err == nil {
		err = kept
	}
	return err
}

// over reports whether no further attempt is to be made.
func (r *run) over(ctx context.Context) bool {
	return r.lost || r.disabled != "" || ctx.Err() != nil || !r.Now().Before(r.until) || r.webhook.PausedUntil != nil
}

// attempt sends a message once. It reports false when the process ends meanwhile: nobody knows what came of it.
func (r *run) attempt(ctx context.Context, event string, body []byte) (webhook.Outcome, bool, error) {
	now := r.Now()
	signature, err := r.webhook.Sign(event, body, now)
	if err != nil {
		return webhook.Outcome{}, false, err
	}
	o := r.Post.Post(ctx, Message{URL: r.webhook.URL, ID: event, Signature: signature, Body: body, At: now})
	if ctx.Err() != nil && !o.OK() {
		return o, false, nil
	}
	r.webhook.Standing = r.webhook.Standing.After(o, r.Now())
	r.disabled = r.webhook.Verdict(o, r.Now())
	result := o.Why()
	if o.OK() {
		result = "delivered"
	}
	r.Counted(result)
	return o, true, nil
}

// retries sends deliveries that are due. Each is written down by itself: it is there already.
func (r *run) retries(ctx context.Context) error {
	r.webhook.PausedUntil = nil // it is over, or there would be no lease
	for {
		due, err := r.Store.Due(ctx, r.webhook.ID, r.Now(), batch)
		if err != nil || len(due) == 0 {
			return err
		}
		for _, d := range due {
			if r.over(ctx) {
				return nil
			}
			o, known, err := r.attempt(ctx, d.Event, d.Body)
			if err != nil || !known {
				return err
			}
			r.unkept = append(r.unkept, d.After(o, r.Now(), r.Random()))
			err = r.keep(ctx, false)
			if err != nil {
				return err
			}
		}
	}
}

// news sends what happened after the webhook's position.
func (r *run) news(ctx context.Context) error {
	for {
		after := r.from(r.webhook.ID, r.webhook.Version, r.webhook.Position)
		events, err := r.Events.Events(ctx, r.webhook.Ledger, after, batch)
		if err != nil {
			return err
		}
		before := r.webhook.Position
		err = r.page(ctx, events)
		if err != nil || r.over(ctx) {
			return err
		}
		if len(events) < batch {
			r.webhook.Position = max(r.webhook.Position, r.last)
			return nil
		}
		if r.webhook.Position != before || len(r.unkept) > 0 {
			err = r.keep(ctx, false)
			if err != nil {
				return err
			}
		}
	}
}

// page sends a page of events in their order. What comes behind something of the same subject that waits, waits
// too: of each subject, everything arrives in order.
func (r *run) page(ctx context.Context, events []journal.Event) error {
	held, err := r.Store.Held(ctx, r.webhook.ID, r.subjects(events))
	if err != nil {
		return err
	}
	for _, e := range events {
		if r.over(ctx) {
			return nil
		}
		switch {
		case !r.webhook.Wants(e.Type):
		case held[e.Subject]:
			r.unkept = append(r.unkept, webhook.NewDelivery(r.webhook.ID, e, r.Now()))
		default:
			failed, known, err := r.first(ctx, e)
			if err != nil || !known {
				return err
			}
			held[e.Subject] = failed
		}
		r.webhook.Position = e.Sequence
	}
	return nil
}

// first makes the first attempt to deliver an event.
func (r *run) first(ctx context.Context, e journal.Event) (failed, known bool, err error) {
	began := r.Now()
	body := webhook.Body(e)
	o, known, err := r.attempt(ctx, e.ID, body)
	if err != nil || !known || o.OK() {
		return false, known, err
	}
	r.unkept = append(r.unkept, webhook.NewDelivery(r.webhook.ID, e, began).After(o, r.Now(), r.Random()))
	return true, true, nil
}

func (r *run) subjects(events []journal.Event) []string {
	subjects := []string{}
	for _, e := range events {
		if r.webhook.Wants(e.Type) {
			subjects = append(subjects, e.Subject)
		}
	}
	return subjects
}

// keep writes down how far the run has come.
func (r *run) keep(ctx context.Context, release bool) error {
	p := webhook.Progress{
		Webhook: r.webhook.ID, Sender: r.sender, Standing: r.webhook.Standing, Disabled: r.disabled,
		Deliveries: r.unkept, Release: release,
	}
	if r.disabled != "" {
		p.Record = webhook.Disabled(r.webhook, r.disabled, r.webhook.Failure, r.Now())
	}
	kept, err := r.Store.Keep(ctx, p)
	if err != nil {
		return err
	}
	r.unkept, r.lost = nil, !kept || release || r.disabled != ""
	return nil
}
