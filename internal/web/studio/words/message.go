package words

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/rivo/uniseg"

	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/check"
	"github.com/hallyu-store/hallyu/i18n/message"
	"github.com/hallyu-store/hallyu/i18n/translation"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

var (
	messageTemplate  = frame.Parse(templates, "message.html", "parts.html")
	findingsTemplate = frame.Parse(templates, "findings.html", "parts.html")
)

// maxForm is how much of a text a form takes, in UTF-16 units, as browsers count.
const maxForm = check.MaxMessage / 4

// messagePage is one message with what a translator needs to know of it.
type messagePage struct {
	frame.Shell
	place
	Notice      *frame.Notice
	ID          string
	Description string
	Where       string
	Screenshot  string // address of one that is elsewhere
	Shown       string // address of one that lies beside the messages
	Style       string
	Terms       []term
	Source      i18n.Locale
	Said        []form // the source's
	Forms       []field
	Variables   []string
	State       translation.State
	Mode        i18n.Mode
	Stale       bool
	Note        string
	Revision    string
	Findings    []check.Finding
	Faults      map[string]string
	Held        []form // what the file says and is held back; nil for nothing
	Conflict    *conflict
	History     []revision
	Authored    []authored
	Comments    []remark
	Matches     []match
	Dismissed   []dismissed
	Dismissable []frame.Option
	Samples     []translation.Sample
	Remark      string // a comment that was not taken
	Back        string // the table
	Next        string // the next message of the table; "" at its end
	Reviewable  bool
	Mine        bool // the reader may word the language
	MaxForm     int
	MaxLength   int
	Filters     map[string][]string
	Pack        *packContext // nil of other projects
}

// form is a text of the source.
type form struct {
	Category i18n.Category
	Samples  string
	Text     string
}

// field is a text that the translator writes.
type field struct {
	form
	Length int // graphemes
}

// term is an entry of the glossary that the source has.
type term struct {
	Source, Targets, Never, Note string
}

// conflict is what somebody else made of a message meanwhile.
type conflict struct {
	Base   []form
	Theirs []form
	Yours  []form
}

func (r *room) message(v *frame.Visit) error {
	p, err := r.place(v)
	if err != nil {
		return err
	}
	m, err := r.Translations.Message(v.Request().Context(), p.part(v.QueryParam("id")))
	if err != nil {
		return err
	}
	return r.showMessage(v, p, m, nil, nil)
}

// showMessage shows a message, with the texts of a form that was not taken, and why.
func (r *room) showMessage(v *frame.Visit, p place, m translation.Translation, written translation.Forms, failure error) error {
	rules, err := message.RulesOf(string(p.To))
	if err != nil {
		return err
	}
	page := messageOf(v, p, m)
	page.Notice, page.Mode = r.said(v, p.Project), r.mode(p.Project)
	if written == nil && m.Target != nil {
		written = m.Target.Forms
	}
	page.Forms = fields(m, rules, written)
	page.Dismissed, page.Dismissable = r.dismissals(v, m), dismissable(v, m)
	err = inTurn(
		func() (err error) { page.Pack, err = r.packContext(v, p, m); return err },
		func() (err error) { page.Next, err = r.following(v, p, m.Message); return err },
		func() (err error) { page.History, err = r.history(v, m.Part); return err },
		func() (err error) { page.Authored, err = r.blame(v, m.Part); return err },
		func() (err error) { page.Matches, err = r.matches(v, m); return err },
		func() (err error) { page.Comments, err = r.comments(v, m.Part); return err },
		func() (err error) {
			page.Samples, err = r.Translations.Preview(v.Request().Context(), m.Part, written)
			return err
		},
	)
	if err != nil {
		return err
	}
	status := http.StatusOK
	if failure != nil {
		status = explain(v, &page, failure)
	}
	return v.Show(status, messageTemplate, page)
}

