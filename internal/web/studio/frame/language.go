package frame

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"github.com/hallyu-store/hallyu/i18n"
)

// languageCookie keeps the language that a reader chose. It tells nothing else about them.
const languageCookie = "hallyu_language"

// yearInSeconds is how long a choice of language is kept.
const yearInSeconds = 365 * 24 * 60 * 60

// locale is the language that the reader chose, or the one that their browser asks for.
func (f *Frame) locale(c echo.Context) i18n.Locale {
	chosen, err := c.Cookie(languageCookie)
	if err == nil && slices.Contains(f.languages(), i18n.Locale(chosen.Value)) {
		return i18n.Locale(chosen.Value)
	}
	return i18n.Locale(f.Words.Negotiate(c.Request().Header.Get("Accept-Language")))
}

// chooseLanguage keeps the reader's choice and leads back to where it was made.
func (f *Frame) chooseLanguage(v *Visit) error {
	locale := v.FormValue("locale")
	if slices.Contains(f.languages(), i18n.Locale(locale)) {
		v.SetCookie(&http.Cookie{
			Name: languageCookie, Value: locale, Path: Home, MaxAge: yearInSeconds,
			Secure: f.Secure(v), HttpOnly: true, SameSite: http.SameSiteLaxMode,
		})
	}
	return v.Go(SafeNext(v.FormValue("next")))
}
