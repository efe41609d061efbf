package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"strconv"
	"time"
)

// Body is a reply that was encoded once and is sent many times: its bytes as they are and gzipped,
// each with the strong ETag that is the hash of just these bytes.
type Body struct {
	Type     string
	Language string // Content-Language, "" for none
	Vary     string // besides Accept-Encoding
	Plain    Encoded
	Gzip     Encoded   // empty where it would not be smaller
	Expires  time.Time // the next moment at which it may change by itself; zero for never
}

// Encoded are the bytes of one content coding.
type Encoded struct {
	Data []byte
	ETag string
}

// JSON encodes a value as a Body that may be cached until expires.
func JSON(value any, expires time.Time) (*Body, error) {
	var plain bytes.Buffer
	encoder := json.NewEncoder(&plain)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(value)
	if err != nil {
		return nil, err
	}
	return NewBody("application/json", plain.Bytes(), expires), nil
}

// minGzip is the size in bytes under which compressing does not pay: it fits one packet anyway.
const minGzip = 1200

// NewBody hashes and compresses data once.
func NewBody(mediaType string, data []byte, expires time.Time) *Body {
	body := &Body{Type: mediaType, Plain: Encoded{data, strongETag(data)}, Expires: expires}
	if len(data) < minGzip {
		return body
	}
	var packed bytes.Buffer
	writer, _ := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	_, _ = writer.Write(data)
	_ = writer.Close()
	if packed.Len() < len(data) {
		body.Gzip = Encoded{packed.Bytes(), strongETag(packed.Bytes())}
	}
	return body
}

func strongETag(data []byte) string {
	sum := sha256.Sum256(data)
	return `"` + base64.RawURLEncoding.EncodeToString(sum[:18]) + `"`
}

// prepared is a body with the headers of its replies, which are made once and shared by all of them.
type prepared struct {
	expires time.Time
	plain   coding
	gzip    coding // without data where it would not be smaller
}

// coding is a body in one content coding.
type coding struct {
	data  []byte
	etag  string
	fresh []field // of the reply that says that the reader's copy is good still
	whole []field // of the reply with the body
}

// field is a header's name, in canonical form, and its values.
type field struct {
	name   string
	values []string
}

func prepare(b *Body) *prepared {
	p := &prepared{expires: b.Expires, plain: b.prepare(b.Plain)}
	if b.Gzip.Data != nil {
		p.gzip = b.prepare(b.Gzip)
		p.gzip.whole = append(p.gzip.whole, field{"Content-Encoding", []string{"gzip"}})
	}
	return p
}

// prepare makes the headers of a body in one coding. A map of up to eight is a third cheaper for
// net/http to keep, copy and write: a plain reply has just these.
func (b *Body) prepare(e Encoded) coding {
	vary := "Accept-Encoding"
	if b.Vary != "" {
		vary += ", " + b.Vary
	}
	fresh := []field{{"Etag", []string{e.ETag}}, {"Vary", []string{vary}}, {"Access-Control-Allow-Origin", anyOrigin}}
	whole := append(fresh[:3:3],
		field{"Content-Type", []string{b.Type}}, field{"Content-Length", []string{strconv.Itoa(len(e.Data))}},
		field{"X-Content-Type-Options", nosniff})
	if b.Language != "" {
		whole = append(whole, field{"Content-Language", []string{b.Language}})
	}
	return coding{data: e.Data, etag: e.ETag, fresh: fresh, whole: whole}
}
