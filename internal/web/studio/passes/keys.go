package passes

import (
	"encoding/base64"
	"net/http"

	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

var keysTemplate = frame.Parse(templates, "keys.html")

// keysPage is the public keys that tickets are verified with. No secret is in it.
type keysPage struct {
	frame.Shell
	Keys []publicKey
}

// publicKey is one of them.
type publicKey struct {
	ID, Key string // Key is base64url
	Signs   bool
}

func (r *room) keys(v *frame.Visit) error {
	p := keysPage{Shell: v.Shell(v.Voice.T("studio.pass.keys"))}
	for i, key := range r.passes.TicketKeys() {
		p.Keys = append(p.Keys, publicKey{key.ID, base64.RawURLEncoding.EncodeToString(key.Key), i == 0})
	}
	return v.Show(http.StatusOK, keysTemplate, p)
}
