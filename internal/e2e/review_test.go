package e2e

import (
	"testing"

	"github.com/hallyu-store/hallyu/api"
)

// TestReview goes from a submission to the store: rejected with reasons, appealed, rejected again, replaced,
// approved by another than who made it, and put on sale by an editor.
func TestReview(t *testing.T) {
	s := serve(t, t.TempDir())
	key := s.staff(t, "designer@example.com", "operator", "reviewer")
	designer, reviewer := s.client(key), s.client(s.staff(t, "reviewer@example.com", "reviewer"))
	editor := s.client(s.staff(t, "editor@example.com", "editor"))
	pack := brought(t, designer, "moon", "2500")
	release := must(designer.SubmitPack(t.Context(), "moon"))(t)
	queue := must(reviewer.Reviews(t.Context(), nil, ""))(t)
	if release.Number != 1 || len(queue.Items) != 1 || queue.Items[0].Pack != pack.ID || queue.Items[0].Release.WaitingSince == nil {
		t.Fatalf("submitted %+v, queue %+v", release, queue)
	}
	_, err := designer.ReviewPack(t.Context(), "moon", api.ReviewDecision{Decision: "approved"})
	problem(t, err, "own-release")
	_, err = reviewer.ReviewPack(t.Context(), "moon", api.ReviewDecision{Decision: "rejected"})
	problem(t, err, "review-invalid")
	why := api.ReviewReason{Code: "hard-to-see", Sticker: pack.Stickers[0].ID, Note: "too pale"}
	rejection := api.ReviewDecision{Decision: "rejected", Reasons: []api.ReviewReason{why}}
	must(reviewer.ReviewPack(t.Context(), "moon", rejection))(t)
	must(designer.AppealPack(t.Context(), "moon", api.ReviewAppeal{Note: "it glows"}))(t)
	_, err = designer.AppealPack(t.Context(), "moon", api.ReviewAppeal{Note: "it glows"})
	problem(t, err, "appeal-closed")
	must(reviewer.ReviewPack(t.Context(), "moon", rejection))(t)
	_, err = editor.PublishPack(t.Context(), "moon", api.Publication{Release: 1})
	problem(t, err, "release-rejected")

	pack.PackDraft.Copyright = "© another"
	must(designer.ImportPack(t.Context(), pack.PackDraft))(t)
	var submitted struct{ Release int }
	s.json(t, &submitted, "pack", "submit", "moon", "--server", s.URL, "--key", key)
	must(reviewer.ReviewPack(t.Context(), "moon", api.ReviewDecision{Decision: "approved"}))(t)
	must(editor.PublishPack(t.Context(), "moon", api.Publication{Release: 2}))(t)
	shown := must(s.client("").Pack(t.Context(), "KR", "en", "moon"))(t)
	history := must(designer.Releases(t.Context(), "moon"))(t)
	var status struct {
		State    string
		Current  int
		Releases []api.Release
	}
	s.json(t, &status, "pack", "status", "moon", "--server", s.URL, "--key", key)
	if submitted.Release != 2 || status.State != "on_sale" || status.Current != 2 || len(status.Releases) != 2 {
		t.Errorf("submitted %+v, status %+v", submitted, status)
	}
	if shown.Release != 2 || len(history.Items) != 2 || len(history.Items[0].Steps) != 4 || history.Items[0].Steps[1].Reasons[0].ReviewReason != why || history.Items[0].Steps[1].Reasons[0].Text == "" || history.Items[1].State != "approved" {
		t.Errorf("shown release %d, history %+v", shown.Release, history)
	}
}

// must returns the value of a call that must not fail.
func must[T any](value T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}
