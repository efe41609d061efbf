package i18n

import (
	"errors"
	"io/fs"
	"path"
	"slices"

	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n/check"
)

// ErrBesideNotFound: no file of that name lies beside the messages of a project. Facts: project, file.
var ErrBesideNotFound = fault.Define(fault.NotFound, "file-beside-not-found")

// Beside reads a file that lies in a project's folder, such as a screenshot that project.yaml names, from the uppermost
// layer that has it: at most [check.MaxFile] bytes and one. Names are paths below the folder. The error is
// [ErrBesideNotFound].
func (r *Reloader) Beside(project, name string) ([]byte, error) {
	missing := ErrBesideNotFound.With("project", project, "file", name)
	if !fs.ValidPath(project) || !fs.ValidPath(name) || path.Dir(project) != "." || project == "." {
		return nil, missing
	}
	for _, layer := range slices.Backward(r.config.Layers) {
		data, err := check.ReadBytes(layer.Files, path.Join(project, name))
		if err == nil {
			return data, nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return nil, missing.Because(err)
		}
	}
	return nil, missing
}
