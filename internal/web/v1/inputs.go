package v1

// The parameters of plain routes, as the OpenAPI document shows them. Handlers read them with
// web.Query, which says the same in its checks.

type chooseInput struct {
	Region string `query:"region" doc:"ISO 3166-1 alpha-2"`
}

// ViewPath names a storefront.
type ViewPath struct {
	Region string `path:"region" doc:"ISO 3166-1 alpha-2" example:"KR"`
	Locale string `path:"locale" doc:"BCP 47; one that the store does not speak is redirected" example:"ko"`
	At     string `query:"at" maxLength:"40" doc:"for staff alone: how it looks then, RFC 3339 or by the region's own clocks"`
}

// ListQuery asks for one page of a list.
type ListQuery struct {
	Limit  int    `query:"limit" minimum:"1" maximum:"100" default:"30"`
	Cursor string `query:"cursor" maxLength:"1024" doc:"next of the page before"`
}

type packsInput struct {
	ViewPath
	ListQuery
	Sort     string `query:"sort" enum:"new,popular,title" default:"new"`
	Tag      string `query:"tag" maxLength:"32"`
	Creator  string `query:"creator" maxLength:"100" doc:"id or slug"`
	Collab   string `query:"collab" maxLength:"100" doc:"id or slug"`
	Usage    string `query:"usage" enum:"sticker,emoticon"`
	Animated bool   `query:"animated"`
	Free     bool   `query:"free"`
}

type packInput struct {
	ViewPath
	Pack    string `path:"pack" doc:"id or slug"`
	Locales string `query:"locales" enum:"all" doc:"all adds the words of every language"`
}

type hubInput struct {
	ViewPath
	Collab string `path:"collab" doc:"id or slug"`
}

type searchInput struct {
	ViewPath
	Query string `query:"q" maxLength:"200" required:"true"`
}

type changesInput struct {
	ViewPath
	ListQuery
	Since string `query:"since" maxLength:"64" required:"true" doc:"a revision that the server gave"`
}

type stickerInput struct {
	Sticker string `path:"sticker" doc:"sticker id"`
	Release int    `query:"release" minimum:"0" doc:"the one on sale when left out"`
	SHA256  string `query:"sha256" maxLength:"64" doc:"of the ref: shows exactly this picture"`
	Region  string `query:"region" doc:"storefront for the pack's price and offer"`
	Locale  string `query:"locale" doc:"language of the words"`
}

type assetInput struct {
	Name string `path:"name" doc:"{sha256}.{ext}"`
}

// ChannelPath names a channel of a project.
type ChannelPath struct {
	Project string `path:"project"`
	Channel string `path:"channel"`
	AppVersion
}

// AppVersion is the version of the app that reads texts.
type AppVersion struct {
	App string `query:"app_version" maxLength:"64" example:"2.5.1" doc:"of the app that reads: the newest release of the channel that is for it"`
}

type stringsInput struct {
	ChannelPath
	File string `path:"file" doc:"{tag}.{format}" example:"ko.flat.json"`
}

type negotiatedInput struct {
	Project string `path:"project"`
	File    string `path:"file" doc:"{channel}.{format}" example:"production.flat.json"`
	Lang    string `query:"lang" maxLength:"512" doc:"in place of Accept-Language"`
	AppVersion
}

type digestInput struct {
	Project string `path:"project"`
	File    string `path:"file" doc:"{sha256}.{format}"`
}

type pluralsInput struct {
	Tag string `path:"tag" doc:"BCP 47" example:"fil"`
}

type i18nextInput struct {
	Language  string `path:"lng" doc:"one tag, or several joined by +"`
	Namespace string `path:"file" doc:"{project}.json, or several projects joined by +"`
	AppVersion
}

type archiveInput struct {
	Holder  string `path:"holder"`
	Pack    string `path:"pack" doc:"id or slug"`
	Release int    `query:"release" minimum:"0" doc:"the one on sale when left out"`
	Locale  string `query:"locale" doc:"language of the words and pictures"`
}

// DigestPath names bytes by their digest.
type DigestPath struct {
	SHA256 string `path:"sha256" doc:"digest of the bytes, lower-case hex"`
}

type uploadInput struct {
	DigestPath
	RawBody []byte `contentType:"application/octet-stream"`
}

type importInput struct {
	Slug         string `query:"slug" maxLength:"64" doc:"of the pack, where its layout names none"`
	Creator      string `query:"creator" maxLength:"64" doc:"slug or id, where the layout names none"`
	SourceLocale string `query:"source_locale" maxLength:"35" doc:"BCP 47; language of the texts, where the layout names none"`
	PackKey      string `header:"Hallyu-Pack-Key" doc:"of a Signal pack: 64 hexadecimal digits, or its link"`
	RawBody      []byte `contentType:"application/zip"`
}

type exportInput struct {
	Pack     string `path:"pack" doc:"id or slug"`
	Language string `header:"Accept-Language"`
	Platform string `query:"platform" enum:"hallyu,whatsapp,wastickers,telegram,line,signal,misskey" default:"hallyu"`
}
