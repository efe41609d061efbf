package words

import (
	"cmp"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/check"
	"github.com/hallyu-store/hallyu/i18n/translation"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

var tableTemplate = frame.Parse(templates, "table.html", "parts.html")

// pageSize is how many messages a page of the table holds.
const pageSize = 50

// tablePage lists the messages of a project in a language.
type tablePage struct {
	frame.Shell
	place
	Notice   *frame.Notice
	Native   string
	Mode     i18n.Mode
	Progress language
	InStore  string // address of the store's pages in the draft's words; "" of other projects
	Files    []fileFault
	Query    string
	States   []frame.Option
	Checks   []frame.Option
	Only     []frame.Option
	Rows     []row
	Narrowed bool
	Next     string  // address of the next page; "" on the last
	First    string  // address of the first message that waits for the reader; "" for none
	Work     []work  // that is given out
	Orders   *orders // nil for who may not give it out
	Exchange *exchange
	Memory   []remembered
	Style    string // how the language is to be written here
}

// row is a message in the table.
type row struct {
	ID      string
	Address string
	From    i18n.Locale // of the source
	What    string      // of a pack, this is; "" of other projects
	Pack    string      // slug
	Source  string
	Target  string
	State   translation.State
	Errors  int
	Warns   int
	Open    int // comments that nobody settled
}

func (r *room) table(v *frame.Visit) error {
	p, err := r.place(v)
	if err != nil {
		return err
	}
	return r.showTable(v, p, nil)
}

// showTable shows the table, and why something was not done.
func (r *room) showTable(v *frame.Visit, p place, failure error) error {
	q, err := r.query(v, p, false)
	if err != nil {
		return err
	}
	q.After, q.Limit = v.QueryParam("after"), pageSize
	found, err := r.Translations.List(v.Request().Context(), q)
	if err != nil {
		return err
	}
	kept := filters(v)
	t := tablePage{
		Shell: v.Shell(p.Name + " · " + p.Project), place: p, Native: p.To.NativeName(), Mode: r.mode(p.Project),
		Query: q.Text, States: stateOptions(v, q.State), Checks: checkOptions(v, q.Check), Only: onlyOptions(v), Narrowed: len(kept) > 0,
		Files: filesOf(v, r.Strings.Current(), p.Project, p.To),
		Next:  v.Onward(p.Address(), found.After, "q", "state", "check", "only"),
	}
	open, err := r.Comments.Open(v.Request().Context(), p.Project, p.To)
	if err != nil {
		return err
	}
	for _, m := range found.Messages {
		row := rowOf(v, m, p.Message(m.Message, kept))
		row.Open = open[m.Message]
		t.Rows = append(t.Rows, row)
		t.Style = m.Settings.Style[string(p.To)]
	}
	t.First, err = r.first(v, p)
	if err != nil {
		return err
	}
	err = r.showWork(v, &t)
	if err != nil {
		return err
	}
	if p.Project == i18n.StoreProject {
		t.InStore = "/" + r.Config.DefaultRegion + "/" + string(p.To) + "?words=draft"
	}
	t.Progress, err = r.progress(v, p)
	if err != nil {
		return err
	}
	t.Memory, err = r.remembered(v, p)
	if err != nil {
		return err
	}
	t.Exchange = exchangeOf(v, p)
	notice, status := told(v, failure)
	t.Notice = cmp.Or(notice, uploaded(v), rememberedNotice(v))
	t.Exchange.explain(v, failure)
	return v.Show(status, tableTemplate, t)
}

func rowOf(v *frame.Visit, m translation.Translation, address string) row {
	out := row{ID: m.Message, Address: address, State: m.State, From: m.From, What: whatOf(v, m), Pack: m.Pack}
	if m.Source != nil {
		out.Source = m.Source.Text()
	}
	if m.Target != nil {
		out.Target = m.Target.Text()
	}
	for _, f := range m.Findings {
		switch f.Severity {
		case check.Error:
			out.Errors++
		case check.Warn:
			out.Warns++
		}
	}
	return out
}

func stateOptions(v *frame.Visit, chosen translation.State) []frame.Option {
	options := []frame.Option{{Name: v.Voice.T("studio.packs.state_all"), Chosen: chosen == ""}}
	for _, s := range translation.States() {
		options = append(options, frame.Option{Value: string(s), Name: v.Voice.T("studio.translate.state_" + string(s)), Chosen: s == chosen})
	}
	return options
}

// commented asks for messages with comments that nobody settled.
const commented = "commented"

func onlyOptions(v *frame.Visit) []frame.Option {
	only := v.QueryParam("only")
	options := []frame.Option{
		{Name: v.Voice.T("studio.translate.only_all")},
		{Value: mine, Name: v.Voice.T("studio.work.mine")},
		{Value: commented, Name: v.Voice.T("studio.translate.only_commented")},
	}
	if only != "" && only != mine && only != commented {
		options = append(options, frame.Option{Value: only, Name: v.Voice.T("studio.work.this")})
	}
	return chosen(options, only)
}

func checkOptions(v *frame.Visit, chosen string) []frame.Option {
	options := []frame.Option{
		{Name: v.Voice.T("studio.translate.check_all"), Chosen: chosen == ""},
		{Value: translation.Any, Name: v.Voice.T("studio.translate.check_any"), Chosen: chosen == translation.Any},
	}
	if chosen != "" && chosen != translation.Any {
		options = append(options, frame.Option{Value: chosen, Name: chosen, Chosen: true})
	}
	return options
}

// first is the address of the first message that waits for the reader: of assigned work when the table shows that.
func (r *room) first(v *frame.Visit, p place) (string, error) {
	if only := v.QueryParam("only"); only == "" || only == commented {
		return r.next(v, p, translation.Query{State: translation.Untranslated})
	}
	q, err := r.query(v, p, true)
	if err != nil {
		return "", err
	}
	return r.next(v, p, translation.Query{Among: q.Among})
}

// progress is how far the language is.
func (r *room) progress(v *frame.Visit, p place) (language, error) {
	all, err := r.Translations.Progress(v.Request().Context(), p.Project)
	if err != nil {
		return language{}, err
	}
	for _, one := range all {
		if one.Locale == p.To {
			return languageOf(v, p.Project, one), nil
		}
	}
	return language{place: p}, nil
}

// next is the address of the first message that a query finds; "" for none.
func (r *room) next(v *frame.Visit, p place, q translation.Query) (string, error) {
	q.Project, q.Locale, q.Limit = p.Project, p.To, 1
	found, err := r.Translations.List(v.Request().Context(), q)
	if err != nil || len(found.Messages) == 0 {
		return "", err
	}
	return p.Message(found.Messages[0].Message, filters(v)), nil
}
