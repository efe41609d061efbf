package e2e

import (
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/hallyu-store/hallyu/internal/servertest"
)

// TestSignInElsewhere signs in at a real provider: an invited account by its verified address, a new one by
// its role, and nobody else; later the provider is away, and passwords work.
func TestSignInElsewhere(t *testing.T) {
	var target *url.URL // the store's address is known to the provider before it is to us
	front := httptest.NewServer(&httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(target) }})
	t.Cleanup(front.Close)
	issuer, stop := servertest.OIDC(t, front.URL+"/studio/oidc/callback")
	s := serve(t, t.TempDir(), "--public-url", front.URL, "--oidc-issuer", issuer, "--oidc-client-id", "hallyu", "--oidc-client-secret", "secret",
		"--oidc-label", "Moon", "--oidc-roles-claim", "groups")
	target = must(url.Parse(s.URL))(t)
	s.staff(t, "yuna@studio.example", "designer")
	for name, want := range map[string]struct {
		status int
		shows  string
	}{
		"yuna designer reviewer":      {http.StatusOK, ".rail"},
		"mina editor":                 {http.StatusOK, ".rail"},
		"nobody":                      {http.StatusForbidden, ".notice.bad"},
		"unverified-somebody auditor": {http.StatusForbidden, ".notice.bad"},
	} {
		b := &reader{http.Client{Jar: must(cookiejar.New(nil))(t)}, front.URL}
		status, page := b.elsewhere(t, name)
		if status != want.status || page.Find(want.shows).Length() != 1 {
			t.Errorf("%s: %d %s", name, status, page.Find("main").Text())
		}
		if status, _ := b.ask(t, "/studio/oidc/callback?code=x&state=y", nil); status != http.StatusForbidden {
			t.Errorf("%s comes back again: %d", name, status)
		}
	}
	stop()
	signedIn(t, s, "hana@studio.example", "designer")
}

// elsewhere follows the link, signs in at the provider and comes back.
func (r *reader) elsewhere(t *testing.T, name string) (int, *goquery.Document) {
	t.Helper()
	stay := r.CheckRedirect
	r.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	request := must(http.NewRequestWithContext(t.Context(), http.MethodGet, r.site+"/studio/oidc?next=%2Fstudio%2Fsettings", nil))(t)
	reply := must(r.Do(request))(t)
	_ = reply.Body.Close()
	r.CheckRedirect = stay
	return r.ask(t, servertest.SignInAt(t, reply.Header.Get("Location"), name).RequestURI(), nil)
}
