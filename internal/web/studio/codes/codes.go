// Package codes is the part of the studio where codes are made that give packs: in batches, shown once.
package codes

import (
	"context"
	"embed"
	"net/http"
	"time"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases"
)

//go:embed *.html
var templates embed.FS

// Home is the list of batches.
const Home = frame.Home + "/sales/codes"

// Batches makes codes and ends them.
type Batches interface {
	Batches(ctx context.Context) ([]purchases.CodeBatch, error)
	MakeCodes(ctx context.Context, by journal.Origin, b purchases.CodeBatch) (purchases.CodeBatch, []string, error)
	EndBatch(ctx context.Context, by journal.Origin, id string) (purchases.CodeBatch, error)
}

// room holds what the pages share.
type room struct {
	frame.Room
	batches Batches
}

// maxSent bounds what comes back to be made a file of, in bytes: as many codes as a batch may have.
const maxSent = 4 << 20

// Mount mounts the pages.
func Mount(f *frame.Frame, services frame.Services, batches Batches) {
	r := &room{frame.Room{Frame: f, Services: services}, batches}
	f.Get(Home, accounts.WriteOffers, r.list)
	f.Post(Home, accounts.WriteOffers, r.create)
	f.Post(Home+"/:batch/end", accounts.WriteOffers, r.end)
	f.PostFiles(Home+"/:batch/csv", accounts.WriteOffers, maxSent, r.csv)
}

var (
	listTemplate = frame.Parse(templates, "list.html")
	madeTemplate = frame.Parse(templates, "made.html")
)

// listPage is the batches, the latest first, and the form that makes one.
type listPage struct {
	frame.Shell
	Notice *frame.Notice
	Rows   []row
	Form   form
}

// row is a batch in the list.
type row struct {
	ID, Name    string
	Pack        frame.Said
	Used        string
	State       string // open, coming, ended
	Test        bool
	From, Until string // of the window, written; "" where it is open
	At, Stamp   string
	Ends        bool // it may be ended
}

func (r *room) list(v *frame.Visit) error {
	p := listPage{Form: blankForm}
	if v.QueryParam("done") == "ended" {
		p.Notice = v.Good("studio.codes.ended")
	}
	return r.show(v, http.StatusOK, p)
}

func (r *room) show(v *frame.Visit, status int, p listPage) error {
	batches, err := r.batches.Batches(v.Request().Context())
	if err != nil {
		return err
	}
	p.Shell = v.Shell(v.Voice.T("studio.codes.title"))
	for _, b := range batches {
		p.Rows = append(p.Rows, r.rowOf(v, b))
	}
	return v.Show(status, listTemplate, p)
}

func (r *room) rowOf(v *frame.Visit, b purchases.CodeBatch) row {
	one := row{
		ID: b.ID, Name: b.Name, Pack: r.titleOf(v, b.Pack), Test: b.Test, State: stateOf(b, r.Now()), At: v.Voice.Moment(b.CreatedAt),
		Stamp: b.CreatedAt.UTC().Format(time.RFC3339), From: written(v, b.From), Until: written(v, b.Until),
		Used: v.Voice.T("studio.codes.used", "Used", b.Redeemed, "Count", b.Count, "Left", int64(b.Count)-b.Redeemed),
	}
	one.Ends = one.State != "ended"
	return one
}

func stateOf(b purchases.CodeBatch, now time.Time) string {
	switch {
	case b.EndedAt != nil, !b.Until.IsZero() && !now.Before(b.Until):
		return "ended"
	case now.Before(b.From):
		return "coming"
	}
	return "open"
}

func written(v *frame.Visit, at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return v.Voice.Moment(at.UTC())
}

// titleOf is the title of a pack, its id when it is not published.
func (r *room) titleOf(v *frame.Visit, pack string) frame.Said {
	if r.Published != nil {
		if found, err := r.Published.Current().Pack(pack); err == nil {
			title := found.Titles.In(i18n.Chain(v.Voice.Locale))
			return frame.Said{Text: title.Text, Locale: v.Voice.Foreign(title.Locale)}
		}
	}
	return frame.Said{Text: pack}
}

func (r *room) end(v *frame.Visit) error {
	if _, err := r.batches.EndBatch(v.Request().Context(), v.Origin(), v.Param("batch")); err != nil {
		return err
	}
	return v.Go(Home + "?done=ended")
}
