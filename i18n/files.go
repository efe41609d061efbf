package i18n

import (
	"maps"
	"path"
	"slices"

	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n/check"
	"github.com/hallyu-store/hallyu/i18n/format"
	"github.com/hallyu-store/hallyu/i18n/message"
)

// Faults of writing words.
var (
	// ErrReadOnly: no layer of the words can be written.
	ErrReadOnly = fault.Define(fault.Conflict, "words-read-only")
	// ErrFileBroken: the file that has the message cannot be read, so it is not written either. Facts: file,
	// line.
	ErrFileBroken = fault.Define(fault.Conflict, "locale-file-broken")
	// ErrFileUneditable: the message is written in a way that cannot be changed without changing more. Facts:
	// file, message.
	ErrFileUneditable = fault.Define(fault.Conflict, "locale-file-uneditable")
)

// Write gives a message other texts in the file that has it, in the uppermost layer that can be written; where none has
// it, in the locale's first file there, or in a new one. nil forms take the message out. All other bytes of
// the file stay. What is written counts at once. [ErrMoved] says that somebody else has changed the
// message since the last look.
func (r *Reloader) Write(project string, locale Locale, id string, forms map[Category]string) error {
	return r.WriteAll(project, locale, map[string]map[Category]string{id: forms})
}

// WriteAll is [Reloader.Write] for many messages by id; each file is written once.
func (r *Reloader) WriteAll(project string, locale Locale, messages map[string]map[Category]string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	for i, layer := range slices.Backward(r.config.Layers) {
		files, ok := layer.Files.(Writable)
		if !ok {
			continue
		}
		if err := r.unread(i); err != nil && layer.polled() { // nobody waits twice for what is away
			return err
		}
		written, err := r.writeFiles(i, writing{files: files, project: project, locale: locale, messages: messages})
		if written {
			r.swap()
		}
		return err
	}
	return ErrReadOnly
}

// writeFiles writes messages into the files of a layer. It reports whether any was written, also when another failed.
func (r *Reloader) writeFiles(layer int, w writing) (written bool, err error) {
	documents := r.layers[layer]
	ids := map[string][]string{}
	for _, id := range slices.Sorted(maps.Keys(w.messages)) {
		name := fileOf(documents, w.project, w.locale, id)
		ids[name] = append(ids[name], id)
	}
	for _, name := range slices.Sorted(maps.Keys(ids)) {
		w.name, w.ids, w.seen, w.last = name, ids[name], documents[name], r.written
		file, err := w.write()
		if err != nil {
			return written, err
		}
		if documents == nil {
			documents = map[string]*document{}
			r.layers[layer] = documents
		}
		documents[name] = w.seen.nextOf(w.project, file)
		documents[name].version = r.config.Layers[layer].version(name)
		r.written, written = file, true
	}
	return written, nil
}

// fileOf names the file for a message.
func fileOf(documents map[string]*document, project string, locale Locale, id string) string {
	first := ""
	for _, name := range slices.Sorted(maps.Keys(documents)) {
		d := documents[name]
		if d.project != project || d.file.Locale != string(locale) {
			continue
		}
		if _, has := d.file.Places[check.Part{ID: id}]; has {
			return name
		}
		if first == "" {
			first = name
		}
	}
	if first != "" {
		return first
	}
	return path.Join(project, "active."+string(locale)+".toml")
}

// fresh makes a TOML file of messages.
func fresh(name string, locale Locale, ids []string, messages map[string]map[Category]string) (*format.Document, error) {
	rules, err := message.RulesOf(string(locale))
	if err != nil {
		return nil, ErrLocaleNotFound.With("locale", locale).Because(err)
	}
	file := format.File{Locale: string(locale), Rules: rules}
	for _, id := range ids {
		if len(messages[id]) > 0 {
			file.Messages = append(file.Messages, &Message{ID: id, Forms: messages[id]})
		}
	}
	data, _, err := format.Encode("go-i18n.toml", file)
	if err != nil {
		return nil, err
	}
	return format.ReadDocument(name, data)
}

// Hold runs do while nobody writes through the reloader, and then looks at the files.
func (r *Reloader) Hold(do func() error) error {
	r.mu.Lock()
	err := do()
	r.mu.Unlock()
	r.Reload()
	return err
}
