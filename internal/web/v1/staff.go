package v1

import (
	"context"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/internal/web"
	"github.com/hallyu-store/hallyu/journal"
)

// origin says who asks for a change, for the journal.
func origin(ctx context.Context) journal.Origin {
	actor := web.ActorOf(ctx)
	id := actor.Account
	if id == "" {
		id = actor.Key
	}
	return journal.Origin{Actor: id, RequestID: web.RequestIDOf(ctx)}
}

type signInInput struct{ Body api.NewSession }

// signIn gives a staff key for a password.
func (r *routes) signIn(ctx context.Context, in *signInInput) (reply *jsonOf[api.Session], err error) {
	err = r.GuardAccount(in.Body.Email, func() (err error) {
		reply, err = r.session(ctx, in.Body.Email, in.Body.Password)
		return err
	})
	return reply, err
}

func (r *routes) session(ctx context.Context, email, password string) (*jsonOf[api.Session], error) {
	key, token, err := r.Accounts.SignIn(ctx, web.ArrivalOf(ctx), email, password)
	if err != nil {
		return nil, err
	}
	session := api.Session{Account: key.Account, Key: token}
	if key.ExpiresAt != nil {
		session.ExpiresAt = key.ExpiresAt.UTC()
	}
	return &jsonOf[api.Session]{session}, nil
}

type createAppInput struct{ Body api.NewApp }

// createApp registers a chat app; its first key is in the reply, and nowhere else.
func (r *routes) createApp(ctx context.Context, in *createAppInput) (*jsonOf[api.App], error) {
	app, token, err := r.Accounts.CreateApp(ctx, origin(ctx), in.Body.Name, scopesOf(in.Body.Scopes))
	if err != nil {
		return nil, err
	}
	created, err := r.appOf(ctx, app)
	if err != nil || len(created.Keys) == 0 { // the app is there: its only key must not be lost for a read that failed
		created = api.App{ID: app.ID, Name: app.Name, CreatedAt: app.CreatedAt.UTC(), Keys: []api.Key{{Mode: string(accounts.Live), Scopes: list(in.Body.Scopes)}}}
	}
	created.Keys[0].Secret = token
	return &jsonOf[api.App]{created}, nil
}

// AppPath names a chat app.
type AppPath struct {
	App string `path:"app"`
}

// getApp shows a chat app and its keys, without their secrets.
func (r *routes) getApp(ctx context.Context, in *AppPath) (*jsonOf[api.App], error) {
	app, err := r.Accounts.App(ctx, in.App)
	if err != nil {
		return nil, err
	}
	shown, err := r.appOf(ctx, app)
	return &jsonOf[api.App]{shown}, err
}

func (r *routes) appOf(ctx context.Context, app accounts.App) (api.App, error) {
	keys, err := r.Accounts.Keys(ctx, app.ID)
	if err != nil {
		return api.App{}, err
	}
	shown := api.App{ID: app.ID, Name: app.Name, CreatedAt: app.CreatedAt.UTC(), Keys: []api.Key{}}
	for _, key := range keys {
		shown.Keys = append(shown.Keys, keyOf(key, ""))
	}
	return shown, nil
}

func keyOf(k accounts.Key, secret string) api.Key {
	shown := api.Key{ID: k.ID, Mode: string(k.Mode), Scopes: []string{}, Secret: secret, CreatedAt: k.CreatedAt.UTC(), RevokedAt: utc(k.RevokedAt)}
	for _, scope := range k.Scopes {
		shown.Scopes = append(shown.Scopes, string(scope))
	}
	return shown
}

type issueKeyInput struct {
	AppPath
	Body api.NewKey
}

// issueKey gives a further key, so that an app can change keys without a pause.
func (r *routes) issueKey(ctx context.Context, in *issueKeyInput) (*jsonOf[api.Key], error) {
	app, err := r.Accounts.App(ctx, in.App)
	if err != nil {
		return nil, err
	}
	mode := accounts.Live
	if in.Body.Test {
		mode = accounts.Test
	}
	scopes, err := r.scopesFor(ctx, app.ID, in.Body.Scopes)
	if err != nil {
		return nil, err
	}
	key, token, err := r.Accounts.IssueKey(ctx, origin(ctx), app.ID, mode, scopes)
	if err != nil {
		return nil, err
	}
	return &jsonOf[api.Key]{keyOf(key, token)}, nil
}

// scopesFor are the scopes that were asked for, or those of the app's latest key.
func (r *routes) scopesFor(ctx context.Context, app string, names []string) ([]accounts.Scope, error) {
	if len(names) > 0 {
		return scopesOf(names), nil
	}
	keys, err := r.Accounts.Keys(ctx, app)
	if err != nil || len(keys) == 0 {
		return nil, err
	}
	return keys[len(keys)-1].Scopes, nil
}

type revokeKeyInput struct {
	AppPath
	Key string `path:"key"`
}

// revokeKey ends a key of the app at once.
func (r *routes) revokeKey(ctx context.Context, in *revokeKeyInput) (*struct{}, error) {
	keys, err := r.Accounts.Keys(ctx, in.App)
	if err != nil {
		return nil, err
	}
	for _, key := range keys {
		if key.ID == in.Key {
			return nil, r.Accounts.RevokeKey(ctx, origin(ctx), key.ID)
		}
	}
	return nil, accounts.ErrKeyNotFound.With("key", in.Key)
}

func scopesOf(names []string) []accounts.Scope {
	scopes := make([]accounts.Scope, len(names))
	for i, name := range names {
		scopes[i] = accounts.Scope(name)
	}
	return scopes
}
