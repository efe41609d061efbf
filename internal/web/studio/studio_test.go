package studio_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/labstack/echo/v4"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

func tried(c echo.Context) error { return c.NoContent(http.StatusNoContent) }

const yuna = "yuna@studio.example"

func TestSignInLeadsToWhereOneWantedToBe(t *testing.T) {
	h := newHouse(t)
	password := h.hire(t, yuna, accounts.Designer)
	b := h.browser(t)
	b.leads(b.get("/studio/settings?a=b"), "/studio/sign-in?next=%2Fstudio%2Fsettings%3Fa%3Db")
	form := b.get("/studio/sign-in?next=%2Fstudio%2Fsettings%3Fa%3Db")
	if next, _ := form.Find(".form input[name=next]").Attr("value"); next != "/studio/settings?a=b" {
		t.Errorf("the form leads to %q", next)
	}
	b.leads(b.post("/studio/sign-in", "email", "Yuna@studio.example", "password", password, "next", "/studio/settings?a=b"), "/studio/settings?a=b")
	settings := b.get("/studio/settings")
	if settings.StatusCode != http.StatusOK || settings.Find("dd .tag").Text() != "Designer" {
		t.Errorf("settings: %d %q", settings.StatusCode, settings.Find("dd .tag").Text())
	}
	b.leads(b.get("/studio"), "/studio/packs")
	b.leads(b.get("/studio/sign-in"), "/studio")
}

func TestSignInSaysWhatIsWrongAndKeepsTheAddress(t *testing.T) {
	h := newHouse(t)
	h.hire(t, yuna, accounts.Designer)
	b := h.browser(t)
	for _, email := range []string{yuna, "nobody@studio.example"} {
		reply := b.post("/studio/sign-in", "email", email, "password", "wrong")
		filled, _ := reply.Find("#email").Attr("value")
		if reply.StatusCode != http.StatusUnauthorized || filled != email || reply.Find(".notice[role=alert]").Length() != 1 {
			t.Errorf("%s: %d, %q in the form", email, reply.StatusCode, filled)
		}
		if len(reply.Cookies()) != 0 {
			t.Errorf("%s got a cookie", email)
		}
	}
}

func TestCookieIsHiddenFromScriptsAndOtherSites(t *testing.T) {
	h := newHouse(t)
	password := h.hire(t, yuna, accounts.Designer)
	b := h.browser(t)
	reply := b.post("/studio/sign-in", "email", yuna, "password", password)
	cookie := reply.Cookies()[0]
	if !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode || cookie.Path != "/" || cookie.MaxAge != int(accounts.SessionFor/time.Second) {
		t.Errorf("cookie %+v", cookie)
	}
	if got := reply.Header.Get("Cache-Control"); got != "no-store" {
		t.Errorf("Cache-Control %q", got)
	}
}

func TestSignOutEndsTheSessionEverywhere(t *testing.T) {
	h := newHouse(t)
	password := h.hire(t, yuna, accounts.Designer)
	b, thief := h.browser(t), h.browser(t)
	b.signIn(yuna, password)
	address, _ := url.Parse(h.URL)
	thief.Jar.SetCookies(address, b.Jar.Cookies(address))
	b.leads(b.post("/studio/sign-out"), "/studio/sign-in")
	if len(b.Jar.Cookies(address)) != 0 {
		t.Error("the browser keeps the cookie")
	}
	thief.leads(thief.get("/studio/settings"), "/studio/sign-in?ended=1&next=%2Fstudio%2Fsettings")
}

func TestSigningInAgainEndsTheSessionBefore(t *testing.T) {
	h := newHouse(t)
	password := h.hire(t, yuna, accounts.Designer)
	b, other := h.browser(t), h.browser(t)
	b.signIn(yuna, password)
	address, _ := url.Parse(h.URL)
	before := b.Jar.Cookies(address)
	other.Jar.SetCookies(address, before)
	b.signIn(yuna, password)
	if b.Jar.Cookies(address)[0].Value == before[0].Value {
		t.Error("the token stayed")
	}
	other.leads(other.get("/studio/settings"), "/studio/sign-in?ended=1&next=%2Fstudio%2Fsettings")
}

