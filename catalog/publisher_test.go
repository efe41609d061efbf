package catalog_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/catalog/packfile"
	"github.com/hallyu-store/hallyu/i18n"
)

// TestPublisherPolls: a publication by another process is seen at the next tick; a database that is
// away changes nothing but what time does.
func TestPublisherPolls(t *testing.T) {
	s := newShop(t)
	imported, err := s.Import(ctx, operator, s.file(t, "moon", 1))
	must(t, err)
	at := catalog.Target{Pack: imported.Draft.Pack.ID}
	_, err = s.SetOffers(ctx, operator, at, []catalog.Offer{{Region: "JP", From: start.Add(time.Hour)}})
	must(t, err)

	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		now, tick := start, make(chan time.Time)
		var failures []error
		other := catalog.NewPublisher(catalog.PublisherConfig{
			Store: s.store, Settings: settings, Speech: func() catalog.Speech { return speech },
			Now: func() time.Time { return now }, Tick: tick, Failed: func(err error) { failures = append(failures, err) },
		})
		var ended error
		var group sync.WaitGroup
		group.Go(func() { ended = other.Run(ctx) })
		state := func() catalog.OfferState {
			tick <- now
			synctest.Wait()
			terms, err := other.Terms("moon", "JP")
			if err != nil {
				return ""
			}
			return terms.State
		}
		if got := state(); got != "" {
			t.Errorf("before: %s", got)
		}
		_, err := s.Publish(ctx, operator, at, 0)
		must(t, err)
		if got := state(); got != catalog.OfferAnnounced {
			t.Errorf("published: %s", got)
		}
		last := other.Current()
		if state(); other.Current() != last {
			t.Error("nothing changed, and the snapshot did")
		}
		away := errors.New("away")
		s.store.Fail(away)
		now = now.Add(time.Hour)
		if got := state(); got != catalog.OfferOpen || len(failures) != 1 || !errors.Is(failures[0], away) {
			t.Errorf("database away: %s, %v", got, failures)
		}
		if page, err := storefront(t, other.Current(), "JP", "ja").Packs(catalog.Query{}); err != nil || len(page.Packs) != 1 {
			t.Errorf("database away: %v, %v", page, err)
		}
		cancel()
		group.Wait()
		if !errors.Is(ended, context.Canceled) {
			t.Errorf("Run returned %v", ended)
		}
	})
}

// TestReadersAndPublishers runs readers beside publishers for the race detector.
func TestReadersAndPublishers(t *testing.T) {
	s := newShop(t)
	files := make([]packfile.File, 6)
	for i := range files {
		files[i] = s.file(t, "pack-"+string(rune('a'+i)), 2)
	}
	var readers sync.WaitGroup
	done := make(chan struct{})
	for range 4 {
		readers.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				f, err := s.publisher.Current().Storefront("KR", "ko")
				if err != nil {
					t.Error(err)
					return
				}
				listed := len(f.Search("달토끼").Packs)
				page, err := f.Packs(catalog.Query{})
				if err != nil || listed != len(page.Packs) {
					t.Errorf("found %d, listed %d, %v", listed, len(page.Packs), err)
				}
				for _, l := range page.Packs {
					_, err = s.details.Detail(ctx, l.Summary)
					if err != nil {
						t.Error(err)
					}
				}
			}
		})
	}
	for _, file := range files {
		s.sell(t, file)
	}
	close(done)
	readers.Wait()
}

// TestDetail: pictures and words are resolved for the reader.
func TestDetail(t *testing.T) {
	s := newShop(t)
	file := s.file(t, "moon", 2)
	file.Stickers[0].Images = map[i18n.Locale]packfile.Image{"ja": {SHA256: s.upload(t, "in Japanese")}}
	file.Description = map[i18n.Locale]string{"en": "A rabbit."}
	s.sell(t, file)
	listing, err := s.front(t, "KR", "ja").Pack("moon")
	must(t, err)
	detail, err := s.details.Detail(ctx, listing.Summary)
	must(t, err)
	japanese, korean := detail.View([]i18n.Locale{"ja"}), detail.View([]i18n.Locale{"ko"})
	if japanese[0].Picture.Upload == korean[0].Picture.Upload || japanese[1].Picture.Upload != korean[1].Picture.Upload {
		t.Error("the localized picture is not shown")
	}
	if japanese[0].Alt.Locale != "ko" || korean[0].Keywords[0] != "절s0" || detail.Description([]i18n.Locale{"ko"}).Text != "A rabbit." {
		t.Errorf("words: %+v", japanese[0])
	}
	for _, free := range []bool{true, false} {
		ladder := korean[0].Picture.PublicLadder(free)
		if hidden := ladder[0].Name != korean[0].Picture.Master.Name; hidden == free {
			t.Errorf("free %v: ladder %v", free, ladder)
		}
		if side := korean[0].Picture.PublicStill(free).Width; !free && side > catalog.PublicSide {
			t.Errorf("still of %d px", side)
		}
	}
}
