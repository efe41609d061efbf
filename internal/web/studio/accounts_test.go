package studio_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/accounts"
)

const mina = "mina@studio.example"

func TestForgottenPasswordIsChosenAnewOnce(t *testing.T) {
	h := newHouse(t)
	before := h.hire(t, yuna, accounts.Designer)
	signedIn, b := h.browser(t), h.browser(t)
	signedIn.signIn(yuna, before)
	if reply := b.post("/studio/forgot", "email", yuna); reply.StatusCode != http.StatusOK || reply.Find(".notice.good").Length() != 1 {
		t.Fatalf("forgot: %d", reply.StatusCode)
	}
	ticket := token(t, h.letter(t, "password"))
	if reply := b.post("/studio/password", "token", ticket, "password", "short"); reply.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("a short password: %d", reply.StatusCode)
	}
	b.leads(b.post("/studio/password", "token", ticket, "password", "moon rabbit bows"), "/studio/sign-in?changed=1")
	if reply := b.post("/studio/password", "token", ticket, "password", "moon rabbit bows twice"); reply.StatusCode != http.StatusGone {
		t.Errorf("the ticket again: %d", reply.StatusCode)
	}
	signedIn.leads(signedIn.get("/studio/settings"), "/studio/sign-in?ended=1&next=%2Fstudio%2Fsettings")
	if reply := b.post("/studio/sign-in", "email", yuna, "password", before); reply.StatusCode != http.StatusUnauthorized {
		t.Errorf("the old password: %d", reply.StatusCode)
	}
	b.signIn(yuna, "moon rabbit bows")
}

func TestNobodyLearnsWhoseAddressIsKnown(t *testing.T) {
	h := newHouse(t)
	h.hire(t, yuna, accounts.Designer)
	b := h.browser(t)
	known, unknown := b.post("/studio/forgot", "email", yuna), b.post("/studio/forgot", "email", "nobody@studio.example")
	if known.StatusCode != unknown.StatusCode || known.Find("main").Text() != unknown.Find("main").Text() {
		t.Error("the answers differ")
	}
	if letters := h.journal.Letters(); len(letters) != 1 {
		t.Errorf("%d letters", len(letters))
	}
}

func TestTicketsExpire(t *testing.T) {
	h := newHouse(t)
	h.hire(t, yuna, accounts.Designer)
	b := h.browser(t)
	b.post("/studio/forgot", "email", yuna)
	address := h.letter(t, "password").Facts["path"]
	if reply := b.get(address); reply.StatusCode != http.StatusOK {
		t.Errorf("in time: %d", reply.StatusCode)
	}
	h.pass(accounts.ResetFor)
	if reply := b.get(address); reply.StatusCode != http.StatusGone {
		t.Errorf("too late: %d", reply.StatusCode)
	}
}

func TestGuessingIsLimited(t *testing.T) {
	h := newHouse(t)
	b := h.browser(t)
	for range 30 {
		b.post("/studio/forgot", "email", "nobody@studio.example")
	}
	if reply := b.post("/studio/forgot", "email", "nobody@studio.example"); reply.StatusCode != http.StatusTooManyRequests {
		t.Errorf("%d", reply.StatusCode)
	}
}

func TestPasswordIsChangedByWhoKnowsIt(t *testing.T) {
	h := newHouse(t)
	password := h.hire(t, yuna, accounts.Designer)
	b := h.browser(t)
	b.signIn(yuna, password)
	if reply := b.post("/studio/settings/password", "old", "wrong", "password", "moon rabbit bows"); reply.StatusCode != http.StatusUnauthorized {
		t.Errorf("by who does not: %d", reply.StatusCode)
	}
	b.leads(b.post("/studio/settings/password", "old", password, "password", "moon rabbit bows"), "/studio/sign-in?changed=1")
	b.signIn(yuna, "moon rabbit bows")
}

func TestSessionsAreListedAndEnded(t *testing.T) {
	h := newHouse(t)
	password := h.hire(t, yuna, accounts.Designer)
	stranger := h.browser(t)
	stranger.signIn(mina, h.hire(t, mina, accounts.Designer))
	phone, desk := h.browser(t), h.browser(t)
	phone.signIn(yuna, password)
	h.pass(time.Minute)
	desk.signIn(yuna, password)
	form := desk.get("/studio/settings").Find("#own-sessions form")
	if form.Length() != 1 {
		t.Fatalf("%d other sessions", form.Length())
	}
	action, _ := form.Attr("action")
	if reply := stranger.post(action); reply.StatusCode != http.StatusNotFound {
		t.Errorf("somebody else ends it: %d", reply.StatusCode)
	}
	desk.leads(desk.post(action), "/studio/settings?ended=1")
	if reply := phone.get("/studio/settings"); reply.StatusCode != http.StatusSeeOther {
		t.Errorf("the phone: %d", reply.StatusCode)
	}
}

