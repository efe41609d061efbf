package v1

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/accounts/accountstest"
	"github.com/hallyu-store/hallyu/internal/web"
)

func ask(s *web.Server, method, path, body string) *httptest.ResponseRecorder {
	request := httptest.NewRequest(method, path, strings.NewReader(body))
	request.Header.Set("Content-Type", "application/json")
	reply := httptest.NewRecorder()
	s.ServeHTTP(reply, request)
	return reply
}

// TestPreflight: scripts of other origins may send JSON and keys, and read what comes back.
func TestPreflight(t *testing.T) {
	s := mounted()
	s.Open()
	header := ask(s, "OPTIONS", "/v1/stickers/resolve", "").Header()
	if header.Get("Access-Control-Allow-Origin") != "*" || !strings.Contains(header.Get("Access-Control-Allow-Methods"), "POST") ||
		!strings.Contains(header.Get("Access-Control-Allow-Headers"), "Content-Type") {
		t.Errorf("preflight: %v", header)
	}
	if reply := ask(s, "OPTIONS", "/nowhere", ""); reply.Code != http.StatusNotFound || reply.Header().Get("Access-Control-Allow-Methods") != "" {
		t.Errorf("preflight of nothing: %d %v", reply.Code, reply.Header())
	}
	header = ask(s, "POST", "/v1/strings/store/production/render", `{"locale":"x!","messages":[]}`).Header()
	if header.Get("Access-Control-Allow-Origin") != "*" || !strings.Contains(header.Get("Access-Control-Expose-Headers"), "Retry-After") {
		t.Errorf("reply: %v", header)
	}
}

// TestBodiesAreMadeForAll: the one who asked first may leave without spoiling it for those who wait for
// the same body.
func TestBodiesAreMadeForAll(t *testing.T) {
	s := mounted()
	s.Open()
	var failed error
	s.Echo.GET("/slow", func(c echo.Context) error {
		return s.Read(c, web.Reading{Make: func() (*web.Body, error) {
			failed = c.Request().Context().Err()
			return web.JSON("made", s.Now())
		}})
	})
	gone, leave := context.WithCancel(t.Context())
	leave()
	s.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/slow", nil).WithContext(gone))
	if failed != nil {
		t.Error("made under the context of the one who left:", failed)
	}
}

// TestGuessingIsSlow: sign-ins are limited by address, and wrong passwords by account. The clock stands
// still: what is allowed at once is allowed, and no more.
func TestGuessingIsSlow(t *testing.T) {
	for email, allowed := range map[string]int{"a%d@b.example": 30, "a@b.example": 20} {
		s := bare()
		Mount(s, Services{Accounts: accounts.NewService(accountstest.NewStore(), nil)})
		s.Open()
		tooMany := 0
		for i := range 40 {
			guessed := strings.ReplaceAll(email, "%d", strconv.Itoa(i))
			reply := ask(s, "POST", "/v1/sessions", `{"email":"`+guessed+`","password":"`+strings.Repeat("x", 1024)+`"}`)
			if reply.Code == http.StatusTooManyRequests && reply.Header().Get("Retry-After") != "" {
				tooMany++
			} else if reply.Code != http.StatusUnauthorized {
				t.Fatalf("%d %s", reply.Code, reply.Body)
			}
		}
		if tooMany != 40-allowed {
			t.Errorf("%s: %d of 40 guesses were refused, want %d", email, tooMany, 40-allowed)
		}
	}
}
