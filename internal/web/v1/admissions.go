package v1

import (
	"context"
	"encoding/base64"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/internal/web"
	"github.com/hallyu-store/hallyu/internal/web/qr"
	"github.com/hallyu-store/hallyu/purchases"
)

func (r *routes) mountAdmissions() {
	op := func(method, id, path, summary string, action accounts.Action) web.Operation {
		return web.Operation{Method: method, ID: id, Path: path, Summary: summary, Tag: tagPasses, Action: action}
	}
	const held = "/v1/holders/{holder}/passes"
	web.Typed(r.Server, own(op("GET", "list-held-passes", held, "Passes that a holder has", accounts.ReadOrders)), r.listHeldPasses)
	web.Typed(r.Server, own(op("GET", "get-admission", held+"/{pass}/admission", "Whether a holder may enter now", accounts.ReadOrders)), r.getAdmission)
	web.Typed(r.Server, own(op("GET", "get-ticket", held+"/{pass}/ticket", "A holder's ticket, signed", accounts.ReadOrders)), r.getTicket)
	picture := own(op("GET", "get-ticket-qr", held+"/{pass}/ticket.svg", "A holder's ticket as a QR code", accounts.ReadOrders))
	picture.Type = "image/svg+xml"
	web.Plain[HeldPassPath, struct{}](r.Server, picture, r.getTicketQR)
	web.Typed(r.Server, created(op("POST", "transfer-pass", held+"/{pass}/transfer", "Hand a pass on to another user", accounts.WriteOrders)), r.transferPass)
	web.Typed(r.Server, created(op("POST", "check-in", "/v1/passes/{pass}/check-ins", "Let somebody in, once", accounts.WriteHolders)), r.checkIn)
	web.Plain[struct{}, jsonOf[api.TicketKeys]](r.Server, cached(op("GET", "get-ticket-keys", "/v1/passes/keys", "Public keys that tickets are verified with", "")), r.ticketKeys)
}

// HeldPassPath names a holder's pass.
type HeldPassPath struct {
	HolderPath
	PassPath
}

type heldPassesInput struct {
	HolderPath
	Locale   string `query:"locale" maxLength:"35" doc:"language of the words"`
	Language string `header:"Accept-Language"`
}

// heldBy is in whose books it is looked up what a holder has, and in which languages it is told.
func (r *routes) heldBy(ctx context.Context, in *heldPassesInput) (purchases.Ledger, []i18n.Locale, error) {
	ledger, err := booksOf(ctx)
	if err != nil {
		return ledger, nil, err
	}
	locale, err := r.localeFor(in.Locale, in.Language)
	return ledger, r.Published.Current().Speech().Chain(locale), err
}

func (r *routes) listHeldPasses(ctx context.Context, in *heldPassesInput) (*jsonOf[api.List[api.HeldPass]], error) {
	ledger, chain, err := r.heldBy(ctx, in)
	if err != nil {
		return nil, err
	}
	held, err := r.Purchases.HeldPasses(ctx, ledger, in.Holder)
	list := api.List[api.HeldPass]{Items: []api.HeldPass{}}
	for _, h := range held {
		title, description := h.Pass.Title(chain), h.Pass.Description(chain)
		list.Items = append(list.Items, api.HeldPass{
			Pass: h.Pass.ID, Kind: string(h.Pass.Kind), State: string(h.Pass.State), Title: title.Text, TitleLocale: string(title.Locale),
			Description: description.Text, DescriptionLocale: string(description.Locale), OpensAt: h.Pass.OpensAt, ClosesAt: h.Pass.ClosesAt,
			Seat: seatOf(h.Grant.Serial), Grant: h.Grant.ID, CheckedInAt: utc(h.Grant.CheckedInAt),
		})
	}
	return &jsonOf[api.List[api.HeldPass]]{list}, err
}

// seatOf is a seat on the wire; nil where they are not counted.
func seatOf(seat int64) *int64 {
	if seat == 0 {
		return nil
	}
	return &seat
}

func (r *routes) getAdmission(ctx context.Context, in *HeldPassPath) (*jsonOf[api.Admission], error) {
	ledger, err := booksOf(ctx)
	if err != nil {
		return nil, err
	}
	a, err := r.Purchases.Admission(ctx, ledger, in.Holder, in.Pass)
	if err != nil {
		return nil, err
	}
	shown := api.Admission{Admitted: a.Reason == "", Reason: a.Reason, OpensAt: a.Pass.OpensAt, ClosesAt: a.Pass.ClosesAt}
	if g := a.Grant; g != nil {
		shown.Seat, shown.CheckedInAt = seatOf(g.Serial), utc(g.CheckedInAt)
	}
	return &jsonOf[api.Admission]{shown}, nil
}

