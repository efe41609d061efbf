package words

import (
	"bytes"

	"github.com/hallyu-store/hallyu/i18n/memory"
	"github.com/hallyu-store/hallyu/i18n/message"
	"github.com/hallyu-store/hallyu/i18n/translation"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

// match is a text that is like the message's source.
type match struct {
	memory.Match
	Texts   []form
	Changes []translation.Piece // that make its source into the message's
}

// matches finds what was said before.
func (r *room) matches(v *frame.Visit, m translation.Translation) ([]match, error) {
	found, err := r.Memory.Like(v.Request().Context(), m)
	var all []match
	for _, f := range found {
		all = append(all, match{f, formsOf(f.Forms), translation.Diff(f.Source, m.Source.Text())})
	}
	return all, err
}

// export sends what other programs for translators take over.
func (r *room) export(v *frame.Visit) error {
	p, err := r.place(v)
	if err != nil {
		return err
	}
	var data bytes.Buffer
	mediaType, err := r.Memory.Export(v.Request().Context(), &data, p.Project, p.To, v.QueryParam("format"))
	if err != nil {
		return err
	}
	v.Response().Header().Set("Content-Disposition", `attachment; filename="`+string(p.To)+"."+v.QueryParam("format")+`"`)
	return v.Blob(200, mediaType, data.Bytes())
}

// changesOf tells which words of which forms are others than before.
func changesOf(before, after translation.Forms) []change {
	var all []change
	for _, c := range message.Categories {
		if before[c] != after[c] {
			all = append(all, change{c, translation.Diff(before[c], after[c])})
		}
	}
	return all
}
