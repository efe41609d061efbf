package i18n

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"io/fs"
	"maps"
	"math/rand/v2"
	"time"

	"github.com/hallyu-store/hallyu/i18n/check"
	"github.com/hallyu-store/hallyu/i18n/format"
)

// ErrMoved says that a message says something else in its file than at the last look: read it anew.
var ErrMoved = errors.New("i18n: the file has another text of the message by now")

// tries is how often a file is read anew that others write meanwhile: each time one of them was quicker.
const tries = 20

// stepBack waits a random while before another try, the longer the more were in vain, so that nobody is always the
// slower one.
func stepBack(inVain int) {
	if inVain > 0 {
		time.Sleep(rand.N(time.Duration(inVain) * 10 * time.Millisecond))
	}
}

// writing gives messages of one file other texts.
type writing struct {
	files    Writable
	project  string
	locale   Locale
	messages map[string]map[Category]string // by id

	name string
	ids  []string
	seen *document        // the file as the writer saw it; nil for one that was not there
	last *format.Document // the file that was written last, which may be this one; or nil
}

// write puts the texts into what the file says now, whatever else of it has changed, and begins again when it changes
// while it is written. It returns the file as it is then.
func (w *writing) write() (*format.Document, error) {
	for try := range tries {
		stepBack(try)
		before, err := check.ReadBytes(w.files, w.name)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			before = nil
		case err != nil:
			return nil, err
		case w.moved(before):
			return nil, ErrMoved
		}
		after, err := w.apply(before)
		if err != nil {
			return nil, err
		}
		done, err := w.files.Replace(w.name, before, after.Data())
		if done || err != nil {
			return after, err
		}
	}
	return nil, ErrMoved
}

// moved reports whether the file has another text of one of the messages than was seen, and than it is to get.
func (w *writing) moved(now []byte) bool {
	if w.seen != nil && w.seen.hash == sha256.Sum256(now) {
		return false
	}
	seen := map[string]*Message{}
	if w.seen != nil {
		seen = byID(w.seen.file)
	}
	there := byID(check.ReadFile(w.name, now))
	for _, id := range w.ids {
		if forms := formsOf(there[id]); !maps.Equal(forms, formsOf(seen[id])) && !maps.Equal(forms, w.messages[id]) {
			return true
		}
	}
	return false
}

func byID(file check.File) map[string]*Message {
	messages := make(map[string]*Message, len(file.Messages))
	for _, m := range file.Messages {
		messages[m.ID] = m
	}
	return messages
}

func formsOf(m *Message) map[Category]string {
	if m == nil {
		return nil
	}
	return m.Forms
}

// apply is the file with the texts in it; nil is a file that is not there, which is made as a whole.
func (w *writing) apply(data []byte) (*format.Document, error) {
	if data == nil {
		return fresh(w.name, w.locale, w.ids, w.messages)
	}
	file, err := w.read(data)
	if err != nil {
		return nil, err
	}
	for _, id := range w.ids {
		file, err = file.Set(id, w.messages[id])
		if errors.Is(err, format.ErrUneditable) {
			return nil, ErrFileUneditable.With("file", w.name, "message", id).Because(err)
		}
		if err != nil {
			return nil, err
		}
	}
	return file, nil
}

// read reads the file, unless it is the one that was written last.
func (w *writing) read(data []byte) (*format.Document, error) {
	if w.last != nil && w.last.Name() == w.name && bytes.Equal(w.last.Data(), data) {
		return w.last, nil
	}
	file, err := format.ReadDocument(w.name, data)
	var broken *format.SyntaxError
	if errors.As(err, &broken) {
		return nil, ErrFileBroken.With("file", w.name, "line", broken.Line).Because(err)
	}
	return file, err
}
