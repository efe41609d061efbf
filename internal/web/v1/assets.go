package v1

import (
	"io"
	"net/http"
	"os"
	"strconv"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/internal/corked"
)

// Header values of every asset. What is served is never a page: nosniff, no scripts, no frames.
var (
	immutable   = []string{"public, max-age=31536000, immutable"}
	assetPolicy = []string{"default-src 'none'; sandbox"}
	anyOrigin   = []string{"*"}
	crossOrigin = []string{"cross-origin"}
	nosniff     = []string{"nosniff"}
	byteRanges  = []string{"bytes"}
)

// asset sends a picture's bytes, or the range of them that is asked for. The response is written past
// Echo's wrapper, so that a file goes out by sendfile.
func (r *routes) asset(c echo.Context) error {
	name, err := assets.ParseName(c.Param("name"))
	if err != nil {
		return err
	}
	err = r.Published.Current().Withheld(name.Digest)
	if err != nil {
		return err
	}
	object, err := r.Files.Open(c.Request().Context(), assets.Public, name)
	if err != nil {
		return err
	}
	defer object.Close()
	setAssetHeaders(c.Response().Header(), name)
	if wantsAll(c.Request()) && object.Size() <= pieceSize {
		return sendPiece(c, object)
	}
	return sendPart(c, object)
}

// sendPart sends what a request wants of an asset, straight from its file where it has one.
func sendPart(c echo.Context, object assets.Object) error {
	content := io.ReadSeeker(object)
	if file, onDisk := object.(interface{ File() *os.File }); onDisk {
		content = file.File()
	}
	w := &counted{ResponseWriter: c.Response().Writer, status: http.StatusOK}
	http.ServeContent(w, c.Request(), "", time.Time{}, content)
	if w.status == http.StatusRequestedRangeNotSatisfiable {
		return ErrRange.With("size", object.Size())
	}
	response := c.Response()
	response.Committed, response.Status, response.Size = true, w.status, w.bytes
	return nil
}

// wantsAll reports whether a request asks for all of an asset, whatever its reader has.
func wantsAll(r *http.Request) bool {
	if r.Method != http.MethodGet {
		return false
	}
	for _, name := range []string{"Range", "If-None-Match", "If-Match", "If-Range", "If-Modified-Since", "If-Unmodified-Since"} {
		if _, conditional := r.Header[name]; conditional {
			return false
		}
	}
	return true
}

// pieceSize is the size in bytes up to which an asset is sent in one piece. To read it into memory first
// costs no more than what sendfile needs besides.
const pieceSize = 128 << 10

// pieces are for assets on their way from the disk.
var pieces = sync.Pool{New: func() any { return new([pieceSize]byte) }}

// sendPiece sends a small asset together with the reply's head.
func sendPiece(c echo.Context, object assets.Object) error {
	if held, inMemory := object.(interface{ Bytes() []byte }); inMemory {
		sendBytes(c, held.Bytes())
		return nil
	}
	piece := pieces.Get().(*[pieceSize]byte)
	defer pieces.Put(piece)
	data := piece[:object.Size()]
	_, err := io.ReadFull(object, data)
	if err != nil {
		return err
	}
	sendBytes(c, data)
	return nil
}

// sendBytes sends an asset that is in memory.
func sendBytes(c echo.Context, data []byte) {
	response := c.Response()
	header := response.Header()
	header["Accept-Ranges"] = byteRanges
	header["Content-Length"] = []string{strconv.Itoa(len(data))}
	response.Committed, response.Status = true, http.StatusOK
	response.Writer.WriteHeader(http.StatusOK)
	n, _ := corked.Write(c.Request().Context(), response.Writer, data) // what it did not take is not ours to mend
	response.Size = int64(n)
}

// ErrRange: the part of the picture that was asked for lies outside it. Facts: size, in bytes.
var ErrRange = fault.Define(fault.OutOfRange, "range-unsatisfiable")

// counted tells the access log what was sent, and keeps the way open by which the kernel copies a file
// to the socket.
type counted struct {
	http.ResponseWriter
	status int
	bytes  int64
}

// WriteHeader notes the status. A range that cannot be had is left to the handler, which answers with a
// problem.
func (w *counted) WriteHeader(status int) {
	w.status = status
	if status != http.StatusRequestedRangeNotSatisfiable {
		w.ResponseWriter.WriteHeader(status)
	}
}

// Write counts bytes.
func (w *counted) Write(p []byte) (int, error) {
	if w.status == http.StatusRequestedRangeNotSatisfiable {
		return len(p), nil
	}
	n, err := w.ResponseWriter.Write(p)
	w.bytes += int64(n)
	return n, err
}

// ReadFrom hands the file on, so that the server may use sendfile.
func (w *counted) ReadFrom(content io.Reader) (int64, error) {
	n, err := io.Copy(w.ResponseWriter, content)
	w.bytes += n
	return n, err
}

func setAssetHeaders(header http.Header, name assets.Name) {
	values := &[...]string{name.Format.MediaType(), `"` + string(name.Digest) + `"`, `inline; filename="` + string(name.Digest) + "." + name.Format.Ext() + `"`}
	header["Content-Type"] = values[0:1:1]
	header["Etag"] = values[1:2:2]
	header["Content-Disposition"] = values[2:3:3]
	header["Cache-Control"] = immutable
	header["Content-Security-Policy"] = assetPolicy
	header["Cross-Origin-Resource-Policy"] = crossOrigin
	header["Access-Control-Allow-Origin"] = anyOrigin
	header["X-Content-Type-Options"] = nosniff
}
