package apps

import (
	"cmp"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

var formTemplate = frame.Parse(templates, "form.html")

// formPage is the form of who signs an app's tokens of one mode. A secret that was typed never comes back.
type formPage struct {
	frame.Shell
	Notice   *frame.Notice
	App      row
	Mode     accounts.Mode
	Set      bool              // there is one to change
	Typed    map[string]string // by field
	Families []frame.Option
	Kept     string // what is kept when nothing is given in its place: keys, secret, or ""
	Faults   map[string]string
}

// Field is one of the form's fields.
func (p formPage) Field(name string) frame.Field {
	f := frame.Field{ID: name, Label: p.T("studio.issuer." + name), Value: p.Typed[name], Wrong: p.Faults["/"+name], Latin: true, Longest: 500}
	switch name {
	case "issuer", "audience":
		f.Required = true
	case "claim":
		f.Longest, f.Required = 100, true
	case "keys_url":
		f.Type, f.Longest, f.Hint = "url", 2000, p.T("studio.issuer.keys_url_hint")
	case "secret":
		f.Type, f.Longest, f.Hint = "password", 512, p.T("studio.issuer.secret_hint")
	}
	return f
}

// algorithms are those of a family, by their own names: RFC 7518, section 3.1, and RFC 8037.
var algorithms = map[accounts.Family]string{
	accounts.FamilyES: "ES: ES256, ES384, ES512", accounts.FamilyEdDSA: "EdDSA: Ed25519", accounts.FamilyRS: "RS: RS256, RS384, RS512",
	accounts.FamilyPS: "PS: PS256, PS384, PS512", accounts.FamilyHS: "HS: HS256, HS384, HS512",
}

// mode is the one that the address names, or the fault of one that is none.
func mode(v *frame.Visit) (accounts.Mode, error) {
	m := accounts.Mode(v.Param("mode"))
	if !slices.Contains(modes, m) {
		return m, accounts.ErrIssuerNotFound.With("app", v.Param("app"), "mode", m)
	}
	return m, nil
}

// before is the issuer that is set, if any.
func (r *room) before(v *frame.Visit, m accounts.Mode) (accounts.Issuer, error) {
	found, err := r.apps.Issuer(v.Request().Context(), v.Param("app"), m)
	if errors.Is(err, accounts.ErrIssuerNotFound) {
		err = nil
	}
	return found, err
}

func (r *room) form(v *frame.Visit) error {
	m, err := mode(v)
	if err != nil {
		return err
	}
	found, err := r.before(v, m)
	if err != nil {
		return err
	}
	return r.showForm(v, found, map[string]string{
		"issuer": found.Name, "audience": found.Audience, "claim": cmp.Or(found.Claim, "sub"), "family": string(found.Family), "keys_url": found.KeysURL,
	}, nil)
}

// showForm answers with the form over what is set; failure is why what was typed was not taken.
func (r *room) showForm(v *frame.Visit, found accounts.Issuer, typed map[string]string, failure error) error {
	app, err := r.apps.App(v.Request().Context(), v.Param("app"))
	if err != nil {
		return err
	}
	delete(typed, "secret")
	p := formPage{Shell: v.Shell(app.Name), App: rowOf(v, app), Mode: accounts.Mode(v.Param("mode")), Set: found.Name != "", Typed: typed}
	if len(found.Keys) > 0 {
		p.Kept = "keys"
	} else if len(found.Secret) > 0 {
		p.Kept = "secret"
	}
	for _, family := range accounts.Families {
		p.Families = append(p.Families, frame.Option{
			Value: string(family), Name: algorithms[family], Chosen: string(family) == cmp.Or(typed["family"], string(accounts.FamilyES)),
		})
	}
	status := http.StatusOK
	if failure != nil {
		worded := v.Word(failure)
		p.Notice, p.Faults, status = worded.Bad(), worded.Fields, worded.Status
	}
	return v.Show(status, formTemplate, p)
}

// save takes the form.
func (r *room) save(v *frame.Visit) error {
	m, err := mode(v)
	if err != nil {
		return err
	}
	found, err := r.before(v, m)
	if err != nil {
		return err
	}
	typed := map[string]string{}
	for _, name := range []string{"issuer", "audience", "claim", "family", "keys_url", "keys"} {
		typed[name] = strings.TrimSpace(v.FormValue(name))
	}
	wanted := accounts.Issuer{
		App: v.Param("app"), Mode: m, Name: typed["issuer"], Audience: typed["audience"], Claim: typed["claim"], Family: accounts.Family(typed["family"]),
		KeysURL: typed["keys_url"], Keys: publicOf(typed["keys"]), Secret: []byte(v.FormValue("secret")),
	}
	if wanted.KeysURL == "" && wanted.Keys == nil && len(wanted.Secret) == 0 && wanted.Family != accounts.FamilyHS {
		wanted.Keys = found.Keys
	}
	_, failure := r.apps.SetIssuer(v.Request().Context(), v.Origin(), wanted)
	if failure != nil {
		return r.showForm(v, found, typed, failure)
	}
	return v.Go(Home + "/" + wanted.App + "?done=saved")
}

// private are the parameters of keys that are nobody else's: RFC 7518, sections 6.2.2, 6.3.2 and 6.4.1.
var private = []string{"d", "p", "q", "dp", "dq", "qi", "oth", "k"}

// publicOf returns a JWK set without what is private of it. What is no set is returned as it is, to be refused; nil for
// nothing.
func publicOf(text string) json.RawMessage {
	if text == "" {
		return nil
	}
	var set struct {
		Keys []map[string]any `json:"keys"`
	}
	if json.Unmarshal([]byte(text), &set) != nil {
		return json.RawMessage(text)
	}
	for _, key := range set.Keys {
		for _, name := range private {
			delete(key, name)
		}
	}
	data, _ := json.Marshal(set) // it was read as JSON
	return data
}
