package words

import (
	"bytes"
	"errors"
	"io"
	"net/url"
	"strconv"

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

// remembered is a file of another program whose units are remembered.
type remembered struct {
	memory.Import
	Who string
}

// remembered lists what came from other programs.
func (r *room) remembered(v *frame.Visit, p place) ([]remembered, error) {
	found, err := r.Memory.Imports(v.Request().Context(), p.Project, p.To)
	names := names{r.Accounts, map[string]string{}}
	var all []remembered
	for _, one := range found {
		all = append(all, remembered{one, names.of(v, one.Account)})
	}
	return all, err
}

// remember takes a file of another program, or forgets one.
func (r *room) remember(v *frame.Visit) error {
	p, err := r.place(v)
	if err != nil {
		return err
	}
	if id := v.FormValue("about"); id != "" {
		err = r.Memory.Remove(v.Request().Context(), by(v), p.Project, id)
		if err != nil {
			return r.showTable(v, p, err)
		}
		return v.Go(p.Address() + "?forgotten=1#memory")
	}
	name, data, err := sentFile(v)
	if err != nil {
		return r.showTable(v, p, err)
	}
	done, failure := r.Memory.Import(v.Request().Context(), by(v), memory.File{Project: p.Project, Locale: p.To, Name: name, Data: data})
	if failure != nil {
		return r.showTable(v, p, failure)
	}
	told := url.Values{"remembered": {strconv.Itoa(done.Units)}, "known": {strconv.Itoa(done.Known)}, "skipped": {strconv.Itoa(done.Skipped)}}
	return v.Go(p.Address() + "?" + told.Encode())
}

// sentFile is the file of a form, with its name; none has no bytes.
func sentFile(v *frame.Visit) (name string, data []byte, err error) {
	sent, err := v.FormFile("file")
	if err != nil {
		return "", nil, nil // as if it were empty
	}
	file, err := sent.Open()
	if err != nil {
		return "", nil, err
	}
	data, err = io.ReadAll(file)
	return sent.Filename, data, errors.Join(err, file.Close())
}

// rememberedNotice says what became of a file of another program.
func rememberedNotice(v *frame.Visit) *frame.Notice {
	if v.QueryParam("forgotten") != "" {
		return v.Good("studio.memory.forgotten")
	}
	numbers := map[string]int{}
	for _, name := range []string{"remembered", "known", "skipped"} {
		n, err := strconv.Atoi(v.QueryParam(name))
		if err != nil || n < 0 {
			return nil
		}
		numbers[name] = n
	}
	return v.Good("studio.memory.done", "Count", numbers["remembered"], "Known", numbers["known"], "Skipped", numbers["skipped"])
}
