package store

import (
	"strings"

	"github.com/labstack/echo/v4"
)

// inside is where the router knows the pages. Their addresses begin with any two letters, and routes
// for those would catch whatever the API refuses, and make its 404 and 405 wrong. Nobody outside
// reaches a page under this name.
const inside = "/pages"

// pageKey marks requests that aside has turned to the pages.
const pageKey = "hallyu.page"

// aside turns requests for pages to their routes, before the router looks at them.
func aside(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		address := c.Request().URL
		if !isPage(address.Path) {
			return next(c)
		}
		c.Set(pageKey, true)
		address.Path = inside + address.Path
		if address.RawPath != "" {
			address.RawPath = inside + address.RawPath
		}
		return next(c)
	}
}

// back gives the request its own address again. It reports false for one that was not turned aside.
func back(c echo.Context) bool {
	address := c.Request().URL
	if address.Path == "/" {
		return true
	}
	address.Path = strings.TrimPrefix(address.Path, inside)
	address.RawPath = strings.TrimPrefix(address.RawPath, inside)
	return c.Get(pageKey) != nil
}

// isPage reports whether an address begins with what could be a region.
func isPage(path string) bool {
	return len(path) >= 3 && isLetter(path[1]) && isLetter(path[2]) && (len(path) == 3 || path[3] == '/')
}

func isLetter(b byte) bool { return b|0x20 >= 'a' && b|0x20 <= 'z' }
