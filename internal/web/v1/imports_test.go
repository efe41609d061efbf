package v1

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"testing"

	"github.com/hallyu-store/hallyu/catalog/packfile"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/internal/interop"
	"github.com/hallyu-store/hallyu/internal/web"
)

// TestFactsBesideTheType: a fact must not have the name of a member that every problem has.
func TestFactsBesideTheType(t *testing.T) {
	request := httptest.NewRequest(http.MethodPost, "/v1/packs/import", nil)
	request.Header.Set("Content-Type", "text/plain")
	_, err := (&routes{}).received(request, interop.Hints{})
	if f := fault.As(err); f == nil || f.Facts()["media_type"] != "text/plain" || len(f.Facts()) != 1 {
		t.Error(err)
	}
}

// TestUnread: what is refused inside a body keeps its own name.
func TestUnread(t *testing.T) {
	over := &http.MaxBytesError{Limit: 7}
	for _, c := range []struct{ err, want error }{
		{over, web.ErrBodyTooLarge},
		{fmt.Errorf("form: %w", over), web.ErrBodyTooLarge},
		{packfile.ErrArchive.Because(over), web.ErrBodyTooLarge},
		{packfile.ErrArchiveLimit.With("what", "files"), packfile.ErrArchiveLimit},
		{&net.OpError{Op: "read", Err: os.ErrDeadlineExceeded}, web.ErrRequestTimeout},
		{packfile.ErrArchive.Because(os.ErrDeadlineExceeded), web.ErrRequestTimeout},
		{errors.New("unexpected EOF"), web.ErrBodyMalformed},
	} {
		if got := unread(c.err); !errors.Is(got, c.want) {
			t.Errorf("%v became %v, want %v", c.err, got, c.want)
		}
	}
}
