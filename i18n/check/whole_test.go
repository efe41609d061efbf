package check

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestWhole has what is only seen of a project as a whole.
func TestWhole(t *testing.T) {
	english := `{"buy": "Buy", "get": "Get", "back": "Back", "again": "Back", "moon": "One moon"}`
	for _, c := range []struct{ name, settings, file, data, want string }{
		{"B01", "", "ko.json", `{"buy": "사기", "get": "받기", "back": "뒤로", "again": "뒤로", "moon": "달", "gone": "가요"}`, "B01 ko gone"},
		{"B02", "", "ko.json", `{"buy": "사기"}`, "B02 ko "},
		{"B04", "threshold: 90", "ko.json", `{"buy": "사기"}`, "B02 ko \nB04 ko "},
		{"B04 enough", "threshold: 20", "ko.json", `{"buy": "사기"}`, "B02 ko "},
		{"B03", "fallback: {nn: [nb], nb: [da], da: [nn]}", "ko.json", fullKorean, "B03 da \nB03 nb \nB03 nn "},
		{"B03 chain", "fallback: {nn: [nb, da], nb: [da]}", "ko.json", fullKorean, ""},
		{"B06", "sorce: en", "ko.json", fullKorean, "B06  "},
		{"B06 syntax", "source: [", "ko.json", fullKorean, "B06  "},
		{"B06 argument", "arguments: {Count: nmuber}", "ko.json", fullKorean, "B06  "},
		{"B06 argument of a message", "messages: {a: {arguments: {Count: date of}}}", "ko.json", fullKorean, "B06  "},
		{"B06 severity", "severity: {Q05: loud}", "ko.json", fullKorean, "B06  "},
		{"Q17", "", "ko.json", `{"buy": "사기", "get": "받기", "back": "뒤로", "again": "다시", "moon": "달"}`, "Q17 ko back"},
		{"Q17 off", "severity: {Q17: 'off'}", "ko.json", `{"buy": "사기", "get": "받기", "back": "뒤로", "again": "다시", "moon": "달"}`, ""},
		{"Q18", "", "es.json", `{"buy": "Obtener", "get": "Obtener", "back": "Atrás", "again": "Atrás", "moon": "Una luna"}`, "Q18 es get"},
		{"Q18 one form", "", "ko.json", `{"buy": "받기", "get": "받기", "back": "뒤로", "again": "뒤로", "moon": "달"}`, ""},
		{"skip", "messages: {'b*': {skip: [Q02]}}", "ko.json", `{"buy": " 사기", "get": "받기", "back": " 뒤로", "again": "뒤로", "moon": "달"}`, ""},
		{"skip one locale", "messages: {buy: {skip: [Q02 ja]}}", "ko.json", `{"buy": " 사기", "get": "받기", "back": "뒤로", "again": "뒤로", "moon": "달"}`, "Q02 ko buy"},
		{"errors stay", "severity: {Q10: 'off'}", "ko.json", `{"buy": "<i>사기</i>", "get": "받기", "back": "뒤로", "again": "뒤로", "moon": "달"}`, "Q10 ko buy"},
	} {
		t.Run(c.name, func(t *testing.T) {
			findings, err := Dir(files("a/active.en.json", english, "a/active."+c.file, c.data, "a/project.yaml", c.settings), nil)
			if err != nil {
				t.Fatal(err)
			}
			var lines []string
			for _, f := range findings {
				lines = append(lines, fmt.Sprintf("%s %s %s", f.Check, f.Locale, f.Key))
			}
			slices.Sort(lines)
			if got := strings.Join(lines, "\n"); got != c.want {
				t.Errorf("%s\n got: %s\nwant: %s", c.data, got, c.want)
			}
		})
	}
}

// fullKorean has every message of TestWhole.
const fullKorean = `{"buy": "사기", "get": "받기", "back": "뒤로", "again": "뒤로", "moon": "달"}`
