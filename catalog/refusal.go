package catalog

import "github.com/hallyu-store/hallyu/catalog/packfile"

// Refusal turns the findings on a pack that are errors into ErrDraftInvalid, each as a field; nil when
// there are none.
func Refusal(pack string, findings []packfile.Finding) error { return refusal(pack, findings) }
