package translation_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/i18n/check"
	"github.com/hallyu-store/hallyu/i18n/translation"
)

// warned reports whether the checker says something of Oleg's greeting, wherever it is asked.
func (r *room) warned(id string) bool {
	r.t.Helper()
	m := r.message("ru", "hello")
	has := func(found []check.Finding) bool {
		return slices.ContainsFunc(found, func(f check.Finding) bool { return f.Check == id })
	}
	page, err := r.service.List(r.t.Context(), translation.Query{Project: "app", Locale: "ru", Check: id, Limit: 5})
	if err != nil {
		r.t.Fatal(err)
	}
	found, err := r.service.Check(r.t.Context(), m.Part, m.Target.Forms)
	if err != nil {
		r.t.Fatal(err)
	}
	if has(m.Findings) != has(found) || has(found) != (len(page.Messages) == 1) {
		r.t.Errorf("the page says %v, the check %v, the table %v", has(m.Findings), has(found), len(page.Messages))
	}
	return has(found)
}

func (r *room) dismiss(by accounts.By, id, reason string) error {
	_, err := r.service.Dismiss(r.t.Context(), by, part("ru", "hello"), id, "other", reason)
	return err
}

func TestADismissalHoldsWhileTheTextsDo(t *testing.T) {
	r := newRoom(t)
	spaced := one("Привет,  {{.Name}}")
	r.must(r.set(oleg, "ru", "hello", spaced))
	if !r.warned("Q05") {
		t.Fatal("nothing to dismiss")
	}
	if err := r.dismiss(oleg, "Q05", " It is a poem. "); err != nil || r.warned("Q05") {
		t.Fatalf("%v; still warned: %v", err, r.warned("Q05"))
	}
	if m := r.message("ru", "hello"); len(m.Dismissed) != 1 || m.Dismissed[0].Dismissal.Reason != "It is a poem." || m.Dismissed[0].Dismissal.Account != "acc_oleg" {
		t.Errorf("%+v", m.Dismissed)
	}
	r.must(r.set(oleg, "ru", "hello", one("Привет  тебе, {{.Name}}")))
	if !r.warned("Q05") {
		t.Error("it holds for another text")
	}
	r.must(r.set(oleg, "ru", "hello", spaced))
	if r.warned("Q05") {
		t.Error("it does not hold for the same text")
	}
	r.save("app/active.en.toml", strings.Replace(english, "Hello,", "Welcome,", 1))
	r.words.Reload()
	if !r.warned("Q05") {
		t.Error("it holds for another source")
	}
	r.save("app/active.en.toml", english)
	r.words.Reload()
	if _, err := r.service.Restore(t.Context(), oleg, part("ru", "hello"), "Q05", "other"); err != nil || !r.warned("Q05") {
		t.Errorf("%v; warned: %v", err, r.warned("Q05"))
	}
	if last := r.store.Audit[len(r.store.Audit)-1]; last.Action != "finding.restore" {
		t.Errorf("%+v", last)
	}
}

func TestWhatCannotBeDismissed(t *testing.T) {
	r := newRoom(t, "app/active.ru.toml", "[hello]\nother = \"Привет, {{.Nmae}}\"\n")
	for _, c := range []struct {
		by         accounts.By
		id, reason string
		want       error
	}{
		{oleg, "T03", "x", translation.ErrFindingIsError}, {oleg, "Q06", "x", translation.ErrFindingNotFound},
		{oleg, "Q05", " ", translation.ErrReasonInvalid}, {oleg, "Q05", strings.Repeat("я", 501), translation.ErrReasonInvalid},
		{drawer, "Q05", "x", accounts.ErrRoleMissing},
	} {
		if err := r.dismiss(c.by, c.id, c.reason); !errors.Is(err, c.want) {
			t.Errorf("%s %.5q: %v", c.id, c.reason, err)
		}
	}
	if _, err := r.service.Restore(t.Context(), oleg, part("ru", "hello"), "Q05", "other"); !errors.Is(err, translation.ErrFindingNotFound) {
		t.Error(err)
	}
}
