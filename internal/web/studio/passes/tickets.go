package passes

import (
	"strings"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
	"github.com/hallyu-store/hallyu/purchases"
)

// found is the tickets of a pass, or those that were looked for.
type found struct {
	Query string
	Wrong string // why nothing was looked for
	Rows  []ticket
	Next  string // address of the next page; "" on the last
}

// ticket is who has a pass, or had it.
type ticket struct {
	Grant, Holder string
	App, Ledger   string
	Test          bool
	Seat          string // "" where seats are not counted
	Number        string
	State         string // valid, came, or why it was taken back
	Came          *moment
	Gate          string
	Order         string // address of its order; "" for who may not see it
	Admits        bool   // its holder may be let in
}

// shownTickets is how many tickets a page has.
const shownTickets = 30

// find looks for tickets.
func (r *room) find(v *frame.Visit, id, word string) (*found, error) {
	f := &found{Query: strings.TrimSpace(word)}
	grants, err := r.passes.FindTickets(v.Request().Context(), id, f.Query, v.QueryParam("after"), shownTickets)
	if known := fault.As(err); known != nil && known.Kind() != fault.Unavailable {
		f.Wrong = v.Word(err).Detail
		return f, nil
	}
	if err != nil {
		return nil, err
	}
	for _, g := range grants {
		f.Rows = append(f.Rows, ticketOf(v, g))
	}
	if len(grants) == shownTickets {
		f.Next = v.Onward(Home+"/"+id, grants[len(grants)-1].ID, "q")
	}
	return f, nil
}

// taken are the reasons that have words of their own.
var taken = map[string]bool{"refund": true, "dispute": true, "transfer": true, "cancelled": true}

func ticketOf(v *frame.Visit, g purchases.Grant) ticket {
	t := ticket{
		Grant: g.ID, Holder: g.Holder, App: v.AppName(g.Ledger.App), Ledger: g.Ledger.ID(), Test: g.Ledger.Test, Number: number(v, g.Ticket), State: "valid", Gate: g.Gate,
	}
	if g.Serial > 0 {
		t.Seat = number(v, g.Serial)
	}
	if g.CheckedInAt != nil {
		t.State, t.Came = "came", momentOf(v, *g.CheckedInAt)
	}
	switch {
	case g.RevokedAt != nil && taken[g.Revoked]:
		t.State = g.Revoked
	case g.RevokedAt != nil:
		t.State = "revoked"
	}
	t.Admits = t.State == "valid"
	if v.Actor.Can(accounts.ReadOrders) {
		t.Order = frame.Home + "/orders/" + g.Source
	}
	return t
}
