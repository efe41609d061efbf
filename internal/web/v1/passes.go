package v1

import (
	"cmp"
	"context"
	"errors"
	"time"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/internal/web"
	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/pass"
)

func (r *routes) mountPasses() {
	op := func(method, id, path, summary string, action accounts.Action) web.Operation {
		return web.Operation{Method: method, ID: id, Path: "/v1/passes" + path, Summary: summary, Tag: tagPasses, Action: action}
	}
	web.Typed(r.Server, op("GET", "list-passes", "", "Passes in the order in which they were made", accounts.ReadPasses), r.listPasses)
	web.Typed(r.Server, created(op("POST", "create-pass", "", "A new pass: a draft", accounts.ManageFurniture)), r.createPass)
	web.Typed(r.Server, op("GET", "get-pass", "/{pass}", "A pass, and how many have it", accounts.ReadPasses), r.getPass)
	web.Typed(r.Server, op("PATCH", "update-pass", "/{pass}", "Change a pass, put it on sale, stop the sale, cancel it", accounts.ManageFurniture), r.updatePass)
	web.Typed(r.Server, noContent(op("DELETE", "remove-pass", "/{pass}", "Take a draft away", accounts.ManageFurniture)), r.removePass)
	web.Typed(r.Server, op("GET", "get-pass-stock", "/{pass}/stock", "How many seats are left", accounts.ReadCatalog), r.getPassStock)
	web.Plain[ViewPath, jsonOf[api.List[api.PassSummary]]](r.Server, cached(web.Operation{
		Method: "GET", ID: "list-passes-here", Path: storefrontPath + "/passes", Tag: tagStorefront, Summary: "Passes that are sold here, now or soon",
	}), r.passesHere)
	r.mountAdmissions()
}

// PassPath names a pass.
type PassPath struct {
	Pass string `path:"pass" maxLength:"64" doc:"pass id"`
}

// PassHead names a pass and the version that the caller has seen.
type PassHead struct {
	PassPath
	IfMatch string `header:"If-Match" doc:"ETag of the pass that was read; without it, any version is changed"`
}

type passReply struct {
	ETag string `header:"ETag"`
	Body api.Pass
}

func (r *routes) replyPass(ctx context.Context, p pass.Pass, err error) (*passReply, error) {
	if err != nil {
		return nil, err
	}
	shown, err := r.passOf(ctx, p)
	return &passReply{versionTag(p.Version), shown}, err
}

func (r *routes) listPasses(ctx context.Context, in *furnitureInput) (*jsonOf[api.List[api.Pass]], error) {
	after, err := in.after()
	if err != nil {
		return nil, err
	}
	passes, err := r.Purchases.Passes(ctx, after, in.Limit)
	if err != nil {
		return nil, err
	}
	page := api.List[api.Pass]{Items: []api.Pass{}}
	for _, p := range passes {
		shown, err := r.passOf(ctx, p)
		if err != nil {
			return nil, err
		}
		page.Items = append(page.Items, shown)
		after = p.ID
	}
	if len(passes) == in.Limit {
		page.Next = web.EncodeCursor(after)
	}
	return &jsonOf[api.List[api.Pass]]{page}, nil
}

type createPassInput struct{ Body api.NewPass }

func (r *routes) createPass(ctx context.Context, in *createPassInput) (*passReply, error) {
	b := in.Body
	p := pass.Pass{
		Kind: pass.Kind(b.Kind), Collab: b.Collab, Titles: localesOf(b.Title), Descriptions: localesOf(b.Description), OpensAt: b.OpensAt, ClosesAt: b.ClosesAt,
		SaleFrom: momentOf(b.SaleOpensAt), SaleUntil: momentOf(b.SaleClosesAt), Offers: passOffers(b.Offers),
		Transfer: pass.Transfer(b.Transfer), Until: momentOf(b.TransferUntil),
	}
	put(&p.Capacity, b.Capacity)
	return r.savePass(ctx, p)
}

// savePass saves a pass under the collab that it names.
func (r *routes) savePass(ctx context.Context, p pass.Pass) (*passReply, error) {
	var licence *catalog.Licence
	if p.Collab != "" {
		collab, err := r.Catalog.Collab(ctx, by(ctx), p.Collab)
		if err != nil {
			return nil, err
		}
		p.Collab, licence = collab.ID, &collab.Licence
	}
	p, err := r.Purchases.SavePass(ctx, origin(ctx), p, licence)
	if err == nil {
		err = r.Board.Refresh(ctx)
	}
	return r.replyPass(ctx, p, err)
}

func (r *routes) getPass(ctx context.Context, in *PassPath) (*passReply, error) {
	p, err := r.Purchases.Pass(ctx, in.Pass)
	return r.replyPass(ctx, p, err)
}

