package accounts_test

import (
	"testing"

	"golang.org/x/text/language"

	"github.com/hallyu-store/hallyu/accounts"
)

func TestDeviceOfUserAgent(t *testing.T) {
	for _, c := range []struct{ header, browser, system string }{
		{"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox", "Linux"},
		{"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36", "Chrome", "Windows"},
		{"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0", "Edge", "Windows"},
		{"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15", "Safari", "macOS"},
		{"Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/140.0.7339.39 Mobile/15E148 Safari/604.1", "Chrome", "iPhone"},
		{"Mozilla/5.0 (Linux; Android 15; SM-S938N) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36", "Samsung Internet", "Android"},
		{"curl/8.14.1", "curl", ""},
		{"Mozilla/5.0 (Linux)", "", "Linux"},
		{"", "", ""}, {"<script>alert(1)</script>", "", ""},
	} {
		if got := accounts.DeviceOf(c.header); got != (accounts.Device{Browser: c.browser, System: c.system}) {
			t.Errorf("%q is %+v", c.header, got)
		}
	}
}

func TestSpokenOf(t *testing.T) {
	spoken := []language.Tag{language.Korean, language.MustParse("zh-Hant-TW")}
	for _, tag := range []string{"ko", "zh-Hant-TW"} {
		if got, err := accounts.SpokenOf(tag, spoken); err != nil || got.String() != tag {
			t.Errorf("%s: %v %v", tag, got, err)
		}
	}
	for _, tag := range []string{"", "und", "KO", "ko-KR", "tlh", "\x00"} {
		_, err := accounts.SpokenOf(tag, spoken)
		is(t, tag, err, accounts.ErrLanguageUnknown)
	}
}

func TestOtherSessionsEnd(t *testing.T) {
	s, _, _ := service()
	_, secrets, err := s.CreateAccount(ctx, by, accounts.NewAccount{Email: "kim@example.com"})
	if err != nil {
		t.Fatal(err)
	}
	tokens := make([]string, 3)
	for i := range tokens {
		_, tokens[i], err = s.SignIn(ctx, arrival, "kim@example.com", secrets.Password)
		if err != nil {
			t.Fatal(err)
		}
	}
	own := must[accounts.Actor](t)(s.Authenticate(ctx, tokens[1]))
	if err := s.EndOtherSessions(ctx, by, own); err != nil {
		t.Fatal(err)
	}
	left, err := s.Sessions(ctx, own.Account)
	if err != nil || len(left) != 1 || left[0].ID != own.Key || left[0].Device != arrival.Device {
		t.Errorf("left %+v, %v", left, err)
	}
	must[accounts.Actor](t)(s.Authenticate(ctx, secrets.Token)) // which is no session
	_, err = s.Authenticate(ctx, tokens[0])
	is(t, "another", err, accounts.ErrKeyRevoked)
}
