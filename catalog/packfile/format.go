package packfile

import (
	"bytes"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/hallyu-store/hallyu/i18n"
)

// document is pack.yaml as Format writes it; the order of the fields is that of docs/designers.md.
type document struct {
	Slug         string                 `yaml:"slug"`
	Creator      string                 `yaml:"creator"`
	Usage        string                 `yaml:"usage"`
	SourceLocale i18n.Locale            `yaml:"source_locale"`
	Title        map[i18n.Locale]string `yaml:"title,omitempty"`
	Description  map[i18n.Locale]string `yaml:"description,omitempty"`
	Tags         []string               `yaml:"tags,omitempty,flow"`
	Copyright    string                 `yaml:"copyright,omitempty"`
	Stickers     []stickerDocument      `yaml:"stickers,omitempty"`
	Offers       []offerDocument        `yaml:"offers,omitempty"`
}

type stickerDocument struct {
	File      string                   `yaml:"file,omitempty"`
	Shortcode string                   `yaml:"shortcode"`
	Emoji     []string                 `yaml:"emoji,flow"`
	Says      bool                     `yaml:"says,omitempty"`
	Keywords  map[i18n.Locale][]string `yaml:"keywords,omitempty"`
	Alt       map[i18n.Locale]string   `yaml:"alt,omitempty"`
	Images    map[i18n.Locale]string   `yaml:"images,omitempty"`
}

type offerDocument struct {
	Regions  []string       `yaml:"regions,flow"`
	Price    *priceDocument `yaml:"price,omitempty,flow"`
	From     *time.Time     `yaml:"from,omitempty"`
	Until    *time.Time     `yaml:"until,omitempty"`
	Audience string         `yaml:"audience,omitempty"`
	Tier     string         `yaml:"tier,omitempty"`
	Words    string         `yaml:"words,omitempty"`

	FromLocal  string `yaml:"from_local,omitempty"`
	UntilLocal string `yaml:"until_local,omitempty"`
}

type priceDocument struct {
	Amount   int64  `yaml:"amount"`
	Currency string `yaml:"currency"`
}

// Format writes a pack as a pack.yaml, which Parse reads as the same pack. Equal packs have equal bytes.
func Format(f File) ([]byte, error) {
	lent := &loans{of: map[rune]rune{}}
	d := documentOf(f, lent)
	if lent.full() {
		lent = &loans{none: true}
		d = documentOf(f, lent)
	}
	data, err := encoded(d)
	return lent.back(data), err
}

// documentOf is a pack as it is written.
func documentOf(f File, lent *loans) document {
	d := document{
		Slug: f.Slug, Creator: f.Creator, Usage: f.Usage, SourceLocale: f.SourceLocale, Title: lent.byLocale(f.Title),
		Description: lent.byLocale(f.Description), Tags: lent.texts(f.Tags), Copyright: lent.text(f.Copyright),
	}
	for _, s := range f.Stickers {
		d.Stickers = append(d.Stickers, formatSticker(s, lent))
	}
	for _, o := range f.Offers {
		d.Offers = append(d.Offers, formatOffer(o))
	}
	return d
}

// encoded writes a document as YAML.
func encoded(d document) ([]byte, error) {
	var out bytes.Buffer
	encoder := yaml.NewEncoder(&out)
	encoder.SetIndent(2)
	err := encoder.Encode(d)
	if err == nil {
		err = encoder.Close()
	}
	return out.Bytes(), err
}

func formatSticker(s Sticker, lent *loans) stickerDocument {
	d := stickerDocument{
		File: lent.text(s.File), Shortcode: lent.text(s.Shortcode), Emoji: lent.texts(s.Emoji), Says: s.Says,
		Keywords: map[i18n.Locale][]string{}, Alt: lent.byLocale(s.Alt), Images: map[i18n.Locale]string{},
	}
	for _, locale := range sortedKeys(s.Images) {
		d.Images[locale] = lent.text(s.Images[locale].File)
	}
	for _, locale := range sortedKeys(s.Keywords) {
		if words := s.Keywords[locale]; len(words) > 0 {
			d.Keywords[locale] = lent.texts(words)
		}
	}
	return d
}

func formatOffer(o Offer) offerDocument {
	d := offerDocument{Regions: o.Regions, From: o.From, Until: o.Until, Audience: o.Audience, Tier: o.Tier, Words: o.Words, FromLocal: o.FromLocal, UntilLocal: o.UntilLocal}
	if o.Price != nil {
		d.Price = &priceDocument{o.Price.Amount, o.Price.Currency}
	}
	return d
}
