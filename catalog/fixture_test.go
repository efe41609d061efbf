package catalog_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/accounts/accountstest"
	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/assets/assetstest"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/catalog/catalogtest"
	"github.com/hallyu-store/hallyu/catalog/packfile"
	"github.com/hallyu-store/hallyu/i18n"
)

var (
	ctx   = context.Background()
	start = time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC)

	settings = catalog.Settings{Regions: []string{"ID", "JP", "KR", "MY", "PH"}, Opened: []string{"PH"}}
	speech   = catalog.NewSpeech([]i18n.Locale{"en", "id", "ja", "ko"}, i18n.Chain)

	operator = catalog.By{Actor: accounts.Actor{Kind: accounts.KindAccount, Account: "acc_op", Roles: []accounts.Role{accounts.Operator}}, Request: "req-1"}
	designer = catalog.By{Actor: accounts.Actor{Kind: accounts.KindAccount, Account: "acc_designer", Roles: []accounts.Role{accounts.Designer}}}
	stranger = catalog.By{Actor: accounts.Actor{Kind: accounts.KindAccount, Account: "acc_stranger", Roles: []accounts.Role{accounts.Designer}}}
	auditor  = catalog.By{Actor: accounts.Actor{Kind: accounts.KindAccount, Account: "acc_auditor", Roles: []accounts.Role{accounts.Auditor}}}
)

// deriver makes pictures of any bytes, without looking at them; those that begin with "anim" move. With a
// print they all look alike.
type deriver struct {
	derived int
	print   assets.Print
}

func (d *deriver) Derive(_ context.Context, data []byte) (assets.Derived, error) {
	d.derived++
	if string(data) == "no image" {
		return assets.Derived{}, assets.ErrNotAnImage
	}
	image := func(part string, side int) assets.Image {
		made := []byte(string(data) + part)
		return assets.Image{Data: made, Name: assets.NameOf(made, assets.WebP), Width: side, Height: side}
	}
	master, small, thumb := image("-master", 512), image("-small", 256), image("-thumb", 128)
	moves := len(data) > 4 && string(data[:4]) == "anim"
	var seen *assets.Seen
	if !d.print.IsZero() {
		seen = &assets.Seen{Visible: .5, First: .5, Print: d.print}
	}
	return assets.Derived{
		Seen: seen, Info: assets.Info{Format: assets.PNG, Animated: moves}, Master: master, Still: master, StillSmall: small, Thumb: thumb,
		Ladder: []assets.Image{master, small, thumb}, ThumbHash: []byte("hash"),
	}, nil
}

// shop is a service, what it works with, and what readers see of it.
type shop struct {
	*catalog.Service
	store     *catalogtest.Store
	files     *assetstest.Store
	deriver   *deriver
	publisher *catalog.Publisher
	details   *catalog.Details
	people    *accountstest.Store
	now       time.Time
}

func newShop(t *testing.T) *shop {
	t.Helper()
	s := &shop{store: catalogtest.NewStore(), files: assetstest.NewStore(), deriver: &deriver{}, people: accountstest.NewStore(), now: start}
	clock := func() time.Time { return s.now }
	s.publisher = catalog.NewPublisher(catalog.PublisherConfig{
		Store: s.store, Settings: settings, Speech: func() catalog.Speech { return speech }, Now: clock,
	})
	s.Service = catalog.NewService(catalog.Config{
		Store: s.store, Files: s.files, Deriver: s.deriver, Now: clock, Refresh: s.publisher.Refresh,
		Languages: func(region string) []i18n.Locale { return map[string][]i18n.Locale{"JP": {"ja"}, "KR": {"ko"}}[region] },
		Staff:     accounts.NewService(s.people, clock),
	})
	s.details = catalog.NewDetails(s.files, 100)
	must(t, s.publisher.Refresh(ctx))
	return s
}

// file returns a pack file whose pictures are uploaded to the shop.
func (s *shop) file(t *testing.T, slug string, stickers int) packfile.File {
	t.Helper()
	f := packfile.File{
		Slug: slug, Creator: "moon-studio", Usage: "sticker", SourceLocale: "ko", Tags: []string{"holiday"},
		Title:  map[i18n.Locale]string{"ko": "달토끼 " + slug, "en": "Moon Rabbit " + slug},
		Offers: []packfile.Offer{{Regions: []string{"KR"}, Price: &packfile.Price{Amount: 2500, Currency: "KRW"}}},
	}
	for i := range stickers {
		shortcode := fmt.Sprintf("s%d", i)
		f.Stickers = append(f.Stickers, packfile.Sticker{
			SHA256: s.upload(t, slug+shortcode), Shortcode: shortcode, Emoji: []string{"🙇"},
			Keywords: map[i18n.Locale][]string{"ko": {"절" + shortcode}}, Alt: map[i18n.Locale]string{"ko": "절", "en": "bow"},
		})
	}
	return f
}

func (s *shop) upload(t *testing.T, content string) assets.Digest {
	t.Helper()
	digest := assets.DigestOf([]byte(content))
	_, err := s.Upload(ctx, operator, digest, []byte(content))
	must(t, err)
	return digest
}

// sell imports a file and publishes it.
func (s *shop) sell(t *testing.T, f packfile.File) catalog.Pack {
	t.Helper()
	imported, err := s.Import(ctx, operator, f)
	must(t, err)
	pack, err := s.Publish(ctx, operator, catalog.Target{Pack: imported.Draft.Pack.ID}, 0)
	must(t, err)
	return pack
}

// front returns a storefront of now.
func (s *shop) front(t *testing.T, region string, locale i18n.Locale) catalog.Storefront {
	t.Helper()
	front, err := s.publisher.Current().Storefront(region, locale)
	must(t, err)
	return front
}

func slugs(listings []catalog.Listing) []string {
	names := []string{}
	for _, l := range listings {
		names = append(names, l.Slug)
	}
	return names
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func want(t testing.TB, got, wanted error) {
	t.Helper()
	if !errors.Is(got, wanted) {
		t.Fatalf("error is %v, want %v", got, wanted)
	}
}
