package memory_test

import (
	"encoding/xml"
	"strings"
	"testing"

	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/check"
	"github.com/hallyu-store/hallyu/i18n/memory"
	"github.com/hallyu-store/hallyu/i18n/translation"
)

func said(id string, state translation.State, source, target translation.Forms) translation.Translation {
	return translation.Translation{
		Part: translation.Part{Project: "app", Locale: "ru", Message: id}, State: state,
		Source: &i18n.Message{ID: id, Forms: source}, Target: &i18n.Message{ID: id, Forms: target},
	}
}

func TestTMX(t *testing.T) {
	var b strings.Builder
	err := memory.WriteTMX(&b, "en", "ru", []translation.Translation{
		said("a", translation.Translated, translation.Forms{"other": "Tom & <b>Jerry</b>, {{.Name}}"}, translation.Forms{"other": "Том и <b>Джерри</b>, {{.Name}}\x01"}),
		said("b", translation.Reviewed, translation.Forms{"one": "{{.Count}} cat", "other": "{{.Count}} cats"}, translation.Forms{"few": "{{.Count}} кота", "one": "{{.Count}} кот"}),
		said("c", translation.NeedsWork, translation.Forms{"other": "old"}, translation.Forms{"other": "старое"}),
	})
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Version string `xml:"version,attr"`
		Header  struct {
			Source string `xml:"srclang,attr"`
		} `xml:"header"`
		Units []struct {
			ID    string   `xml:"tuid,attr"`
			Texts []string `xml:"tuv>seg"`
		} `xml:"body>tu"`
	}
	if err := xml.Unmarshal([]byte(b.String()), &file); err != nil {
		t.Fatalf("%v:\n%s", err, b.String())
	}
	var got []string
	for _, u := range file.Units {
		got = append(got, u.ID+": "+strings.Join(u.Texts, " = "))
	}
	want := "app/a/other: Tom & <b>Jerry</b>, {{.Name}} = Том и <b>Джерри</b>, {{.Name}}\ufffd\n" +
		"app/b/one: {{.Count}} cat = {{.Count}} кот\napp/b/few: {{.Count}} cats = {{.Count}} кота"
	if text := strings.Join(got, "\n"); text != want || file.Version != "1.4" || file.Header.Source != "en" || !strings.Contains(b.String(), `xml:lang="ru"`) {
		t.Errorf("%s\nin\n%s", text, b.String())
	}
}

func TestTBX(t *testing.T) {
	var b strings.Builder
	err := memory.WriteTBX(&b, "en", "app", []check.Term{{
		Source: "sticker & co", Note: "the small pictures", Targets: map[string][]string{"ko": {"스티커"}}, Forbidden: map[string][]string{"ko": {"딱지"}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`<tbx xmlns="urn:iso:std:iso:30042:ed-2" type="TBX-Basic" style="dca" xml:lang="en">`, "<term>sticker &amp; co</term>", `<langSec xml:lang="ko">`,
		"<term>스티커</term>\n      <termNote type=\"administrativeStatus\">preferredTerm-admn-sts</termNote>",
		"<term>딱지</term>\n      <termNote type=\"administrativeStatus\">deprecatedTerm-admn-sts</termNote>", "<note>the small pictures</note>",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %s in\n%s", want, b.String())
		}
	}
}
