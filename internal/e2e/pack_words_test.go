package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/hallyu-store/hallyu/api"
)

// TestPacksAreTranslatedLikeFiles: the words of a pack on sale are messages; what a translator writes of them is
// in the storefront with the next request.
func TestPacksAreTranslatedLikeFiles(t *testing.T) {
	s := serve(t, t.TempDir())
	operator := s.client(s.staff(t, "boss@example.com", "operator"))
	oleg, mina := s.client(s.staff(t, "oleg@example.com", "translator")), s.client(s.staff(t, "mina@example.com", "translator"))
	pack := onSale(t, operator, "moon", "1000")
	brought(t, operator, "secret", "1000") // nobody has submitted it
	left := must(oleg.Translations(t.Context(), "packs", api.TranslationQuery{Locale: "ko", State: "untranslated", Limit: 100}))(t).Items
	if len(left) != 6 || left[0].Source["other"] == "" {
		t.Fatalf("to do: %+v", left)
	}
	id := pack.ID + ".title"
	said := must(oleg.SetTranslation(t.Context(), "packs", "ko", id, "none", api.TranslationEdit{Forms: map[string]string{"other": "달 꾸러미"}}))(t)
	if said.State != "translated" {
		t.Errorf("said: %+v", said)
	}
	if shown := must(s.client("").Pack(t.Context(), "KR", "ko", "moon"))(t); shown.Title != "달 꾸러미" || shown.TitleLocale != "ko" {
		t.Errorf("the storefront says %+v", shown.PackSummary)
	}
	_, err := mina.SetTranslation(t.Context(), "packs", "ko", id, "none", api.TranslationEdit{Forms: map[string]string{"other": "달"}})
	if p := problem(t, err, "translation-stale"); p.Facts["theirs"].(map[string]any)["other"] != "달 꾸러미" || p.Facts["base"] == nil {
		t.Errorf("collision: %+v", p)
	}
	must(mina.ReviewTranslation(t.Context(), "packs", "ko", id, said.Revision, api.TranslationVerdict{Approved: true}))(t)
	if history := must(oleg.TranslationHistory(t.Context(), "packs", "ko", id))(t).Items; len(history) != 2 || history[0].State != "reviewed" {
		t.Errorf("history: %+v", history)
	}
	progress := must(oleg.TranslationProgress(t.Context(), "packs.moon"))(t).Items
	if len(progress) != 1 || progress[0].Total != 6 || progress[0].States["reviewed"] != 1 || progress[0].States["untranslated"] != 5 {
		t.Errorf("progress: %+v", progress)
	}
	_, err = oleg.SetTranslation(t.Context(), "packs", "ko", id, "", api.TranslationEdit{Forms: map[string]string{"other": strings.Repeat("달", 61)}})
	if p := problem(t, err, "draft-invalid"); len(p.Errors) != 1 || p.Errors[0].Pointer != "/forms/other" {
		t.Errorf("too long: %+v", p)
	}
}

