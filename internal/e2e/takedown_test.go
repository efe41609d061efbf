package e2e

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/api"
)

// TestTakedown bans one pack for a claim and one for law: of the first the pictures stay for those who have
// it, of the second nobody gets a byte, and the feed names each picture, also after a start.
func TestTakedown(t *testing.T) {
	s := serve(t, t.TempDir())
	key := s.staff(t, "operator@example.com", "operator")
	operator := s.client(key)
	claimed, unlawful := onSale(t, operator, "claimed", ""), brought(t, operator, "unlawful", "")
	edge := must(operator.PutUpload(t.Context(), digest(string(dot(t, 77))), dot(t, 77)))(t)
	draft := unlawful.PackDraft
	draft.Stickers = []api.StickerDraft{{Shortcode: "own", SHA256: edge.SHA256, Emoji: []string{"🐯"}}}
	must(operator.ImportPack(t.Context(), draft))(t)
	must(operator.PublishPack(t.Context(), "unlawful", api.Publication{}))(t)
	kept := must(s.client("").Pack(t.Context(), "KR", "en", "claimed"))(t).Stickers[0].Thumb.URL
	withheld := must(s.client("").Pack(t.Context(), "KR", "en", "unlawful"))(t).Stickers[0].Thumb
	must(operator.BanPack(t.Context(), claimed.ID, api.Ban{Claim: &api.Claim{Claimant: "Somebody", Contact: "somebody@example.com", Statement: "It is mine."}}))(t)
	must(operator.BanPack(t.Context(), unlawful.ID, api.Ban{}))(t) // for rights, before it was found to be for law
	must(operator.BanPack(t.Context(), unlawful.ID, api.Ban{Reason: "law", Note: "by order"}))(t)
	check := func(s *server) {
		t.Helper()
		for address, want := range map[string]int{kept: http.StatusOK, withheld.URL: http.StatusUnavailableForLegalReasons} {
			reply := must(s.client("").Do(t.Context(), http.MethodGet, address, nil, nil))(t)
			if reply.Status != want {
				t.Errorf("%s answers %d, want %d", address, reply.Status, want)
			}
			if want != http.StatusOK && !strings.Contains(string(reply.Body), "/problems/asset-withheld") {
				t.Errorf("withheld: %s", reply.Body)
			}
		}
		feed := must(s.client("").RevokedAssets(t.Context(), ""))(t)
		found := false
		for _, revoked := range feed.Items {
			found = found || revoked.SHA256 == withheld.SHA256 && revoked.Pack == unlawful.ID
		}
		if !found {
			t.Errorf("the feed: %+v", feed)
		}
	}
	check(s)
	s.stop()
	s = serve(t, s.Data)
	check(s)
	tombstones(t, s)
	operator = s.client(key)
	must(operator.LiftBan(t.Context(), unlawful.ID, api.Lift{Reason: "the order was withdrawn"}))(t)
	reply := must(s.client("").Do(t.Context(), http.MethodGet, withheld.URL, nil, nil))(t)
	feed := must(s.client("").RevokedAssets(t.Context(), ""))(t)
	if reply.Status != http.StatusOK || len(feed.Items) != 0 {
		t.Errorf("after the ban was lifted: %d, %d pictures revoked", reply.Status, len(feed.Items))
	}
	if lifted := must(operator.StaffPack(t.Context(), unlawful.ID))(t); lifted.State != "stopped" {
		t.Errorf("lifted: %s", lifted.State)
	}
	_, err := operator.LiftBan(t.Context(), unlawful.ID, api.Lift{})
	problem(t, err, "pack-not-banned")
}

// tombstones looks at what is left of packs that were taken down, for programs and for people.
func tombstones(t *testing.T, s *server) {
	t.Helper()
	_, err := s.client("").Pack(t.Context(), "KR", "en", "unlawful")
	if gone := problem(t, err, "pack-taken-down"); gone.Status != http.StatusGone || gone.Facts["note"] != "by order" || gone.Facts["reason"] != "law" {
		t.Errorf("the tombstone: %+v", gone)
	}
	visitor := &reader{site: s.URL}
	status, page := visitor.ask(t, "/KR/en/packs/unlawful", nil)
	if status != http.StatusGone || !strings.Contains(page.Find("main").Text(), "taken down") || !strings.Contains(page.Find("main").Text(), "by order") {
		t.Errorf("the page: %d %s", status, page.Find("main").Text())
	}
}

