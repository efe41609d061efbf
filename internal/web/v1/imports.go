package v1

import (
	"context"
	"errors"
	"io"
	"mime"
	"net/http"
	"os"

	"github.com/labstack/echo/v4"

	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/catalog/packfile"
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

// importPack makes or updates a draft: from a ZIP, from a multipart form with a file for each image,
// or from JSON that names pictures which were uploaded before.
func (r *routes) importPack(c echo.Context) error {
	ctx := c.Request().Context()
	file, err := r.received(ctx, c.Request())
	if err != nil {
		return err
	}
	imported, err := r.Catalog.Import(ctx, by(ctx), file)
	if err != nil {
		return err
	}
	return r.reply(c, http.StatusCreated, api.Imported{
		Pack: staffPack(imported.Draft), Findings: findingsOf(imported.Findings),
	})
}

// received reads the pack in a request, and takes its images in.
func (r *routes) received(ctx context.Context, request *http.Request) (packfile.File, error) {
	mediaType, parameters, _ := mime.ParseMediaType(request.Header.Get("Content-Type"))
	switch mediaType {
	case "application/json":
		data, err := readBody(request, maxJSON)
		if err != nil {
			return packfile.File{}, err
		}
		err = web.CheckJSON(data)
		if err != nil {
			return packfile.File{}, err
		}
		return parseDraft(data)
	case "application/zip", "application/x-zip-compressed":
		data, err := readBody(request, maxArchive)
		if err != nil {
			return packfile.File{}, err
		}
		folder, err := packfile.OpenArchive(data)
		if err != nil {
			return packfile.File{}, err
		}
		return r.takeIn(ctx, folder)
	case "multipart/form-data":
		body := http.MaxBytesReader(nil, request.Body, maxArchive)
		folder, err := packfile.OpenForm(body, parameters["boundary"])
		if err != nil {
			return packfile.File{}, unread(err)
		}
		return r.takeIn(ctx, folder)
	}
	return packfile.File{}, web.ErrMediaTypeUnsupported.With("media_type", firstPart(mediaType))
}

// takeIn reads pack.yaml and uploads the images that it names.
func (r *routes) takeIn(ctx context.Context, folder packfile.Folder) (packfile.File, error) {
	file, findings := packfile.Parse(folder[packfile.Name])
	if err := catalog.Refusal(file.Slug, findings); err != nil {
		return file, err
	}
	digests := map[string]assets.Digest{}
	for _, name := range file.Files() {
		data, there := folder[name]
		if !there {
			return file, packfile.ErrImageMissing.With("file", name)
		}
		digest := assets.DigestOf(data)
		_, err := r.Catalog.Upload(ctx, by(ctx), digest, data)
		if err != nil {
			return file, err
		}
		digests[name] = digest
	}
	return file.WithDigests(digests), nil
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

func firstPart(s string) string { return s[:min(len(s), 100)] }

// reply sends what a plain route of staff has to say.
func (r *routes) reply(c echo.Context, status int, value any) error {
	c.Response().Header().Set("Cache-Control", "no-store")
	return c.JSON(status, value)
}
