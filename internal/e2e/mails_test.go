package e2e

import (
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	netmail "net/mail"
	"net/url"
	"strings"
	"testing"

	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/internal/servertest"
)

// TestMailsOfAReview submits, rejects and publishes a pack, and reads what a real mail server got.
func TestMailsOfAReview(t *testing.T) {
	address, next := servertest.SMTP(t)
	s := serve(t, t.TempDir(), "--smtp-url", "smtp://"+address, "--public-url", "https://moon.example")
	designerKey := s.staff(t, "designer@example.com", "designer")
	operator, designer := s.client(s.staff(t, "operator@example.com", "operator")), s.client(designerKey)
	reviewer := s.client(s.staff(t, "reviewer@example.com", "reviewer"))
	var creator struct{ Creator string }
	s.json(t, &creator, "admin", "creator", "create", "studio-made", "--name", "E2E", "--account", "designer@example.com")
	pack := brought(t, designer, "moon", "")
	must(designer.SubmitPack(t.Context(), "moon"))(t)
	queued := read(t, next())
	if queued.to != "reviewer@example.com" || !strings.Contains(queued.text, "https://moon.example/studio/review/"+pack.ID) {
		t.Errorf("%+v", queued)
	}
	_, err := reviewer.ReviewPack(t.Context(), "moon", api.ReviewDecision{Decision: "rejected", Note: "so close", Reasons: []api.ReviewReason{
		{Code: "hard-to-see", Sticker: pack.Stickers[0].ID, Note: "<b>too pale</b>"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	rejected := read(t, next())
	for _, part := range []string{pack.Stickers[0].Shortcode, "so close", "https://moon.example/studio/packs/" + pack.ID + "/releases", "/studio/settings#mails"} {
		if !strings.Contains(rejected.text, part) || !strings.Contains(rejected.html, part) {
			t.Errorf("no %q in %s", part, rejected.text)
		}
	}
	if rejected.to != "designer@example.com" || strings.Contains(rejected.html, "<b>too") || !strings.Contains(rejected.text, "<b>too pale</b>") {
		t.Errorf("%+v", rejected)
	}
	muted := must(designer.UpdateOwnAccount(t.Context(), api.OwnAccountChange{Muted: []string{"sales"}}))(t)
	_, err = designer.UpdateOwnAccount(t.Context(), api.OwnAccountChange{Muted: []string{"nonsense"}})
	problem(t, err, "topic-unknown")
	if len(muted.Muted) != 1 {
		t.Errorf("%+v", muted)
	}
	must(designer.AppealPack(t.Context(), "moon", api.ReviewAppeal{Note: "look again"}))(t)
	if appealed := read(t, next()); !strings.Contains(appealed.text, "look again") {
		t.Errorf("%+v", appealed)
	}
	must(reviewer.ReviewPack(t.Context(), "moon", api.ReviewDecision{Decision: "approved"}))(t)
	if decided := read(t, next()); !strings.Contains(decided.subject, "appeal") {
		t.Errorf("%+v", decided)
	}
	must(operator.PublishPack(t.Context(), "moon", api.Publication{Release: 1}))(t) // muted
	must(designer.UpdateOwnAccount(t.Context(), api.OwnAccountChange{Muted: []string{}}))(t)
	must(operator.StopPack(t.Context(), "moon"))(t)
	if stopped := read(t, next()); !strings.Contains(stopped.subject, "no longer sold") {
		t.Errorf("after the muted one came %+v", stopped)
	}
}

// mailed is a letter as its reader sees it.
type mailed struct{ to, subject, text, html string }

func read(t *testing.T, l servertest.Letter) mailed {
	t.Helper()
	letter := must(netmail.ReadMessage(strings.NewReader(l.Data)))(t)
	subject := must(new(mime.WordDecoder).DecodeHeader(letter.Header.Get("Subject")))(t)
	_, params, err := mime.ParseMediaType(letter.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	parts := multipart.NewReader(letter.Body, params["boundary"])
	text := func() string {
		part := must(parts.NextRawPart())(t)
		return string(must(io.ReadAll(quotedprintable.NewReader(part)))(t))
	}
	return mailed{l.To[0], subject, text(), text()}
}

// path is where the letter's button leads, on the store itself.
func (m mailed) path(t *testing.T) string {
	t.Helper()
	for word := range strings.FieldsSeq(m.text) {
		if address, err := url.Parse(word); err == nil && strings.HasPrefix(address.Path, "/studio/") && address.Fragment == "" {
			return address.RequestURI()
		}
	}
	t.Fatalf("no address in %s", m.text)
	return ""
}
