package e2e

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// journey is a pack on its way through the studio, in one browser in which one person after another signs
// in.
type journey struct {
	*designing
	passwords map[string]string // by e-mail
	pack      string            // id
	art       art
	began     string // revision of the Korean storefront before the pack
}

const (
	reviewerEmail = "rian@store.example"
	editorEmail   = "edo@store.example"
)

// TestFromDrawingsToSale goes the whole way of a pack in a real browser, with drawings that others made:
// dropped, mended, submitted, one sticker rejected and replaced, approved, offered in waves, on sale here
// and announced there, updated, and rolled back.
func TestFromDrawingsToSale(t *testing.T) {
	j := setOut(t)
	said := complaints(t, j.tab)
	j.as(t, designerEmail)
	j.drawn(t)
	j.submitted(t)
	j.as(t, reviewerEmail)
	j.rejected(t)
	j.as(t, designerEmail)
	j.replaced(t)
	j.as(t, reviewerEmail)
	j.approved(t)
	j.as(t, editorEmail)
	j.offered(t)
	j.visible(t)
	j.as(t, designerEmail)
	j.redrawn(t)
	j.as(t, reviewerEmail)
	j.approved(t)
	j.as(t, editorEmail)
	j.updated(t)
	j.rolledBack(t)
	for _, complaint := range said() {
		if !strings.Contains(complaint, "/v1/uploads/") { // which are asked for before they are sent
			t.Errorf("a page complains: %s", complaint)
		}
	}
}

// setOut opens a store with a designer, a reviewer and an editor.
func setOut(t *testing.T) *journey {
	t.Helper()
	tab := browser(t)
	s := serve(t, t.TempDir())
	j := &journey{designing: &designing{server: s, tab: tab}, passwords: map[string]string{}, art: drawings(t, "fluent-emoji-3d", false)}
	for email, role := range map[string]string{designerEmail: "designer", reviewerEmail: "reviewer", editorEmail: "editor"} {
		var account struct{ Password string }
		s.json(t, &account, "admin", "account", "create", email, "--role", role)
		j.passwords[email] = account.Password
	}
	s.json(t, &struct{}{}, "admin", "creator", "create", "moon-studio", "--name", "Moon Studio", "--account", designerEmail)
	j.do(t, chromedp.EmulateViewport(1280, 800))
	return j
}

// as signs whoever is there out, and somebody in.
func (j *journey) as(t *testing.T, email string) {
	t.Helper()
	j.do(t, chromedp.Navigate(j.URL+"/studio/settings"), chromedp.WaitVisible(chromedp.CSS("main")))
	if ask[bool](t, j.designing, `document.getElementById('account') !== null`) {
		j.do(t, chromedp.Click(chromedp.CSS("[popovertarget=account]")), chromedp.Click(chromedp.CSS("#account form button")))
	}
	j.do(t, chromedp.WaitVisible(chromedp.CSS("#email")), chromedp.SendKeys(chromedp.CSS("#email"), email),
		chromedp.SendKeys(chromedp.CSS("#password"), j.passwords[email]), chromedp.Click(chromedp.CSS("form .button")), chromedp.WaitVisible(chromedp.CSS(".rail")))
}

// open shows a page of the pack.
func (j *journey) open(t *testing.T, page, until string) {
	t.Helper()
	j.do(t, chromedp.Navigate(j.URL+"/studio/packs/"+j.pack+page), chromedp.WaitVisible(chromedp.CSS(until)))
}

// drawn makes a pack of 24 drawings and gives each its emoji, which two of the findings ask for.
func (j *journey) drawn(t *testing.T) {
	t.Helper()
	j.do(t, chromedp.Navigate(j.URL+"/studio/packs/new"), chromedp.WaitVisible(chromedp.CSS("#title")),
		chromedp.SendKeys(chromedp.CSS("#title"), "Moon Rabbit"), chromedp.Click(chromedp.CSS("form.narrow .button")), chromedp.WaitVisible(chromedp.CSS("#drop")))
	j.pack = ask[string](t, j.designing, `document.getElementById('desk').dataset.pack`)
	files := dropFolder(t, j.art, 24)
	j.drop(t, files[:24])
	j.until(t, `document.querySelectorAll('.desk-tile[data-sticker]').length === 24`)
	j.until(t, `document.querySelectorAll('.desk-tile[data-sticker] .finding.error').length === 24`)
	for i, emoji := range j.art.emoji[:24] {
		j.do(t, chromedp.SendKeys(chromedp.CSS(fmt.Sprintf("#tiles > li:nth-child(%d) .emoji-field", i+1)), emoji))
	}
	for i, alt := range []string{"A rabbit waves", "A rabbit bows"} {
		j.do(t, chromedp.SendKeys(chromedp.CSS(fmt.Sprintf("#tiles > li:nth-child(%d) textarea", i+1)), alt))
	}
	j.do(t, chromedp.Focus(chromedp.CSS("#tiles > li:nth-child(1) .grip")))
	j.until(t, `document.querySelectorAll('.desk-tile[data-sticker] .finding.error').length === 0`)
	j.until(t, `document.querySelectorAll('#tiles > li:nth-child(-n+2) .finding').length === 0`)
	j.look(t, "journey-mended")
}

