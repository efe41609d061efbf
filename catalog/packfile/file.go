// Package packfile reads packs as designers write them: a folder of images with a pack.yaml, or the
// body of a request with digests in place of files. [Parse] and [ParseJSON] report everything that
// is wrong at once, each finding with its place; [Check] holds the rules that both, and drafts, obey;
// [CheckDir] looks at the images too, offline.
package packfile

import (
	"time"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/i18n"
)

// Name is the name of the file beside a pack's images.
const Name = "pack.yaml"

// File is a pack as its designer writes it. Locales are canonical, texts are NFC and trimmed.
type File struct {
	Slug         string
	Creator      string // slug or id
	Usage        string // "sticker" or "emoticon"
	SourceLocale i18n.Locale
	Title        map[i18n.Locale]string
	Description  map[i18n.Locale]string
	Tags         []string
	Copyright    string
	Stickers     []Sticker
	Offers       []Offer
}

// Sticker is one sticker of a File.
type Sticker struct {
	ID        string        // stk_…; of a known sticker, in the API alone
	File      string        // name of the image in the pack's folder
	SHA256    assets.Digest // of the image, once it is known
	Shortcode string
	Emoji     []string
	Says      bool // it says something, so that it needs a picture in every language
	Keywords  map[i18n.Locale][]string
	Alt       map[i18n.Locale]string
	Images    map[i18n.Locale]Image // where the picture itself is localized
}

// Image is a localized picture of a sticker.
type Image struct {
	File   string
	SHA256 assets.Digest
}

// Offer is terms that regions share.
type Offer struct {
	Regions  []string // ISO 3166-1 alpha-2, or "001" for the world
	Price    *Price   // nil when free
	Tier     string   // name of a tier of the store, in place of Price
	From     *time.Time
	Until    *time.Time
	Audience string // "everyone" when empty
	Words    string // how far the regions' languages must be before it opens: "", "complete", "reviewed"

	FromLocal  string // by each region's own clocks, in place of From: 2027-03-20T09:00
	UntilLocal string // in place of Until
}

// Price is an amount in minor units of an ISO 4217 currency.
type Price struct {
	Amount   int64
	Currency string
}

// Files returns the names of all images that the pack speaks of, each once, in its order.
func (f File) Files() []string {
	var names []string
	seen := map[string]bool{"": true}
	add := func(name string) {
		if !seen[name] {
			seen[name] = true
			names = append(names, name)
		}
	}
	for _, s := range f.Stickers {
		add(s.File)
		for _, locale := range sortedKeys(s.Images) {
			add(s.Images[locale].File)
		}
	}
	return names
}

// WithDigests returns a copy in which every image whose file is a key of digests has its digest.
func (f File) WithDigests(digests map[string]assets.Digest) File {
	stickers := make([]Sticker, len(f.Stickers))
	for i, s := range f.Stickers {
		if digest, known := digests[s.File]; known {
			s.SHA256 = digest
		}
		images := make(map[i18n.Locale]Image, len(s.Images))
		for locale, image := range s.Images {
			if digest, known := digests[image.File]; known {
				image.SHA256 = digest
			}
			images[locale] = image
		}
		s.Images = images
		stickers[i] = s
	}
	f.Stickers = stickers
	return f
}