// TestTranslatorSeesTheSticker goes through the pages of packs' words in a browser.
func TestTranslatorSeesTheSticker(t *testing.T) {
	s := serve(t, t.TempDir())
	operator := s.client(s.staff(t, "boss@example.com", "operator"))
	pack := onSale(t, operator, "moon", "1000")
	sticker := pack.Stickers[0].ID
	d := &designing{server: s, tab: browser(t)}
	d.enter(t, "oleg@example.com", "translator")
	said := complaints(t, d.tab)
	d.do(t, chromedp.WaitVisible(chromedp.CSS("#project-packs")))
	d.look(t, "projects-packs")
	d.do(t, chromedp.Navigate(d.URL+"/studio/words/packs/ko"), chromedp.WaitVisible(chromedp.CSS("#messages")))
	d.look(t, "table-packs")
	d.accessible(t, "words of packs")
	d.do(t, chromedp.Navigate(d.URL+"/studio/words/packs/ko/message?id="+pack.ID+"."+sticker+".alt"), chromedp.WaitVisible(chromedp.CSS(".tile.shown img")))
	d.look(t, "message-alt")
	d.accessible(t, "an alt text")
	d.setText(t, "#form-other", "첫째 점")
	d.do(t, chromedp.Click(chromedp.CSS("button[value=stay]")), chromedp.WaitVisible(chromedp.CSS(".notice.good")))
	d.do(t, chromedp.Navigate(d.URL+"/studio/words/packs/ko/message?id="+pack.ID+"."+sticker+".keywords"), chromedp.WaitVisible(chromedp.CSS("#form-other")))
	d.setText(t, "#form-other", `하나\n점`)
	d.do(t, chromedp.Click(chromedp.CSS("button[value=stay]")), chromedp.WaitVisible(chromedp.CSS(".notice.good")))
	d.look(t, "message-keywords")
	shown := must(s.client("").Pack(t.Context(), "KR", "ko", "moon"))(t)
	if got := shown.Stickers[0]; got.Alt != "첫째 점" || strings.Join(got.Keywords, "+") != "하나+점" {
		t.Errorf("the storefront says %+v", got)
	}
	if problems := said(); len(problems) > 0 {
		t.Errorf("the browser says %q", problems)
	}
}

// TestAnOfferSaysWhichWordsItWaitsFor in the API and on the pack's pages, and opens with the last of them.
func TestAnOfferSaysWhichWordsItWaitsForInChromium(t *testing.T) {
	s := serve(t, t.TempDir())
	operator := s.client(s.staff(t, "boss@example.com", "operator"))
	pack := onSale(t, operator, "moon", "1000")
	must(operator.SetOffers(t.Context(), "moon", api.OfferList{Offers: []api.OfferDraft{{Regions: []string{"KR", "JP"}, Words: "complete"}}}))(t)
	lacks := must(operator.StaffPack(t.Context(), "moon"))(t).Lacks
	if len(lacks) != 2 || lacks[1] != (api.Lack{Region: "KR", Locale: "ko", Missing: 6}) {
		t.Errorf("lacks: %+v", lacks)
	}
	d := &designing{server: s, tab: browser(t)}
	d.enter(t, "lead@example.com", "operator")
	d.do(t, chromedp.Navigate(d.URL+"/studio/packs/moon/sale"), chromedp.WaitVisible(chromedp.CSS("#lacks")))
	d.look(t, "sale-lacks")
	d.accessible(t, "what offers wait for")
	_, err := s.client("").Pack(t.Context(), "KR", "ko", "moon")
	if p := problem(t, err, "pack-not-offered"); p.Facts["opens_at"] != nil {
		t.Errorf("before: %+v", p)
	}
	for _, m := range must(operator.Translations(t.Context(), "packs.moon", api.TranslationQuery{Locale: "ko", Limit: 100}))(t).Items {
		must(operator.SetTranslation(t.Context(), "packs", "ko", m.ID, "", api.TranslationEdit{Forms: map[string]string{"other": "달 " + m.Source["other"]}}))(t)
	}
	if shown := must(s.client("").Pack(t.Context(), "KR", "ko", pack.Slug))(t); shown.Offer.State != "open" {
		t.Errorf("after: %+v", shown.Offer)
	}
}