type updatePassInput struct {
	PassHead
	Body api.PassChange
}

func (r *routes) updatePass(ctx context.Context, in *updatePassInput) (*passReply, error) {
	version, err := readVersion(in.IfMatch)
	if err != nil {
		return nil, err
	}
	p, err := r.Purchases.Pass(ctx, in.Pass)
	if err != nil {
		return nil, err
	}
	changePass(&p, in.Body)
	p.Version = cmp.Or(version, p.Version)
	return r.savePass(ctx, p)
}

// changePass writes what a change names.
func changePass(p *pass.Pass, b api.PassChange) {
	put((*string)(&p.State), b.State)
	put((*string)(&p.Kind), b.Kind)
	put(&p.Collab, b.Collab)
	put(&p.Capacity, b.Capacity)
	put(&p.OpensAt, b.OpensAt)
	put(&p.ClosesAt, b.ClosesAt)
	put(&p.SaleFrom, b.SaleOpensAt)
	put(&p.SaleUntil, b.SaleClosesAt)
	put(&p.Until, b.TransferUntil)
	if b.Title != nil {
		p.Titles = localesOf(*b.Title)
	}
	if b.Description != nil {
		p.Descriptions = localesOf(*b.Description)
	}
	if b.Offers != nil {
		p.Offers = passOffers(*b.Offers)
	}
	if b.Transfer != nil {
		p.Transfer = pass.Transfer(*b.Transfer)
		if p.Transfer != pass.TransferUntil && b.TransferUntil == nil {
			p.Until = time.Time{}
		}
	}
}

func (r *routes) removePass(ctx context.Context, in *PassHead) (*struct{}, error) {
	version, err := readVersion(in.IfMatch)
	if err != nil {
		return nil, err
	}
	return nil, r.Purchases.RemovePass(ctx, origin(ctx), in.Pass, version)
}

// getPassStock tells apps what is left, by the second: of the seats that their own key would take.
func (r *routes) getPassStock(ctx context.Context, in *PassPath) (*jsonOf[api.PassStock], error) {
	p, err := r.Purchases.Pass(ctx, in.Pass)
	if err == nil && p.State == pass.Draft {
		err = pass.ErrNotFound.With("pass", in.Pass)
	}
	if err != nil {
		return nil, err
	}
	stock := api.PassStock{Pass: p.ID, State: "open"}
	e, err := r.Purchases.Edition(ctx, p.ID, purchases.LedgerOf(web.ActorOf(ctx)).Test)
	if errors.Is(err, purchases.ErrEditionNotFound) {
		return &jsonOf[api.PassStock]{stock}, nil
	}
	left := e.Left()
	stock.Limited, stock.Capacity, stock.Left, stock.State = true, &e.Stock, &left, stateOf(e)
	return &jsonOf[api.PassStock]{stock}, err
}

func passOffers(offers []api.PassOffer) []pass.Offer {
	all := make([]pass.Offer, len(offers))
	for i, o := range offers {
		all[i].Regions = o.Regions
		if o.Price != nil {
			all[i].Price = &catalog.Price{Amount: o.Price.Amount, Currency: o.Price.Currency}
		}
	}
	return all
}

// passOf is a pass as staff see it, with who has it.
func (r *routes) passOf(ctx context.Context, p pass.Pass) (api.Pass, error) {
	shown := api.Pass{
		ID: p.ID, State: string(p.State), Attendance: []api.PassAttendance{}, CreatedAt: p.CreatedAt.UTC(), UpdatedAt: p.UpdatedAt.UTC(), Version: p.Version,
		NewPass: api.NewPass{
			Kind: string(p.Kind), Collab: p.Collab, Title: byTag(p.Titles), Description: byTag(p.Descriptions), OpensAt: p.OpensAt, ClosesAt: p.ClosesAt,
			SaleOpensAt: instant(p.SaleFrom), SaleClosesAt: instant(p.SaleUntil), Offers: []api.PassOffer{},
			Transfer: string(p.Transfer), TransferUntil: instant(p.Until),
		},
	}
	if p.Capacity > 0 {
		shown.Capacity = &p.Capacity
	}
	for _, o := range p.Offers {
		shown.Offers = append(shown.Offers, api.PassOffer{Regions: o.Regions, Price: bareMoney(o.Price)})
	}
	if p.State == pass.Draft {
		return shown, nil
	}
	attendance, err := r.Purchases.Attendance(ctx, p.ID)
	for _, a := range attendance {
		shown.Attendance = append(shown.Attendance, api.PassAttendance{
			App: a.Ledger.App, Test: a.Ledger.Test, Holders: a.Holders, CheckedIn: a.CheckedIn,
		})
	}
	return shown, err
}
