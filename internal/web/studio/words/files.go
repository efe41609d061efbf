package words

import (
	"cmp"
	"errors"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/memory"
	"github.com/hallyu-store/hallyu/i18n/translation"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

// exchange is how a language goes out as a file and comes back.
type exchange struct {
	Formats   []frame.Option // none of all packs together
	Mine      bool           // the reader may word the language
	Faults    []uploadFault
	Conflicts []uploadConflict
}

// uploadFault is something that is wrong with a file.
type uploadFault struct{ Text, Place string }

// uploadConflict is a message that the file and the store changed.
type uploadConflict struct {
	Message       string
	Yours, Theirs []form
}

func exchangeOf(v *frame.Visit, p place) *exchange {
	e := &exchange{Mine: v.Actor.Words(p.To.Tag())}
	if p.Project == i18n.PacksProject {
		return e
	}
	for _, name := range translation.Formats() {
		e.Formats = append(e.Formats, frame.Option{Value: name, Name: name, Chosen: name == v.FormValue("format")})
	}
	return e
}

// download sends a language as a file. Its name has the hash that it began with.
func (r *room) download(v *frame.Visit) error {
	p, err := r.place(v)
	if err != nil {
		return err
	}
	words, err := r.Translations.Words(v.Request().Context(), p.Project, p.To)
	if err != nil {
		return err
	}
	data, mediaType, err := words.Encode(v.QueryParam("format"))
	if err != nil {
		return err
	}
	header := v.Response().Header()
	header.Set("Cache-Control", "no-store")
	header.Set("Content-Disposition", `attachment; filename="`+string(p.To)+"-"+words.Hash+"."+v.QueryParam("format")+`"`)
	return v.Blob(200, mediaType, data)
}

// hash is what the name of a file that was downloaded says of its beginning.
var hash = regexp.MustCompile(`[0-9a-f]{32}`)

// upload merges a file into the language.
func (r *room) upload(v *frame.Visit) error {
	p, err := r.place(v)
	if err != nil {
		return err
	}
	name, data, err := sentFile(v)
	if err == nil && name == "" {
		err = translation.ErrFileFaulty.With("project", p.Project, "locale", p.To)
	}
	if err != nil {
		return r.showTable(v, p, err)
	}
	done, failure := r.Translations.Upload(v.Request().Context(), by(v), translation.Upload{
		Project: p.Project, Locale: p.To, Format: cmp.Or(v.FormValue("format"), formatOf(name)), Data: data, Base: hash.FindString(name),
	})
	if failure != nil {
		return r.showTable(v, p, failure)
	}
	return v.Go(p.Address() + "?uploaded=" + strconv.Itoa(len(done.Written)))
}

// formatOf is the format that a file's name ends with, the longest there is: "go-i18n.json" of "ru.go-i18n.json". A name
// that says nothing is that of no format.
func formatOf(name string) string {
	best := ""
	for _, format := range translation.Formats() {
		if strings.HasSuffix(strings.ToLower(name), "."+format) && len(format) > len(best) {
			best = format
		}
	}
	return best
}

// uploaded says what a file changed.
func uploaded(v *frame.Visit) *frame.Notice {
	n, err := strconv.Atoi(v.QueryParam("uploaded"))
	if err != nil || n < 0 {
		return nil
	}
	return v.Good("studio.translate.uploaded", "Count", n)
}

// fewFaults is how much of what is wrong with a file a page lists.
const fewFaults = 50

// explain lists what is wrong with a file, and what it collides with.
func (e *exchange) explain(v *frame.Visit, failure error) {
	if failure == nil {
		return
	}
	worded := v.Word(failure)
	for _, pointer := range slices.Sorted(maps.Keys(worded.Fields)) {
		if (errors.Is(failure, translation.ErrFileFaulty) || errors.Is(failure, memory.ErrFileBroken)) && len(e.Faults) < fewFaults {
			e.Faults = append(e.Faults, uploadFault{worded.Fields[pointer], pointer})
		}
	}
	conflicts, _ := facts(failure)["conflicts"].([]translation.Conflict)
	for _, c := range conflicts[:min(len(conflicts), fewFaults)] {
		e.Conflicts = append(e.Conflicts, uploadConflict{c.Message, formsOf(c.Yours), formsOf(c.Theirs)})
	}
}
