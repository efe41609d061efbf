package frame

import (
	"errors"
	"slices"
	"strconv"

	"github.com/hallyu-store/hallyu/fault"
)

// Seen is the version that a form was filled in at; 0 of a new thing.
func (v *Visit) Seen() int64 {
	version, _ := strconv.ParseInt(v.FormValue("version"), 10, 64)
	return version
}

// Newer returns the version that is kept of what a form changes, when a fault of those given says that it is not the one
// that the form was filled in at; 0 when it is, or when the thing is gone.
func Newer(failure error, stale ...*fault.Error) int64 {
	if !slices.ContainsFunc(stale, func(f *fault.Error) bool { return errors.Is(failure, f) }) {
		return 0
	}
	version, _ := fault.As(failure).Facts()["version"].(int64)
	return version
}
