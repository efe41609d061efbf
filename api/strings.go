package api

import "time"

// Manifest lists what a project's channel holds, and under which immutable addresses.
type Manifest struct {
	SchemaVersion int                       `json:"schema_version"`
	Mode          string                    `json:"mode" enum:"live,released"`
	Release       string                    `json:"release" doc:"names the content"`
	Previous      *string                   `json:"previous"`
	PublishedAt   time.Time                 `json:"published_at"`
	SourceLocale  string                    `json:"source_locale"`
	MinAppVersion *string                   `json:"min_app_version,omitempty" doc:"least version of the app that the release is for; missing for any"`
	MaxAppVersion *string                   `json:"max_app_version,omitempty" doc:"greatest version of the app"`
	LastError     *ManifestError            `json:"last_error,omitempty" doc:"why the channel does not give what it is meant to; what was good before is given"`
	Locales       map[string]ManifestLocale `json:"locales"`
	Signature     *string                   `json:"signature" doc:"base64 of an Ed25519 signature of which files there are; see docs/operators.md"`
}

// ManifestError says what is wrong with a channel.
type ManifestError struct {
	Code   string `json:"code" doc:"of a problem: strings-draft-faulty for files with errors"`
	Errors int    `json:"errors,omitempty" doc:"that the files have"`
}

// ManifestLocale is one locale of a Manifest.
type ManifestLocale struct {
	Name       string                  `json:"name" doc:"in English"`
	NativeName string                  `json:"native_name"`
	Dir        string                  `json:"dir" enum:"ltr,rtl"`
	Fallback   []string                `json:"fallback"`
	Plurals    []string                `json:"plurals"`
	Complete   float64                 `json:"complete" doc:"share of the source's messages, 0 to 1"`
	Files      map[string]ManifestFile `json:"files" doc:"by format"`
}

// ManifestFile is one immutable file.
type ManifestFile struct {
	URL    string `json:"url"`
	SHA256 string `json:"sha256"`
	Size   int    `json:"size" doc:"bytes"`
}

// RenderRequest asks for finished texts.
type RenderRequest struct {
	Locale   string          `json:"locale" minLength:"1" maxLength:"200"`
	Messages []RenderMessage `json:"messages" minItems:"1" maxItems:"500"`
	Bidi     string          `json:"bidi,omitempty" enum:"isolate,none" doc:"isolate wraps arguments in U+2068 and U+2069"`
}

// RenderMessage is one message to render.
type RenderMessage struct {
	ID    string         `json:"id" minLength:"1" maxLength:"200"`
	Args  map[string]any `json:"args,omitempty"`
	Count any            `json:"count,omitempty" doc:"an integer, or a decimal number as a string"`
}

// Rendered answers a RenderRequest, in its order.
type Rendered struct {
	Locale   string            `json:"locale" doc:"the locale that was negotiated"`
	Messages []RenderedMessage `json:"messages"`
}

// RenderedMessage is one finished text.
type RenderedMessage struct {
	ID       string  `json:"id"`
	Text     string  `json:"text"`
	Locale   string  `json:"locale" doc:"the locale that the text is in"`
	Fallback bool    `json:"fallback" doc:"true when that is not the locale asked for"`
	Error    *string `json:"error" doc:"why there is no text, or not the wanted one"`
}

// Plurals are the plural categories of a locale, with numbers that select them.
type Plurals struct {
	Locale     string           `json:"locale"`
	Categories []PluralCategory `json:"categories"`
}

// PluralCategory is one plural form of a language.
type PluralCategory struct {
	Category string   `json:"category" enum:"zero,one,two,few,many,other"`
	Samples  []string `json:"samples" doc:"decimal numbers that select it"`
}

