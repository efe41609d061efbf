package v1

import (
	"context"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/internal/web"
	"github.com/hallyu-store/hallyu/purchases"
)

// ErrNotEntitled: the holder has no active grant of the pack. Facts: pack.
var ErrNotEntitled = fault.Define(fault.Denied, "not-entitled")

type entitlementsInput struct {
	HolderPath
	ListQuery
	Type string `query:"type" enum:"pack" doc:"packs are the only kind so far"`
}

func (r *routes) listEntitlements(ctx context.Context, in *entitlementsInput) (*jsonOf[api.List[api.Entitlement]], error) {
	all, err := r.entitlements(ctx, in.Holder)
	if err != nil {
		return nil, err
	}
	pageOf, next, err := after(all, in.ListQuery, firstGrant)
	if err != nil {
		return nil, err
	}
	list := api.List[api.Entitlement]{Items: entitlementsOf(pageOf), Next: next}
	return &jsonOf[api.List[api.Entitlement]]{list}, nil
}

func (r *routes) entitlements(ctx context.Context, holder string) ([]purchases.Entitlement, error) {
	ledger, err := booksOf(ctx)
	if err != nil {
		return nil, err
	}
	return r.Purchases.Entitlements(ctx, ledger, holder)
}

// firstGrant is the place of an entitlement in a holder's list, which goes by what was granted first, and of the packs of
// one pool by their ids.
func firstGrant(e purchases.Entitlement) string { return e.Grants[0].ID + " " + e.Pack }

// after cuts the page that a cursor asks for out of rows that are ordered by key.
func after[T any](rows []T, in ListQuery, key func(T) string) ([]T, *string, error) {
	var last string
	err := web.DecodeCursor(in.Cursor, &last)
	if err != nil {
		return nil, nil, err
	}
	rows = slices.DeleteFunc(rows, func(row T) bool { return key(row) <= last })
	if len(rows) <= in.Limit {
		return rows, nil, nil
	}
	rows = rows[:in.Limit]
	return rows, web.EncodeCursor(key(rows[in.Limit-1])), nil
}

func entitlementsOf(all []purchases.Entitlement) []api.Entitlement {
	items := make([]api.Entitlement, len(all))
	for i, e := range all {
		items[i] = api.Entitlement{Holder: e.Holder, Pack: e.Pack, Entitled: e.Entitled, Grants: grantsOf(e.Grants)}
	}
	return items
}

// HolderPackPath names a pack of a holder.
type HolderPackPath struct {
	HolderPath
	Pack string `path:"pack" doc:"id or slug"`
}

func (r *routes) getEntitlement(ctx context.Context, in *HolderPackPath) (*jsonOf[api.Entitlement], error) {
	ledger, err := booksOf(ctx)
	if err != nil {
		return nil, err
	}
	pack, err := r.Published.Current().Pack(in.Pack)
	if err != nil {
		return nil, err
	}
	e, err := r.Purchases.Entitled(ctx, ledger, in.Holder, pack.ID)
	if err != nil {
		return nil, err
	}
	return &jsonOf[api.Entitlement]{entitlementsOf([]purchases.Entitlement{e})[0]}, nil
}

type checkInput struct{ Body api.EntitlementCheck }

func (r *routes) checkEntitlements(ctx context.Context, in *checkInput) (*jsonOf[api.EntitlementList], error) {
	ledger, err := booksOf(ctx)
	if err != nil {
		return nil, err
	}
	snapshot := r.Published.Current()
	packs := make([]string, len(in.Body.Packs))
	for i, idOrSlug := range in.Body.Packs {
		pack, err := snapshot.Pack(idOrSlug)
		if err != nil {
			return nil, err
		}
		packs[i] = pack.ID
	}
	all, err := r.Purchases.Check(ctx, ledger, in.Body.Holders, packs)
	if err != nil {
		return nil, err
	}
	return &jsonOf[api.EntitlementList]{api.EntitlementList{Items: entitlementsOf(all)}}, nil
}

type ownedInput struct {
	HolderPath
	ListQuery
	Locale   string `query:"locale" maxLength:"35" doc:"language of the words and pictures"`
	Language string `header:"Accept-Language"`
}

