package e2e

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
	"testing"

	"github.com/hallyu-store/hallyu/api"
)

// TestEventsHaveTheShapesOfTheCatalogue makes every trial and reads what the journal tells of them: each event is of a type
// of the catalogue, and its data has that type's members and no others.
func TestEventsHaveTheShapesOfTheCatalogue(t *testing.T) {
	w := newWorld(t, serve)
	w.complete(t)
	staff := w.staffByRole(t)
	for _, o := range operations(t, w.server) {
		w.control(t, o, staff)
	}
	operator := w.client(w.operator)
	seen := map[string]bool{}
	for cursor := ""; ; {
		page := must(operator.Events(t.Context(), cursor))(t)
		for _, e := range page.Items {
			seen[e.Type] = true
			checkShape(t, e)
		}
		if page.Next == nil {
			break
		}
		cursor = *page.Next
	}
	if len(seen) < 12 {
		t.Errorf("only %v were seen", seen)
	}
	t.Logf("%d types were seen", len(seen))
}

func checkShape(t *testing.T, e api.Event) {
	t.Helper()
	all := api.EventTypes()
	at := slices.IndexFunc(all, func(typ api.EventType) bool { return typ.Name == e.Type })
	if at < 0 {
		t.Errorf("the catalogue lacks %s", e.Type)
		return
	}
	if all[at].Store != (e.App == "") {
		t.Errorf("%s of app %q", e.Type, e.App)
	}
	data, err := json.Marshal(e.Data)
	if err != nil {
		t.Fatal(err)
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	shape := reflect.New(reflect.TypeOf(all[at].Data))
	err = decoder.Decode(shape.Interface())
	if err != nil {
		t.Errorf("%s: %v: %s", e.Type, err, data)
	}
	again, err := json.Marshal(shape.Interface())
	if err != nil {
		t.Fatal(err)
	}
	var want, got map[string]any
	_, _ = json.Unmarshal(data, &want), json.Unmarshal(again, &got)
	for name := range got {
		if _, there := want[name]; !there {
			t.Errorf("%s lacks %s: %s", e.Type, name, data)
		}
	}
}
