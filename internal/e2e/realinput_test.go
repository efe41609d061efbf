package e2e

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"testing"

	"github.com/hallyu-store/hallyu/api"
)

// TestRealArt brings art that nobody here made into a store by the command line, and does with it all
// that a chat app does.
func TestRealArt(t *testing.T) {
	stills, moving := drawings(t, "fluent-emoji-3d", false), drawings(t, "fluent-emoji-anim-1", true)
	s := serveBinary(t, t.TempDir())
	operator := s.staff(t, "operator@example.com", "operator")
	for i, market := range markets {
		of, first := stills, i/2*39
		if i%2 == 1 {
			of = moving
		}
		folder := market.write(t, of, first)
		var pushed struct {
			Pack, State string
			Release     int
		}
		s.json(t, &pushed, "pack", "push", folder, "--server", s.URL, "--key", operator, "--publish")
		if pushed.State != "on_sale" || pushed.Release != 1 {
			t.Fatalf("%s was pushed as %+v", market.slug, pushed)
		}
		s.json(t, &pushed, "pack", "push", folder, "--server", s.URL, "--key", operator, "--publish")
		if pushed.Release != 1 {
			t.Errorf("pushing %s twice made release %d", market.slug, pushed.Release)
		}
	}
	key := s.app(t, "catalog:read", "orders:read", "orders:write", "refunds:write")
	for i, market := range markets {
		t.Run(market.region, func(t *testing.T) { mainJob(t, s, key, market, i%2 == 1) })
	}
}

// mainJob fetches a regional pack, buys it, uses it and gives it back.
func mainJob(t *testing.T, s *server, key string, m regional, animated bool) {
	ctx, reader, backend := t.Context(), s.client(""), s.client(key)
	list, err := reader.Packs(ctx, m.region, m.locale, url.Values{"limit": {"100"}}, "")
	if err != nil || len(list.Items) != 1 || list.Items[0].Slug != m.slug {
		t.Fatalf("packs of %s: %+v, %v", m.region, list, err)
	}
	pack, err := reader.Pack(ctx, m.region, m.locale, m.slug)
	if err != nil {
		t.Fatal(err)
	}
	if pack.Title != m.title || pack.TitleLocale != m.locale || len(pack.Stickers) != stickersPerPack || pack.Animated != animated {
		t.Errorf("pack: %q in %s, %d stickers, animated %v", pack.Title, pack.TitleLocale, len(pack.Stickers), pack.Animated)
	}
	for _, sticker := range pack.Stickers {
		checkSticker(t, s, sticker, m.price == nil, animated)
	}
	found, err := reader.Search(ctx, m.region, m.locale, pack.Stickers[0].Emoji[0])
	if err != nil || len(found.Stickers) == 0 || found.Stickers[0].Pack.ID != pack.ID {
		t.Errorf("search by emoji: %+v, %v", found, err)
	}
	found, err = reader.Search(ctx, m.region, m.locale, pack.Stickers[3].Keywords[0])
	if err != nil || len(found.Stickers) == 0 {
		t.Errorf("search by %q: %+v, %v", pack.Stickers[3].Keywords[0], found, err)
	}
	receive(t, reader, pack)
	follow(t, reader, m)
	buy(t, backend, m, pack)
}

// receive shows a sticker that was sent to somebody elsewhere, who owns nothing and reads another
// language: it is the picture that was sent.
func receive(t *testing.T, reader *api.Client, pack api.Pack) {
	t.Helper()
	ref := pack.Stickers[2].Ref
	key := api.RefKey{ID: ref.ID, Release: ref.Release, SHA256: ref.SHA256}
	shown, err := reader.Sticker(t.Context(), key, "BR", "es")
	if err != nil || shown.Ref.SHA256 != ref.SHA256 || shown.Images[0].SHA256 != ref.SHA256 || shown.Pack.ID != pack.ID || shown.Pack.Offer.State != "not_offered" {
		t.Errorf("the recipient sees %+v of %s, %v", shown.Ref, shown.Pack.ID, err)
	}
	resolved, err := reader.Resolve(t.Context(), api.ResolveRequest{Refs: []api.RefKey{key, {ID: "stk_none"}}, Locale: "ar"})
	if err != nil || len(resolved.Items) != 1 || resolved.Items[0].Ref.SHA256 != ref.SHA256 {
		t.Errorf("resolved: %+v, %v", resolved, err)
	}
}

