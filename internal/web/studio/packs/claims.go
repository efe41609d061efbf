package packs

import (
	"time"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

// claim is an entry of the record about whose rights the pack breaks.
type claim struct {
	Kind      catalog.ClaimKind
	Claimant  string
	Contact   string // "" for who may not know
	Statement string
	At        time.Time
}

// record shows what is on record about the pack, and who may add to it.
func (r *room) record(v *frame.Visit, p *salePage, d catalog.Draft) error {
	p.Banned, p.Published = d.Pack.State == catalog.StateBanned, !d.Pack.PublishedAt.IsZero()
	entries, err := r.Catalog.Claims(v.Request().Context(), v.By(), d.Pack.ID)
	for _, e := range entries {
		p.Claims = append(p.Claims, claim{e.Kind, e.Claimant, e.Contact, e.Statement, e.At})
	}
	p.Counters = v.Actor.Can(accounts.WritePacks) && (p.Banned || len(entries) > 0)
	return err
}

// claimOf is the claim that a form makes; nil when nobody is named.
func claimOf(v *frame.Visit) *catalog.Claim {
	c := catalog.Claim{Claimant: v.FormValue("claimant"), Contact: v.FormValue("contact"), Statement: v.FormValue("statement")}
	if c == (catalog.Claim{}) {
		return nil
	}
	return &c
}

// ban takes the pack down, for somebody's rights or for law.
func (r *room) ban(v *frame.Visit) error {
	order := catalog.BanOrder{Reason: catalog.TakedownReason(v.FormValue("reason")), Note: v.FormValue("public"), Claim: claimOf(v)}
	_, err := r.Catalog.Ban(v.Request().Context(), v.By(), target(v), order)
	return r.act(v, "banned", blankForm(), err)
}

// lift ends a ban.
func (r *room) lift(v *frame.Visit) error {
	_, err := r.Catalog.Lift(v.Request().Context(), v.By(), target(v), v.FormValue("reason"))
	return r.act(v, "lifted", blankForm(), err)
}

// counter puts on record what the pack's makers say.
func (r *room) counter(v *frame.Visit) error {
	var said catalog.Claim
	if c := claimOf(v); c != nil {
		said = *c
	}
	_, err := r.Catalog.Counter(v.Request().Context(), v.By(), target(v), said)
	return r.act(v, "countered", blankForm(), err)
}
