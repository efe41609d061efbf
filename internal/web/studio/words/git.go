package words

import (
	"time"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

// repository is where the locale files are kept in step with.
type repository struct {
	Fetched time.Time // zero for never since the start, and so is the next
	Pushed  time.Time
	Syncs   bool // the reader may ask for it
	Done    bool // they just did
}

func (r *room) repository(v *frame.Visit) *repository {
	if r.Git == nil {
		return nil
	}
	out := &repository{Syncs: v.Actor.Can(accounts.ReleaseStrings), Done: v.QueryParam("done") == "git"}
	out.Fetched, out.Pushed = r.Git.Last()
	return out
}

// syncGit brings files and repository in step now.
func (r *room) syncGit(v *frame.Visit) error {
	err := r.Git.Sync(v.Request().Context())
	if err != nil {
		return r.showProjects(v, err)
	}
	return v.Go(Home + "?done=git")
}
