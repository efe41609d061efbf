package api

import "time"

// StringChannels says how a project is delivered, and where its channels stand.
type StringChannels struct {
	Mode     string          `json:"mode" enum:"live,released" doc:"live: every channel follows the files; released: channels but draft are moved"`
	Revision string          `json:"revision" doc:"names the mode; what If-Match carries when it is switched"`
	Items    []StringChannel `json:"items"`
}

// StringChannel is where a channel stands. In live mode it is where it will stand again.
type StringChannel struct {
	Name     string    `json:"name"`
	Release  string    `json:"release"`
	Previous *string   `json:"previous" doc:"release that it held until then"`
	Rollback *string   `json:"rollback" doc:"release that a rollback brings back"`
	Kind     string    `json:"kind" enum:"begun,promoted,rolled_back,frozen,unfrozen"`
	Frozen   bool      `json:"frozen" doc:"nothing is promoted to it"`
	MinApp   *string   `json:"min_app_version,omitempty" doc:"least version of the app that the release is for; others are given what the channel held for them before"`
	MaxApp   *string   `json:"max_app_version,omitempty" doc:"greatest version of the app"`
	Note     string    `json:"note"`
	Account  string    `json:"account" doc:"who moved it"`
	MovedAt  time.Time `json:"moved_at"`
	Revision string    `json:"revision" doc:"names where it stands; what If-Match carries when it is moved"`
}

// StringMode switches how a project is delivered.
type StringMode struct {
	Mode string `json:"mode" enum:"live,released"`
}

// GitStanding is how far locale files are in step with their git repository.
type GitStanding struct {
	FetchedAt *time.Time `json:"fetched_at,omitempty" doc:"last time since the start that fetching went well"`
	PushedAt  *time.Time `json:"pushed_at,omitempty" doc:"last time since the start that there was something to push, and it went well"`
}

// StringRelease is an immutable snapshot of a project's words.
type StringRelease struct {
	ID       string    `json:"id" doc:"names the content: SHA-256"`
	Number   int       `json:"number" doc:"from 1"`
	Note     string    `json:"note"`
	Account  string    `json:"account" doc:"who cut it"`
	At       time.Time `json:"at"`
	Locales  []string  `json:"locales"`
	Messages int       `json:"messages" doc:"of the source locale"`
}

// NewStringRelease asks for a release of what the files say.
type NewStringRelease struct {
	Note string `json:"note,omitempty" maxLength:"500"`
}

// StringChanges is what one release says otherwise than another.
type StringChanges struct {
	From    string                `json:"from"`
	To      string                `json:"to"`
	Locales []StringLocaleChanges `json:"locales" doc:"those with a difference"`
}

// StringLocaleChanges are ids of messages of one locale.
type StringLocaleChanges struct {
	Locale  string   `json:"locale"`
	Added   []string `json:"added"`
	Changed []string `json:"changed"`
	Removed []string `json:"removed"`
}

// StringPromotion asks that a channel holds a release.
type StringPromotion struct {
	Channel string `json:"channel" minLength:"1" maxLength:"40" example:"production"`
	Release string `json:"release,omitempty" maxLength:"64" doc:"id of a release; empty for what from holds"`
	From    string `json:"from,omitempty" maxLength:"40" doc:"a channel; draft cuts a release of the files first"`
	MinApp  string `json:"min_app_version,omitempty" maxLength:"64" example:"2.5" doc:"least version of the app that it is for; empty for any"`
	MaxApp  string `json:"max_app_version,omitempty" maxLength:"64" example:"3.0.4" doc:"greatest version, with all that begin with it"`
	Note    string `json:"note,omitempty" maxLength:"500"`
}

// StringFreeze asks that a channel stays where it stands, or not any more.
type StringFreeze struct {
	Channel string `json:"channel" minLength:"1" maxLength:"40" example:"production"`
	Frozen  bool   `json:"frozen"`
	Note    string `json:"note,omitempty" maxLength:"500"`
}

// StringRollback asks that a channel holds again what it held before.
type StringRollback struct {
	Channel string `json:"channel" minLength:"1" maxLength:"40" example:"production"`
	Note    string `json:"note,omitempty" maxLength:"500"`
}

// StringDelta leads from the go-i18n.json of a locale in one release to that in another.
type StringDelta struct {
	From   string         `json:"from"`
	To     string         `json:"to"`
	Set    map[string]any `json:"set" doc:"values of go-i18n.json by id: a text, or an object of plural forms"`
	Delete []string       `json:"del" doc:"ids that are gone"`
}

// StringEvent says that a channel holds a release.
type StringEvent struct {
	Project     string    `json:"project"`
	Channel     string    `json:"channel"`
	Release     string    `json:"release"`
	Previous    *string   `json:"previous"`
	PublishedAt time.Time `json:"published_at"`
}
