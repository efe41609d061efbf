package v1

import (
	"errors"
	"fmt"
	"net/http"
	"testing"

	"github.com/hallyu-store/hallyu/catalog/packfile"
	"github.com/hallyu-store/hallyu/internal/web"
)

// TestUnread: what is refused inside a body keeps its own name.
func TestUnread(t *testing.T) {
	over := &http.MaxBytesError{Limit: 7}
	for _, c := range []struct{ err, want error }{
		{over, web.ErrBodyTooLarge},
		{fmt.Errorf("form: %w", over), web.ErrBodyTooLarge},
		{packfile.ErrArchive.Because(over), web.ErrBodyTooLarge},
		{packfile.ErrArchiveLimit.With("what", "files"), packfile.ErrArchiveLimit},
		{errors.New("unexpected EOF"), web.ErrBodyMalformed},
	} {
		if got := unread(c.err); !errors.Is(got, c.want) {
			t.Errorf("%v became %v, want %v", c.err, got, c.want)
		}
	}
}
