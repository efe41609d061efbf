package message

import (
	"crypto/sha256"
	"encoding/binary"
	"maps"
	"slices"
	"sync"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
)

// Texts are the messages of one locale in a form that renders them. They are safe for concurrent use and
// do not change.
type Texts struct {
	rules     *Rules
	messages  map[string]*Message
	plain     map[string]string // texts that need no rendering
	localizer *goi18n.Localizer
	digest    func() []byte
}

// NewTexts prepares the messages of one locale, whose patterns must parse. Each locale has a go-i18n bundle
// of its own: one with many would choose among them by the distance of languages.
func NewTexts(rules *Rules, messages []*Message) (*Texts, error) {
	bundle := goi18n.NewBundle(rules.tag)
	t := &Texts{
		rules: rules, localizer: goi18n.NewLocalizer(bundle, rules.tag.String()),
		messages: make(map[string]*Message, len(messages)), plain: make(map[string]string, len(messages)),
	}
	rendered := make([]*goi18n.Message, 0, len(messages))
	for _, m := range messages {
		t.messages[m.ID] = m
		if !m.Plural() && (m.Literal || len(m.Variables()) == 0) {
			t.plain[m.ID] = m.Text()
			continue
		}
		rendered = append(rendered, m.toLibrary())
	}
	t.digest = sync.OnceValue(func() []byte { return digest(t.messages) })
	err := bundle.AddMessages(rules.tag, rendered...)
	if err != nil {
		return nil, err
	}
	return t, nil
}

// Rules returns the plural rules of the locale.
func (t *Texts) Rules() *Rules { return t.rules }

// Message returns a message by its id, or nil.
func (t *Texts) Message(id string) *Message { return t.messages[id] }

// Messages returns all messages by id; the caller must not change the map.
func (t *Texts) Messages() map[string]*Message { return t.messages }

// Plain returns the text of a message that has neither placeholders nor plural forms.
func (t *Texts) Plain(id string) (string, bool) {
	text, ok := t.plain[id]
	return text, ok
}

// Digest returns a SHA-256 over everything that the messages say, equal for equal messages.
func (t *Texts) Digest() []byte { return t.digest() }

// Render puts arguments into a message. A missing argument is a *[MissingError]; an id that is not there is
// go-i18n's own error. A message without the form that the count asks for uses Other.
func (t *Texts) Render(id string, args Arguments) (string, error) {
	if text, ok := t.plain[id]; ok {
		return text, nil
	}
	config := goi18n.LocalizeConfig{MessageID: id, TemplateData: args, TemplateParser: parser{}}
	m := t.messages[id]
	if m != nil && m.Plural() {
		config.PluralCount = t.count(m, args.Count)
	}
	return t.localizer.Localize(&config)
}

// count is the number to choose a form by: nil, which means Other, when the form for it is missing.
func (t *Texts) count(m *Message, count any) any {
	if _, ok := m.Forms[t.rules.Category(count)]; !ok {
		return nil
	}
	return operand(count)
}

func digest(messages map[string]*Message) []byte {
	h := sha256.New()
	var b []byte
	for _, id := range slices.Sorted(maps.Keys(messages)) {
		m := messages[id]
		b = b[:0]
		for _, s := range [...]string{
			id, m.LeftDelim, m.RightDelim, m.Description,
			m.Forms[Zero], m.Forms[One], m.Forms[Two], m.Forms[Few], m.Forms[Many], m.Forms[Other],
		} {
			b = binary.BigEndian.AppendUint32(b, uint32(len(s)))
			b = append(b, s...)
		}
		h.Write(b)
	}
	return h.Sum(nil)
}
