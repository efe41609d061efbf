package message

import (
	"crypto/sha256"
	"encoding/binary"
	"maps"
	"slices"
	"sync"
)

// Texts are the messages of one locale in a form that renders them. They are safe for concurrent use and
// do not change.
type Texts struct {
	rules    *Rules
	messages map[string]*Message
	digest   func() []byte
}

// NewTexts prepares the messages of one locale by id. The map must not change after.
func NewTexts(rules *Rules, messages map[string]*Message) *Texts {
	t := &Texts{rules: rules, messages: messages}
	for _, m := range messages {
		m.parse() // a look-up is quicker that finds it done
	}
	t.digest = sync.OnceValue(func() []byte { return digest(messages) })
	return t
}

// Rules returns the plural rules of the locale.
func (t *Texts) Rules() *Rules { return t.rules }

// Message returns a message by its id, or nil.
func (t *Texts) Message(id string) *Message { return t.messages[id] }

// Messages returns all messages by id; the caller must not change the map.
func (t *Texts) Messages() map[string]*Message { return t.messages }

// Digest returns a SHA-256 over everything that the messages say, equal for equal messages.
func (t *Texts) Digest() []byte { return t.digest() }

// Render puts arguments into a message, as [Rules.Render] does. The error is that of Rules.Render, or [ErrNoMessage].
func (t *Texts) Render(id string, args Arguments) (string, error) {
	m := t.messages[id]
	if m == nil {
		return "", ErrNoMessage
	}
	return t.rules.Render(m, args)
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
