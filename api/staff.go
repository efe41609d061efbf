package api

import "time"

// PackDraft is a pack as its designer edits it: the fields of pack.yaml, with sha256 in place of file.
type PackDraft struct {
	Slug         string            `json:"slug"`
	Creator      string            `json:"creator" doc:"slug or id of the creator"`
	Usage        string            `json:"usage,omitempty" enum:"sticker,emoticon"`
	SourceLocale string            `json:"source_locale"`
	Title        map[string]string `json:"title" doc:"by locale"`
	Description  map[string]string `json:"description,omitempty" doc:"by locale"`
	Tags         []string          `json:"tags,omitempty"`
	Copyright    string            `json:"copyright,omitempty"`
	Stickers     []StickerDraft    `json:"stickers,omitempty"`
	Offers       []OfferDraft      `json:"offers,omitempty"`
}

// StickerDraft is one sticker of a draft.
type StickerDraft struct {
	ID        string              `json:"id,omitempty" doc:"kept when the shortcode is known"`
	SHA256    string              `json:"sha256,omitempty" doc:"digest of an uploaded picture"`
	Shortcode string              `json:"shortcode"`
	Emoji     []string            `json:"emoji"`
	Says      bool                `json:"says,omitempty" doc:"it says something, so that it needs a picture in every language of the pack"`
	Keywords  map[string][]string `json:"keywords,omitempty" doc:"by locale"`
	Alt       map[string]string   `json:"alt,omitempty" doc:"by locale"`
	Images    map[string]string   `json:"images,omitempty" doc:"digest by locale, where the picture itself is localized"`
}

// OfferDraft is the terms of a pack in regions that share them.
type OfferDraft struct {
	Regions  []string   `json:"regions" doc:"ISO 3166-1 alpha-2, or 001 for the world"`
	Price    *Money     `json:"price,omitempty" doc:"free when left out"`
	Tier     string     `json:"tier,omitempty" maxLength:"64" doc:"name of a tier, in place of a price; the price is then that of the tier"`
	From     *time.Time `json:"from,omitempty"`
	Until    *time.Time `json:"until,omitempty"`
	Audience string     `json:"audience,omitempty" enum:"everyone,members,code_holders"`
	Words    string     `json:"words,omitempty" enum:"complete,reviewed" doc:"opens only when the pack's words are so in the regions' languages; then it stays open"`

	FromLocal  string `json:"from_local,omitempty" maxLength:"19" example:"2027-03-20T09:00" doc:"by each region's own clocks, in place of from"`
	UntilLocal string `json:"until_local,omitempty" maxLength:"19" example:"2027-04-20T09:00" doc:"by each region's own clocks, in place of until"`
}

// Lack is how many words a pack lacks in a language before an offer opens.
type Lack struct {
	Region     string `json:"region"`
	Locale     string `json:"locale"`
	Missing    int    `json:"missing"`
	Unreviewed int    `json:"unreviewed" doc:"words that are there and that nobody has approved"`
}

// WaveDraft is a set of regions that open together.
type WaveDraft struct {
	Name string `json:"name"`
	OfferDraft
}

// StaffPack is a pack as its designer and the operator see it.
type StaffPack struct {
	ID        string    `json:"id"`
	State     string    `json:"state" enum:"unpublished,on_sale,stopped,banned"`
	Current   int       `json:"current" doc:"number of the release on sale; 0 before the first"`
	Version   int64     `json:"version" doc:"send it back in If-Match"`
	UpdatedAt time.Time `json:"updated_at"`
	Lacks     []Lack    `json:"lacks,omitempty" doc:"words that keep offers from opening, by region and language; of one pack alone"`
	PackDraft
}

// Release is numbered, immutable content of a pack.
type Release struct {
	Pack      string    `json:"pack"`
	Number    int       `json:"number"`
	State     string    `json:"state" enum:"submitted,in_review,approved,rejected,direct"`
	CreatedAt time.Time `json:"created_at"`

	WaitingSince *time.Time   `json:"waiting_since" doc:"submission or appeal; null when nothing is to be decided"`
	DecidedAt    *time.Time   `json:"decided_at" doc:"first decision; null before it"`
	Steps        []ReviewStep `json:"steps,omitempty" doc:"what happened in its review, in order"`
}

// Finding is one thing to know about an upload.
type Finding struct {
	Code     string `json:"code"`
	Severity string `json:"severity" enum:"error,warn,info"`
	Platform string `json:"platform"`
	File     string `json:"file,omitempty"`
	Sticker  string `json:"sticker,omitempty"`
	Measured string `json:"measured,omitempty"`
	Limit    string `json:"limit,omitempty"`
	Fix      string `json:"fix,omitempty"`
	Message  string `json:"message,omitempty"`
}

// Imported answers an import.
type Imported struct {
	Pack     StaffPack `json:"pack"`
	Findings []Finding `json:"findings"`
}

// Report lists every finding on a draft. What takes long is found out meanwhile: Done of Total pictures
// were made for every platform.
type Report struct {
	Findings []Finding `json:"findings"`
	Complete bool      `json:"complete"`
	Done     int       `json:"done"`
	Total    int       `json:"total"`
}

// Upload is a picture that was taken in.
type Upload struct {
	SHA256     string `json:"sha256"`
	Type       string `json:"type"`
	Width      int    `json:"width"`
	Height     int    `json:"height"`
	Animated   bool   `json:"animated"`
	Frames     int    `json:"frames"`
	DurationMS int64  `json:"duration_ms"`
}

