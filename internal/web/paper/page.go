package paper

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"net/http"

	"github.com/labstack/echo/v4"
)

// Media types of documents.
const (
	PageType = "text/html; charset=utf-8"
	TextType = "text/plain; charset=utf-8"
)

//go:embed paper.html paper.css
var files embed.FS

// sheet is the style of the page, which stands within it: the page is kept, sent and printed on its own.
var sheet = func() template.CSS {
	css, err := files.ReadFile("paper.css")
	if err != nil {
		panic(err) // it is embedded
	}
	return template.CSS(css)
}()

var page = template.Must(template.New("paper.html").Funcs(template.FuncMap{"sheet": func() template.CSS { return sheet }}).ParseFS(files, "paper.html"))

// policy lets the page have its own style, and nothing else.
var policy = func() string {
	sum := sha256.Sum256([]byte(sheet))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; base-uri 'none'; form-action 'none'; " +
		"frame-ancestors 'none'"
}()

// HTML is the document as a page of its own, to be printed.
func (p Paper) HTML() ([]byte, error) {
	var text bytes.Buffer
	err := page.Execute(&text, p)
	if err != nil {
		return nil, fmt.Errorf("paper: %w", err)
	}
	return text.Bytes(), nil
}

// Send answers with a document, which nobody else is to keep.
func Send(c echo.Context, mediaType string, text []byte) error {
	header := c.Response().Header()
	header.Set("Cache-Control", "no-store")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Referrer-Policy", "no-referrer")
	header.Set("Content-Security-Policy", policy)
	return c.Blob(http.StatusOK, mediaType, text)
}
