package v1

import (
	"context"
	"mime"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/catalog/packfile"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/internal/interop"
	"github.com/hallyu-store/hallyu/internal/web"
)

// importPack makes or updates a draft: from a ZIP or a multipart form with a file for each image, in any
// layout, or from JSON that names pictures which were uploaded before.
func (r *routes) importPack(c echo.Context) error {
	ctx := c.Request().Context()
	hints, err := hintsOf(c)
	if err != nil {
		return err
	}
	pack, err := r.received(c.Request(), hints)
	if err != nil {
		return err
	}
	pack.File, err = r.signed(ctx, pack, hints)
	if err != nil {
		return err
	}
	imported, err := r.Catalog.Import(ctx, by(ctx), pack.File)
	if err != nil {
		return err
	}
	findings := r.worded(append(pack.Findings, imported.Findings...), c.Request().Header.Get("Accept-Language"))
	return r.reply(c, http.StatusCreated, api.Imported{Pack: staffPack(imported.Draft), Findings: findingsOf(findings)})
}

// Lengths of hints in characters.
const (
	longestSlug   = 64
	longestLocale = 35
	longestKey    = 300
)

// hintsOf reads what stands beside a pack in the request.
func hintsOf(c echo.Context) (interop.Hints, error) {
	q := web.NewQuery(c)
	hints := interop.Hints{Slug: q.Text("slug", longestSlug), Creator: q.Text("creator", longestSlug)}
	if tag := q.Text("source_locale", longestLocale); tag != "" {
		locale, err := i18n.ParseLocale(tag)
		if err != nil {
			q.Reject("source_locale", "locale-malformed", map[string]any{"measured": tag})
		}
		hints.SourceLocale = locale
	}
	hints.Key = firstOf(c.Request().Header.Get("Hallyu-Pack-Key"), longestKey)
	return hints, q.Err()
}

func firstOf(s string, n int) string { return s[:min(len(s), n)] }

// received reads the pack in a request, and takes its images in.
func (r *routes) received(request *http.Request, hints interop.Hints) (interop.Pack, error) {
	mediaType, parameters, _ := mime.ParseMediaType(request.Header.Get("Content-Type"))
	var folder packfile.Folder
	switch mediaType {
	case "application/json":
		file, err := receivedJSON(request)
		return interop.Pack{Layout: interop.Hallyu, File: file}, err
	case "application/zip", "application/x-zip-compressed":
		data, err := readBody(request, maxArchive)
		if err == nil {
			folder, err = packfile.OpenArchive(data)
		}
		if err != nil {
			return interop.Pack{}, err
		}
	case "multipart/form-data":
		var err error
		folder, err = packfile.OpenForm(http.MaxBytesReader(nil, request.Body, maxArchive), parameters["boundary"])
		if err != nil {
			return interop.Pack{}, unread(err)
		}
	default:
		return interop.Pack{}, web.ErrMediaTypeUnsupported.With("media_type", firstOf(mediaType, 100))
	}
	return r.takeIn(request.Context(), folder, hints)
}

func receivedJSON(request *http.Request) (packfile.File, error) {
	data, err := readBody(request, maxJSON)
	if err != nil {
		return packfile.File{}, err
	}
	err = web.CheckJSON(data)
	if err != nil {
		return packfile.File{}, err
	}
	return parseDraft(data)
}

// takeIn reads the pack in a folder and uploads the images that it names.
func (r *routes) takeIn(ctx context.Context, folder packfile.Folder, hints interop.Hints) (interop.Pack, error) {
	pack, err := interop.Read(folder, hints)
	if err != nil {
		return pack, err
	}
	if pack.Layout == interop.Hallyu {
		err = catalog.Refusal(pack.File.Slug, unreadable(pack.Findings))
		if err != nil {
			return pack, err
		}
	}
	return r.uploadAll(ctx, pack)
}

// unreadable are the findings on a pack.yaml itself: an image that is missing costs no other.
func unreadable(findings []packfile.Finding) []packfile.Finding {
	var own []packfile.Finding
	for _, f := range findings {
		if f.Code != "file-missing" {
			own = append(own, f)
		}
	}
	return own
}

// uploadAll takes the images of a pack in. One that is refused is a finding and costs the others
// nothing; where all are, the first refusal is the error.
func (r *routes) uploadAll(ctx context.Context, pack interop.Pack) (interop.Pack, error) {
	digests, refused := map[string]assets.Digest{}, firstMissing(pack.Findings)
	for _, s := range pack.File.Stickers {
		for _, name := range (packfile.File{Stickers: []packfile.Sticker{s}}).Files() {
			if _, done := digests[name]; done {
				continue
			}
			data := pack.Files[name]
			_, err := r.Catalog.Upload(ctx, by(ctx), assets.DigestOf(data), data)
			if err != nil && !aboutImage(err) {
				return pack, err
			}
			if err != nil {
				refused = firstError(refused, err)
				pack.Findings = append(pack.Findings, packfile.Broken(name, s.Shortcode, err))
				continue
			}
			digests[name] = assets.DigestOf(data)
			pack.Findings = append(pack.Findings, packfile.CheckImage(pack.Files, name, s.Shortcode)...)
		}
	}
	if len(digests) == 0 && refused != nil {
		return pack, refused
	}
	pack.File = pack.File.WithDigests(digests)
	return pack, nil
}

// firstMissing is the error of a pack whose images are all missing.
func firstMissing(findings []packfile.Finding) error {
	for _, f := range findings {
		if f.Code == "file-missing" {
			return packfile.ErrImageMissing.With("file", f.File)
		}
	}
	return nil
}

func firstError(first, err error) error {
	if first == nil {
		return err
	}
	return first
}

// aboutImage reports whether an error says something of an image, and not of the store or the caller.
func aboutImage(err error) bool {
	f := fault.As(err)
	return f != nil && (f.Kind() == fault.Invalid || f.Kind() == fault.TooLarge)
}

// signed returns the pack with its creator: of a designer with one creator it is that one, whoever
// another platform's layout names.
func (r *routes) signed(ctx context.Context, pack interop.Pack, hints interop.Hints) (packfile.File, error) {
	if pack.Layout == interop.Hallyu || hints.Creator != "" || web.ActorOf(ctx).Can(accounts.ManageFurniture) {
		return pack.File, nil
	}
	creators, err := r.Catalog.Creators(ctx, by(ctx), "", 2)
	if err == nil && len(creators) == 1 {
		pack.File.Creator = creators[0].Slug
	}
	return pack.File, err
}