// TestClaims puts a claim and the answer to it on record: who said what and when, and how to reach a
// claimant for operators alone.
func TestClaims(t *testing.T) {
	s := serve(t, t.TempDir())
	operator := s.client(s.staff(t, "operator@example.com", "operator"))
	designer := signedIn(t, s, "designer@example.com", "designer")
	s.json(t, &struct{}{}, "admin", "creator", "create", "studio-made", "--name", "Made", "--account", "designer@example.com")
	pack := onSale(t, operator, "moon", "")
	claim := api.Claim{Claimant: "Somebody", Contact: "somebody@example.com", Statement: "It is mine."}
	must(operator.RecordClaim(t.Context(), pack.ID, claim))(t)
	must(operator.BanPack(t.Context(), pack.ID, api.Ban{Claim: &claim}))(t)
	address := "/studio/packs/" + pack.ID + "/sale"
	status, page := designer.ask(t, address+"/counter", map[string][]string{"claimant": {"Made"}, "contact": {"made@example.com"}, "statement": {"We drew it."}})
	text := page.Find("#claims").Text()
	if status != http.StatusOK || strings.Contains(text, "somebody@example.com") || !strings.Contains(text, "It is mine.") || !strings.Contains(text, "We drew it.") {
		t.Errorf("the designer reads %d %s", status, text)
	}
	status, page = designer.ask(t, address+"/counter", map[string][]string{"claimant": {"Made"}})
	if status != http.StatusUnprocessableEntity || page.Find(".notice.bad").Length() != 1 {
		t.Errorf("without words: %d", status)
	}
	for said, want := range map[string]int{"We drew it. ": http.StatusOK, "We bought it.": http.StatusConflict} {
		status, page = designer.ask(t, address+"/counter", map[string][]string{"claimant": {"Made"}, "contact": {"made@example.com"}, "statement": {said}})
		if status != want || (page.Find(".notice.bad").Length() == 1) == (want == http.StatusOK) {
			t.Errorf("%q once more: %d %s", said, status, page.Find(".notice").Text())
		}
	}
	record := must(operator.Claims(t.Context(), pack.ID))(t).Items
	if len(record) != 3 || record[0].Kind != "claim" || record[0].Contact != claim.Contact || record[2].Kind != "counter_notice" || record[2].Account == "" || record[2].At.IsZero() {
		t.Errorf("the record: %+v", record)
	}
	seller := signedIn(t, s, "second@example.com", "operator")
	status, page = seller.ask(t, address, nil)
	if status != http.StatusOK || page.Find("#ban-now").Length() != 1 || page.Find("#ban-reason option[value=law][selected]").Length() != 1 {
		t.Errorf("a pack that is down for rights cannot be taken down for law: %d", status)
	}
	status, page = seller.ask(t, address+"/lift", map[string][]string{"reason": {"settled"}})
	if status != http.StatusOK || page.Find("#ban-now").Length() != 1 {
		t.Errorf("lifted: %d %s", status, page.Find("main").Text())
	}
	status, _ = seller.ask(t, address+"/ban", map[string][]string{"reason": {"law"}, "public": {"again"}})
	if status != http.StatusOK || must(operator.StaffPack(t.Context(), pack.ID))(t).State != "banned" {
		t.Errorf("banned again: %d", status)
	}
}

// TestPurgeHook bans a pack for law: whoever keeps copies is told of each picture, with the secret, also
// when they were away first.
func TestPurgeHook(t *testing.T) {
	heard := make(chan string, 100)
	away := true
	edge := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if away {
			away = false
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		body, _ := io.ReadAll(r.Body)
		heard <- r.Header.Get("Authorization") + " " + string(body)
	}))
	t.Cleanup(edge.Close)
	s := serve(t, t.TempDir(), "--purge-url", edge.URL, "--purge-secret", "sesame")
	operator := s.client(s.staff(t, "operator@example.com", "operator"))
	pack := onSale(t, operator, "moon", "")
	picture := must(s.client("").Pack(t.Context(), "KR", "en", "moon"))(t).Stickers[0].Thumb.SHA256
	must(operator.BanPack(t.Context(), pack.ID, api.Ban{Reason: "law"}))(t)
	late := time.After(30 * time.Second)
	for {
		select {
		case told := <-heard:
			if !strings.HasPrefix(told, "Bearer sesame ") {
				t.Fatalf("told without the secret: %s", told)
			}
			if strings.Contains(told, "/assets/"+picture+".*") && strings.Contains(told, "/*/*/packs/moon") {
				return
			}
		case <-late:
			t.Fatal("nobody was told of the ban")
		}
	}
}
