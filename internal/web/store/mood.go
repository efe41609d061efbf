package store

import (
	"context"
	"net/url"

	"github.com/hallyu-store/hallyu/catalog"
)

// mood is something that one might want to say, shown by a sticker that says it.
type mood struct {
	Name    string
	Address string // of the search for all that say it
	Picture picture
}

// feelings are the moods of the front page, each with the emoji that stand for it, the best first.
var feelings = []struct {
	word  string // message page.mood.<word>
	emoji []string
}{
	{"hello", []string{"👋", "🤗"}},
	{"love", []string{"😍", "🥰", "❤️", "😘", "💕", "💖"}},
	{"laugh", []string{"😂", "🤣", "😆"}},
	{"thanks", []string{"🙏", "🥹", "🙇"}},
	{"cheer", []string{"💪", "🔥", "📣"}},
	{"party", []string{"🎉", "🥳", "🎊"}},
	{"cry", []string{"😭", "😢", "🥲"}},
	{"angry", []string{"😡", "🤬", "😠", "😤"}},
	{"wow", []string{"😱", "😲", "🤯", "😮"}},
	{"sleepy", []string{"😴", "🥱", "🌙", "💤"}},
}

// moods finds a sticker for each feeling, from as many packs as there are. Feelings that no sticker
// shows are left out.
func (v visit) moods(ctx context.Context) []mood {
	var moods []mood
	used := map[string]int{} // stickers by pack
	for _, feeling := range feelings {
		for _, emoji := range feeling.emoji {
			shown, found := v.moodSticker(ctx, emoji, used)
			if !found {
				continue
			}
			moods = append(moods, mood{
				Name: v.voice.T("page.mood." + feeling.word), Picture: shown,
				Address: v.at("/search?q=" + url.QueryEscape(emoji)),
			})
			break
		}
	}
	return moods
}

// moodSticker finds a sticker for an emoji, in the pack that shows the fewest so far.
func (v visit) moodSticker(ctx context.Context, emoji string, used map[string]int) (picture, bool) {
	hits := v.Search(emoji).Stickers
	if len(hits) == 0 {
		return picture{}, false
	}
	best := hits[0]
	for _, hit := range hits {
		if used[hit.Pack.ID] < used[best.Pack.ID] {
			best = hit
		}
	}
	found, known := v.sticker(ctx, best)
	if !known {
		return picture{}, false
	}
	used[best.Pack.ID]++
	return small(found.Picture), true
}

// sticker reads the sticker that a search found.
func (v visit) sticker(ctx context.Context, hit catalog.StickerHit) (catalog.StickerView, bool) {
	detail, err := v.shop.Details.Detail(ctx, hit.Pack.Summary)
	if err != nil || hit.Sticker >= len(detail.Stickers) {
		return catalog.StickerView{}, false
	}
	return detail.Sticker(detail.Stickers[hit.Sticker].ID, v.Chain())
}
