package web

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"
)

// FailurePage shows people what went wrong as a page. It reports false when it wrote nothing.
type FailurePage func(c echo.Context, err error) bool

// machineAddresses are the addresses whose failures are problem documents for everyone.
var machineAddresses = []string{"/v1", "/assets", "/locales", "/openapi.json"}

// isForPeople reports whether a request comes from someone who reads pages, at an address that has them.
func isForPeople(r *http.Request) bool {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		return false
	}
	for _, address := range machineAddresses {
		if r.URL.Path == address || strings.HasPrefix(r.URL.Path, address+"/") {
			return false
		}
	}
	return strings.Contains(strings.Join(r.Header.Values("Accept"), ","), "text/html")
}
