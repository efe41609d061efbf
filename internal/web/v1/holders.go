package v1

import (
	"context"

	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/cldr"
	"github.com/hallyu-store/hallyu/internal/web"
	"github.com/hallyu-store/hallyu/purchases"
)

// ErrAppKeyNeeded: only a chat app's key says whose ledger this is about.
var ErrAppKeyNeeded = fault.Define(fault.Denied, "app-key-needed")

// booksOf is the ledger of those who must have one: staff have none of their own.
func booksOf(ctx context.Context) (purchases.Ledger, error) {
	actor := web.ActorOf(ctx)
	if actor.App == "" {
		return purchases.Ledger{}, ErrAppKeyNeeded
	}
	return purchases.LedgerOf(actor), nil
}

// HolderPath names the app's own user.
type HolderPath struct {
	Holder string `path:"holder" doc:"the app's own user id, [A-Za-z0-9._~:@-]{1,128}"`
}

// DeedHead is a request that has an effect once.
type DeedHead struct {
	HolderPath
	Key string `header:"Idempotency-Key" doc:"required: the same key and body have one effect and one answer"`
}

// intent is intentOf a request that must have a key.
func (in DeedHead) intent(ctx context.Context, address string, body any) (purchases.Intent, error) {
	intent, err := intentOf(ctx, in.Key, address, body)
	if err == nil && in.Key == "" {
		err = web.ErrIdempotencyKey
	}
	return intent, err
}

// intentOf makes a request recognizable when it is sent again with its key, if it has one. The hash is
// of what was understood, so that white space does not make another request.
func intentOf(ctx context.Context, key, address string, body any) (purchases.Intent, error) {
	ledger, err := booksOf(ctx)
	if err != nil {
		return purchases.Intent{}, err
	}
	if key != "" {
		err = web.CheckIdempotencyKey(key)
	}
	if err != nil {
		return purchases.Intent{}, err
	}
	hash, err := web.RequestHash(address, body)
	return purchases.Intent{Ledger: ledger, Key: key, RequestHash: hash, By: origin(ctx)}, err
}

type placeOrderInput struct {
	DeedHead
	Body api.NewOrder
}

// placeOrder asks for a pack, a pass or a subscription on behalf of a holder.
func (r *routes) placeOrder(ctx context.Context, in *placeOrderInput) (*jsonOf[api.Order], error) {
	err := oneProduct(in.Body.Pack, in.Body.Pass, in.Body.Subscription)
	if err != nil {
		return nil, err
	}
	intent, err := in.intent(ctx, "orders/"+in.Holder, in.Body)
	if err != nil {
		return nil, err
	}
	return r.order(ctx, purchases.OrderRequest{
		Intent: intent, Holder: in.Holder, Pack: in.Body.Pack, Pass: in.Body.Pass, Subscription: in.Body.Subscription, Region: in.Body.Region, Locale: in.Body.Locale,
		PayWith: payWith(in.Body.PayWith), Recipient: in.Body.Recipient, RecipientRegion: in.Body.RecipientRegion,
		Message: in.Body.Message, Quote: in.Body.Quote, Expect: expected(in.Body.Expect),
	})
}

// named counts the ids that are not "".
func named(ids ...string) int {
	n := 0
	for _, id := range ids {
		if id != "" {
			n++
		}
	}
	return n
}

// order places an order.
func (r *routes) order(ctx context.Context, request purchases.OrderRequest) (*jsonOf[api.Order], error) {
	if request.Locale != "" {
		_, err := i18n.ParseLocale(request.Locale)
		if err != nil {
			return nil, err
		}
	}
	return r.replyOrder(r.Purchases.Place(ctx, request))
}

func payWith(p api.PayWith) purchases.PayWith {
	return purchases.PayWith{Provider: purchases.Provider(p.Provider), Transaction: p.Transaction, Settled: settled(p)}
}

// settled is what the app says it took; nil for the order's price. A currency alone is no money: it
// stands for an amount of 0, which is refused where something costs.
func settled(p api.PayWith) *catalog.Price {
	if p.Amount == nil && p.Currency == "" {
		return nil
	}
	price := &catalog.Price{Currency: p.Currency}
	if p.Amount != nil {
		price.Amount = *p.Amount
	}
	return price
}

type orderInput struct {
	HolderPath
	Order string `path:"order"`
}

