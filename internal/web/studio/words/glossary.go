package words

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/hallyu-store/hallyu/i18n/check"
	"github.com/hallyu-store/hallyu/i18n/glossary"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

var glossaryTemplate = frame.Parse(templates, "glossary.html", "parts.html")

// manyTerms is how many terms the page shows; a search finds the others.
const manyTerms = 100

// glossaryPage lists the terms of a project with what they are called in a language.
type glossaryPage struct {
	frame.Shell
	place
	Notice *frame.Notice
	Faults []string // of a file
	Query  string
	Terms  []termForm
	Total  int
	More   int      // terms that are not shown
	New    termForm // that was not taken
	Mine   bool     // the reader may word the language
	Owner  bool     // the reader may word the source language
}

// termForm is a term as its form has it. Words are parted by commas.
type termForm struct {
	Source, Note, In, Never string
	Case                    bool
}

// between parts the words of a field.
const between = ", "

func (r *room) terms(v *frame.Visit) error {
	p, err := r.place(v)
	if err != nil {
		return err
	}
	return r.showTerms(v, p, nil)
}

func (r *room) showTerms(v *frame.Visit, p place, failure error) error {
	project, err := r.Strings.Current().Project(p.Project)
	if err != nil {
		return err
	}
	page := glossaryPage{
		Shell: v.Shell(v.Voice.T("studio.glossary.title") + " · " + p.Project), place: p, Query: v.QueryParam("q"),
		Mine: v.Actor.Words(p.To.Tag()), Owner: v.Actor.Words(project.Source().Tag()), Notice: termsNotice(v),
	}
	for _, t := range project.Settings().Glossary {
		form := termForm{t.Source, t.Note, strings.Join(t.Targets[string(p.To)], between), strings.Join(t.Forbidden[string(p.To)], between), t.Sensitive}
		if !form.has(page.Query) {
			continue
		}
		if page.Total++; len(page.Terms) < manyTerms {
			page.Terms = append(page.Terms, form)
		}
	}
	page.More = page.Total - len(page.Terms)
	status := http.StatusOK
	if failure != nil {
		worded := v.Word(failure)
		page.Notice, status, page.New = worded.Bad(), worded.Status, sentTerm(v)
		for _, pointer := range slices.Sorted(maps.Keys(worded.Fields)) {
			page.Faults = append(page.Faults, worded.Fields[pointer])
		}
	}
	return v.Show(status, glossaryTemplate, page)
}

func (f termForm) has(text string) bool {
	return strings.Contains(strings.ToLower(f.Source+"\n"+f.In+"\n"+f.Never+"\n"+f.Note), strings.ToLower(text))
}

func sentTerm(v *frame.Visit) termForm {
	return termForm{v.FormValue("term"), v.FormValue("note"), v.FormValue("in"), v.FormValue("never"), v.FormValue("case") != ""}
}

// changeTerms adds a term, changes one or takes it out, or takes a glossary of another program.
func (r *room) changeTerms(v *frame.Visit) error {
	p, err := r.place(v)
	if err != nil {
		return err
	}
	ctx, done := v.Request().Context(), url.Values{"done": {v.FormValue("act")}}
	switch v.FormValue("act") {
	case "remove":
		err = r.Glossary.Remove(ctx, by(v), p.Project, v.FormValue("about"))
	case "import":
		var data []byte
		_, data, err = sentFile(v)
		if err == nil {
			var told glossary.Imported
			told, err = r.Glossary.Import(ctx, by(v), p.Project, data)
			done.Set("added", strconv.Itoa(told.Added+told.Changed))
		}
	default:
		err = r.setTerm(v, p, v.FormValue("about"))
	}
	if err != nil {
		return r.showTerms(v, p, err)
	}
	return v.Go(p.Address() + "/glossary?" + done.Encode())
}

// setTerm takes a term's form: all of it from who words the source language, else the words of the language.
func (r *room) setTerm(v *frame.Visit, p place, about string) error {
	project, err := r.Strings.Current().Project(p.Project)
	if err != nil {
		return err
	}
	ctx, form := v.Request().Context(), sentTerm(v)
	in, never := parted(form.In), parted(form.Never)
	if !v.Actor.Words(project.Source().Tag()) {
		return r.Glossary.Reword(ctx, by(v), p.Project, about, p.To, in, never)
	}
	term := check.Term{}
	for _, t := range project.Settings().Glossary {
		if t.Source == about {
			term = t
		}
	}
	term.Source, term.Note, term.Sensitive = form.Source, form.Note, form.Case
	term.Targets, term.Forbidden = glossary.With(term.Targets, p.To, in), glossary.With(term.Forbidden, p.To, never)
	return r.Glossary.Set(ctx, by(v), p.Project, about, term)
}

// parted are the words of a field, parted by commas of any script.
func parted(field string) []string {
	return strings.FieldsFunc(field, func(r rune) bool { return strings.ContainsRune(",،、，", r) })
}

// termsNotice says what was done.
func termsNotice(v *frame.Visit) *frame.Notice {
	switch done := v.QueryParam("done"); done {
	case "save", "add", "remove":
		return v.Good("studio.glossary.done_" + done)
	case "import":
		n, err := strconv.Atoi(v.QueryParam("added"))
		if err == nil && n >= 0 {
			return v.Good("studio.glossary.done_import", "Count", n)
		}
	}
	return nil
}
