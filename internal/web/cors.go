package web

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// Scripts of every origin may use the API: what opens it is a key that the caller sends in
// Authorization, never a cookie that a browser sends by itself.
const (
	requestHeaders = "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, X-Request-Id"
	replyHeaders   = "ETag, Content-Language, Retry-After, RateLimit, RateLimit-Policy, X-Request-Id"
	preflightAge   = "86400" // seconds
)

// allowOrigins lets scripts of every origin read a reply.
func allowOrigins(header http.Header) {
	header["Access-Control-Allow-Origin"] = anyOrigin
	header["Access-Control-Expose-Headers"] = exposeHeaders
}

// answerPreflight tells a browser, before a script's request that is no plain one, that it may be sent.
// Echo answers OPTIONS of every address that it knows, and says what methods it takes.
func answerPreflight(c echo.Context) {
	if c.Request().Method != http.MethodOptions {
		return
	}
	methods, known := c.Get(echo.ContextKeyHeaderAllow).(string)
	if !known {
		return
	}
	header := c.Response().Header()
	allowOrigins(header)
	header.Set("Access-Control-Allow-Methods", methods)
	header.Set("Access-Control-Allow-Headers", requestHeaders)
	header.Set("Access-Control-Max-Age", preflightAge)
}
