package format

import (
	"bytes"
	"encoding/json"

	"github.com/hallyu-store/hallyu/i18n/message"
)

// object collects the fields of a JSON object in the order in which they come.
type object struct {
	buf    bytes.Buffer
	fields int
}

func (o *object) field(name string, value any) error {
	key, err := marshal(name)
	if err != nil {
		return err
	}
	text, err := marshal(value)
	if err != nil {
		return err
	}
	separator := ",\n  "
	if o.fields == 0 {
		separator = "{\n  "
	}
	o.fields++
	o.buf.WriteString(separator)
	o.buf.Write(key)
	o.buf.WriteString(": ")
	o.buf.Write(text)
	return nil
}

func (o *object) end() []byte {
	if o.fields == 0 {
		return []byte("{}\n")
	}
	o.buf.WriteString("\n}\n")
	return o.buf.Bytes()
}

// marshal writes JSON without escaping <, > and &, which stand for themselves in texts.
func marshal(value any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(value)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}

// entry is a message as go-i18n reads it from JSON.
type entry struct {
	Description string `json:"description,omitempty"`
	Hash        string `json:"hash,omitempty"`
	LeftDelim   string `json:"leftDelim,omitempty"`
	RightDelim  string `json:"rightDelim,omitempty"`
	Zero        string `json:"zero,omitempty"`
	One         string `json:"one,omitempty"`
	Two         string `json:"two,omitempty"`
	Few         string `json:"few,omitempty"`
	Many        string `json:"many,omitempty"`
	Other       string `json:"other,omitempty"`
}

// encodeGoI18n writes go-i18n's own format, version 2: flat ids, and a text alone where there is no more to
// say. Descriptions stay with the translators.
func encodeGoI18n(f File) ([]byte, error) {
	var o object
	for _, m := range f.Messages {
		var value any = m.Text()
		if m.Plural() || m.LeftDelim != "" || m.RightDelim != "" {
			value = entry{
				LeftDelim: m.LeftDelim, RightDelim: m.RightDelim,
				Zero: m.Forms[message.Zero], One: m.Forms[message.One], Two: m.Forms[message.Two],
				Few: m.Forms[message.Few], Many: m.Forms[message.Many], Other: m.Forms[message.Other],
			}
		}
		err := o.field(m.ID, value)
		if err != nil {
			return nil, err
		}
	}
	return o.end(), nil
}

// encodeFlat writes one object of texts: id, or id.category for the forms of a plural message. Placeholders
// are {{.Name}} whatever the message's own delimiters.
func encodeFlat(f File) ([]byte, error) {
	return encodeForms(f, ".", func(_, name string) string { return "{{." + name + "}}" })
}

// encodeI18next writes i18next's JSON of version 4: {{name}} for placeholders, {{count}} for the count, and
// a key_category for each category of the language, since i18next does not look for another form when one is
// missing. Arguments of a declared kind are written by i18next's own formatter.
func encodeI18next(f File) ([]byte, error) {
	return encodeForms(f, "_", func(id, name string) string {
		how := i18nextFormats[f.Kinds[id][name]]
		if message.IsCount(name) {
			name = "count"
		}
		return "{{" + name + how + "}}"
	})
}

// i18nextFormats are the kinds that i18next can write, by what stands behind the name.
var i18nextFormats = map[message.Kind]string{
	message.Number: ", number", message.Percent: ", number(style: percent)", message.List: ", list",
	message.Choice: ", list(type: disjunction)", message.Date: ", datetime(dateStyle: medium)",
	message.DateFull: ", datetime(dateStyle: full)", message.DateLong: ", datetime(dateStyle: long)",
	message.DateShort: ", datetime(dateStyle: short)", message.Time: ", datetime(timeStyle: short)",
}

// encodeForms writes every form as a text of its own.
func encodeForms(f File, separator string, variable func(id, name string) string) ([]byte, error) {
	var o object
	for _, m := range f.Messages {
		spell := func(name string) string { return variable(m.ID, name) }
		patterns, err := m.Patterns()
		if err != nil {
			return nil, err
		}
		if !m.Plural() {
			err = o.field(m.ID, patterns.Of(message.Other).Spell(spell))
			if err != nil {
				return nil, err
			}
			continue
		}
		for _, c := range f.Rules.Categories() {
			p := patterns.Of(c)
			if !patterns.Has(c) {
				p = patterns.Of(message.Other)
			}
			err = o.field(m.ID+separator+string(c), p.Spell(spell))
			if err != nil {
				return nil, err
			}
		}
	}
	return o.end(), nil
}

// indented writes JSON over several lines; maps in alphabetical order of their keys.
func indented(value any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(value)
	return b.Bytes(), err
}