type confirmInput struct {
	DeedHead
	Order string `path:"order"`
	Body  api.Confirmation
}

// confirmOrder fulfils a reserved order whose money the app took, or one whose money a provider took that
// gave its word of it.
func (r *routes) confirmOrder(ctx context.Context, in *confirmInput) (*jsonOf[api.Order], error) {
	intent, err := in.intent(ctx, "confirm/"+in.Holder+"/"+in.Order, in.Body)
	if err != nil {
		return nil, err
	}
	if in.Body.SignedTransaction != "" || in.Body.PurchaseToken != "" {
		return r.handIn(ctx, intent, in)
	}
	confirmation := purchases.Confirmation{Intent: intent, Holder: in.Holder, Order: in.Order, Transaction: in.Body.Transaction}
	if in.Body.Settled != nil {
		confirmation.Settled = &catalog.Price{Amount: in.Body.Settled.Amount, Currency: in.Body.Settled.Currency}
	}
	return r.replyOrder(r.Purchases.Confirm(ctx, confirmation))
}

// handIn fulfils an order by a provider's word of its payment: what was taken stands there.
func (r *routes) handIn(ctx context.Context, intent purchases.Intent, in *confirmInput) (*jsonOf[api.Order], error) {
	evidence := purchases.Evidence{
		Intent: intent, Holder: in.Holder, Order: in.Order, Provider: purchases.AppStore, Word: in.Body.SignedTransaction,
	}
	pointer := "/signed_transaction"
	if in.Body.PurchaseToken != "" {
		evidence.Provider, evidence.Word, pointer = purchases.GooglePlay, in.Body.PurchaseToken, "/purchase_token"
	}
	if in.Body.Transaction != "" || in.Body.Settled != nil || in.Body.SignedTransaction != "" && in.Body.PurchaseToken != "" {
		return nil, web.ErrRequestInvalid.WithFields(fault.Field{Pointer: pointer, Code: "invalid"})
	}
	return r.replyOrder(r.Purchases.HandIn(ctx, evidence))
}

type cancelInput struct {
	HolderPath
	Key   string `header:"Idempotency-Key" doc:"not required: to cancel again changes nothing"`
	Order string `path:"order"`
}

func (r *routes) cancelOrder(ctx context.Context, in *cancelInput) (*jsonOf[api.Order], error) {
	intent, err := intentOf(ctx, in.Key, "cancel/"+in.Holder+"/"+in.Order, nil)
	if err != nil {
		return nil, err
	}
	return r.replyOrder(r.Purchases.Cancel(ctx, purchases.Cancellation{Intent: intent, Holder: in.Holder, Order: in.Order}))
}

type refundInput struct {
	DeedHead
	Order string `path:"order"`
	Body  *api.NewRefund
}

// refundOrder gives money back; only a full refund revokes.
func (r *routes) refundOrder(ctx context.Context, in *refundInput) (*jsonOf[api.Refund], error) {
	wanted := api.NewRefund{}
	if in.Body != nil {
		wanted = *in.Body
	}
	intent, err := in.intent(ctx, "refund/"+in.Holder+"/"+in.Order, wanted)
	if err != nil {
		return nil, err
	}
	refund, err := r.Purchases.Refund(ctx, purchases.RefundRequest{
		Intent: intent, Holder: in.Holder, Order: in.Order, Amount: wanted.Amount, Reason: wanted.Reason,
	})
	if err != nil {
		return nil, err
	}
	return &jsonOf[api.Refund]{api.Refund{
		ID: refund.ID, Order: refund.Order, Amount: bareMoney(refund.Amount), State: string(refund.State),
		Reason: refund.Reason, CreatedAt: refund.At.UTC(),
	}}, nil
}

type ordersInput struct {
	HolderPath
	ListQuery
}

func (r *routes) listOrders(ctx context.Context, in *ordersInput) (*jsonOf[api.List[api.Order]], error) {
	return listOf(ctx, in, r.Purchases.Orders, orderOf)
}

