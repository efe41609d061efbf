package v1

import (
	"net/http"
	"os"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/hallyu-store/hallyu/assets"
)

// Header values of every asset. What is served is never a page: nosniff, no scripts, no frames.
var (
	immutable   = []string{"public, max-age=31536000, immutable"}
	assetPolicy = []string{"default-src 'none'; sandbox"}
	anyOrigin   = []string{"*"}
	crossOrigin = []string{"cross-origin"}
	nosniff     = []string{"nosniff"}
)

// asset sends a picture's bytes, or the range of them that is asked for. The response is written past
// Echo's wrapper, so that a file goes out by sendfile.
func (r *routes) asset(c echo.Context) error {
	name, err := assets.ParseName(c.Param("name"))
	if err != nil {
		return err
	}
	object, err := r.Files.Open(c.Request().Context(), assets.Public, name)
	if err != nil {
		return err
	}
	defer object.Close()
	setAssetHeaders(c.Response().Header(), name)
	var content interface {
		Read([]byte) (int, error)
		Seek(int64, int) (int64, error)
	} = object
	if file, onDisk := object.(interface{ File() *os.File }); onDisk {
		content = file.File()
	}
	c.Response().Committed = true
	c.Response().Status = http.StatusOK
	http.ServeContent(c.Response().Writer, c.Request(), "", time.Time{}, content)
	return nil
}

func setAssetHeaders(header http.Header, name assets.Name) {
	header["Content-Type"] = []string{name.Format.MediaType()}
	header["Etag"] = []string{`"` + string(name.Digest) + `"`}
	header["Content-Disposition"] = []string{`inline; filename="` + name.String() + `"`}
	header["Cache-Control"] = immutable
	header["Content-Security-Policy"] = assetPolicy
	header["Cross-Origin-Resource-Policy"] = crossOrigin
	header["Access-Control-Allow-Origin"] = anyOrigin
	header["X-Content-Type-Options"] = nosniff
}
