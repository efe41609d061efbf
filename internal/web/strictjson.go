package web

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"

	"github.com/hallyu-store/hallyu/fault"
)

// maxNesting is how deep a body's values may lie within each other.
const maxNesting = 32

// CheckJSON refuses what JSON's grammar lets pass and readers disagree about (RFC 7493, I-JSON): members
// named twice, halves of surrogate pairs, bytes that are no UTF-8. NUL, which PostgreSQL keeps in no text,
// is refused as well. What is no JSON at all is left to its parser. Errors: ErrBodyMalformed and
// ErrRequestInvalid with the field.
func CheckJSON(data []byte) error {
	if !utf8.Valid(data) {
		return ErrBodyMalformed
	}
	w := jsonWalker{data: data, decoder: json.NewDecoder(bytes.NewReader(data))}
	w.decoder.UseNumber()
	w.value("", 0)
	switch {
	case w.deep:
		return ErrBodyMalformed
	case w.found != nil:
		return ErrRequestInvalid.WithFields(*w.found)
	}
	return nil
}

// jsonWalker reads the tokens of a body up to the first fault.
type jsonWalker struct {
	data    []byte
	decoder *json.Decoder
	found   *fault.Field
	deep    bool
}

// token returns the next token. It is nil at the end, where the grammar is broken, and where the token's
// text cannot be used.
func (w *jsonWalker) token(pointer string) json.Token {
	from := w.decoder.InputOffset()
	token, err := w.decoder.Token()
	if err != nil {
		return nil
	}
	text, isText := token.(string)
	if isText && strings.ContainsAny(text, "\x00\ufffd") && !keepable(w.data[from:w.decoder.InputOffset()]) {
		w.found = &fault.Field{Pointer: pointer, Code: "text-control"}
		return nil
	}
	return token
}

// value reads a value and reports whether the walk goes on.
func (w *jsonWalker) value(pointer string, depth int) bool {
	if depth > maxNesting {
		w.deep = true
		return false
	}
	from := w.decoder.InputOffset()
	switch w.token(pointer) {
	case json.Delim('{'):
		return w.members(pointer, depth)
	case json.Delim('['):
		for i := 0; w.decoder.More(); i++ {
			if !w.value(pointer+"/"+strconv.Itoa(i), depth+1) {
				return false
			}
		}
		return w.token(pointer) != nil
	}
	return w.found == nil && w.decoder.InputOffset() > from
}

// members reads an object up to its end.
func (w *jsonWalker) members(pointer string, depth int) bool {
	seen := map[string]bool{}
	for w.decoder.More() {
		name, ok := w.token(pointer).(string)
		if !ok {
			return false
		}
		at := pointer + "/" + PointerPart(name)
		if seen[name] {
			w.found = &fault.Field{Pointer: at, Code: "field-duplicate"}
			return false
		}
		seen[name] = true
		if !w.value(at, depth+1) {
			return false
		}
	}
	return w.token(pointer) != nil
}

var pointerEscape = strings.NewReplacer("~", "~0", "/", "~1")

// PointerPart writes a member's name as a part of a JSON pointer (RFC 6901, section 3).
func PointerPart(name string) string { return pointerEscape.Replace(name) }

// keepable reports whether a string, as the body spells it, has neither NUL nor half a surrogate pair.
func keepable(raw []byte) bool {
	high := false // the escape before was the first half of a pair
	for i := 0; i < len(raw); i++ {
		code, escaped := uint16(0), raw[i] == '\\'
		if escaped && raw[i+1] == 'u' {
			code = codeUnit(raw[i+2 : i+6])
			if code == 0 {
				return false
			}
			i += 4
		}
		if escaped {
			i++
		}
		low := code >= 0xdc00 && code <= 0xdfff
		if low != high {
			return false
		}
		high = code >= 0xd800 && code <= 0xdbff
	}
	return true
}

// codeUnit reads four hexadecimal digits, which the parser has seen already.
func codeUnit(digits []byte) uint16 {
	var unit [2]byte
	_, _ = hex.Decode(unit[:], digits)
	return uint16(unit[0])<<8 | uint16(unit[1])
}

// unusable begins the sentence by which a finding of CheckJSON passes through huma, which keeps of an error
// its text alone.
const unusable = "unusable "

// strictJSON is JSON as bodies are written in it. Huma reads a body into an any first, to validate it, and
// then into its type; to check it once is enough.
var strictJSON = huma.Format{
	Marshal: huma.DefaultJSONFormat.Marshal,
	Unmarshal: func(data []byte, into any) error {
		_, first := into.(*any)
		if !first {
			return json.Unmarshal(data, into)
		}
		err := CheckJSON(data)
		if err != nil {
			return sentence(err)
		}
		return json.Unmarshal(data, into)
	},
}

// sentenceError is a finding as huma carries it.
type sentenceError string

// Error is the sentence.
func (s sentenceError) Error() string { return string(s) }

func sentence(err error) error {
	fields := fault.As(err).Fields()
	if len(fields) == 0 {
		return err
	}
	return sentenceError(unusable + fields[0].Code + " " + fields[0].Pointer)
}

// unsay turns a sentence back into its finding.
func unsay(message string) (fault.Field, bool) {
	rest, ours := strings.CutPrefix(message, unusable)
	code, pointer, _ := strings.Cut(rest, " ")
	return fault.Field{Pointer: pointer, Code: code}, ours
}
