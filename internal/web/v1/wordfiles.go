package v1

import (
	"context"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/translation"
	"github.com/hallyu-store/hallyu/internal/web"
)

// WordsPlace names a locale of a project and a format.
type WordsPlace struct {
	ProjectPath
	Locale string `query:"locale" required:"true" maxLength:"64" doc:"BCP 47"`
	Format string `query:"format" required:"true" maxLength:"20" doc:"go-i18n.toml, go-i18n.json, go-i18n.yaml, flat.json, i18next.json, arb, po, xliff12, xliff20, android.xml, strings, stringsdict, xcstrings, icu.json, csv or xlsx"`
}

// downloadWords gives out a locale as a file for those who translate it. Its ETag is the base of an upload.
func (r *routes) downloadWords(c echo.Context) error {
	q := web.NewQuery(c)
	locale, err := i18n.ParseLocale(q.Text("locale", 64))
	name := q.Text("format", 20)
	if q.Err() != nil {
		return q.Err()
	}
	if err != nil {
		return err
	}
	words, err := r.Translations.Words(c.Request().Context(), c.Param("project"), locale)
	if err != nil {
		return err
	}
	data, mediaType, err := words.Encode(name)
	if err != nil {
		return err
	}
	header := c.Response().Header()
	header.Set("Cache-Control", "no-store")
	header.Set("ETag", strconv.Quote(words.Hash))
	header.Set("Content-Disposition", `attachment; filename="`+string(locale)+"."+name+`"`)
	header.Set("Content-Length", strconv.Itoa(len(data)))
	return c.Blob(200, mediaType, data)
}

type uploadWordsInput struct {
	WordsPlace
	DryRun  bool   `query:"dry_run" doc:"say what would become of it, and change nothing"`
	IfMatch string `header:"If-Match" maxLength:"100" doc:"ETag of the file that it began with; without it, what the file says replaces whatever is there"`
	RawBody []byte `contentType:"application/octet-stream"`
}

// uploadReply says what became of a file, with the hash of what the locale says now.
type uploadReply struct {
	ETag string `header:"ETag"`
	Body api.StringUpload
}

// uploadWords merges a whole file into a locale.
func (r *routes) uploadWords(ctx context.Context, in *uploadWordsInput) (*uploadReply, error) {
	locale, err := i18n.ParseLocale(in.Locale)
	if err != nil {
		return nil, err
	}
	done, err := r.Translations.Upload(ctx, by(ctx), translation.Upload{
		Project: in.Project, Locale: locale, Format: in.Format, Data: in.RawBody, DryRun: in.DryRun,
		Base: strings.Trim(in.IfMatch, `"*`),
	})
	if err != nil {
		return nil, err
	}
	out := api.StringUpload{Written: list(done.Written), Kept: done.Kept, Same: done.Same, Conflicts: []api.StringConflict{}, Findings: r.stringFindings(ctx, done.Findings)}
	for _, c := range done.Conflicts {
		out.Conflicts = append(out.Conflicts, api.StringConflict{Message: c.Message, Base: texts(c.Base), Yours: texts(c.Yours), Theirs: texts(c.Theirs)})
	}
	return &uploadReply{strconv.Quote(done.Hash), out}, nil
}