// listOf is a page of what a holder has, each as shown has it.
func listOf[Row, Shown any](
	ctx context.Context, in *ordersInput,
	read func(context.Context, purchases.Ledger, string, purchases.Page) ([]Row, string, error), shown func(Row) Shown,
) (*jsonOf[api.List[Shown]], error) {
	ledger, err := booksOf(ctx)
	if err != nil {
		return nil, err
	}
	page := purchases.Page{Limit: in.Limit}
	err = web.DecodeCursor(in.Cursor, &page.After)
	if err != nil {
		return nil, err
	}
	rows, next, err := read(ctx, ledger, in.Holder, page)
	if err != nil {
		return nil, err
	}
	list := api.List[Shown]{Items: []Shown{}}
	for _, row := range rows {
		list.Items = append(list.Items, shown(row))
	}
	if next != "" {
		list.Next = web.EncodeCursor(next)
	}
	return &jsonOf[api.List[Shown]]{list}, nil
}

func (r *routes) getOrder(ctx context.Context, in *orderInput) (*jsonOf[api.Order], error) {
	ledger, err := booksOf(ctx)
	if err != nil {
		return nil, err
	}
	return r.replyOrder(r.Purchases.Order(ctx, ledger, in.Holder, in.Order))
}

func (r *routes) replyOrder(o purchases.Order, err error) (*jsonOf[api.Order], error) {
	if err != nil {
		return nil, err
	}
	out := orderOf(o)
	if action := r.Purchases.Action(o); action != nil {
		out.NextAction = nextAction(*action)
	}
	return &jsonOf[api.Order]{out}, nil
}

// nextAction says what the payer's device does.
func nextAction(a purchases.Action) *api.NextAction {
	switch purchases.Provider(a.Kind) {
	case purchases.AppStore:
		return &api.NextAction{Kind: a.Kind, AppAccountToken: a.Secret, Product: a.Product}
	case purchases.GooglePlay:
		return &api.NextAction{Kind: a.Kind, ObfuscatedAccountID: a.Secret, ObfuscatedProfileID: a.Profile, Product: a.Product}
	}
	return &api.NextAction{Kind: a.Kind, ClientSecret: a.Secret, PublicKey: a.PublicKey}
}

// orderOf puts an order on the wire, its amounts as the locale of its receipt writes them, or else that
// of its region.
func orderOf(o purchases.Order) api.Order {
	locale := i18n.Locale(o.Locale)
	if locale == "" {
		locale = i18n.Locale(cldr.DefaultLocale(o.Region))
	}
	pack, pass := o.PackAndPass()
	out := api.Order{
		ID: o.ID, Holder: o.Holder, State: string(o.State), Pack: pack, Pass: pass, Subscription: o.Subscription(), Region: o.Region,
		Price: money(o.Price, locale), Tax: orderTax(o.Tax, o.Price, locale), Settled: money(o.Settled, locale), Provider: string(o.Provider),
		Gift: orderGift(o.Gift), ExpiresAt: utc(o.ExpiresAt), Grants: grantsOf(o.Grants), CreatedAt: o.CreatedAt.UTC(),
	}
	if o.Settled != nil {
		out.Refunded = money(&catalog.Price{Amount: o.Refunded, Currency: o.Settled.Currency}, locale)
	}
	coinsOf(o, &out)
	if o.Transaction != "" {
		out.Transaction = &o.Transaction
	}
	if o.State == purchases.Reserved {
		out.NextAction = &api.NextAction{Kind: "confirm"}
	}
	return out
}

func bareMoney(p *catalog.Price) *api.Money {
	if p == nil {
		return nil
	}
	return &api.Money{Amount: p.Amount, Currency: p.Currency}
}

func grantsOf(all []purchases.Grant) []api.Grant {
	grants := make([]api.Grant, len(all))
	for i, g := range all {
		pack, pass := g.PackAndPass()
		grants[i] = api.Grant{
			ID: g.ID, Pack: pack, Pass: pass, Kind: string(g.Kind), Source: g.Source, ValidFrom: g.ValidFrom.UTC(),
			ValidUntil: utc(g.ValidUntil), RevokedAt: utc(g.RevokedAt), Ticket: g.Ticket, CheckedInAt: utc(g.CheckedInAt),
		}
		switch g.Kind {
		case purchases.GrantSubscription:
			grants[i].Subscription = g.PoolOf()
		case purchases.GrantMembership:
			grants[i].Brand, grants[i].Proof = g.PoolOf(), g.Proof
		}
		if g.Serial > 0 {
			grants[i].Serial = &g.Serial
		}
	}
	return grants
}