// submitted asks for a review.
func (j *journey) submitted(t *testing.T) {
	t.Helper()
	submit := chromedp.CSS("#pack-head form[action$='/submit'] button")
	j.do(t, chromedp.WaitVisible(submit), chromedp.Click(submit), chromedp.WaitVisible(chromedp.CSS(".notice.good")))
	j.until(t, `document.querySelector('#pack-head .standing.waiting') !== null`)
	j.look(t, "journey-submitted")
}

// examine opens what waits for a decision, from the queue.
func (j *journey) examine(t *testing.T) {
	t.Helper()
	entry := chromedp.CSS(".review-queue a")
	j.do(t, chromedp.Navigate(j.URL+"/studio/review"), chromedp.WaitVisible(entry), chromedp.Click(entry), chromedp.WaitVisible(chromedp.CSS(".decision")))
}

// rejected sends the pack back because of one sticker.
func (j *journey) rejected(t *testing.T) {
	t.Helper()
	j.examine(t)
	j.look(t, "journey-review")
	j.accessible(t, "review")
	third := ".review-stickers > li:nth-child(3) "
	j.do(t, chromedp.Click(chromedp.CSS(third+".object summary")), chromedp.WaitVisible(chromedp.CSS(third+"select")),
		chromedp.SetValue(chromedp.CSS(third+"select"), "hard-to-see"), chromedp.SendKeys(chromedp.CSS(third+"textarea"), "too pale on white"))
	j.look(t, "journey-objection")
	j.do(t, chromedp.Click(chromedp.CSS(".decision [value=rejected]")), chromedp.WaitVisible(chromedp.CSS(".notice.good")))
}

// replaced reads the reason and draws the sticker anew.
func (j *journey) replaced(t *testing.T) {
	t.Helper()
	j.open(t, "", "#verdict")
	reasons := ask[[]string](t, j.designing, `[...document.querySelectorAll('#verdict .objection')].map(o => o.innerText)`)
	if len(reasons) != 1 || !strings.Contains(reasons[0], "too pale on white") || !strings.Contains(reasons[0], "03_drawing") {
		t.Errorf("the reasons are %q", reasons)
	}
	j.look(t, "journey-verdict")
	j.accessible(t, "a pack that was sent back")
	j.do(t, chromedp.Click(chromedp.CSS("#verdict .objection a")), chromedp.WaitVisible(chromedp.CSS("#image")))
	j.picture(t, 24)
	j.open(t, "", "#verdict")
	j.until(t, `document.querySelector('#verdict .objection.settled') !== null`)
	j.submitted(t)
	if ask[bool](t, j.designing, `document.getElementById('verdict') !== null`) {
		t.Error("the reasons stand there still after the pack was submitted again")
	}
}

// picture gives the sticker whose page is open another drawing, and waits until it is shown.
func (j *journey) picture(t *testing.T, n int) {
	t.Helper()
	before := ask[string](t, j.designing, `document.querySelector('.one-sticker-picture > .tile img').src`)
	path, err := filepath.Abs(filepath.Join(j.art.folder, j.art.files[j.art.emoji[n]]))
	if err != nil {
		t.Fatal(err)
	}
	j.do(t, chromedp.SetUploadFiles(chromedp.CSS("#image"), []string{path}))
	j.until(t, `document.readyState === "complete" && document.querySelector(".one-sticker-picture > .tile img")?.src !== `+fmt.Sprintf("%q", before))
}

// approved lets what waits pass.
func (j *journey) approved(t *testing.T) {
	t.Helper()
	j.examine(t)
	j.look(t, "journey-approve")
	if changed := ask[int](t, j.designing, `document.querySelectorAll('.review-pictures .was').length`); changed != 1 {
		t.Errorf("the page shows %d pictures as they were before", changed)
	}
	j.do(t, chromedp.Click(chromedp.CSS(".decision [value=approved]")), chromedp.WaitVisible(chromedp.CSS(".notice.good")))
}

