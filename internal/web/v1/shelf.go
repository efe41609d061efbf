package v1

import (
	"context"
	"errors"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/internal/web"
	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/shelf"
)

func (r *routes) mountShelf() {
	op := func(method, id, path, summary string, action accounts.Action) web.Operation {
		return web.Operation{Method: method, ID: id, Path: "/v1/holders/{holder}" + path, Summary: summary, Tag: tagHolders, Action: action}
	}
	web.Typed(r.Server, own(op("GET", "get-shelf", "/shelf", "A holder's packs as they want to see them", accounts.ReadHolders)), r.getShelf)
	web.Typed(r.Server, op("PATCH", "arrange-shelf", "/shelf", "Change the order of packs and what is hidden", accounts.WriteHolders), r.arrangeShelf)
	web.Typed(r.Server, own(op("GET", "list-favourites", "/favourites", "Stickers that a holder wants at hand, the latest first", accounts.ReadHolders)), r.listFavourites)
	web.Typed(r.Server, noContent(op("PUT", "add-favourite", "/favourites/{sticker}", "Make a sticker a favourite", accounts.WriteHolders)), r.addFavourite)
	web.Typed(r.Server, noContent(op("DELETE", "remove-favourite", "/favourites/{sticker}", "Have a sticker be no favourite", accounts.WriteHolders)), r.removeFavourite)
	web.Typed(r.Server, own(op("GET", "list-recents", "/recents", "Stickers that a holder sent lately, the latest first", accounts.ReadHolders)), r.listRecents)
	web.Typed(r.Server, own(op("GET", "list-holder-changes", "/changes", "What changed in a holder's grants, shelf and favourites", accounts.ReadHolders)), r.holderChanges)
	r.mountSends()
	r.mountPeople()
}

// ownerOf is the holder in the caller's ledger.
func ownerOf(ctx context.Context, holder string) (purchases.Owner, error) {
	ledger, err := booksOf(ctx)
	return purchases.Owner{Ledger: ledger, Holder: holder}, err
}

func (r *routes) getShelf(ctx context.Context, in *HolderPath) (*jsonOf[api.Shelf], error) {
	of, err := ownerOf(ctx, in.Holder)
	if err != nil {
		return nil, err
	}
	kept, err := r.Shelves.Shelf(ctx, of)
	if err != nil {
		return nil, err
	}
	packs, err := r.Purchases.OwnedPacks(ctx, of.Ledger, of.Holder)
	if err != nil {
		return nil, err
	}
	return &jsonOf[api.Shelf]{shelfOf(kept, packs)}, nil
}

func shelfOf(kept shelf.Shelf, packs []string) api.Shelf {
	shown := api.Shelf{Version: kept.Version, Items: []api.ShelfPack{}}
	hidden := kept.IsHidden()
	for _, pack := range kept.Sorted(packs) {
		shown.Items = append(shown.Items, api.ShelfPack{Pack: pack, Hidden: hidden(pack)})
	}
	return shown
}

type arrangeInput struct {
	HolderPath
	Body api.ShelfChange
}

func (r *routes) arrangeShelf(ctx context.Context, in *arrangeInput) (*jsonOf[api.Shelf], error) {
	of, err := ownerOf(ctx, in.Holder)
	if err != nil {
		return nil, err
	}
	packs, err := r.Purchases.OwnedPacks(ctx, of.Ledger, of.Holder)
	if err != nil {
		return nil, err
	}
	change := shelf.Change{Order: r.packIDs(in.Body.Order), Hide: r.packIDs(in.Body.Hide), Show: r.packIDs(in.Body.Show)}
	kept, err := r.Shelves.Arrange(ctx, of, change, packs)
	if err != nil {
		return nil, err
	}
	return &jsonOf[api.Shelf]{shelfOf(kept, packs)}, nil
}

// packIDs are the ids of packs that are named by id or slug. What is no pack stays as it is: the holder has none such.
func (r *routes) packIDs(named []string) []string {
	if named == nil {
		return nil
	}
	snapshot := r.Published.Current()
	ids := make([]string, len(named))
	for i, idOrSlug := range named {
		ids[i] = idOrSlug
		pack, err := snapshot.Pack(idOrSlug)
		if err == nil {
			ids[i] = pack.ID
		}
	}
	return ids
}

type favouritesInput struct {
	HolderPath
	ListQuery
}

func (r *routes) listFavourites(ctx context.Context, in *favouritesInput) (*jsonOf[api.List[api.Favourite]], error) {
	of, err := ownerOf(ctx, in.Holder)
	if err != nil {
		return nil, err
	}
	var below int64
	err = web.DecodeCursor(in.Cursor, &below)
	if err != nil {
		return nil, err
	}
	found, next, err := r.Shelves.Favourites(ctx, of, below, in.Limit)
	if err != nil {
		return nil, err
	}
	list := api.List[api.Favourite]{Items: []api.Favourite{}}
	for _, f := range found {
		list.Items = append(list.Items, favouriteOf(f))
	}
	if next != 0 {
		list.Next = web.EncodeCursor(next)
	}
	return &jsonOf[api.List[api.Favourite]]{list}, nil
}

func favouriteOf(f shelf.Favourite) api.Favourite {
	return api.Favourite{Sticker: f.Sticker, Pack: f.Pack, AddedAt: f.AddedAt.UTC()}
}

type favouriteInput struct {
	HolderPath
	Sticker string `path:"sticker" maxLength:"100"`
}

// addFavourite takes any sticker that was ever on sale: one may like what one was sent.
func (r *routes) addFavourite(ctx context.Context, in *favouriteInput) (*struct{}, error) {
	of, err := ownerOf(ctx, in.Holder)
	if err != nil {
		return nil, err
	}
	pack, err := r.Published.Current().StickerPack(in.Sticker)
	if err != nil {
		return nil, err
	}
	return nil, r.Shelves.Favour(ctx, of, in.Sticker, pack.ID)
}

func (r *routes) removeFavourite(ctx context.Context, in *favouriteInput) (*struct{}, error) {
	of, err := ownerOf(ctx, in.Holder)
	if err != nil {
		return nil, err
	}
	return nil, r.Shelves.Unfavour(ctx, of, in.Sticker)
}

func (r *routes) listRecents(ctx context.Context, in *HolderPath) (*jsonOf[api.List[api.RecentSticker]], error) {
	of, err := ownerOf(ctx, in.Holder)
	if err != nil {
		return nil, err
	}
	found, err := r.Shelves.Recents(ctx, of)
	if err != nil {
		return nil, err
	}
	list := api.List[api.RecentSticker]{Items: []api.RecentSticker{}}
	for _, recent := range found {
		list.Items = append(list.Items, api.RecentSticker{Sticker: recent.Sticker, Pack: recent.Pack, SentAt: recent.At.UTC()})
	}
	return &jsonOf[api.List[api.RecentSticker]]{list}, nil
}

// packOfSticker is the id of the pack that a sticker is in, "" for none.
func packOfSticker(snapshot *catalog.Snapshot, sticker string) (string, error) {
	pack, err := snapshot.StickerPack(sticker)
	if errors.Is(err, catalog.ErrStickerNotFound) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return pack.ID, nil
}
