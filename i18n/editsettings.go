package i18n

import (
	"errors"
	"io/fs"
	"path"
	"slices"

	"github.com/hallyu-store/hallyu/i18n/check"
)

// EditSettings gives what a project says of itself another content: edit is given the file project.yaml of the uppermost
// layer that has one, nothing when none has. What it returns is written in the uppermost layer that can be written, and
// counts with the next Reload. The error is edit's, [ErrReadOnly] or [ErrMoved].
func (r *Reloader) EditSettings(project string, edit func(data []byte) ([]byte, error)) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	name := path.Join(project, check.ProjectFile)
	for try := range tries {
		stepBack(try)
		done, err := r.editFile(name, edit)
		if done || err != nil {
			return err
		}
	}
	return ErrMoved
}

// editFile edits a file once; done is false when somebody else did meanwhile.
func (r *Reloader) editFile(name string, edit func([]byte) ([]byte, error)) (done bool, err error) {
	var into Writable
	var before []byte
	for _, layer := range slices.Backward(r.config.Layers) {
		files, writable := layer.Files.(Writable)
		first := into == nil && writable
		if first {
			into = files
		}
		data, err := check.ReadBytes(layer.Files, name)
		if errors.Is(err, fs.ErrNotExist) || into == nil {
			continue
		}
		if err != nil {
			return false, err
		}
		if first {
			before = data
		}
		return replaceBy(into, name, [2][]byte{before, data}, edit)
	}
	if into == nil {
		return false, ErrReadOnly
	}
	return replaceBy(into, name, [2][]byte{}, edit)
}

// replaceBy writes what edit makes of the second text in the place of the first.
func replaceBy(files Writable, name string, texts [2][]byte, edit func([]byte) ([]byte, error)) (done bool, err error) {
	data, err := edit(texts[1])
	if err != nil {
		return false, err
	}
	return files.Replace(name, texts[0], data)
}
