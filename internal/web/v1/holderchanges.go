package v1

import (
	"context"

	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/internal/web"
	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/shelf"
)

// changesPlace is where a reader of a holder's changes stands: in the journal, and in the versions of the shelf.
type changesPlace struct {
	Event int64  `json:"e"`
	Pools string `json:"p,omitempty"` // mark of what the holder may use by pools
	shelf.Place
}

// changesAtOnce is how many events and favourites one reply tells of.
const changesAtOnce = 100

type holderChangesInput struct {
	HolderPath
	Since string `query:"since" maxLength:"300" doc:"of the reply before; left out, the reply says where things stand now, from which to go on"`
}

// holderChanges tells what changed since a place. Both the journal and the shelf are numbered in the order of
// commits, so nothing is missed that is written at the same time.
func (r *routes) holderChanges(ctx context.Context, in *holderChangesInput) (*jsonOf[api.HolderChanges], error) {
	of, err := ownerOf(ctx, in.Holder)
	if err != nil {
		return nil, err
	}
	if in.Since == "" {
		return r.placeNow(ctx, of)
	}
	var since changesPlace
	err = web.DecodeCursor(in.Since, &since)
	if err != nil {
		return nil, err
	}
	if since.Event < 0 || since.Version < 0 {
		return nil, web.ErrCursor
	}
	return r.changedSince(ctx, of, since)
}

// placeNow is where things stand. It is to be asked for before the lists are read.
func (r *routes) placeNow(ctx context.Context, of purchases.Owner) (*jsonOf[api.HolderChanges], error) {
	place, err := r.Shelves.Place(ctx, of)
	if err != nil {
		return nil, err
	}
	last, err := r.Journal.Last(ctx)
	if err != nil {
		return nil, err
	}
	mark, err := r.Purchases.PoolsMark(ctx, of)
	return replyChanges(api.HolderChanges{}, changesPlace{last, mark, place}), err
}

func (r *routes) changedSince(ctx context.Context, of purchases.Owner, since changesPlace) (*jsonOf[api.HolderChanges], error) {
	kept, favourites, place, err := r.Shelves.Changed(ctx, of, since.Place, changesAtOnce)
	if err != nil {
		return nil, err
	}
	events, err := r.Journal.EventsOf(ctx, of.Ledger.ID(), of.Holder, since.Event, changesAtOnce)
	if err != nil {
		return nil, err
	}
	mark, err := r.Purchases.PoolsMark(ctx, of)
	if err != nil {
		return nil, err
	}
	next := changesPlace{since.Event, mark, place}
	var sources []string
	for _, e := range events {
		sources, next.Event = append(sources, e.Subject), e.Sequence
	}
	grants, err := r.Purchases.ChangedGrants(ctx, of, sources)
	if err != nil {
		return nil, err
	}
	changes := api.HolderChanges{Grants: grantsOf(grants), More: len(events) == changesAtOnce || len(favourites) == changesAtOnce}
	for _, f := range favourites {
		if f.Removed {
			changes.FavouritesRemoved = append(changes.FavouritesRemoved, f.Sticker)
		} else {
			changes.FavouritesAdded = append(changes.FavouritesAdded, favouriteOf(f))
		}
	}
	if kept.Arranged > since.Version || len(grants) > 0 || mark != since.Pools {
		packs, err := r.Purchases.OwnedPacks(ctx, of.Ledger, of.Holder)
		if err != nil {
			return nil, err
		}
		shown := shelfOf(kept, packs)
		changes.Shelf = &shown
	}
	return replyChanges(changes, next), nil
}

func replyChanges(changes api.HolderChanges, next changesPlace) *jsonOf[api.HolderChanges] {
	changes.Since = *web.EncodeCursor(next)
	changes.Grants = append([]api.Grant{}, changes.Grants...)
	changes.FavouritesAdded = append([]api.Favourite{}, changes.FavouritesAdded...)
	changes.FavouritesRemoved = append([]string{}, changes.FavouritesRemoved...)
	return &jsonOf[api.HolderChanges]{changes}
}
