package sqlstore_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/internal/sqlstore"
	"github.com/hallyu-store/hallyu/internal/sqlstore/postgrestest"
	"github.com/hallyu-store/hallyu/internal/sqlstore/sqlstoretest"
	"github.com/hallyu-store/hallyu/journal"
)

func record(subject string) journal.Record {
	return journal.Record{Events: []journal.Event{journal.NewEvent("", "test", subject, nil, at)}}
}

// TestLateCommitIsNumberedLate begins a transaction before another one and commits it after that was
// read: the reader finds it behind what it has seen.
func TestLateCommitIsNumberedLate(t *testing.T) {
	db := sqlstoretest.OpenPostgres(t)
	commit, err := db.AppendSlowly(record("slow"))
	noError(t, err)
	noError(t, db.Journal().Append(t.Context(), record("quick")))
	first, err := db.Journal().Events(t.Context(), "", 0, 10)
	noError(t, err)
	if len(first) != 1 || first[0].Subject != "quick" || first[0].Sequence != 1 {
		t.Fatal(first)
	}
	noError(t, commit())
	second, err := db.Journal().Events(t.Context(), "", 1, 10)
	noError(t, err)
	if len(second) != 1 || second[0].Subject != "slow" || second[0].Sequence != 2 {
		t.Error(second)
	}
}

// TestMomentsAreTheSameInEveryZone writes a moment that Seoul's clocks show, on a server and a session
// of other zones.
func TestMomentsAreTheSameInEveryZone(t *testing.T) {
	seoul := time.FixedZone("KST", 9*60*60)
	sqlstoretest.EachKind(t, func(t *testing.T, openOne func(testing.TB) *sqlstore.DB) {
		db := openOne(t)
		app := accounts.App{ID: "app_1", Name: "Seoul", CreatedAt: at.In(seoul)}
		ends := at.Add(time.Hour).In(seoul)
		key := accounts.Key{ID: "key_1", Kid: "kid1", App: app.ID, Mode: accounts.Live, CreatedAt: at.In(seoul), ExpiresAt: &ends}
		noError(t, db.Accounts().AddApp(t.Context(), app, []accounts.Key{key}, journal.Record{}))
		noError(t, db.Accounts().RevokeKey(t.Context(), key.ID, at.In(seoul), journal.Record{}))
		found, err := db.Accounts().Key(t.Context(), "kid1")
		noError(t, err)
		for _, got := range []time.Time{found.CreatedAt, found.ExpiresAt.Add(-time.Hour), *found.RevokedAt} {
			if !got.Equal(at) || got.Location() != time.UTC {
				t.Errorf("%v, want %v", got, at)
			}
		}
	})
}

// TestNobodyLearnsThePassword looks for it in what is said when a database cannot be used.
func TestNobodyLearnsThePassword(t *testing.T) {
	real := sqlstoretest.EmptyPostgresURL(t)
	var log bytes.Buffer
	for _, url := range []string{
		"postgres://hallyu:" + postgrestest.Password + "@127.0.0.1:1/x",
		"postgres://hallyu:" + postgrestest.Password + "@127.0.0.1:1/x?sslmode=nonsense",
		"postgres://hallyu:" + postgrestest.Password + "@127.0.0.1:port/%zz",
		"postgres://hallyu:" + postgrestest.Password + "@[::1/x",
		"postgresql://h/x?password=" + postgrestest.Password + "&port=z",
		"mysql://root:" + postgrestest.Password + "@h/x",
		strings.Replace(real, "/hallyu_", "/no_such_", 1),
	} {
		db, err := sqlstore.Open(t.Context(), sqlstore.Config{URL: url, Logger: slog.New(slog.NewTextHandler(&log, nil))})
		if err == nil {
			_ = db.Close()
			t.Errorf("%s was opened", url)
		}
		if said := fmt.Sprintf("%v %+v %s", err, err, log.String()); strings.Contains(said, postgrestest.Password) {
			t.Errorf("%s: %s", url, said)
		}
	}
}

// TestUnstorableTextIsNobody: what PostgreSQL cannot hold is found nowhere, and is nobody's failure.
func TestUnstorableTextIsNobody(t *testing.T) {
	sqlstoretest.Each(t, func(t *testing.T, db *sqlstore.DB) {
		for _, text := range []string{"a\x00b", "\xff\xfe", "a_\x00", "@\x00"} {
			_, err := db.Accounts().Key(t.Context(), text)
			if !errors.Is(err, accounts.ErrKeyNotFound) {
				t.Errorf("key %q: %v", text, err)
			}
			_, err = db.Accounts().Account(t.Context(), text)
			if !errors.Is(err, accounts.ErrAccountNotFound) {
				t.Errorf("account %q: %v", text, err)
			}
			_, err = db.Catalog().Pack(t.Context(), text)
			if !errors.Is(err, catalog.ErrPackNotFound) {
				t.Errorf("pack %q: %v", text, err)
			}
			_, err = db.Catalog().Creator(t.Context(), text)
			if !errors.Is(err, catalog.ErrCreatorNotFound) {
				t.Errorf("creator %q: %v", text, err)
			}
			grants, err := db.Purchases().Grants(t.Context(), books, []string{text}, []string{"pck_1"})
			if err != nil || len(grants) > 0 {
				t.Errorf("grants %q: %v %v", text, grants, err)
			}
		}
	})
}

// TestAnotherEncodingIsRefused: a database that cannot hold every text is no store.
func TestAnotherEncodingIsRefused(t *testing.T) {
	db, err := sqlstore.Open(context.Background(), sqlstore.Config{URL: sqlstoretest.Latin1PostgresURL(t)})
	if err == nil {
		_ = db.Close()
		t.Fatal("it was opened")
	}
	if !strings.Contains(err.Error(), "UTF8") {
		t.Error(err)
	}
}

// TestOwnDecisionsWaitForNobody changes an account while an operator's own change is on its way.
func TestOwnDecisionsWaitForNobody(t *testing.T) {
	db := sqlstoretest.OpenPostgres(t)
	store := db.Accounts()
	for _, id := range []string{"acc_a", "acc_b"} {
		noError(t, store.AddAccount(t.Context(), accounts.Account{ID: id, Email: id + "@example.com", Roles: []accounts.Role{accounts.Operator}, CreatedAt: at}, nil, journal.Record{}))
	}
	mute := func(a *accounts.Account) error {
		a.Muted = []accounts.Topic{accounts.TopicSales}
		return nil
	}
	var once sync.Once
	noError(t, store.UpdateAccount(t.Context(), "acc_a", at, func(a *accounts.Account) error {
		once.Do(func() {
			ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
			defer cancel()
			if err := store.UpdateAccount(ctx, "acc_b", at, mute, journal.Record{}); err != nil {
				t.Errorf("another's decision: %v", err)
			}
		})
		return mute(a)
	}, journal.Record{}))
}
