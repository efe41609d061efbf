package e2e

import (
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/hallyu-store/hallyu/api"
)

// TestCommentsByTheAPI has two translators talk about a message.
func TestCommentsByTheAPI(t *testing.T) {
	s := serve(t, t.TempDir())
	oleg, mina := s.client(s.staff(t, "oleg@example.com", "translator")), s.client(s.staff(t, "mina@example.com", "translator"))
	said := must(oleg.AddComment(t.Context(), "store", "ru", skip, api.NewComment{Text: "Formal or not?"}))(t)
	problem(t, mina.RemoveComment(t.Context(), "store", said.ID), "comment-not-yours")
	if settled := must(mina.ChangeComment(t.Context(), "store", said.ID, api.CommentChange{Resolved: true}))(t); !settled.Resolved || settled.ResolvedAt == nil {
		t.Errorf("%+v", settled)
	}
	if all := must(mina.Comments(t.Context(), "store", "ru", skip))(t).Items; len(all) != 1 || all[0].Text != "Formal or not?" || all[0].Account != said.Account {
		t.Errorf("%+v", all)
	}
	_, err := oleg.AddComment(t.Context(), "store", "ru", skip, api.NewComment{Text: " \n"})
	problem(t, err, "comment-invalid")
	if err := oleg.RemoveComment(t.Context(), "store", said.ID); err != nil {
		t.Error(err)
	}
	problem(t, oleg.RemoveComment(t.Context(), "store", said.ID), "comment-not-found")
}

// TestTranslatorsDiscuss comments on a message in a browser, finds it again in the table and settles it.
func TestTranslatorsDiscuss(t *testing.T) {
	s := serve(t, t.TempDir())
	d := &designing{server: s, tab: browser(t)}
	d.enter(t, "oleg@example.com", "translator")
	said := complaints(t, d.tab)
	address := d.URL + "/studio/words/store/ru"
	d.do(t, chromedp.Navigate(address+"/message?id="+skip), chromedp.WaitVisible(chromedp.CSS("#comment")))
	d.setText(t, "#comment", "Formal or <b>not</b>?")
	d.do(t, chromedp.Click(chromedp.CSS("#comment-add")), chromedp.WaitVisible(chromedp.CSS(".comments li")))
	d.look(t, "comment")
	d.accessible(t, "a message with a comment")
	d.onAPhone(t, address+"/message?id="+skip, "ar", "ko")
	d.do(t, chromedp.Navigate(address+"?only=commented"), chromedp.WaitVisible(chromedp.CSS("#messages .comments")))
	d.look(t, "commented")
	if rows := ask[int](t, d, `document.querySelectorAll('#messages tbody tr').length`); rows != 1 {
		t.Errorf("%d rows", rows)
	}
	d.do(t, chromedp.Click(chromedp.CSS("#messages a")), chromedp.WaitVisible(chromedp.CSS("button[value=resolve]")),
		chromedp.Click(chromedp.CSS("button[value=resolve]")), chromedp.WaitVisible(chromedp.CSS(".comments .resolved")))
	d.do(t, chromedp.Click(chromedp.CSS("button[value=remove]")), chromedp.WaitNotPresent(chromedp.CSS(".comments li")))
	if complaints := said(); len(complaints) > 0 {
		t.Errorf("the pages complain: %q", complaints)
	}
}
