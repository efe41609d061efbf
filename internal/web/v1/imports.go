package v1

import (
	"errors"
	"io"
	"net/http"
	"os"

	"github.com/labstack/echo/v4"

	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/internal/web"
)

// Limits of what is taken in, in bytes.
const (
	maxArchive = 64 << 20
	maxUpload  = 8 << 20
	maxJSON    = 1 << 20
)

// putUpload takes a picture in under its digest.
func (r *routes) putUpload(c echo.Context) error {
	digest, err := assets.ParseDigest(c.Param("sha256"))
	if err != nil {
		return err
	}
	data, err := readBody(c.Request(), maxUpload)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	picture, err := r.Catalog.Upload(ctx, by(ctx), digest, data)
	if err != nil {
		return err
	}
	return r.reply(c, http.StatusOK, api.Upload{
		SHA256: string(digest), Type: picture.Upload.Format.MediaType(), Width: picture.Master.Width, Height: picture.Master.Height,
		Animated: picture.Animated, DurationMS: picture.Duration.Milliseconds(),
	})
}

// hasUpload tells whether a picture is there already.
func (r *routes) hasUpload(c echo.Context) error {
	digest, err := assets.ParseDigest(c.Param("sha256"))
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	_, err = r.Catalog.Uploaded(ctx, by(ctx), digest)
	if err != nil {
		return err
	}
	c.Response().Header().Set("Cache-Control", "no-store")
	return c.NoContent(http.StatusOK)
}

func readBody(request *http.Request, limit int64) ([]byte, error) {
	if request.ContentLength > limit {
		return nil, web.ErrBodyTooLarge.With("measured", request.ContentLength, "limit", limit)
	}
	data, err := io.ReadAll(http.MaxBytesReader(nil, request.Body, limit))
	if err != nil {
		return nil, unread(err)
	}
	return data, nil
}

// unread says why a body could not be read: it is over its limit, it did not come in time, its content
// was refused, or it broke off.
func unread(err error) error {
	var over *http.MaxBytesError
	switch {
	case errors.As(err, &over):
		return web.ErrBodyTooLarge.With("limit", over.Limit)
	case errors.Is(err, os.ErrDeadlineExceeded):
		return web.ErrRequestTimeout.Because(err)
	case fault.As(err) != nil:
		return err
	}
	return web.ErrBodyMalformed.Because(err)
}

// reply sends what a plain route of staff has to say.
func (r *routes) reply(c echo.Context, status int, value any) error {
	c.Response().Header().Set("Cache-Control", "no-store")
	return c.JSON(status, value)
}
