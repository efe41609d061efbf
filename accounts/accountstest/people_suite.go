package accountstest

import (
	"sync"
	"testing"

	"github.com/google/uuid"

	"github.com/hallyu-store/hallyu/accounts"
)

func somebody(app accounts.App, holder string) accounts.Person {
	return accounts.Person{ID: uuid.New(), App: app.ID, Mode: accounts.Live, Holder: holder, TokensFrom: at}
}

func personIsKnownOnce(t *testing.T, f fixture) {
	app := f.addApp(t)
	ids := make([]uuid.UUID, 8)
	var all sync.WaitGroup
	for i := range ids {
		all.Go(func() {
			known, err := f.store.Know(ctx, somebody(app, "fan"))
			if err != nil {
				t.Error(err)
			}
			ids[i] = known.ID
		})
	}
	all.Wait()
	for _, id := range ids {
		same(t, "person", ids[0], id)
	}
	found, err := f.store.Person(ctx, ids[0])
	done(t, "Person", err)
	same(t, "found", &accounts.Person{ID: ids[0], App: app.ID, Mode: accounts.Live, Holder: "fan", TokensFrom: at}, found)
	none, err := f.store.Person(ctx, uuid.New())
	done(t, "Person", err)
	if none != nil {
		t.Errorf("nobody is %+v", none)
	}
}

func tokensEndForOne(t *testing.T, f fixture) {
	app := f.addApp(t)
	one, err := f.store.Know(ctx, somebody(app, "fan"))
	done(t, "Know", err)
	other, err := f.store.Know(ctx, somebody(app, "friend"))
	done(t, "Know", err)
	done(t, "EndTokens", f.store.EndTokens(ctx, app.ID, accounts.Live, "fan", later))
	done(t, "EndTokens of the past", f.store.EndTokens(ctx, app.ID, accounts.Live, "fan", at))
	done(t, "EndTokens of nobody", f.store.EndTokens(ctx, app.ID, accounts.Test, "fan", later))
	one.TokensFrom = later
	for _, want := range []accounts.Person{one, other} {
		got, err := f.store.Person(ctx, want.ID)
		done(t, "Person", err)
		same(t, "person", &want, got)
	}
}

func clientKeyComesBack(t *testing.T, f fixture) {
	k := key("", "", accounts.Live)
	f.addApp(t, k)
	done(t, "SetClientKey", f.store.SetClientKey(ctx, k.ID, "public"))
	got, err := f.store.Key(ctx, k.Kid)
	done(t, "Key", err)
	same(t, "client key", "public", got.ClientKey)
}