func TestSessionsSayWhereAndAllOthersEnd(t *testing.T) {
	h := newHouse(t)
	password := h.hire(t, yuna, accounts.Designer)
	phone, tablet, desk := h.browser(t), h.browser(t), h.browser(t)
	phone.agent = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36"
	for _, b := range []*browser{phone, tablet, desk} {
		b.signIn(yuna, password)
		h.pass(time.Minute)
	}
	page := desk.get("/studio/settings")
	if lines := page.Find("#own-sessions li"); lines.Length() != 3 || lines.Has("form").Length() != 2 || lines.First().Has("form").Length() != 0 {
		t.Errorf("sessions: %s", lines.Text())
	}
	if text := page.Find("#own-sessions").Text(); !strings.Contains(text, "Chrome on Android") || !strings.Contains(text, "Unknown device") {
		t.Errorf("devices: %s", text)
	}
	desk.leads(desk.post("/studio/settings/sessions/end"), "/studio/settings?ended=1")
	for _, b := range []*browser{phone, tablet} {
		if reply := b.get("/studio/settings"); reply.StatusCode != http.StatusSeeOther {
			t.Errorf("another session: %d", reply.StatusCode)
		}
	}
	page = desk.get("/studio/settings?ended=1")
	if page.Find(".notice.good").Length() != 1 || page.Find("#own-sessions li").Length() != 1 || page.Find("#end-others").Length() != 0 {
		t.Errorf("afterwards: %s", page.Find("main").Text())
	}
}

func TestMailsComeInTheLanguageThatIsChosen(t *testing.T) {
	h := newHouse(t)
	password := h.hire(t, yuna, accounts.Designer)
	b := h.browser(t)
	b.signIn(yuna, password)
	if chosen := b.get("/studio/settings").Find("#mail-language option[selected]"); chosen.AttrOr("value", "") != "en" {
		t.Errorf("at first %q", chosen.Text())
	}
	b.leads(b.post("/studio/settings/mails", "language", "ar", "topic", "sales", "topic", "decisions"), "/studio/settings?saved=1")
	if chosen := b.get("/studio/settings").Find("#mail-language option[selected]"); chosen.AttrOr("value", "") != "ar" {
		t.Errorf("then %q", chosen.Text())
	}
	b.post("/studio/forgot", "email", yuna)
	if letter := h.letter(t, "password"); letter.Locale != "ar" {
		t.Errorf("a letter in %q", letter.Locale)
	}
	if reply := b.post("/studio/settings/mails", "language", "tlh"); reply.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("a language that is not spoken: %d", reply.StatusCode)
	}
}

func TestOperatorInvitesAndTheInvitedComeIn(t *testing.T) {
	h := newHouse(t)
	operator, b := h.browser(t), h.browser(t)
	operator.signIn(yuna, h.hire(t, yuna, accounts.Operator))
	reply := operator.post("/studio/settings/accounts", "email", mina, "role", "translator", "locale", "th", "locale", "ar")
	if reply.StatusCode != http.StatusOK || !strings.Contains(reply.Find(".notice.good").Text(), mina) {
		t.Fatalf("%d %s", reply.StatusCode, reply.Find(".notice").Text())
	}
	if strings.Contains(reply.Text(), "token=") {
		t.Error("the operator sees the ticket although mail is sent")
	}
	letter := h.letter(t, "invitation")
	if letter.To != mina || letter.Locale != "en" {
		t.Errorf("%+v", letter)
	}
	b.leads(b.post("/studio/password", "token", token(t, letter), "password", "moon rabbit bows"), "/studio/sign-in?changed=1")
	b.signIn(mina, "moon rabbit bows")
	account, err := h.accounts.Account(t.Context(), mina)
	if err != nil || len(account.Locales) != 2 || len(account.Roles) != 1 {
		t.Errorf("%+v, %v", account, err)
	}
	if reply := b.get("/studio/settings/accounts"); reply.StatusCode != http.StatusForbidden {
		t.Errorf("a translator sees accounts: %d", reply.StatusCode)
	}
	if reply := operator.post("/studio/settings/accounts", "email", mina, "role", "editor"); reply.StatusCode != http.StatusConflict {
		t.Errorf("twice: %d", reply.StatusCode)
	}
	if reply := operator.post("/studio/settings/accounts", "email", "new@studio.example", "role", "king"); reply.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("an unknown role: %d", reply.StatusCode)
	}
}

func TestClosedAccountsAreOutAtOnce(t *testing.T) {
	h := newHouse(t)
	operator, b := h.browser(t), h.browser(t)
	operator.signIn(yuna, h.hire(t, yuna, accounts.Operator))
	password := h.hire(t, mina, accounts.Editor)
	b.signIn(mina, password)
	account, err := h.accounts.Account(t.Context(), mina)
	if err != nil {
		t.Fatal(err)
	}
	page := "/studio/settings/accounts/" + account.ID
	operator.leads(operator.post(page, "role", "editor", "closed", "1"), page+"?saved=1")
	if reply := b.get("/studio/settings"); reply.StatusCode != http.StatusSeeOther {
		t.Errorf("the session: %d", reply.StatusCode)
	}
	if reply := b.post("/studio/sign-in", "email", mina, "password", password); reply.StatusCode != http.StatusUnauthorized || len(reply.Cookies()) != 0 {
		t.Errorf("signing in: %d", reply.StatusCode)
	}
}

func TestTheLastOperatorStays(t *testing.T) {
	h := newHouse(t)
	operator := h.browser(t)
	operator.signIn(yuna, h.hire(t, yuna, accounts.Operator))
	account, err := h.accounts.Account(t.Context(), yuna)
	if err != nil {
		t.Fatal(err)
	}
	page := "/studio/settings/accounts/" + account.ID
	for _, form := range [][]string{{"role", "editor"}, {"role", "operator", "closed", "1"}} {
		if reply := operator.post(page, form...); reply.StatusCode != http.StatusConflict || reply.Find(".notice.bad").Length() != 1 {
			t.Errorf("%v: %d", form, reply.StatusCode)
		}
	}
}