// offered sells the pack in Korea now and announces it for Japan.
func (j *journey) offered(t *testing.T) {
	t.Helper()
	j.began = j.revision(t)
	j.open(t, "/sale", "#offer")
	j.do(t, chromedp.Click(chromedp.CSS("input[name=region][value=KR]")), chromedp.Click(chromedp.CSS("input[name=price][value=free]")),
		chromedp.SendKeys(chromedp.CSS("#wave"), "home"), chromedp.Click(chromedp.CSS("#save-offer")), chromedp.WaitVisible(chromedp.CSS(".offer-row")))
	j.do(t, chromedp.Click(chromedp.CSS(".offer-form summary")), chromedp.Click(chromedp.CSS("input[name=region][value=JP]")),
		chromedp.Click(chromedp.CSS("input[name=price][value=free]")), chromedp.SendKeys(chromedp.CSS("#wave"), "abroad"))
	j.setField(t, "from", "2099-03-20T09:00")
	j.do(t, chromedp.Click(chromedp.CSS("#save-offer")), chromedp.WaitVisible(chromedp.CSS(".offer-row:nth-child(2)")))
	j.do(t, chromedp.Click(chromedp.CSS("#publish")), chromedp.WaitVisible(chromedp.CSS("[popovertarget=stop]")))
}

// visible finds the pack in one storefront and its announcement in another, as visitors do.
func (j *journey) visible(t *testing.T) {
	t.Helper()
	slug := j.slug(t)
	j.do(t, chromedp.Navigate(j.URL+"/KR/ko/packs/"+slug), chromedp.WaitVisible(chromedp.CSS("button.sticker")))
	if n := ask[int](t, j.designing, `document.querySelectorAll('button.sticker').length`); n != 24 {
		t.Errorf("the Korean store shows %d stickers", n)
	}
	j.do(t, chromedp.Navigate(j.URL+"/JP/ja/packs/"+slug), chromedp.WaitVisible(chromedp.CSS("main")))
	text := ask[string](t, j.designing, `document.querySelector('main').innerText`)
	if !strings.Contains(text, "2099") || ask[int](t, j.designing, `document.querySelectorAll('button.sticker').length`) != 0 {
		t.Errorf("the Japanese store says %s", text)
	}
	changes := must(j.client("").Changes(t.Context(), "KR", "ko", j.began, ""))(t)
	if len(changes.Upserted) != 1 || changes.Upserted[0].Slug != slug {
		t.Errorf("what changed is %+v", changes)
	}
}

func (j *journey) slug(t *testing.T) string {
	t.Helper()
	operator := j.client(j.staff(t, "observer@store.example", "operator"))
	return must(operator.StaffPack(t.Context(), j.pack))(t).Slug
}

// redrawn changes a sticker of the pack that is on sale, and submits that.
func (j *journey) redrawn(t *testing.T) {
	t.Helper()
	j.open(t, "", "#tiles > li a.tile")
	j.do(t, chromedp.Click(chromedp.CSS("#tiles > li:nth-child(5) a.tile")), chromedp.WaitVisible(chromedp.CSS("#image")))
	j.picture(t, 25)
	j.open(t, "", "#tiles")
	j.submitted(t)
}

// shownIn is the address of the fifth sticker's picture in the Korean store.
func (j *journey) shownIn(t *testing.T) (release int, picture string) {
	t.Helper()
	pack := must(j.client("").Pack(t.Context(), "KR", "ko", j.pack))(t)
	return pack.Release, pack.Stickers[4].Images[0].URL
}

// updated puts the new release on sale: visitors see it under the same address.
func (j *journey) updated(t *testing.T) {
	t.Helper()
	_, before := j.shownIn(t)
	since := j.revision(t)
	j.open(t, "/sale", "#publish")
	j.do(t, chromedp.Click(chromedp.CSS("#publish")), chromedp.WaitVisible(chromedp.CSS(".notice.good")))
	release, after := j.shownIn(t)
	if release != 3 || after == before {
		t.Errorf("release %d, the picture is the same: %t", release, after == before)
	}
	changes := must(j.client("").Changes(t.Context(), "KR", "ko", since, ""))(t)
	if len(changes.Upserted) != 1 {
		t.Errorf("what changed is %+v", changes)
	}
}

// rolledBack returns to the release before, from the history.
func (j *journey) rolledBack(t *testing.T) {
	t.Helper()
	_, wrong := j.shownIn(t)
	j.open(t, "/releases", "form[action$='/rollback']")
	j.look(t, "journey-releases")
	j.accessible(t, "releases")
	j.do(t, chromedp.Click(chromedp.CSS("form[action$='/rollback'] button")), chromedp.WaitVisible(chromedp.CSS(".notice.good")))
	_, right := j.shownIn(t)
	if right == wrong {
		t.Error("the release that was rolled back is shown still")
	}
	j.look(t, "journey-rolled-back")
}

// revision is that of the Korean storefront.
func (j *journey) revision(t *testing.T) string {
	t.Helper()
	return must(j.client("").FrontPage(t.Context(), "KR", "ko"))(t).Revision
}