// follow reads the front page, and asks what changed since: nothing.
func follow(t *testing.T, reader *api.Client, m regional) {
	t.Helper()
	front, err := reader.FrontPage(t.Context(), m.region, m.locale)
	if err != nil || len(front.Sections) == 0 || front.Sections[0].Title == "" {
		t.Fatalf("front page: %+v, %v", front, err)
	}
	changes, err := reader.Changes(t.Context(), m.region, m.locale, front.Revision, "")
	if err != nil || changes.Revision != front.Revision || len(changes.Upserted)+len(changes.Removed) != 0 {
		t.Errorf("changes: %+v, %v", changes, err)
	}
}

func checkSticker(t *testing.T, s *server, sticker api.Sticker, free, animated bool) {
	t.Helper()
	if len(sticker.Images) == 0 || sticker.Alt == "" || len(sticker.Keywords) == 0 || sticker.ThumbHash == "" || sticker.Animated != animated {
		t.Errorf("sticker %s lacks something: %d images, alt %q, keywords %q, animated %v",
			sticker.Shortcode, len(sticker.Images), sticker.Alt, sticker.Keywords, sticker.Animated)
	}
	for _, image := range append([]api.Image{sticker.Still, sticker.Thumb}, sticker.Images...) {
		if !free && max(image.Width, image.Height) > 256 {
			t.Errorf("anyone may see %d×%d px of %s, which has a price", image.Width, image.Height, sticker.Shortcode)
		}
		data, err := s.client("").Asset(t.Context(), image)
		sum := sha256.Sum256(data)
		if err != nil || hex.EncodeToString(sum[:]) != image.SHA256 || int64(len(data)) != image.Bytes {
			t.Errorf("image %s: %d bytes, %v", image.URL, len(data), err)
		}
	}
	if max(sticker.Thumb.Width, sticker.Thumb.Height) != 128 {
		t.Errorf("the thumb of %s is %d×%d", sticker.Shortcode, sticker.Thumb.Width, sticker.Thumb.Height)
	}
}

// buy takes the pack for a holder, in the way that its price asks for, uses it and gives it back.
func buy(t *testing.T, backend *api.Client, m regional, pack api.Pack) {
	ctx, holder := t.Context(), "fan-"+m.region
	order := api.NewOrder{Pack: pack.ID, Region: m.region, Locale: m.locale, PayWith: api.PayWith{Provider: "free"}}
	if pack.Price != nil {
		_, err := backend.PlaceOrder(ctx, holder, "free-"+m.region, order)
		problem(t, err, "payment-required")
		order.PayWith = api.PayWith{Provider: "external", Transaction: "t-" + m.region, Amount: &pack.Price.Amount, Currency: pack.Price.Currency}
	}
	placed, err := backend.PlaceOrder(ctx, holder, "key-"+m.region, order)
	if err != nil || placed.State != "fulfilled" {
		t.Fatalf("order: %+v, %v", placed, err)
	}
	again, err := backend.PlaceOrder(ctx, holder, "key-"+m.region, order)
	if err != nil || again.ID != placed.ID {
		t.Errorf("the same order again: %+v, %v", again, err)
	}
	owned, err := backend.OwnedPack(ctx, holder, pack.ID, m.locale)
	if err != nil || len(owned.Stickers) != stickersPerPack {
		t.Fatalf("owned pack: %v", err)
	}
	checkArchive(t, backend, holder, owned, m.locale)
	refund, err := backend.RefundOrder(ctx, holder, placed.ID, "refund-"+m.region, api.NewRefund{Reason: "changed their mind"})
	if err != nil || refund.Order != placed.ID {
		t.Errorf("refund: %+v, %v", refund, err)
	}
	entitlement, err := backend.Entitlement(ctx, holder, pack.ID)
	if err != nil || entitlement.Entitled {
		t.Errorf("after the refund: %+v, %v", entitlement, err)
	}
}

// checkArchive unpacks what a holder owns: the masters, and pack.json.
func checkArchive(t *testing.T, backend *api.Client, holder string, pack api.Pack, locale string) {
	t.Helper()
	data, err := backend.Archive(t.Context(), holder, pack.ID, locale)
	if err != nil {
		t.Fatal(err)
	}
	again, err := backend.Archive(t.Context(), holder, pack.ID, locale)
	if err != nil || !bytes.Equal(data, again) {
		t.Errorf("the archive is not the same twice: %v", err)
	}
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil || len(archive.File) != len(pack.Stickers)+1 || archive.File[0].Name != "pack.json" {
		t.Fatalf("archive of %d bytes: %v", len(data), err)
	}
	if got, want := int64(archive.File[1].UncompressedSize64), pack.Stickers[0].Images[0].Bytes; got != want {
		t.Errorf("the first file has %d bytes, its master %d", got, want)
	}
}
