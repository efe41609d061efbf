package v1

import (
	"context"
	"errors"

	"github.com/labstack/echo/v4"

	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/internal/web"
)

// sticker shows what a message shows.
func (r *routes) sticker(c echo.Context) error {
	snapshot := r.Published.Current()
	variant := r.Words.Negotiate(c.Request().Header.Get("Accept-Language"))
	return r.Read(c, web.Reading{Revision: snapshot.Revision(), Variant: variant + r.taxRevision(), Make: func() (*web.Body, error) {
		q := web.NewQuery(c)
		key := api.RefKey{ID: c.Param("sticker"), Release: q.Int("release", 0, 0, 1<<30), SHA256: q.Text("sha256", 64)}
		region, locale := q.Text("region", 3), q.Text("locale", 35)
		if q.Err() != nil {
			return nil, q.Err()
		}
		front, err := r.reader(snapshot, region, locale, variant)
		if err != nil {
			return nil, err
		}
		sticker, err := r.shown(c.Request().Context(), front, key)
		if err != nil {
			return nil, err
		}
		body, err := web.JSON(sticker, sooner(snapshot.Expires(), r.taxTurn()))
		if err == nil && locale == "" {
			body.Vary = "Accept-Language"
		}
		return body, err
	}})
}

// reader is the storefront through which a recipient sees a message: the one asked for, else the
// operator's default, in the locale asked for, else the one that was negotiated.
func (r *routes) reader(snapshot *catalog.Snapshot, region, locale, negotiated string) (catalog.Storefront, error) {
	if region == "" {
		region = r.Config.DefaultRegion
	}
	if locale == "" {
		locale = negotiated
	}
	_, err := i18n.ParseLocale(locale)
	if err != nil {
		return catalog.Storefront{}, err
	}
	return snapshot.Storefront(region, i18n.Locale(r.Words.Negotiate(locale)))
}

// shown finds the picture that was sent. It is the one that the digest names; without a digest, the
// sticker's base picture, so that it does not depend on who reads.
func (r *routes) shown(ctx context.Context, front catalog.Storefront, key api.RefKey) (api.StickerInPack, error) {
	pack, err := front.Snapshot().StickerPack(key.ID)
	if err != nil {
		return api.StickerInPack{}, err
	}
	detail, err := r.Details.Manifest(ctx, pack, key.Release)
	if err != nil {
		return api.StickerInPack{}, err
	}
	view, found := sent(detail, key, front.Chain())
	if !found {
		return api.StickerInPack{}, catalog.ErrStickerNotFound.With("sticker", key.ID, "release", detail.Release)
	}
	listing := front.Show(pack)
	s := sight{release: detail.Release, free: free(listing.Terms)}
	shown := api.StickerInPack{Sticker: r.stickerOf(view, s), Pack: r.summary(listing, front.Locale())}
	r.showDigest(&shown.Sticker, view.Picture, key.SHA256)
	return shown, nil
}

// free reports whether anyone may take the pack now without paying: only then is its master public.
func free(t catalog.Terms) bool { return t.State == catalog.OfferOpen && t.Price == nil }

// sent resolves a sticker for its readers, with the picture that was sent.
func sent(d *catalog.Detail, key api.RefKey, chain []i18n.Locale) (catalog.StickerView, bool) {
	if key.SHA256 != "" {
		return d.Shown(key.ID, assets.Digest(key.SHA256), chain)
	}
	view, found := d.Sticker(key.ID, chain)
	for _, sticker := range d.Stickers {
		if sticker.ID == key.ID {
			view.Picture = sticker.Images[catalog.Base]
		}
	}
	return view, found
}

// showDigest puts the image that a ref names first. Its reader was sent it by somebody who may use
// the pack, so it is shown whatever the pack costs here.
func (r *routes) showDigest(s *api.Sticker, picture catalog.Picture, digest string) {
	if digest == "" {
		return
	}
	for _, image := range picture.All() {
		if string(image.Name.Digest) != digest {
			continue
		}
		s.Ref.SHA256, s.Ref.Width, s.Ref.Height = digest, image.Width, image.Height
		if s.Images[0].SHA256 != digest {
			s.Images = append([]api.Image{r.image(image)}, without(s.Images, digest)...)
		}
		return
	}
}

func without(images []api.Image, digest string) []api.Image {
	rest := make([]api.Image, 0, len(images))
	for _, image := range images {
		if image.SHA256 != digest {
			rest = append(rest, image)
		}
	}
	return rest
}

type resolveInput struct {
	Language string `header:"Accept-Language"`
	Body     api.ResolveRequest
}

// resolve shows what many messages show, in the order that they were asked for.
func (r *routes) resolve(ctx context.Context, in *resolveInput) (*jsonOf[api.Resolved], error) {
	front, err := r.reader(r.Published.Current(), in.Body.Region, in.Body.Locale, r.Words.Negotiate(in.Language))
	if err != nil {
		return nil, err
	}
	resolved := api.Resolved{Items: []api.StickerInPack{}}
	for _, key := range in.Body.Refs {
		shown, err := r.shown(ctx, front, key)
		if errors.Is(err, catalog.ErrStickerNotFound) || errors.Is(err, catalog.ErrReleaseNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		resolved.Items = append(resolved.Items, shown)
	}
	return &jsonOf[api.Resolved]{resolved}, nil
}
