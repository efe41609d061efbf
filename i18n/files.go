package i18n

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
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

// Write gives a message other texts in the file that has it, in the uppermost folder on disk; where none has
// it, in the locale's first file there, or in a new one. nil forms take the message out. All other bytes of
// the file stay. What is written counts with the next Reload.
func (r *Reloader) Write(project string, locale Locale, id string, forms map[Category]string) error {
	return r.WriteAll(project, locale, map[string]map[Category]string{id: forms})
}

// WriteAll is [Reloader.Write] for many messages by id; each file is written once.
func (r *Reloader) WriteAll(project string, locale Locale, messages map[string]map[Category]string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	for i, layer := range slices.Backward(r.config.Layers) {
		if layer.Directory == "" {
			continue
		}
		files := map[string][]string{}
		for _, id := range slices.Sorted(maps.Keys(messages)) {
			name := fileOf(r.layers[i], project, locale, id)
			files[name] = append(files[name], id)
		}
		for _, name := range slices.Sorted(maps.Keys(files)) {
			err := layer.write(name, locale, files[name], messages)
			if err != nil {
				return err
			}
		}
		return nil
	}
	return ErrReadOnly
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

// write gives messages of one file other texts. A file that is not there yet is written as a whole.
func (l Layer) write(name string, locale Locale, ids []string, messages map[string]map[Category]string) error {
	data, err := check.ReadBytes(l.Files, name)
	if errors.Is(err, fs.ErrNotExist) {
		data, err = fresh(locale, ids, messages)
		ids = nil
	}
	if err != nil {
		return err
	}
	for _, id := range ids {
		data, err = format.Set(name, data, id, messages[id])
		var broken *format.SyntaxError
		if errors.As(err, &broken) {
			return ErrFileBroken.With("file", name, "line", broken.Line).Because(err)
		}
		if errors.Is(err, format.ErrUneditable) {
			return ErrFileUneditable.With("file", name, "message", id).Because(err)
		}
		if err != nil {
			return err
		}
	}
	return ReplaceFile(filepath.Join(l.Directory, filepath.FromSlash(name)), data)
}

// fresh makes a TOML file of messages.
func fresh(locale Locale, ids []string, messages map[string]map[Category]string) ([]byte, error) {
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
	return data, err
}

// ReplaceFile writes a file whole or not at all: beside it, synced, and renamed over it. Readers see the old bytes
// or the new ones. A link stays, and so does the file's mode; folders are made as needed.
func ReplaceFile(name string, data []byte) error {
	if behind, err := filepath.EvalSymlinks(name); err == nil {
		name = behind
	}
	folder := filepath.Dir(name)
	err := os.MkdirAll(folder, 0o750)
	if err != nil {
		return err
	}
	temp, err := os.CreateTemp(folder, "."+filepath.Base(name)+".*")
	if err != nil {
		return err
	}
	_, err = temp.Write(data)
	err = errors.Join(err, temp.Sync(), temp.Chmod(modeOf(name)), temp.Close())
	if err == nil {
		err = os.Rename(temp.Name(), name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(temp.Name()))
	}
	return syncFolder(folder)
}

// modeOf returns the mode of the file that is replaced, or that of new ones.
func modeOf(name string) fs.FileMode {
	info, err := os.Stat(name)
	if err != nil {
		return 0o640
	}
	return info.Mode().Perm()
}

// syncFolder makes a rename outlast a loss of power.
func syncFolder(name string) error {
	folder, err := os.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// Hold runs do while nobody writes through the reloader, and then looks at the files.
func (r *Reloader) Hold(do func() error) error {
	r.mu.Lock()
	err := do()
	r.mu.Unlock()
	r.Reload()
	return err
}