// listOwned shows the packs that a holder may use, with masters, also when they are no longer sold.
func (r *routes) listOwned(ctx context.Context, in *ownedInput) (*jsonOf[api.List[api.Pack]], error) {
	all, err := r.entitlements(ctx, in.Holder)
	if err != nil {
		return nil, err
	}
	rows, next, err := after(all, in.ListQuery, firstGrant)
	if err != nil {
		return nil, err
	}
	locale, err := r.localeFor(in.Locale, in.Language)
	if err != nil {
		return nil, err
	}
	list := api.List[api.Pack]{Items: []api.Pack{}, Next: next}
	for _, e := range rows {
		pack, err := r.owned(ctx, e.Pack, 0, locale)
		if err != nil {
			return nil, err
		}
		list.Items = append(list.Items, pack)
	}
	return &jsonOf[api.List[api.Pack]]{list}, nil
}

type getOwnedInput struct {
	HolderPackPath
	Release  int    `query:"release" minimum:"0" doc:"the one on sale when left out"`
	Locale   string `query:"locale" maxLength:"35" doc:"language of the words and pictures"`
	Language string `header:"Accept-Language"`
}

func (r *routes) getOwned(ctx context.Context, in *getOwnedInput) (*jsonOf[api.Pack], error) {
	err := r.entitled(ctx, in.Holder, in.Pack)
	if err != nil {
		return nil, err
	}
	locale, err := r.localeFor(in.Locale, in.Language)
	if err != nil {
		return nil, err
	}
	pack, err := r.owned(ctx, in.Pack, in.Release, locale)
	if err != nil {
		return nil, err
	}
	return &jsonOf[api.Pack]{pack}, nil
}

// entitled refuses holders who may not use the pack.
func (r *routes) entitled(ctx context.Context, holder, idOrSlug string) error {
	ledger, err := booksOf(ctx)
	if err != nil {
		return err
	}
	pack, err := r.Published.Current().Pack(idOrSlug)
	if err != nil {
		return err
	}
	e, err := r.Purchases.Entitled(ctx, ledger, holder, pack.ID)
	if err != nil {
		return err
	}
	if !e.Entitled {
		return ErrNotEntitled.With("pack", pack.ID)
	}
	return nil
}

// localeFor is the locale that an owner reads in: the nearest to the one asked for, which must be
// well-formed, else what their browser says.
func (r *routes) localeFor(asked, accept string) (i18n.Locale, error) {
	if asked == "" {
		return i18n.Locale(r.Words.Negotiate(accept)), nil
	}
	_, err := i18n.ParseLocale(asked)
	return i18n.Locale(r.Words.Negotiate(asked)), err
}

// owned is a pack as those see it who may use it, seen from the operator's default region.
func (r *routes) owned(ctx context.Context, idOrSlug string, release int, locale i18n.Locale) (api.Pack, error) {
	snapshot := r.Published.Current()
	pack, err := snapshot.Pack(idOrSlug)
	if err != nil {
		return api.Pack{}, err
	}
	front, err := snapshot.Storefront(r.Config.DefaultRegion, locale)
	if err != nil {
		return api.Pack{}, err
	}
	detail, err := r.Details.Manifest(ctx, pack, release)
	if err != nil {
		return api.Pack{}, err
	}
	return r.packOf(front.Show(pack), detail, front.Chain(), true), nil
}

// archive sends a pack as a ZIP of its masters and a pack.json. The same release in the same locale
// always has the same bytes.
func (r *routes) archive(c echo.Context) error {
	ctx := c.Request().Context()
	q := web.NewQuery(c)
	release, locale := q.Int("release", 0, 0, 1<<30), q.Text("locale", 35)
	if q.Err() != nil {
		return q.Err()
	}
	err := r.entitled(ctx, c.Param("holder"), c.Param("pack"))
	if err != nil {
		return err
	}
	pack, err := r.Published.Current().Pack(c.Param("pack"))
	if err != nil {
		return err
	}
	detail, err := r.Details.Manifest(ctx, pack, release)
	if err != nil {
		return err
	}
	read, err := r.localeFor(locale, c.Request().Header.Get("Accept-Language"))
	if err != nil {
		return err
	}
	data, err := r.zip(ctx, pack, detail, read)
	if err != nil {
		return err
	}
	header := c.Response().Header()
	header.Set("Cache-Control", "no-store")
	header.Set("Content-Disposition", `attachment; filename="`+pack.Slug+"-"+strconv.Itoa(detail.Release)+`.zip"`)
	header.Set("Content-Length", strconv.Itoa(len(data)))
	return c.Blob(200, "application/zip", data)
}
