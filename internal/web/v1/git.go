package v1

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/internal/web"
)

var (
	// ErrGitNotKept says that the locale files of this store are in no git work tree, or that it has no secret for hooks.
	ErrGitNotKept = fault.Define(fault.NotFound, "git-not-kept")
	// ErrHookUnsigned says that a call of a hook is not signed with the secret of this store.
	ErrHookUnsigned = fault.Define(fault.Denied, "hook-unsigned")
)

// Git keeps the locale files in step with a repository.
type Git interface {
	Sync(context.Context) error
	// Wake lets it come about soon, and returns at once.
	Wake()
	// Last tells when fetching and pushing went well last; zero for never.
	Last() (fetched, pushed time.Time)
}

// maxHook bounds what a host of git repositories tells of a push, in bytes: what GitHub's documentation names.
const maxHook = 25 << 20

func (r *routes) mountGit() {
	web.Typed(r.Server, web.Operation{
		Method: http.MethodPost, ID: "sync-git", Path: "/v1/git/sync", Tag: tagStrings, Action: accounts.ReleaseStrings,
		Summary: "Take what others pushed, and push what translators wrote, now",
	}, r.syncGit)
	web.Plain[hookInput, struct{}](r.Server, web.Operation{
		Method: http.MethodPost, ID: "git-pushed", Path: "/v1/git/pushed", Tag: tagStrings, Status: http.StatusAccepted, MaxBody: maxHook,
		Summary: "Webhook of GitHub, Gitea or GitLab: somebody pushed",
	}, r.gitPushed)
}

func (r *routes) syncGit(ctx context.Context, _ *struct{}) (*jsonOf[api.GitStanding], error) {
	if r.Git == nil {
		return nil, ErrGitNotKept
	}
	err := r.Git.Sync(ctx)
	if err != nil {
		return nil, err
	}
	fetched, pushed := r.Git.Last()
	return &jsonOf[api.GitStanding]{api.GitStanding{FetchedAt: unlessNever(fetched), PushedAt: unlessNever(pushed)}}, nil
}

// unlessNever is nil for the zero time.
func unlessNever(at time.Time) *time.Time {
	if at.IsZero() {
		return nil
	}
	at = at.UTC()
	return &at
}

type hookInput struct {
	GitHub  string `header:"X-Hub-Signature-256" maxLength:"100" doc:"of GitHub: sha256= and the HMAC-SHA256 of the body in hexadecimal"`
	Gitea   string `header:"X-Gitea-Signature" maxLength:"100" doc:"of Gitea and Forgejo: the HMAC-SHA256 of the body in hexadecimal"`
	GitLab  string `header:"X-Gitlab-Token" maxLength:"100" doc:"of GitLab: the secret itself"`
	RawBody []byte `contentType:"application/octet-stream"`
}

// gitPushed wakes whoever fetches. What the body tells does not matter: all that was pushed is fetched.
func (r *routes) gitPushed(c echo.Context) error {
	err := r.Guard(c)
	if err != nil {
		return err
	}
	if r.Git == nil || r.GitHookSecret == "" {
		return ErrGitNotKept
	}
	request := c.Request()
	if request.ContentLength > maxHook {
		return web.ErrBodyTooLarge.With("measured", request.ContentLength, "limit", int64(maxHook))
	}
	signed, err := signedHook(request.Header, http.MaxBytesReader(nil, request.Body, maxHook), r.GitHookSecret)
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return web.ErrBodyTooLarge.With("limit", large.Limit)
	case err != nil:
		return web.ErrBodyMalformed.Because(err)
	case !signed:
		return ErrHookUnsigned
	}
	r.Git.Wake()
	return c.NoContent(http.StatusAccepted)
}

// signedHook says whether a call knows the secret. Of one without any signature the body is not read.
func signedHook(header http.Header, body io.Reader, secret string) (bool, error) {
	if token := header.Get("X-Gitlab-Token"); token != "" {
		return subtle.ConstantTimeCompare([]byte(token), []byte(secret)) == 1, nil
	}
	signature, found := strings.CutPrefix(header.Get("X-Hub-Signature-256"), "sha256=")
	if !found {
		signature = header.Get("X-Gitea-Signature")
	}
	want, err := hex.DecodeString(signature)
	if err != nil || len(want) != sha256.Size {
		return false, nil
	}
	mac := hmac.New(sha256.New, []byte(secret))
	_, err = io.Copy(mac, body)
	return err == nil && hmac.Equal(mac.Sum(nil), want), err
}
