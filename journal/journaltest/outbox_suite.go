package journaltest

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/hallyu-store/hallyu/journal"
)

// OutboxStore keeps a journal with its letters.
type OutboxStore interface {
	journal.Store
	journal.Outbox
}

// RunOutbox holds stores made by newStore to what journal.Outbox promises.
func RunOutbox(t *testing.T, newStore func(t *testing.T) OutboxStore) {
	t.Helper()
	for name, test := range map[string]func(*testing.T, OutboxStore){
		"LetterIsClaimedOnce":      claimedOnce,
		"LetterComesAgain":         comesAgain,
		"SentAndGivenUpAreOver":    sentIsOver,
		"LettersAreClaimedInTurns": claimedInTurns,
	} {
		t.Run(name, func(t *testing.T) { test(t, newStore(t)) })
	}
}

var hour = at.Add(time.Hour)

func write(t *testing.T, s OutboxStore, kinds ...string) []journal.Letter {
	t.Helper()
	var letters []journal.Letter
	for _, kind := range kinds {
		letter := journal.NewLetter("yuna@studio.example", "ko", kind, map[string]string{"path": "/x"}, at)
		letter.Points = []journal.Point{{About: "bow", Words: "reason.other.text", Note: "a note"}}
		letters = append(letters, letter)
	}
	if err := s.Append(t.Context(), journal.Record{Letters: letters}); err != nil {
		t.Fatal(err)
	}
	return letters
}

func claim(t *testing.T, s OutboxStore, due time.Time, limit int) []journal.Letter {
	t.Helper()
	letters, err := s.Claim(t.Context(), due, hour, limit)
	if err != nil {
		t.Fatal(err)
	}
	return letters
}

func claimedOnce(t *testing.T, s OutboxStore) {
	want := write(t, s, "reset")
	want[0].Attempts = 1
	if diff := cmp.Diff(want, claim(t, s, at, 10)); diff != "" {
		t.Error(diff)
	}
	if again := claim(t, s, at, 10); len(again) != 0 {
		t.Errorf("claimed twice: %+v", again)
	}
}

func comesAgain(t *testing.T, s OutboxStore) {
	letter := write(t, s, "reset")[0]
	claim(t, s, at, 10)
	soon := at.Add(time.Minute)
	if err := s.Failed(t.Context(), letter.ID, "refused", &soon); err != nil {
		t.Fatal(err)
	}
	if early := claim(t, s, at, 10); len(early) != 0 {
		t.Error("it came too early")
	}
	if again := claim(t, s, soon, 10); len(again) != 1 || again[0].Attempts != 2 || again[0].Facts["path"] != "/x" {
		t.Errorf("%+v", again)
	}
	if lost := claim(t, s, hour, 10); len(lost) != 1 {
		t.Error("a letter that was not heard of does not come again")
	}
}

func sentIsOver(t *testing.T, s OutboxStore) {
	letters := write(t, s, "reset", "confirm")
	claim(t, s, at, 10)
	if err := s.Sent(t.Context(), letters[0].ID, at); err != nil {
		t.Fatal(err)
	}
	if err := s.Failed(t.Context(), letters[1].ID, "no such address", nil); err != nil {
		t.Fatal(err)
	}
	if left := claim(t, s, hour.Add(time.Hour), 10); len(left) != 0 {
		t.Errorf("%+v", left)
	}
}

func claimedInTurns(t *testing.T, s OutboxStore) {
	write(t, s, "one", "two", "three")
	first, second := claim(t, s, at, 2), claim(t, s, at, 2)
	if len(first) != 2 || first[0].Kind != "one" || len(second) != 1 || second[0].Kind != "three" {
		t.Errorf("%+v, %+v", first, second)
	}
}
