package apps

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n/cldr"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

// verdict is what became of a token that was tried. The token itself is not in it: who has it may come in with it.
type verdict struct {
	Good   bool
	Title  string
	Reason string
	Said   []claim // what the token says of itself, unproven
}

// claim is a part of a token's header or body.
type claim struct {
	Name, Value string
	Stamp       string // of a moment
}

// try says for whom a token opens the store, or what is wrong with it.
func (r *room) try(v *frame.Visit) error {
	ctx := v.Request().Context()
	app, err := r.apps.App(ctx, v.Param("app"))
	if err != nil {
		return err
	}
	token := strings.TrimPrefix(strings.TrimSpace(v.FormValue("token")), "Bearer ")
	shown := verdict{Said: r.said(v, app.ID, token)}
	actor, err := r.apps.TryToken(ctx, token)
	status := http.StatusOK
	switch known := fault.As(err); {
	case err != nil && known == nil:
		return err
	case err != nil:
		status, shown.Title, shown.Reason = http.StatusUnprocessableEntity, v.Voice.T("studio.issuer.refused"), reason(v, err, known)
	case actor.App != app.ID:
		status, shown.Title = http.StatusUnprocessableEntity, v.Voice.T("studio.issuer.another", "App", v.AppName(actor.App))
	default:
		shown.Good, shown.Title = true, v.Voice.T("studio.issuer.opens", "Holder", actor.Holder)
		shown.Reason = v.Voice.T("studio.issuer.mode_" + string(actor.Mode))
	}
	return r.show(v, status, app, onePage{Verdict: &shown})
}

// reasons are those that have words of their own.
var reasons = []string{
	accounts.TokenMalformed, accounts.TokenStranger, accounts.TokenUnproven, accounts.TokenEnded, accounts.TokenEarly, accounts.TokenTooLong, accounts.TokenNobody,
}

// reason says in words why a token is refused.
func reason(v *frame.Visit, err error, known *fault.Error) string {
	if why, _ := known.Facts()["reason"].(string); slices.Contains(reasons, why) {
		return v.Voice.T("studio.issuer.why_" + why)
	}
	return v.Word(err).Detail
}

const (
	maxToken = 8 << 10 // bytes that are looked at
	maxClaim = 300     // bytes of a value that are shown
)

// said is what a token says of itself, as far as it can be read.
func (r *room) said(v *frame.Visit, app, token string) []claim {
	parts := strings.Split(token, ".")
	if len(token) > maxToken || len(parts) != 3 {
		return nil
	}
	header, body := read(parts[0]), read(parts[1])
	var all []claim
	for _, name := range []string{"alg", "kid", "typ"} {
		all = add(all, name, header[name])
	}
	for _, name := range []string{"iss", "aud"} {
		all = add(all, name, body[name])
	}
	for _, name := range []string{"exp", "nbf", "iat"} {
		all = addMoment(v, all, name, body[name])
	}
	for _, name := range r.claims(v, app) {
		all = add(all, name, body[name])
	}
	return all
}

// claims are those that name the holders of an app, each once.
func (r *room) claims(v *frame.Visit, app string) []string {
	names := []string{}
	for _, m := range modes {
		found, err := r.apps.Issuer(v.Request().Context(), app, m)
		if err == nil && !slices.Contains(names, found.Claim) {
			names = append(names, found.Claim)
		}
	}
	return names
}

// read decodes a part of a token; nil when it cannot be read.
func read(part string) map[string]any {
	data, err := base64.RawURLEncoding.DecodeString(part)
	if err != nil {
		return nil
	}
	var values map[string]any
	if json.Unmarshal(data, &values) != nil {
		return nil
	}
	return values
}

func add(all []claim, name string, value any) []claim {
	if value == nil {
		return all
	}
	text, is := value.(string)
	if !is {
		data, _ := json.Marshal(value)
		text = string(data)
	}
	if len(text) > maxClaim {
		text = strings.ToValidUTF8(text[:maxClaim], "") + "…"
	}
	return append(all, claim{Name: name, Value: text})
}

// year10000 is the first second that no calendar of ours writes.
const year10000 = 253402300800

func addMoment(v *frame.Visit, all []claim, name string, value any) []claim {
	seconds, is := value.(float64)
	if !is || seconds < 0 || seconds >= year10000 {
		return add(all, name, value)
	}
	at := time.Unix(int64(seconds), 0).UTC()
	return append(all, claim{Name: name, Value: cldr.FormatMoment(string(v.Voice.Locale), at, cldr.Long), Stamp: at.Format(time.RFC3339)})
}