// Translation is a message as its translator sees it.
type Translation struct {
	ID          string            `json:"id"`
	Locale      string            `json:"locale"`
	Description string            `json:"description"`
	Source      map[string]string `json:"source" doc:"texts of the source locale by plural category; empty where it has none"`
	Forms       map[string]string `json:"forms" doc:"texts of the locale by plural category; empty while untranslated"`
	State       string            `json:"state" enum:"untranslated,translated,needs_work,reviewed"`
	Stale       bool              `json:"stale" doc:"the source has changed since"`
	Note        string            `json:"note" doc:"of the reviewer who sent it back, or empty"`
	Revision    string            `json:"revision" doc:"names the text; what If-Match carries"`
	Held        map[string]string `json:"held,omitempty" doc:"what a file says instead, held back for an error among the findings"`
	Findings    []StringFinding   `json:"findings"`
	Dismissed   []Dismissed       `json:"dismissed" doc:"findings that somebody said are none"`
}

// FileFinding is one thing that the checker says of a file of messages, or of a message in it.
type FileFinding struct {
	Check    string `json:"check" example:"F01"`
	Severity string `json:"severity" enum:"error,warn,info"`
	Locale   string `json:"locale" doc:"empty where the file has none"`
	File     string `json:"file"`
	Line     int    `json:"line" doc:"0 where the finding has no place"`
	Col      int    `json:"col"`
	Key      string `json:"key" doc:"id of the message, or empty for the whole file"`
	Form     string `json:"form" doc:"plural category, or empty"`
	Message  string `json:"message" doc:"in the language of the request"`
	Fix      string `json:"fix,omitempty" doc:"what to write instead"`
}

// StringFinding is one thing that the checker says of a text.
type StringFinding struct {
	ID       string `json:"id,omitempty" doc:"of the message, where the findings are of several"`
	Line     int    `json:"line,omitempty" doc:"of the file that was sent"`
	Check    string `json:"check" example:"T04"`
	Severity string `json:"severity" enum:"error,warn,info"`
	Form     string `json:"form" doc:"plural category, or empty"`
	Message  string `json:"message" doc:"in the language of the request"`
	Fix      string `json:"fix,omitempty" doc:"what to write instead"`
}

// Dismissed is a finding that somebody said is none, while neither the text nor its source changes.
type Dismissed struct {
	Check   string    `json:"check" example:"Q05"`
	Form    string    `json:"form" doc:"plural category, or empty"`
	Message string    `json:"message" doc:"in the language of the request"`
	Reason  string    `json:"reason"`
	Account string    `json:"account"`
	At      time.Time `json:"at"`
}

// NewDismissal says that a finding is none.
type NewDismissal struct {
	Check  string `json:"check" minLength:"1" maxLength:"8"`
	Form   string `json:"form,omitempty" maxLength:"8" doc:"plural category, as the finding has it"`
	Reason string `json:"reason" minLength:"1" maxLength:"500"`
}

// TranslationEdit is what a message is to say.
type TranslationEdit struct {
	Forms map[string]string `json:"forms" doc:"texts by plural category, all of them; none takes the message out of the locale"`
}

// TranslationVerdict is what a reviewer thinks of a text.
type TranslationVerdict struct {
	Approved bool   `json:"approved"`
	Note     string `json:"note,omitempty" maxLength:"500"`
}

// TranslationApproval says that many texts of a locale are right as they are.
type TranslationApproval struct {
	Messages []SeenTranslation `json:"messages" minItems:"1" maxItems:"200"`
}

// SeenTranslation is a text that a reviewer read.
type SeenTranslation struct {
	ID       string `json:"id" minLength:"1" maxLength:"200"`
	Revision string `json:"revision,omitempty" maxLength:"100" doc:"of the text that was read; without it, the one of now"`
}

// TranslationApprovals says what became of each text of an approval.
type TranslationApprovals struct {
	Approved int                   `json:"approved" doc:"how many are"`
	Messages []ApprovedTranslation `json:"messages"`
}

// ApprovedTranslation is what became of one.
type ApprovedTranslation struct {
	ID      string   `json:"id"`
	Refusal *Refusal `json:"refusal" doc:"why it was not approved; null when it is"`
}

// TranslationCheck is a text that somebody is writing.
type TranslationCheck struct {
	Locale string            `json:"locale" minLength:"2" maxLength:"64"`
	ID     string            `json:"id" minLength:"1" maxLength:"200"`
	Forms  map[string]string `json:"forms"`
}

