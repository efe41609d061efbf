package catalog

import (
	"cmp"
	"context"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/journal"
)

// Stop takes a pack off sale; those who own it keep it. The error is ErrPackNotOnSale.
func (s *Service) Stop(ctx context.Context, by By, at Target) (Pack, error) {
	return s.withdraw(ctx, by, at, withdrawal{state: StateStopped, action: accounts.PublishPacks, event: "pack.stopped"})
}

// Ban takes a pack down, and leaves a tombstone. Those who own it keep it, unless it is for law: then its
// pictures are withheld from everyone. Of a pack that is banned already, an order that says something new
// (another reason or note, a claim) makes the tombstone anew. Errors: ErrClaimInvalid, and ErrPackNotOnSale
// when the pack was never published.
func (s *Service) Ban(ctx context.Context, by By, at Target, order BanOrder) (Pack, error) {
	return s.withdraw(ctx, by, at, withdrawal{StateBanned, accounts.PublishDirect, "pack.banned", order})
}

// withdrawal says how a pack goes off sale.
type withdrawal struct {
	state  State
	action accounts.Action
	event  string
	order  BanOrder // of a ban
}

// over returns the order as it is meant for a pack whose tombstone this is: what it leaves out stays as it
// is, but for the note on another reason. False when it says nothing new.
func (o BanOrder) over(t Takedown) (BanOrder, bool) {
	o.Reason = cmp.Or(o.Reason, t.Reason)
	if o.Reason != t.Reason {
		return o, true
	}
	o.Note = cmp.Or(o.Note, t.Note)
	return o, o.Note != t.Note || o.Claim != nil
}

// withdraw puts a pack into a state in which it is not sold.
func (s *Service) withdraw(ctx context.Context, by By, at Target, w withdrawal) (Pack, error) {
	draft, err := s.take(ctx, by, w.action, at)
	if err != nil {
		return Pack{}, err
	}
	again := draft.Pack.State == w.state
	switch {
	case again && w.state != StateBanned:
		return draft.Pack, nil
	case draft.Pack.State == StateUnpublished, draft.Pack.State == StateBanned && !again:
		return Pack{}, ErrPackNotOnSale.With("pack", draft.Pack.ID, "state", draft.Pack.State)
	}
	published, err := s.store.PublishedPack(ctx, draft.Pack.ID)
	if err != nil {
		return Pack{}, err
	}
	if again && published.Takedown != nil {
		w.order, again = w.order.over(*published.Takedown)
		if !again {
			return draft.Pack, nil
		}
	}
	change, err := s.withdrawn(ctx, by, draft.Pack, published, w)
	if err != nil {
		return Pack{}, err
	}
	return s.show(ctx, change)
}

// withdrawn is the change of a pack that goes off sale, with all that is told of it.
func (s *Service) withdrawn(ctx context.Context, by By, before Pack, published Published, w withdrawal) (Change, error) {
	after := before
	after.State, after.UpdatedAt = w.state, s.now()
	published.State, published.UpdatedAt = w.state, after.UpdatedAt
	change := Change{Pack: after, Published: &published, Record: s.announced(by, w.event, w.event, before, after)}
	var err error
	if w.state == StateBanned {
		published.Takedown, err = s.takedown(ctx, published, w.order)
		if err != nil {
			return Change{}, err
		}
		told := bannedNote{note(after), published.Takedown, nil}
		change.Record.Events = []journal.Event{journal.NewEvent("", w.event, after.ID, told, s.now())}
		told.Claim = w.order.Claim
		change.Record.Audit = []journal.AuditEntry{journal.NewAuditEntry(by.Origin(), w.event, after.ID, note(before), told, s.now())}
	}
	change.Record.Letters, err = s.withdrawnLetters(ctx, by, published, after)
	if err != nil || w.order.Claim == nil {
		return change, err
	}
	entry, _, err := s.entry(ctx, by, after.ID, ClaimOfRights, *w.order.Claim)
	change.Claim = &entry
	return change, err
}

// withdrawnLetters tells that a pack is no longer sold, and why it was taken down.
func (s *Service) withdrawnLetters(ctx context.Context, by By, p Published, after Pack) ([]journal.Letter, error) {
	n := news{kind: string(after.State), pack: after, titles: p.Titles}
	if p.Takedown != nil {
		n.kind += "_" + string(p.Takedown.Reason)
		if p.Takedown.Note != "" {
			n.points = []journal.Point{{Note: p.Takedown.Note}}
		}
	}
	return s.saleLetters(ctx, by, n)
}

// bannedNote is what the journal keeps of a takedown; the claim stands in the audit alone.
type bannedNote struct {
	Pack     any       `json:"pack"`
	Takedown *Takedown `json:"takedown"`
	Claim    *Claim    `json:"claim,omitempty"`
}
