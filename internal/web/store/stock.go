package store

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/hallyu-store/hallyu/i18n/cldr"
	"github.com/hallyu-store/hallyu/purchases"
)

// Editions tells which packs are limited, and how they stand.
type Editions interface {
	LimitedPacks(ctx context.Context) ([]purchases.Edition, error)
}

// stocksFor is how long what is known of editions is told: pages ask as often as they are opened.
const stocksFor = time.Second

// stocks are the editions as they were a moment ago.
type stocks struct {
	editions Editions
	now      func() time.Time

	mu     sync.Mutex
	at     time.Time
	byPack map[string]purchases.Edition
	err    error
}

// of returns a pack's edition; known is false for packs without one.
func (s *stocks) of(ctx context.Context, pack string) (e purchases.Edition, known bool, err error) {
	if s.editions == nil {
		return e, false, nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if now := s.now(); s.byPack == nil && s.err == nil || now.Sub(s.at) >= stocksFor {
		var all []purchases.Edition
		all, s.err = s.editions.LimitedPacks(context.WithoutCancel(ctx))
		s.at, s.byPack = now, map[string]purchases.Edition{}
		for _, e := range all {
			s.byPack[e.Pack] = e
		}
	}
	e, known = s.byPack[pack]
	return e, known, s.err
}

// stockTold is what a pack's page is told of its edition.
type stockTold struct {
	State string `json:"state"` // unlimited, open, waiting, sold_out
	Text  string `json:"text"`  // for people, in the page's language
}

// stock tells how many pieces are left. It changes by the second, so it is no part of the page, which is kept.
func (s *shop) stock(c echo.Context) error {
	slug := c.Param("pack")
	v, err := s.enter(c, "/packs/"+url.PathEscape(slug)+"/stock")
	if err != nil {
		if err == errElsewhere {
			return nil
		}
		return err
	}
	pack, err := v.Snapshot().Pack(slug)
	if err != nil {
		return err
	}
	e, limited, err := s.stocks.of(c.Request().Context(), pack.ID)
	if err != nil {
		return err
	}
	c.Response().Header().Set("Cache-Control", "no-store")
	return c.JSON(http.StatusOK, v.told(e, limited))
}

func (v visit) told(e purchases.Edition, limited bool) stockTold {
	number := func(n int64) string { return cldr.FormatNumber(string(v.Locale()), strconv.FormatInt(n, 10)) }
	told := stockTold{State: "open"}
	switch {
	case !limited:
		return stockTold{State: "unlimited"}
	case e.SoldOut():
		told.State, told.Text = "sold_out", v.voice.T("page.edition.sold_out", "Stock", number(e.Stock))
	case e.Left() == 0:
		told.State, told.Text = "waiting", v.voice.T("page.edition.waiting")
	default:
		told.Text = v.voice.T("page.edition.left", "Left", number(e.Left()), "Stock", number(e.Stock))
	}
	return told
}
