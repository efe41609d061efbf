// Package review is the part of the studio where reviewers decide: the queue, and a page with all that a
// decision needs.
package review

import (
	"embed"
	"net/http"
	"time"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/internal/web"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

//go:embed *.html
var templates embed.FS

// Home is the queue.
const Home = frame.Home + "/review"

// room holds what the pages share.
type room struct{ frame.Room }

// Mount mounts the reviewers' pages.
func Mount(f *frame.Frame, services frame.Services) {
	r := &room{frame.Room{Frame: f, Services: services}}
	f.Get(Home, accounts.ReadReviews, r.queue)
	f.Get(Home+"/:pack", accounts.ReadReviews, r.pack)
	f.Post(Home+"/:pack", accounts.ReviewPacks, r.decide)
}

var queueTemplate = frame.Parse(templates, "queue.html")

// queuePage is what waits for a decision.
type queuePage struct {
	frame.Shell
	Rows   []row
	Next   string // address of the next page; "" on the last
	Notice *frame.Notice
}

// row is one release that waits.
type row struct {
	Address, Name, Creator string
	Number                 int
	State, Standing        string // in words; and its class
	Appealed               bool
	Since                  time.Time
}

// perPage is how many releases a page of the queue has.
const perPage = 50

func (r *room) queue(v *frame.Visit) error {
	q := catalog.ReviewQuery{Limit: perPage}
	err := web.DecodeCursor(v.QueryParam("after"), &q.After)
	if err != nil {
		return err
	}
	queue, err := r.Catalog.Reviews(v.Request().Context(), v.By(), q)
	if err != nil {
		return err
	}
	shown := queuePage{Shell: v.Shell(v.Voice.T("studio.shell.review"))}
	for _, review := range queue {
		shown.Rows = append(shown.Rows, row{
			Address: Home + "/" + review.Pack.ID, Name: review.Pack.Slug, Creator: review.Creator.Name,
			Number: review.Release.Number, State: v.Voice.T("studio.review." + string(review.Release.State)), Standing: standings[review.Release.State],
			Appealed: review.Appealed(), Since: review.Release.Waiting.UTC(),
		})
	}
	if len(queue) == perPage {
		last := queue[perPage-1]
		shown.Next = v.Onward(Home, *web.EncodeCursor(catalog.ReviewMark{Since: last.Release.Waiting, Pack: last.Pack.ID}))
	}
	if v.QueryParam("done") != "" {
		shown.Notice = v.Good("studio.review.done")
	}
	return v.Show(http.StatusOK, queueTemplate, shown)
}
