package sqlstore_test

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/png"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/assets/assetstest"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/catalog/packfile"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/internal/sqlstore"
	"github.com/hallyu-store/hallyu/internal/sqlstore/sqlstoretest"
)

// TestCatalogService walks a real picture through the service on a real database: uploaded, imported,
// published, seen, and all of it again without a trace.
func TestCatalogService(t *testing.T) { sqlstoretest.Each(t, catalogService) }

func catalogService(t *testing.T, db *sqlstore.DB) {
	ctx, files := context.Background(), assetstest.NewStore()
	publisher := catalog.NewPublisher(catalog.PublisherConfig{
		Store: db.Catalog(), Settings: catalog.Settings{Regions: []string{"JP", "KR"}}, Now: time.Now,
		Speech: func() catalog.Speech { return catalog.NewSpeech([]i18n.Locale{"en", "ko"}, i18n.Chain) },
	})
	service := catalog.NewService(catalog.Config{
		Store: db.Catalog(), Files: files, Deriver: assets.NewDeriver(assets.DefaultBudget), Now: time.Now, Refresh: publisher.Refresh,
	})
	by := catalog.By{Actor: accounts.Actor{Kind: accounts.KindAccount, Account: "acc_1", Roles: []accounts.Role{accounts.Operator}}}
	data := dot(t)
	seed := func() catalog.Pack {
		_, err := service.Upload(ctx, by, assets.DigestOf(data), data)
		noError(t, err)
		imported, err := service.Import(ctx, by, packfile.File{
			Slug: "dot", Creator: "dot-studio", Usage: "sticker", SourceLocale: "ko", Title: map[i18n.Locale]string{"ko": "점"},
			Stickers: []packfile.Sticker{{SHA256: assets.DigestOf(data), Shortcode: "dot", Emoji: []string{"⚫"}, Keywords: map[i18n.Locale][]string{"ko": {"점", "동그라미"}}}},
			Offers:   []packfile.Offer{{Regions: []string{"KR"}, Price: &packfile.Price{Amount: 1000, Currency: "KRW"}}},
		})
		noError(t, err)
		pack, err := service.Publish(ctx, by, catalog.Target{Pack: imported.Draft.Pack.ID}, 0)
		noError(t, err)
		return pack
	}
	first, revision := seed(), publisher.Current().Revision()
	if diff := cmp.Diff(first, seed()); diff != "" || publisher.Current().Revision() != revision {
		t.Errorf("seeded twice: %s", diff)
	}
	audit, err := db.Journal().Audit(ctx, 0, 100)
	noError(t, err)
	var actions []string
	for _, entry := range audit {
		actions = append(actions, entry.Action)
	}
	if diff := cmp.Diff([]string{"creator.create", "pack.import", "pack.publish.direct"}, actions); diff != "" {
		t.Error(diff)
	}
	front, err := publisher.Current().Storefront("KR", "ko")
	noError(t, err)
	found := front.Search("동그라미").Stickers
	if len(found) != 1 || found[0].Pack.Slug != "dot" {
		t.Fatalf("found %+v", found)
	}
	detail, err := catalog.NewDetails(files, 10).Detail(ctx, found[0].Pack.Summary)
	noError(t, err)
	for _, shown := range detail.View([]i18n.Locale{"en"})[0].Picture.PublicLadder(false) {
		_, err = files.Stat(ctx, assets.Public, shown.Name)
		noError(t, err)
	}
	words, err := db.Words().Words(ctx, i18n.Live, first.ID+".title")
	noError(t, err)
	if diff := cmp.Diff([]i18n.Word{{Key: first.ID + ".title", Locale: "ko", Text: "점"}}, words); diff != "" {
		t.Error(diff)
	}
}

// dot returns a PNG.
func dot(t *testing.T) []byte {
	t.Helper()
	picture := image.NewNRGBA(image.Rect(0, 0, 300, 300))
	for x := range 100 {
		picture.Set(x+100, 150, color.NRGBA{200, 30, 30, 255})
	}
	var b bytes.Buffer
	noError(t, png.Encode(&b, picture))
	return b.Bytes()
}

func noError(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
