package i18n

import (
	"errors"
	"fmt"
)

// failure is why a layer could not be read whole.
type failure struct{ error }

// tell notes how a look at a layer ended. What goes on is logged once, and its end as well.
func (r *Reloader) tell(layer int, err error) {
	before, name := r.unread(layer), r.config.Layers[layer].Name
	switch {
	case err == nil && before == nil:
		return
	case err == nil:
		r.away[layer].Store(nil)
		r.config.Log.Info("locale files are read again", "layer", name)
		return
	case before == nil || before.Error() != err.Error():
		r.config.Log.Error("locale files not read", "layer", name, "error", err)
	}
	r.away[layer].Store(&failure{err})
}

// unread is why a layer could not be read whole at the last look; nil when it could.
func (r *Reloader) unread(layer int) error {
	if f := r.away[layer].Load(); f != nil {
		return f.error
	}
	return nil
}

// Unread says which layers could not be read whole at the last look, and why; nil when all could. What was read of
// them before stands.
func (r *Reloader) Unread() error {
	var all []error
	for i, layer := range r.config.Layers {
		if err := r.unread(i); err != nil {
			all = append(all, fmt.Errorf("%s: %w", layer.Name, err))
		}
	}
	return errors.Join(all...)
}

// polled reports whether the layer gives no signs of changes.
func (l Layer) polled() bool {
	_, ok := l.Files.(Polled)
	return ok
}
