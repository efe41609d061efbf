package v1

import (
	"context"
	"slices"
	"time"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/internal/web"
	"github.com/hallyu-store/hallyu/purchases/shelf"
)

func (r *routes) mountSends() {
	web.Typed(r.Server, web.Operation{
		Method: "POST", ID: "send", Path: "/v1/sends", Tag: tagHolders, Action: accounts.WriteHolders,
		Summary: "Tell of stickers that were sent, many at once",
	}, r.send)
	web.Typed(r.Server, web.Operation{
		Method: "GET", ID: "list-usage", Path: "/v1/usage", Tag: tagHolders, Action: accounts.ReadHolders,
		Summary: "How often stickers were sent, by day and pack",
	}, r.listUsage)
}

type sendInput struct{ Body api.NewSends }

func (r *routes) send(ctx context.Context, in *sendInput) (*jsonOf[api.SentReport], error) {
	ledger, err := booksOf(ctx)
	if err != nil {
		return nil, err
	}
	snapshot := r.Published.Current()
	sends := make([]shelf.Send, len(in.Body.Sends))
	for i, told := range in.Body.Sends {
		sends[i] = shelf.Send{ID: told.ID, Sticker: told.Sticker, At: told.SentAt.UTC()}
		sends[i].Of.Ledger, sends[i].Of.Holder = ledger, told.Holder
		sends[i].Pack, err = packOfSticker(snapshot, told.Sticker)
		if err != nil {
			return nil, err
		}
	}
	sent, err := r.Shelves.Send(ctx, sends)
	if err != nil {
		return nil, err
	}
	report := api.SentReport{Counted: sent.Counted, Duplicates: len(sends) - sent.Counted - len(sent.Refused), Refused: []api.RefusedSend{}}
	for i, told := range in.Body.Sends {
		if verdict, refused := sent.Refused[i]; refused {
			report.Refused = append(report.Refused, api.RefusedSend{ID: told.ID, Code: string(verdict)})
		}
	}
	return &jsonOf[api.SentReport]{report}, nil
}

type usageInput struct {
	ListQuery
	From  string `query:"from" format:"date" doc:"first day, UTC; thirty days ago when left out"`
	Until string `query:"until" format:"date" doc:"first day that is not told of; tomorrow when left out"`
}

func (r *routes) listUsage(ctx context.Context, in *usageInput) (*jsonOf[api.List[api.PackUsage]], error) {
	ledger, err := booksOf(ctx)
	if err != nil {
		return nil, err
	}
	var behind shelf.Usage
	err = web.DecodeCursor(in.Cursor, &behind)
	if err != nil {
		return nil, err
	}
	today := shelf.Day(r.Now())
	from, until := dayOr(in.From, today-30), dayOr(in.Until, today+1)
	found, next, err := r.Shelves.Usage(ctx, ledger, from, until, behind, in.Limit)
	if err != nil {
		return nil, err
	}
	list := api.List[api.PackUsage]{Items: []api.PackUsage{}}
	for u := range slices.Values(found) {
		day := time.Unix(u.Day*86400, 0).UTC().Format(time.DateOnly)
		list.Items = append(list.Items, api.PackUsage{Day: day, Pack: u.Pack, Sends: u.Sends})
	}
	if next != nil {
		list.Next = web.EncodeCursor(next)
	}
	return &jsonOf[api.List[api.PackUsage]]{list}, nil
}

// dayOr is a day that was checked to be one, or another when there is none.
func dayOr(text string, other int64) int64 {
	at, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return other
	}
	return shelf.Day(at)
}
