//go:build failpoints

package app

import (
	"context"
	"log/slog"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/receipt"
)

// failpoint is a place where a program built with the tag failpoints ends itself, as kill -9 would,
// when HALLYU_FAILPOINT names it. "order.committed=3" ends it at the third time.
//
//	asset.put, asset.kept          before and after an asset is stored
//	pack.commit, pack.committed    before and after a change of a pack is committed
//	picture.commit                 before what was made of an upload is committed
//	order.decided                  in the transaction of a purchase, before anything is written
//	git.fetched, git.push, git.pushed     around what is done with a remote repository
//	git.commit, git.committed             before and after the branch holds a commit
//	git.merged                            a merge is made, and not the branch's
//	git.file, git.moved, git.read         after one file, all files, the index became another commit's
//	order.committed                after the commit, before anybody is told
//	receipt.issue, receipt.issued  before and after receipts are committed
type failpoint struct {
	name string
	left atomic.Int64
}

var chosen = readFailpoint(os.Getenv("HALLYU_FAILPOINT"))

func readFailpoint(text string) *failpoint {
	name, count, _ := strings.Cut(text, "=")
	f := &failpoint{name: name}
	n, err := strconv.Atoi(count)
	if err != nil {
		n = 1
	}
	f.left.Store(int64(n))
	return f
}

// reach ends the process at the chosen failpoint.
func reach(name string) {
	if name != chosen.name || chosen.left.Add(-1) != 0 {
		return
	}
	slog.Error("failpoint", "name", name)
	_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
	select {}
}

func gitFailpoint(point string) { reach(point) }

type filesThatFail struct{ assets.Store }

func failingFiles(s assets.Store) assets.Store { return filesThatFail{s} }

func (f filesThatFail) Put(ctx context.Context, area assets.Area, name assets.Name, data []byte) error {
	reach("asset.put")
	err := f.Store.Put(ctx, area, name, data)
	reach("asset.kept")
	return err
}

type catalogThatFails struct{ catalog.Store }

func failingCatalog(s catalog.Store) catalog.Store { return catalogThatFails{s} }

func (c catalogThatFails) Commit(ctx context.Context, change catalog.Change) error {
	reach("pack.commit")
	err := c.Store.Commit(ctx, change)
	reach("pack.committed")
	return err
}

func (c catalogThatFails) SavePicture(ctx context.Context, picture catalog.Picture) error {
	reach("picture.commit")
	return c.Store.SavePicture(ctx, picture)
}

type purchasesThatFail struct{ purchases.Store }

func failingPurchases(s purchases.Store) purchases.Store { return purchasesThatFail{s} }

func (p purchasesThatFail) Transact(ctx context.Context, scope purchases.Scope, decide func(purchases.State) (purchases.Changes, error)) error {
	err := p.Store.Transact(ctx, scope, func(state purchases.State) (purchases.Changes, error) {
		changes, err := decide(state)
		reach("order.decided")
		return changes, err
	})
	reach("order.committed")
	return err
}

type receiptsThatFail struct{ receipt.Store }

func failingReceipts(s receipt.Store) receipt.Store { return receiptsThatFail{s} }

func (r receiptsThatFail) Issue(ctx context.Context, from, to int64, documents []receipt.Document) error {
	if len(documents) == 0 {
		return r.Store.Issue(ctx, from, to, documents)
	}
	reach("receipt.issue")
	err := r.Store.Issue(ctx, from, to, documents)
	reach("receipt.issued")
	return err
}
