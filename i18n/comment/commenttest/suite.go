package commenttest

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/hallyu-store/hallyu/i18n/comment"
	"github.com/hallyu-store/hallyu/i18n/translation"
	"github.com/hallyu-store/hallyu/journal"
)

// Run holds a store to what [comment.Store] promises. newStore gives an empty one for each test.
func Run(t *testing.T, newStore func(t *testing.T) comment.Store) {
	for name, behaviour := range map[string]func(*testing.T, comment.Store){
		"CommentsComeBack":   commentsComeBack,
		"CommentsAreSettled": commentsAreSettled,
		"OpenOnesAreCounted": openOnesAreCounted,
		"CommentsAreRemoved": commentsAreRemoved,
	} {
		t.Run(name, func(t *testing.T) { behaviour(t, newStore(t)) })
	}
}

var (
	at   = time.Date(2026, 11, 23, 12, 0, 0, 123000, time.UTC)
	here = translation.Part{Project: "app", Locale: "ko", Message: "a b/c"}
)

func said(id string, part translation.Part) comment.Comment {
	return comment.Comment{ID: id, Part: part, Account: "acc_1", Text: "왜 \"이렇게\"?\n🐰", At: at}
}

func put(t *testing.T, s comment.Store, all ...comment.Comment) {
	t.Helper()
	for _, c := range all {
		if err := s.Put(t.Context(), c, record()); err != nil {
			t.Fatal(err)
		}
	}
}

func record() journal.Record {
	return journal.Record{Audit: []journal.AuditEntry{journal.NewAuditEntry(journal.Origin{Actor: "acc_1"}, "comment.add", "a", nil, nil, at)}}
}

func of(t *testing.T, s comment.Store, part translation.Part, limit int) []comment.Comment {
	t.Helper()
	found, err := s.Of(t.Context(), part, limit)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func want[T any](t *testing.T, got, want T) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func commentsComeBack(t *testing.T, s comment.Store) {
	want(t, of(t, s, here, 10), []comment.Comment{})
	there := here
	there.Locale = "ja"
	put(t, s, said("cmt_2", here), said("cmt_1", here), said("cmt_3", there))
	want(t, of(t, s, here, 10), []comment.Comment{said("cmt_1", here), said("cmt_2", here)})
	want(t, of(t, s, here, 1), []comment.Comment{said("cmt_1", here)})
	one, err := s.Comment(t.Context(), "cmt_3")
	if err != nil {
		t.Fatal(err)
	}
	want(t, one, said("cmt_3", there))
}

func commentsAreSettled(t *testing.T, s comment.Store) {
	c := said("cmt_1", here)
	put(t, s, c)
	c.ResolvedBy, c.ResolvedAt = "acc_2", at.Add(time.Hour)
	put(t, s, c)
	want(t, of(t, s, here, 10), []comment.Comment{c})
}

func openOnesAreCounted(t *testing.T, s comment.Store) {
	settled, elsewhere, other := said("cmt_3", here), said("cmt_4", here), said("cmt_5", here)
	settled.ResolvedBy, settled.ResolvedAt = "acc_2", at
	elsewhere.Project, other.Message = "web", "d"
	put(t, s, said("cmt_1", here), said("cmt_2", here), settled, elsewhere, other)
	counts, err := s.Open(t.Context(), "app", "ko")
	if err != nil {
		t.Fatal(err)
	}
	want(t, counts, map[string]int{"a b/c": 2, "d": 1})
}

func commentsAreRemoved(t *testing.T, s comment.Store) {
	put(t, s, said("cmt_1", here), said("cmt_2", here))
	for range 2 {
		if err := s.Remove(t.Context(), "cmt_1", record()); err != nil {
			t.Fatal(err)
		}
	}
	want(t, of(t, s, here, 10), []comment.Comment{said("cmt_2", here)})
	if _, err := s.Comment(t.Context(), "cmt_1"); !errors.Is(err, comment.ErrNotFound) {
		t.Error(err)
	}
}
