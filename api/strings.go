package api

import "time"

// Manifest lists what a project's channel holds, and under which immutable addresses.
type Manifest struct {
	SchemaVersion int                       `json:"schema_version"`
	Mode          string                    `json:"mode" enum:"live,released"`
	Release       string                    `json:"release" doc:"hash of the content in live mode"`
	Previous      *string                   `json:"previous"`
	PublishedAt   time.Time                 `json:"published_at"`
	SourceLocale  string                    `json:"source_locale"`
	Locales       map[string]ManifestLocale `json:"locales"`
	Signature     *string                   `json:"signature" doc:"null until the operator sets a signing key"`
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
