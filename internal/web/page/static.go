package page

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"maps"
	"mime"
	"path"
	"slices"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/hallyu-store/hallyu/internal/web"
)

//go:embed css js img
var sources embed.FS

// sheets are the style sheets that are sent, each joined from sources in the order of their cascade.
var sheets = map[string][]string{
	"hallyu.css": {"tokens", "tints", "base", "shell", "covers", "front", "pack", "viewer", "states"},
	"studio.css": {"studio", "forms", "packs", "report", "review", "preview", "sale", "words", "earnings", "passes"},
}

// files are the static files by name. Their addresses carry one hash of all, so that script modules
// find each other by relative names, and every file can be kept for ever.
var files = sync.OnceValue(func() map[string][]byte {
	all := map[string][]byte{}
	for name, parts := range sheets {
		all[name] = joined(parts)
	}
	err := fs.WalkDir(sources, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Ext(name) == ".css" {
			return err
		}
		all[name], err = sources.ReadFile(name)
		return err
	})
	if err != nil {
		panic(err)
	}
	return all
})

func joined(parts []string) []byte {
	var all bytes.Buffer
	for _, name := range parts {
		sheet, err := sources.ReadFile("css/" + name + ".css")
		if err != nil {
			panic(err)
		}
		all.Write(sheet)
	}
	return all.Bytes()
}

// edition is a hash of all static files.
var edition = sync.OnceValue(func() string {
	sum := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(files())) {
		sum.Write([]byte(name))
		sum.Write(files()[name])
	}
	return hex.EncodeToString(sum.Sum(nil)[:6])
})

// Static returns the address of a static file, such as "js/store.js". Naming one that is not there is
// a defect of the build.
func Static(name string) string {
	if _, there := files()[name]; !there {
		panic("page: no static file " + name)
	}
	return "/static/" + edition() + "/" + name
}

// Edition names the static files in force. A page that is kept must be made anew when it changes.
func Edition() string { return edition() }

// Mount serves the static files, once for all pages.
func Mount(s *web.Server) {
	serve := func(c echo.Context) error { return static(s, c) }
	s.Echo.GET("/static/:edition/*", serve)
	s.Echo.HEAD("/static/:edition/*", serve)
	icon := func(c echo.Context) error { return c.Redirect(301, Static("img/icon.svg")) }
	s.Echo.GET("/favicon.ico", icon)
}

// static sends a file. One of another edition is not there: a page that names it is older than the
// program, or newer.
func static(s *web.Server, c echo.Context) error {
	name := c.Param("*")
	data, there := files()[name]
	if !there || c.Param("edition") != edition() {
		return web.ErrAddressUnknown
	}
	return s.Read(c, web.Reading{Revision: edition(), Immutable: true, Make: func() (*web.Body, error) {
		return web.NewBody(mime.TypeByExtension(path.Ext(name)), data, time.Time{}), nil
	}})
}