// TranslationFindings is what the checker says of it.
type TranslationFindings struct {
	Findings []StringFinding `json:"findings"`
}

// TranslationSample is a text as a reader would meet it.
type TranslationSample struct {
	Count string `json:"count" doc:"number that chose the form, or empty"`
	Text  string `json:"text" doc:"arguments stand between U+2068 and U+2069"`
}

// TranslationSamples is how a text would be delivered.
type TranslationSamples struct {
	Samples []TranslationSample `json:"samples" doc:"empty where the text cannot be rendered"`
}

// TranslationMatch is a text that is like another one, with its translation.
type TranslationMatch struct {
	Project string            `json:"project"`
	ID      string            `json:"id"`
	Source  string            `json:"source"`
	Forms   map[string]string `json:"forms"`
	Percent int               `json:"percent" doc:"how alike the sources are; 100 are equal"`
	Import  string            `json:"import,omitempty" doc:"that it came with from another program; such a text has no id"`
	Origin  string            `json:"origin,omitempty" doc:"name of that import"`
}

// MemoryImport is what came with one file of another program for translators.
type MemoryImport struct {
	ID      string    `json:"id" example:"mem_0199d0c6-6f8e-7c1a-9a51-3f1d7d0c8f11"`
	Project string    `json:"project"`
	Locale  string    `json:"locale"`
	From    string    `json:"from" doc:"locale of the sources"`
	Name    string    `json:"name"`
	Tool    string    `json:"tool" doc:"that wrote the file, where the file says so"`
	Units   int       `json:"units"`
	Known   int       `json:"known,omitempty" doc:"of a new import: units that were remembered before"`
	Skipped int       `json:"skipped,omitempty" doc:"of a new import: units in other languages, without a text or too long"`
	Account string    `json:"account"`
	At      time.Time `json:"at"`
}

// StringUpload says what became of a file that was sent.
type StringUpload struct {
	Written   []string         `json:"written" doc:"ids of messages that say something else now"`
	Kept      int              `json:"kept" doc:"messages that were changed in the store alone since"`
	Same      int              `json:"same" doc:"messages that say the same"`
	Conflicts []StringConflict `json:"conflicts" doc:"of a dry run; else they are a problem and nothing is written"`
	Findings  []StringFinding  `json:"findings"`
}

// StringConflict is a message that was changed in the file and in the store.
type StringConflict struct {
	Message string            `json:"message"`
	Base    map[string]string `json:"base" doc:"what both began with, where it is known"`
	Yours   map[string]string `json:"yours"`
	Theirs  map[string]string `json:"theirs"`
}

// TranslationRevision is one thing that was done to a message.
type TranslationRevision struct {
	Number  int               `json:"number" doc:"from 1"`
	Forms   map[string]string `json:"forms"`
	State   string            `json:"state" enum:"untranslated,translated,needs_work,reviewed"`
	Note    string            `json:"note"`
	Account string            `json:"account" doc:"who did it; empty when only the file is known"`
	Origin  string            `json:"origin" enum:"web,api,file,review,import"`
	At      time.Time         `json:"at"`

	Blame map[string][]AuthoredText `json:"blame,omitempty" doc:"of the latest: who wrote which part of the text that stands, by form"`
}

// AuthoredText is a part of a text with who wrote it.
type AuthoredText struct {
	Text    string     `json:"text"`
	Number  int        `json:"number" doc:"of the revision that brought it; 0 of what a file says and nobody told of"`
	Account string     `json:"account"`
	Origin  string     `json:"origin" enum:"web,api,file,review,import"`
	At      *time.Time `json:"at,omitempty"`
}

// TranslationProgress is how far a locale of a project is.
type TranslationProgress struct {
	Locale string         `json:"locale"`
	Total  int            `json:"total" doc:"messages of the source"`
	States map[string]int `json:"states" doc:"messages by state"`
	Errors int            `json:"errors" doc:"messages held back"`
}
