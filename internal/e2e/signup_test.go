package e2e

import (
	"maps"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/internal/servertest"
)

// newcomer is somebody who signs up, in a browser without script.
type newcomer struct {
	*reader
	store     *server
	next      func() servertest.Letter
	file      string // of the agreement
	form      url.Values
	designer  *api.Client
	restarted func(t *testing.T) *server
}

// TestSignUp follows a designer from the page to a studio of their own, over a real mail server, to
// another version of the agreement and to the end of the account.
func TestSignUp(t *testing.T) {
	address, next := servertest.SMTP(t)
	n := &newcomer{next: next, file: filepath.Join(t.TempDir(), "agreement.txt")}
	n.agreement(t, "Be kind.\n\nDraw <well>.")
	data := t.TempDir()
	n.restarted = func(t *testing.T) *server {
		return serve(t, data, "--sign-up", "--agreement", n.file, "--smtp-url", "smtp://"+address)
	}
	n.store = n.restarted(t)
	n.reader = &reader{http.Client{Jar: must(cookiejar.New(nil))(t)}, n.store.URL}
	n.signsUp(t)
	n.accepts(t)
	n.leaves(t)
}

func (n *newcomer) agreement(t *testing.T, text string) {
	t.Helper()
	if err := os.WriteFile(n.file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

const ownPassword = "moon rabbit bows"

// signsUp fills in the form, wrongly first, and confirms the address.
func (n *newcomer) signsUp(t *testing.T) {
	_, page := n.ask(t, "/studio/sign-up", nil)
	version, _ := page.Find("input[name=agreement]").Attr("value")
	if text := page.Find(".agreement").Text(); !strings.Contains(text, "Draw <well>.") || page.Find(".agreement p").Length() != 2 {
		t.Errorf("agreement: %s", text)
	}
	n.form = url.Values{"email": {"New@example.com"}, "studio": {"Ça va 달 Studio"}, "password": {ownPassword}, "agreement": {version}}
	for field, wrong := range map[string]string{"email": "nobody", "studio": " ", "password": "short", "agreement": ""} {
		bad := maps.Clone(n.form)
		bad[field] = []string{wrong}
		status, page := n.ask(t, "/studio/sign-up", bad)
		if status < 400 || page.Find(".notice.bad").Length() != 1 || page.Find("form[action='/studio/sign-up']").Length() != 1 {
			t.Errorf("%s %q: %d", field, wrong, status)
		}
	}
	_, first := n.ask(t, "/studio/sign-up", n.form)
	n.confirms(t)
	_, again := n.ask(t, "/studio/sign-up", n.form)
	known := read(t, n.next())
	if !strings.HasPrefix(known.path(t), "/studio/forgot") || first.Find(".notice").Text() != again.Find(".notice").Text() {
		t.Errorf("known addresses: %+v, %s", known, again.Find(".notice").Text())
	}
	session := must(n.store.client("").SignIn(t.Context(), api.NewSession{Email: "new@example.com", Password: ownPassword}))(t)
	n.designer = n.store.client(session.Key)
	creators := must(n.designer.Creators(t.Context(), ""))(t)
	if len(creators.Items) != 1 || creators.Items[0].Slug != "ca-va-studio" || creators.Items[0].Name != "Ça va 달 Studio" {
		t.Errorf("creators: %+v", creators)
	}
	n.store.stop()
	n.agreement(t, "Be kinder.")
	n.store = n.restarted(t)
	n.site, n.designer = n.store.URL, n.store.client(session.Key)
}

// confirms opens the mail, tries somebody else's password, then their own; the mail works once.
func (n *newcomer) confirms(t *testing.T) {
	letter := read(t, n.next())
	token, found := strings.CutPrefix(letter.path(t), "/studio/confirm?token=")
	if letter.to != "new@example.com" || !found || strings.Contains(letter.text, "달") {
		t.Fatalf("%+v", letter)
	}
	form := url.Values{"token": {token}, "password": {"of somebody else"}}
	if status, page := n.ask(t, "/studio/confirm", form); status != http.StatusUnauthorized || page.Find(".notice.bad").Length() != 1 {
		t.Errorf("a wrong password: %d", status)
	}
	form.Set("password", ownPassword)
	if status, page := n.ask(t, "/studio/confirm", form); status != http.StatusOK || page.Find(".rail").Length() != 1 {
		t.Fatalf("confirmed: %d %s", status, page.Find("main").Text())
	}
	if status, _ := n.ask(t, "/studio/confirm?token="+token, nil); status != http.StatusGone {
		t.Errorf("the mail works again: %d", status)
	}
}

// accepts another version of the agreement: nothing works before.
func (n *newcomer) accepts(t *testing.T) {
	_, err := n.designer.Creators(t.Context(), "")
	version, _ := problem(t, err, "agreement-waiting").Facts["version"].(string)
	form := url.Values{"email": {"new@example.com"}, "password": {ownPassword}, "next": {"/studio/settings"}}
	_, page := n.ask(t, "/studio/sign-in", form)
	if text := page.Find(".agreement").Text(); !strings.Contains(text, "Be kinder.") {
		t.Errorf("after signing in: %s", page.Find("main").Text())
	}
	problem(t, n.designer.AcceptAgreement(t.Context(), api.Acceptance{Version: "another"}), "agreement-changed")
	_, page = n.ask(t, "/studio/agreement", url.Values{"agreement": {version}, "next": {"/studio/settings"}})
	if page.Find("#erase-title").Length() != 1 {
		t.Errorf("accepted: %s", page.Find("main").Text())
	}
	must(n.designer.Creators(t.Context(), ""))(t)
}

// leaves deletes the account, for who knows its password.
func (n *newcomer) leaves(t *testing.T) {
	status, page := n.ask(t, "/studio/settings/erase", url.Values{"password": {"nope"}})
	if status != http.StatusUnauthorized || page.Find(".notice.bad").Length() != 1 {
		t.Errorf("deleted with a wrong password: %d", status)
	}
	_, page = n.ask(t, "/studio/settings/erase", url.Values{"password": {ownPassword}})
	if page.Find(".notice.good").Length() != 1 {
		t.Errorf("deleted: %s", page.Find("main").Text())
	}
	_, err := n.designer.Creators(t.Context(), "")
	problem(t, err, "key-unknown")
	_, err = n.store.client("").SignIn(t.Context(), api.NewSession{Email: "new@example.com", Password: ownPassword})
	problem(t, err, "sign-in-failed")
}

// TestSignUpIsOffUnlessItIsOn: nobody gets in where the operator did not say so.
func TestSignUpIsOffUnlessItIsOn(t *testing.T) {
	s := serve(t, t.TempDir())
	agreement := must(s.client("").Agreement(t.Context()))(t)
	up := api.NewSignUp{Email: "new@example.com", Studio: "New", Password: "moon rabbit bows", Agreement: agreement.Version}
	problem(t, s.client("").SignUp(t.Context(), up), "sign-up-closed")
	b := &reader{http.Client{}, s.URL}
	if status, _ := b.ask(t, "/studio/sign-up", nil); status != http.StatusForbidden || agreement.SignUp {
		t.Errorf("the page answers %d", status)
	}
	if _, page := b.ask(t, "/studio/sign-in", nil); page.Find("a[href='/studio/sign-up']").Length() != 0 {
		t.Error("the door leads there")
	}
}

// TestGuessingHasAnEnd: an account takes so many wrong passwords, wherever they come from, and a mailbox
// so many letters.
func TestGuessingHasAnEnd(t *testing.T) {
	address, _ := servertest.SMTP(t)
	s := serve(t, t.TempDir(), "--sign-up", "--smtp-url", "smtp://"+address)
	s.staff(t, "yuna@example.com", "designer")
	var err error
	for range 25 {
		_, err = s.client("").SignIn(t.Context(), api.NewSession{Email: "Yuna@example.com", Password: "wrong"})
	}
	problem(t, err, "too-many-requests")
	agreement := must(s.client("").Agreement(t.Context()))(t)
	s = serve(t, t.TempDir(), "--sign-up", "--smtp-url", "smtp://"+address)
	up := api.NewSignUp{Email: "victim@example.com", Studio: "New", Password: "short", Agreement: agreement.Version}
	for range 6 { // no letter is sent for these
		problem(t, s.client("").SignUp(t.Context(), up), "password-weak")
	}
	up.Password = "moon rabbit bows"
	for range 5 {
		must(0, s.client("").SignUp(t.Context(), up))(t)
	}
	err = s.client("").SignUp(t.Context(), up)
	problem(t, err, "too-many-requests")
}