// messageOf is the page of a message with what the message itself says.
func messageOf(v *frame.Visit, p place, m translation.Translation) messagePage {
	reference := m.Settings.Messages[m.Message]
	page := messagePage{
		Shell: v.Shell(m.Message + " · " + p.Name), place: p, ID: m.Message, Description: m.Description,
		Where: reference.Where, Screenshot: reference.Screenshot, Shown: shown(p.Project, reference.Screenshot), MaxLength: reference.MaxLength,
		Style: m.Settings.Style[string(p.To)], Terms: terms(m.Settings, m), Source: m.From,
		State: m.State, Stale: m.Stale, Note: m.Note, Revision: m.Revision, Findings: worded(v, m.Findings),
		Back: p.Address() + "?" + filters(v).Encode(), MaxForm: maxForm, Filters: filters(v), Mine: v.Actor.Words(p.To.Tag()),
		Reviewable: m.Target != nil && m.State != translation.Reviewed, Remark: v.FormValue("comment"),
	}
	page.Script = "js/words.js"
	if m.Source != nil {
		page.Said, page.Variables = formsOf(m.Source.Forms), m.Source.Variables()
	}
	if m.Held != nil {
		page.Held = formsOf(m.Held.Forms)
	}
	return page
}

// explain puts on the page why a form was not taken.
func explain(v *frame.Visit, page *messagePage, failure error) int {
	worded := v.Word(failure)
	page.Notice, page.Faults = worded.Bad(), worded.Fields
	if facts := facts(failure); errors.Is(failure, translation.ErrStale) && facts["yours"] != nil {
		said := func(name string) []form {
			forms, _ := facts[name].(translation.Forms)
			return formsOf(forms)
		}
		page.Notice = nil // what follows says it
		page.Conflict = &conflict{Base: said("base"), Theirs: said("theirs"), Yours: said("yours")}
	}
	return worded.Status
}

// said tells what was done before the page was shown.
func (r *room) said(v *frame.Visit, project string) *frame.Notice {
	switch done := v.QueryParam("done"); {
	case done == "saved" && r.mode(project) == i18n.ModeReleased:
		return v.Good("studio.translate.saved_draft")
	case done == "saved", done == "commented", done == "dismissed", done == "reviewed":
		return v.Good("studio.translate." + done)
	}
	return nil
}

// mode is how a project is delivered.
func (r *room) mode(project string) i18n.Mode {
	standing, err := r.Releases.Standing(project)
	if err != nil { // words of packs have no releases of their own
		return i18n.ModeLive
	}
	return standing.Mode
}

// facts are those of a fault; none of other errors.
func facts(err error) map[string]any {
	if known := fault.As(err); known != nil {
		return known.Facts()
	}
	return nil
}

// formsOf lists texts in CLDR's order.
func formsOf(forms translation.Forms) []form {
	var all []form
	for _, c := range message.Categories {
		if text, ok := forms[c]; ok {
			all = append(all, form{Category: c, Text: text})
		}
	}
	return all
}

// fields are the texts to be written: a form of each category of the language for what has a count, else one.
func fields(m translation.Translation, rules *message.Rules, forms translation.Forms) []field {
	plural := m.Source != nil && m.Source.Plural() || m.Target != nil && m.Target.Plural()
	categories := []i18n.Category{message.Other}
	if plural {
		categories = rules.Categories()
	}
	var all []field
	for _, c := range message.Categories {
		if !slices.Contains(categories, c) && forms[c] == "" {
			continue
		}
		f := field{form: form{Category: c, Text: forms[c]}, Length: uniseg.GraphemeClusterCount(forms[c])}
		if plural {
			f.Samples = samples(rules, c)
		}
		all = append(all, f)
	}
	return all
}

// fewSamples is how many numbers stand for those of a form.
const fewSamples = 7

// samples writes numbers that choose a form.
func samples(rules *message.Rules, c i18n.Category) string {
	numbers := rules.Samples(c)
	text := strings.Join(numbers[:min(fewSamples, len(numbers))], ", ")
	if len(numbers) > fewSamples {
		text += " …"
	}
	return text
}

// terms are the entries of the glossary that stand in the source.
func terms(settings *check.Project, m translation.Translation) []term {
	var all []term
	if m.Source == nil {
		return nil
	}
	for _, t := range settings.Terms(m.Source.Text()) {
		all = append(all, term{
			Source: t.Source, Note: t.Note, Targets: strings.Join(t.Targets[string(m.Locale)], ", "),
			Never: strings.Join(t.Forbidden[string(m.Locale)], ", "),
		})
	}
	return all
}

// following is the address of the message behind this one in the table.
func (r *room) following(v *frame.Visit, p place, id string) (string, error) {
	q, err := r.query(v, p, true)
	if err != nil {
		return "", err
	}
	q.After = id
	return r.next(v, p, q)
}
