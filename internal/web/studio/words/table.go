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
	Approve  *approvals // nil for who may not, and where nothing waits
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
	Open    int    // comments that nobody settled
	Seen    string // names the text that can be approved; "" for none
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
	t := tablePage{
		Shell: v.Shell(p.Name + " · " + p.Project), place: p, Native: p.To.NativeName(), Mode: r.mode(p.Project),
		Query: q.Text, States: stateOptions(v, q.State), Checks: checkOptions(v, q.Check), Only: onlyOptions(v), Narrowed: len(filters(v)) > 0,
		Files: filesOf(v, r.Strings.Current(), p.Project, p.To), Exchange: exchangeOf(v, p),
		Next: v.Onward(p.Address(), found.After, "q", "state", "check", "only"),
	}
	if p.Project == i18n.StoreProject {
		t.InStore = "/" + r.Config.DefaultRegion + "/" + string(p.To) + "?words=draft"
	}
	err = inTurn(
		func() error { return r.showRows(v, &t, found.Messages) },
		func() error { return r.showWork(v, &t) },
		func() (err error) { t.First, err = r.first(v, p); return err },
		func() (err error) { t.Progress, err = r.progress(v, p); return err },
		func() (err error) { t.Memory, err = r.remembered(v, p); return err },
	)
	if err != nil {
		return err
	}
	notice, status := told(v, failure)
	t.Notice = cmp.Or(notice, uploaded(v), rememberedNotice(v), approved(v))
	t.Exchange.explain(v, failure)
	return v.Show(status, tableTemplate, t)
}

// showRows puts messages on the table, and the form that approves them.
func (r *room) showRows(v *frame.Visit, t *tablePage, messages []translation.Translation) error {
	open, err := r.Comments.Open(v.Request().Context(), t.Project, t.To)
	if err != nil {
		return err
	}
	kept := filters(v)
	for _, m := range messages {
		row := rowOf(v, m, t.Message(m.Message, kept))
		row.Open = open[m.Message]
		t.Rows = append(t.Rows, row)
		t.Style = m.Settings.Style[string(t.To)]
	}
	t.Approve, t.Script = approvalsOf(v, t), "js/words.js"
	return nil
}

func rowOf(v *frame.Visit, m translation.Translation, address string) row {
	out := row{ID: m.Message, Address: address, State: m.State, From: m.From, What: whatOf(v, m), Pack: m.Pack, Seen: seenOf(m)}
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
