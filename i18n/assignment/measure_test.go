package assignment

import (
	"testing"

	"github.com/hallyu-store/hallyu/i18n"
)

func TestMeasure(t *testing.T) {
	for text, want := range map[string]size{
		"Say it, {{.Name}}!": {2, 10}, "It's 3.5 km": {3, 11}, "": {}, "스티커를 받았어요": {2, 9}, "猫の絵": {3, 3}, "สวัสดี": {4, 4}, "🐰 👩‍👩‍👧": {0, 3},
		"Don't — stop": {2, 12},
	} {
		if got := measure(&i18n.Message{ID: "a", Forms: map[i18n.Category]string{"other": text}}); got != want {
			t.Errorf("%q: %+v, want %+v", text, got, want)
		}
	}
}