// NewSession signs a member of staff in.
type NewSession struct {
	Email    string `json:"email" maxLength:"254"`
	Password string `json:"password" maxLength:"1024"`
}

// Session is a staff key that was given for a password.
type Session struct {
	Account   string    `json:"account"`
	Key       string    `json:"key" doc:"hs_…; shown once"`
	ExpiresAt time.Time `json:"expires_at"`
}

// NewApp registers a chat app.
type NewApp struct {
	Name   string   `json:"name" minLength:"1" maxLength:"100"`
	Scopes []string `json:"scopes"`
}

// NewKey asks for a further key of an app, for rotation.
type NewKey struct {
	Scopes []string `json:"scopes,omitempty" doc:"those of the app when left out"`
	Test   bool     `json:"test,omitempty" doc:"a key on a ledger of its own"`
}

// App is a chat application.
type App struct {
	ID        string    `json:"id"`
	Name      string    `json:"name"`
	Keys      []Key     `json:"keys"`
	CreatedAt time.Time `json:"created_at"`
}

// Key is what is known of an API key; the secret itself is shown once, when it is made.
type Key struct {
	ID        string     `json:"id"`
	Mode      string     `json:"mode" enum:"live,test,staff"`
	Scopes    []string   `json:"scopes"`
	Secret    string     `json:"secret,omitempty" doc:"shown once"`
	CreatedAt time.Time  `json:"created_at"`
	RevokedAt *time.Time `json:"revoked_at"`
}

// Version is what the server is built from.
type Version struct {
	Version string `json:"version"`
	Commit  string `json:"commit"`
	Go      string `json:"go"`
}

// Publication asks to put a release on sale.
type Publication struct {
	Release int `json:"release,omitempty" minimum:"0" doc:"the draft is released first when left out or 0"`
}

// Ban says why a pack is taken down.
type Ban struct {
	Reason string `json:"reason,omitempty" enum:"rights,law" default:"rights" doc:"rights: owners keep it; law: its pictures are withheld from everyone"`
	Note   string `json:"note,omitempty" maxLength:"2000" doc:"public"`
	Claim  *Claim `json:"claim,omitempty" doc:"whose rights it breaks; on record, not public"`
}

// Claim is what somebody says whose rights a pack breaks.
type Claim struct {
	Claimant  string `json:"claimant" minLength:"1" maxLength:"200"`
	Contact   string `json:"contact" minLength:"1" maxLength:"254"`
	Statement string `json:"statement" minLength:"1" maxLength:"10000"`
}

// RevokedAsset is a picture that nobody may be shown any more.
type RevokedAsset struct {
	SHA256    string    `json:"sha256"`
	Pack      string    `json:"pack"`
	RevokedAt time.Time `json:"revoked_at"`
}

// Rollback names the release to go back to.
type Rollback struct {
	Release int `json:"release" minimum:"1"`
}

// OfferList replaces all offers of a pack that belong to no wave.
type OfferList struct {
	Offers []OfferDraft `json:"offers" maxItems:"500"`
}

// WaveList replaces all waves of a pack.
type WaveList struct {
	Waves []WaveDraft `json:"waves" maxItems:"50"`
}

// PackTerms are all offers and waves of a pack, as they stand.
type PackTerms struct {
	Offers []OfferDraft `json:"offers"`
	Waves  []WaveDraft  `json:"waves"`
}

// PackPatch changes single fields of a draft; what is left out stays.
type PackPatch struct {
	Slug         *string            `json:"slug,omitempty"`
	Usage        *string            `json:"usage,omitempty" enum:"sticker,emoticon"`
	SourceLocale *string            `json:"source_locale,omitempty"`
	Title        *map[string]string `json:"title,omitempty"`
	Description  *map[string]string `json:"description,omitempty"`
	Tags         *[]string          `json:"tags,omitempty"`
	Copyright    *string            `json:"copyright,omitempty"`
}

// StickerOrder is the order of a draft's stickers.
type StickerOrder struct {
	Stickers []string `json:"stickers" doc:"every sticker id of the draft, once"`
}

// Account is a member of staff.
type Account struct {
	ID      string   `json:"id"`
	Email   string   `json:"email"`
	Roles   []string `json:"roles"`
	Locales []string `json:"locales"`
}

// NewCreator registers who makes packs.
type NewCreator struct {
	Slug    string `json:"slug" minLength:"2" maxLength:"64"`
	Name    string `json:"name" minLength:"1" maxLength:"100"`
	Account string `json:"account,omitempty" doc:"whose packs these are; a designer's own when left out"`
}

// CreatorProfile is a creator as staff see it.
type CreatorProfile struct {
	ID   string `json:"id"`
	Slug string `json:"slug"`
	Name string `json:"name"`
}

// StickerPatch changes single fields of a sticker; what is left out stays.
type StickerPatch struct {
	SHA256    string              `json:"sha256,omitempty" doc:"digest of an uploaded picture"`
	Shortcode *string             `json:"shortcode,omitempty"`
	Emoji     *[]string           `json:"emoji,omitempty"`
	Says      *bool               `json:"says,omitempty"`
	Keywords  map[string][]string `json:"keywords,omitempty" doc:"by locale; an empty list takes them away"`
	Alt       map[string]string   `json:"alt,omitempty" doc:"by locale; an empty text takes it away"`
	Images    map[string]string   `json:"images,omitempty" doc:"digest by locale; an empty one takes it away"`
}
