package words

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/assignment"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

// mine asks for messages that are assigned to the reader.
const mine = "mine"

// work is an assignment as pages show it.
type work struct {
	place
	ID      string
	Table   string // of its messages
	What    assignment.What
	Who     string
	Note    string
	Due     string // a day
	Late    bool
	Done    int
	Total   int
	Words   int
	Percent int
	People  []frame.Option // who else could do it; none for those who may not decide
}

// orders is the form that gives out work.
type orders struct {
	What    []frame.Option
	People  []frame.Option
	Due     string // the first day that can be chosen
	Chosen  string // day
	Note    string
	Address string
}

// workOf shows assignments.
func (r *room) workOf(v *frame.Visit, open []assignment.Progress) []work {
	names := names{r.Accounts, map[string]string{}}
	today := r.Now().UTC().Truncate(24 * time.Hour)
	var all []work
	for _, p := range open {
		at := place{p.Project, p.Locale, p.Locale.NameIn(v.Voice.Locale)}
		all = append(all, work{
			place: at, ID: p.ID, Table: at.Address() + "?only=" + p.ID, What: p.What, Who: names.of(v, p.Translator), Note: p.Note,
			Due: p.Due.Format(time.DateOnly), Late: p.Due.Before(today), Done: p.Done(), Total: len(p.Messages), Words: p.Words,
			Percent: p.Done() * 100 / max(len(p.Messages), 1),
		})
	}
	return all
}

// own is the reader's work, of all projects.
func (r *room) own(v *frame.Visit) ([]work, error) {
	open, err := r.Assignments.Open(v.Request().Context(), "", "", v.Actor.Account)
	return r.workOf(v, open), err
}

// showWork puts the work in a language on its table and, for those who give it out, the forms for that.
func (r *room) showWork(v *frame.Visit, t *tablePage) error {
	ctx := v.Request().Context()
	open, err := r.Assignments.Open(ctx, t.Project, t.To, "")
	if err != nil {
		return err
	}
	t.Work = r.workOf(v, open)
	if !v.Actor.Can(accounts.AssignStrings) {
		return nil
	}
	people, err := r.people(ctx, t.To)
	if err != nil {
		return err
	}
	for i := range t.Work {
		t.Work[i].People = chosen(people, t.Work[i].Who)
	}
	today := r.Now().UTC()
	t.Orders = &orders{
		What: whatOptions(v, v.FormValue("what"), t.Narrowed), People: chosen(people, v.FormValue("translator")), Note: v.FormValue("note"),
		Due: today.Format(time.DateOnly), Chosen: v.FormValue("due"), Address: t.Address() + "/work?" + filters(v).Encode(),
	}
	if t.Orders.Chosen == "" {
		t.Orders.Chosen = today.AddDate(0, 0, 7).Format(time.DateOnly)
	}
	return nil
}

func (r *room) people(ctx context.Context, locale i18n.Locale) ([]frame.Option, error) {
	found, err := r.Assignments.Translators(ctx, locale)
	var all []frame.Option
	for _, account := range found {
		all = append(all, frame.Option{Value: account.Email, Name: account.Email})
	}
	return all, err
}

// chosen are the options with the one of a value chosen.
func chosen(options []frame.Option, value string) []frame.Option {
	all := make([]frame.Option, len(options))
	for i, o := range options {
		o.Chosen = o.Value == value
		all[i] = o
	}
	return all
}

// whatOptions are the kinds of work. What the table shows can be given out when it is narrowed.
func whatOptions(v *frame.Visit, chosen string, narrowed bool) []frame.Option {
	var all []frame.Option
	for _, what := range assignment.Kinds() {
		if what == assignment.Matching && !narrowed {
			continue
		}
		all = append(all, frame.Option{Value: string(what), Name: v.Voice.T("studio.work.what_" + string(what)), Chosen: string(what) == chosen || chosen == "" && what == assignment.Matching})
	}
	return all
}

// assign gives out work, or changes it, or takes it back.
func (r *room) assign(v *frame.Visit) error {
	p, err := r.place(v)
	if err != nil {
		return err
	}
	ctx, id, act := v.Request().Context(), v.FormValue("about"), v.FormValue("act")
	due, _ := time.Parse(time.DateOnly, strings.TrimSpace(v.FormValue("due"))) // what is no day is refused below
	switch act {
	case "cancel":
		err = r.Assignments.Cancel(ctx, by(v), p.Project, id)
	case "change":
		_, err = r.Assignments.Update(ctx, by(v), p.Project, id, assignment.Change{Translator: v.FormValue("translator"), Due: due})
	default:
		act, err = "give", r.give(v, p, due)
	}
	if err != nil {
		return r.showTable(v, p, err)
	}
	kept := filters(v)
	kept.Set("done", act)
	return v.Go(p.Address() + "?" + kept.Encode() + "#work")
}

func (r *room) give(v *frame.Visit, p place, due time.Time) error {
	q, err := r.query(v, p, false)
	if err != nil {
		return err
	}
	_, err = r.Assignments.Give(v.Request().Context(), by(v), assignment.Order{
		What: assignment.What(v.FormValue("what")), Query: q, Translator: v.FormValue("translator"), Due: due, Note: v.FormValue("note"),
	})
	return err
}

// among finds the messages of an assignment, or of all of the reader's; with left, those that still wait.
func (r *room) among(v *frame.Visit, p place, only string, left bool) (map[string]bool, error) {
	translator := ""
	if only == mine {
		translator = v.Actor.Account
	}
	open, err := r.Assignments.Open(v.Request().Context(), p.Project, p.To, translator)
	among := map[string]bool{}
	for _, one := range open {
		if only != mine && one.ID != only {
			continue
		}
		for id := range one.Messages {
			if !left || one.Left[id] {
				among[id] = true
			}
		}
	}
	return among, err
}

// workDone tells what became of an assignment.
func workDone(v *frame.Visit) *frame.Notice {
	switch act := v.QueryParam("done"); act {
	case "give", "change", "cancel":
		return v.Good("studio.work.done_" + act)
	}
	return nil
}

// told is the notice of a failure and its status; of none, what was done.
func told(v *frame.Visit, failure error) (*frame.Notice, int) {
	if failure == nil {
		return workDone(v), http.StatusOK
	}
	worded := v.Word(failure)
	return worded.Bad(), worded.Status
}
