package translation_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/translation"
)

// approve approves texts and returns what is said of each.
func (r *room) approve(by accounts.By, texts ...translation.Seen) ([]string, error) {
	outcomes, err := r.service.Approve(r.t.Context(), by, translation.Approval{Project: "app", Locale: "ru", Texts: texts})
	var said []string
	for _, o := range outcomes {
		now, _ := r.service.Message(r.t.Context(), part("ru", o.Message)) // which there may be none of
		said = append(said, fmt.Sprint(o.Message, " ", now.State))
		for _, known := range []error{translation.ErrOwnReview, translation.ErrStale, translation.ErrEmpty, i18n.ErrMessageNotFound} {
			if errors.Is(o.Refused, known) {
				said[len(said)-1] = o.Message + " refused: " + known.Error()
			}
		}
	}
	return said, err
}

func TestManyTextsAreApprovedEachForItself(t *testing.T) {
	r := newRoom(t, "app/active.ru.toml", "[hello]\nother = \"Привет, {{.Name}}\"\n")
	seen := r.message("ru", "hello").Revision
	r.must(r.set(oleg, "ru", "inbox", translation.Forms{"one": "{{.Count}} письмо", "few": "{{.Count}} письма", "many": "{{.Count}} писем", "other": "{{.Count}} письма"}))
	audited := len(r.store.Audit)
	both := []translation.Seen{{Message: "hello", Revision: seen}, {Message: "inbox"}, {Message: "hello"}, {Message: "nothing"}}
	got, err := r.approve(oleg, both...)
	want := []string{"hello reviewed", "inbox refused: " + translation.ErrOwnReview.Error(), "nothing refused: " + i18n.ErrMessageNotFound.Error()}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v %s", err, diff)
	}
	if entries := r.store.Audit[audited:]; len(entries) != 1 || entries[0].Action != "translation.review" || entries[0].Subject != "app/ru/hello" {
		t.Errorf("audit: %+v", entries)
	}
	got, err = r.approve(mina, both[0], both[1])
	if diff := cmp.Diff([]string{"hello reviewed", "inbox reviewed"}, got); diff != "" || err != nil {
		t.Errorf("%v %s", err, diff)
	}
	if entries := r.store.Audit[audited:]; len(entries) != 2 {
		t.Errorf("what was reviewed already was reviewed again: %+v", entries)
	}
}

func TestTextsThatNobodyReadAreNotApproved(t *testing.T) {
	r := newRoom(t, "app/active.ru.toml", "[hello]\nother = \"Привет, {{.Name}}\"\n")
	seen := r.message("ru", "hello").Revision
	r.must(r.set(oleg, "ru", "hello", one("Здравствуйте, {{.Name}}")))
	got, err := r.approve(mina, translation.Seen{Message: "hello", Revision: seen}, translation.Seen{Message: "inbox"})
	want := []string{"hello refused: " + translation.ErrStale.Error(), "inbox refused: " + translation.ErrEmpty.Error()}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v %s", err, diff)
	}
	_, err = r.approve(translator("acc_ko", "ko"), translation.Seen{Message: "hello"})
	if !errors.Is(err, translation.ErrNotYourLocale) {
		t.Errorf("another's locale: %v", err)
	}
	if m := r.message("ru", "hello"); m.State != translation.Translated {
		t.Errorf("%+v", m)
	}
}