func TestSessionEndsIdleAndAtLast(t *testing.T) {
	for name, step := range map[string]time.Duration{"idle": accounts.IdleFor, "at last": time.Hour} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t)
			password := h.hire(t, yuna, accounts.Designer)
			b := h.browser(t)
			b.signIn(yuna, password)
			var passed time.Duration
			for ; passed+step < min(accounts.SessionFor, step*20); passed += step {
				if step == accounts.IdleFor {
					break
				}
				h.pass(step)
				if reply := b.get("/studio/settings"); reply.StatusCode != http.StatusOK {
					t.Fatalf("after %s: %d", passed+step, reply.StatusCode)
				}
			}
			h.pass(step)
			if reply := b.get("/studio/settings"); reply.StatusCode != http.StatusSeeOther {
				t.Errorf("after %s the session holds still", passed+step)
			}
		})
	}
}

func TestFormsOfOtherOriginsAreRefused(t *testing.T) {
	h := newHouse(t)
	password := h.hire(t, yuna, accounts.Designer)
	b := h.browser(t)
	b.signIn(yuna, password)
	for _, site := range []string{"cross-site", "same-site"} {
		b.site = site
		for _, form := range []string{"/studio/sign-out", "/studio/sign-in", "/studio/language"} {
			if reply := b.post(form); reply.StatusCode != http.StatusForbidden {
				t.Errorf("%s from %s: %d", form, site, reply.StatusCode)
			}
		}
	}
	b.site = "same-origin"
	if reply := b.get("/studio/settings"); reply.StatusCode != http.StatusOK {
		t.Errorf("signed out by another site: %d", reply.StatusCode)
	}
}

func TestAPITakesTheCookieFromOurOwnPages(t *testing.T) {
	h := newHouse(t)
	password := h.hire(t, yuna, accounts.Designer)
	b := h.browser(t)
	for _, test := range []struct {
		signedIn bool
		site     string
		want     int
	}{
		{false, "same-origin", http.StatusUnauthorized},
		{true, "same-origin", http.StatusNoContent},
		{true, "same-site", http.StatusForbidden},
		{true, "cross-site", http.StatusForbidden},
	} {
		if test.signedIn {
			b.site = "same-origin"
			b.signIn(yuna, password)
		}
		b.site = test.site
		if reply := b.post("/v1/try"); reply.StatusCode != test.want {
			t.Errorf("%+v: %d", test, reply.StatusCode)
		}
	}
}

func TestLanguageIsChosenAndKept(t *testing.T) {
	h := newHouse(t)
	b := h.browser(t)
	b.leads(b.post("/studio/language", "locale", "ar", "next", "/studio/sign-in"), "/studio/sign-in")
	reply := b.get("/studio/sign-in")
	if dir, _ := reply.Find("html").Attr("dir"); dir != "rtl" || reply.Header.Get("Content-Language") != "ar" {
		t.Errorf("dir %q, %q", dir, reply.Header.Get("Content-Language"))
	}
	b.post("/studio/language", "locale", "tlh")
	if lang, _ := b.get("/studio/sign-in").Find("html").Attr("lang"); lang != "ar" {
		t.Errorf("a language that is not spoken was taken: %q", lang)
	}
}

func TestAddressesThatAreNoneHaveAPage(t *testing.T) {
	h := newHouse(t)
	reply := h.browser(t).get("/studio/nothing")
	if reply.StatusCode != http.StatusNotFound || reply.Find("h1").Length() != 1 {
		t.Errorf("%d", reply.StatusCode)
	}
}

func TestNextNeverLeavesTheStudio(t *testing.T) {
	for _, next := range []string{
		"https://evil.example/studio", "//evil.example/studio", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)", "/KR/ko",
		"/studio/../KR/ko", "/studio\r\nX: y", "/studio.evil", "http:/studio", "///evil.example/studio", "/studio/%2e%2e/x", "@evil.example/studio", "",
	} {
		if got := frame.SafeNext(next); got != frame.Home {
			t.Errorf("%q leads to %q", next, got)
		}
	}
	if got := frame.SafeNext("/studio/packs?q=a#x"); got != "/studio/packs?q=a" {
		t.Errorf("leads to %q", got)
	}
}

func TestPagesNameWhatTheyShow(t *testing.T) {
	h := newHouse(t)
	password := h.hire(t, yuna, accounts.Operator)
	b := h.browser(t)
	b.signIn(yuna, password)
	for _, path := range []string{"/studio/forgot", "/studio/settings", "/studio/settings/accounts"} {
		reply := b.get(path)
		reply.Find("input:not([type=hidden])").Each(func(_ int, input *goquery.Selection) {
			id, _ := input.Attr("id")
			if input.ParentsFiltered("label").Length() == 1 {
				return
			}
			if reply.Find("label[for="+id+"]").Length() != 1 {
				t.Errorf("%s: %s has no label", path, id)
			}
		})
	}
}
