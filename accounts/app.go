package accounts

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/hallyu-store/hallyu/fault"
)

// Faults of apps.
var (
	// ErrAppNotFound: no app has this id. Facts: app.
	ErrAppNotFound = fault.Define(fault.NotFound, "app-not-found")
	// ErrAppNameInvalid: a name is 1 to 100 characters, none of them a control character. Facts: name.
	ErrAppNameInvalid = fault.Define(fault.Invalid, "app-name-invalid")
)

// App is a chat application. Its keys act for it; its orders are seen by nobody else.
type App struct {
	ID        string // app_…
	Name      string
	CreatedAt time.Time
}

const maxAppName = 100

// normalAppName returns the name without space around it, or ErrAppNameInvalid.
func normalAppName(name string) (string, error) {
	trimmed, fine := trimmedName(name, maxAppName)
	if !fine {
		return "", ErrAppNameInvalid.With("name", name)
	}
	return trimmed, nil
}

// trimmedName returns a name without space around it, and whether it can be one of at most limit characters.
func trimmedName(name string, limit int) (trimmed string, fine bool) {
	trimmed = strings.TrimSpace(name)
	length := utf8.RuneCountInString(trimmed)
	return trimmed, length > 0 && length <= limit && utf8.ValidString(trimmed) && !strings.ContainsFunc(trimmed, unicode.IsControl)
}