func (r *routes) getTicket(ctx context.Context, in *HeldPassPath) (*jsonOf[api.Ticket], error) {
	ledger, err := booksOf(ctx)
	if err != nil {
		return nil, err
	}
	t, text, err := r.Purchases.Ticket(ctx, ledger, in.Holder, in.Pass)
	if err != nil {
		return nil, err
	}
	return &jsonOf[api.Ticket]{api.Ticket{
		Ticket: text, Pass: t.Pass, Grant: t.Grant, Number: t.Number, Seat: seatOf(t.Seat), OpensAt: t.OpensAt, ClosesAt: t.ClosesAt,
	}}, nil
}

// getTicketQR draws a holder's ticket. Its title is the pass's, in the caller's language.
func (r *routes) getTicketQR(c echo.Context) error {
	ctx := c.Request().Context()
	ledger, err := booksOf(ctx)
	if err != nil {
		return err
	}
	locale, err := r.localeFor("", c.Request().Header.Get("Accept-Language"))
	if err != nil {
		return err
	}
	_, text, err := r.Purchases.Ticket(ctx, ledger, c.Param("holder"), c.Param("pass"))
	if err != nil {
		return err
	}
	p, err := r.Purchases.Pass(ctx, c.Param("pass"))
	if err != nil {
		return err
	}
	picture, err := qr.SVG(text, p.Title(r.Published.Current().Speech().Chain(locale)).Text)
	if err != nil {
		return err
	}
	header := c.Response().Header()
	header.Set("Cache-Control", "no-store")
	header.Add("Vary", "Accept-Language")
	return c.Blob(200, "image/svg+xml", picture)
}

type transferInput struct {
	DeedHead
	PassPath
	Body api.PassTransfer
}

func (r *routes) transferPass(ctx context.Context, in *transferInput) (*jsonOf[api.Grant], error) {
	intent, err := in.intent(ctx, "transfer/"+in.Holder+"/"+in.Pass, in.Body)
	if err != nil {
		return nil, err
	}
	g, err := r.Purchases.HandOn(ctx, purchases.HandOn{Intent: intent, Holder: in.Holder, Pass: in.Pass, Recipient: in.Body.Recipient})
	if err != nil {
		return nil, err
	}
	return &jsonOf[api.Grant]{grantsOf([]purchases.Grant{g})[0]}, nil
}

type checkInInput struct {
	PassPath
	Key  string `header:"Idempotency-Key" doc:"required: the same key and body have one effect and one answer"`
	Body api.NewCheckIn
}

func (r *routes) checkIn(ctx context.Context, in *checkInInput) (*jsonOf[api.CheckIn], error) {
	if (in.Body.Ticket == "") == (in.Body.Holder == "") {
		return nil, web.ErrRequestInvalid.WithFields(fault.Field{Pointer: "/ticket", Code: "required"})
	}
	intent, err := intentOf(ctx, in.Key, "check-ins/"+in.Pass, in.Body)
	if err == nil && in.Key == "" {
		err = web.ErrIdempotencyKey
	}
	if err != nil {
		return nil, err
	}
	g, err := r.Purchases.CheckIn(ctx, purchases.CheckIn{
		Intent: intent, Pass: in.Pass, Ticket: in.Body.Ticket, Holder: in.Body.Holder, Gate: in.Body.Gate,
	})
	if err != nil {
		return nil, err
	}
	return &jsonOf[api.CheckIn]{api.CheckIn{
		Pass: g.Pack, Grant: g.ID, Holder: g.Holder, Seat: seatOf(g.Serial), CheckedInAt: g.CheckedInAt.UTC(), Gate: g.Gate,
	}}, nil
}

// ticketKeys shows the public keys. A restart alone changes them.
func (r *routes) ticketKeys(c echo.Context) error {
	return r.Read(c, web.Reading{Make: func() (*web.Body, error) {
		set := api.TicketKeys{Keys: []api.TicketKey{}}
		for _, key := range r.Purchases.TicketKeys() {
			set.Keys = append(set.Keys, api.TicketKey{
				ID: key.ID, Type: "OKP", Curve: "Ed25519", Use: "sig", Algorithm: "EdDSA", X: base64.RawURLEncoding.EncodeToString(key.Key),
			})
		}
		return web.JSON(set, time.Time{})
	}})
}
