package accountstest

import (
	"testing"

	"github.com/hallyu-store/hallyu/accounts"
)

func issuer(app accounts.App) accounts.Issuer {
	return accounts.Issuer{
		App: app.ID, Mode: accounts.Live, Name: "https://chat.example", Audience: app.ID, Claim: "sub", Family: accounts.FamilyHS,
		Secret: []byte("\x00 a secret of bytes \xff"), SetAt: at,
	}
}

func issuerComesBack(t *testing.T, f fixture) {
	app, other := f.addApp(t), f.addApp(t)
	want := issuer(app)
	done(t, "SetIssuer", f.store.SetIssuer(ctx, want, entry("issuer.set")))
	want.Family, want.Secret, want.KeysURL = accounts.FamilyES, nil, "https://chat.example/keys"
	done(t, "SetIssuer again", f.store.SetIssuer(ctx, want, entry("issuer.set")))
	got, err := f.store.Issuer(ctx, app.ID, accounts.Live)
	done(t, "Issuer", err)
	same(t, "issuer", want, got)
	found, err := f.store.Issuers(ctx, want.Name, []string{"x", app.ID})
	done(t, "Issuers", err)
	same(t, "found", []accounts.Issuer{want}, found)
	none, err := f.store.Issuers(ctx, "https://other.example", []string{app.ID})
	done(t, "Issuers", err)
	same(t, "of another name", []accounts.Issuer{}, none)
	taken := want
	taken.App = other.ID
	is(t, "another app", f.store.SetIssuer(ctx, taken, entry("issuer.set")), accounts.ErrIssuerTaken)
	taken.App, taken.Audience = "app_none", "x"
	is(t, "no app", f.store.SetIssuer(ctx, taken, entry("issuer.set")), accounts.ErrAppNotFound)
	done(t, "RemoveIssuer", f.store.RemoveIssuer(ctx, app.ID, accounts.Live, entry("issuer.remove")))
	is(t, "removed again", f.store.RemoveIssuer(ctx, app.ID, accounts.Live, entry("issuer.remove")), accounts.ErrIssuerNotFound)
	_, err = f.store.Issuer(ctx, app.ID, accounts.Live)
	is(t, "removed", err, accounts.ErrIssuerNotFound)
	same(t, "audit", []string{"app.create", "app.create", "issuer.set", "issuer.set", "issuer.remove"}, f.actions(t))
}
