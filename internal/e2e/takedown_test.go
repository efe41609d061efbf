package e2e

import (
	"net/http"
	"strings"
	"testing"

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
	check(serve(t, s.Data))
}