// TestWordsComeBackAsAFile by the API, for the store's own words and for those of a pack.
func TestWordsComeBackAsAFile(t *testing.T) {
	s := serve(t, t.TempDir())
	operator := s.client(s.staff(t, "boss@example.com", "operator"))
	oleg := s.client(s.staff(t, "oleg@example.com", "translator"))
	pack := onSale(t, operator, "moon", "1000")
	for _, c := range []struct{ project, id, format string }{{"store", skip, "xlsx"}, {"store", skip, "po"}, {"packs.moon", pack.ID + ".title", "csv"}} {
		data, hash, err := oleg.DownloadWords(t.Context(), c.project, "ru", c.format)
		if err != nil || len(data) == 0 || hash == "" {
			t.Fatalf("%+v: %v", c, err)
		}
		said := "К содержанию, " + c.format
		edit := api.WordsFile{Project: c.project, Locale: "ru", Format: "flat.json", Base: hash, Data: []byte(`{"` + c.id + `": "` + said + `"}`)}
		if done := must(oleg.UploadWords(t.Context(), edit))(t); len(done.Written) != 1 || done.Written[0] != c.id {
			t.Errorf("%+v: %+v", c, done)
		}
		now := must(oleg.Translations(t.Context(), c.project, api.TranslationQuery{Locale: "ru", ID: c.id}))(t).Items[0]
		if now.Forms["other"] != said {
			t.Errorf("%+v: %+v", c, now)
		}
		edit.Data = []byte(`{"` + c.id + `": "Иначе"}`)
		_, err = oleg.UploadWords(t.Context(), edit)
		p := problem(t, err, "upload-conflicts")
		if conflicts, _ := p.Facts["conflicts"].([]any); p.Status != 412 || len(conflicts) != 1 {
			t.Errorf("%+v: %+v", c, p)
		}
	}
	_, err := oleg.UploadWords(t.Context(), api.WordsFile{Project: "store", Locale: "ru", Format: "docx", Data: []byte("x")})
	problem(t, err, "format-not-found")
	_, err = oleg.UploadWords(t.Context(), api.WordsFile{Project: "store", Locale: "ru", Format: "flat.json", Data: []byte(`{"studio.todo.fix": "Исправить"}`)})
	if p := problem(t, err, "upload-faulty"); len(p.Errors) == 0 || !strings.HasPrefix(p.Errors[0].Pointer, "/messages/studio.todo.fix") || p.Errors[0].Detail == "" {
		t.Errorf("faulty: %+v", p)
	}
}

// TestTranslatorSendsAFile goes the way of a file through the studio.
func TestTranslatorSendsAFile(t *testing.T) {
	s := serve(t, t.TempDir())
	d := &designing{server: s, tab: browser(t)}
	d.enter(t, "oleg@example.com", "translator")
	folder := t.TempDir()
	send := func(name, content, until string) {
		file := filepath.Join(folder, name)
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		d.do(t, chromedp.Navigate(d.URL+"/studio/words/store/ru"), chromedp.WaitVisible(chromedp.CSS("#upload")))
		ask[bool](t, d, `document.getElementById('upload-format').value = 'flat.json', true`)
		d.do(t, chromedp.SetUploadFiles(chromedp.CSS("#words-file"), []string{file}), chromedp.Click(chromedp.CSS("#upload button")), chromedp.WaitVisible(chromedp.CSS(until)))
	}
	send("ru.json", `{"page.shell.skip": "К содержанию"}`, ".notice.good")
	d.look(t, "file-taken")
	d.accessible(t, "a file that was taken")
	send("ru.json", `{"studio.todo.fix": "Исправить", "nothing": "x"}`, "#file-faults")
	d.look(t, "file-faults")
	d.accessible(t, "a file with faults")
	_, hash, err := s.client(s.staff(t, "mina@example.com", "translator")).DownloadWords(t.Context(), "store", "ru", "csv")
	if err != nil {
		t.Fatal(err)
	}
	send("ru.json", `{"page.shell.skip": "Перейти к содержанию"}`, ".notice.good")
	send("ru-"+hash+".json", `{"page.shell.skip": "Сразу к содержанию"}`, ".conflict")
	d.look(t, "file-conflict")
	d.do(t, chromedp.EmulateViewport(390, 844))
	d.look(t, "file-conflict-phone")
	d.accessible(t, "a file's conflict on a phone")
	d.do(t, chromedp.EmulateViewport(1280, 800))
}
