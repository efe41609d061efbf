package format

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
)

const aMemory = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4"><header creationtool="OmegaT" srclang="en-US"/><body>
<tu tuid="1"><note>n</note><tuv xml:lang="en-US"><seg>Hello <bpt i="1">&lt;b></bpt><!-- c -->{{.Name}}<ept i="1">&lt;/b></ept></seg></tuv><tuv lang="ko"><seg>안녕 <ph>{{.Name}}</ph></seg></tuv></tu>
<tu srclang="*all*"><tuv xml:lang="ja"><seg/></tuv></tu>
</body></tmx>`

func TestMemoriesAreRead(t *testing.T) {
	want := Memory{Tool: "OmegaT", Source: "en-US", Units: []MemoryUnit{
		{Texts: []MemoryText{{"en-US", "Hello <b>{{.Name}}</b>"}, {"ko", "안녕 {{.Name}}"}}}, {Texts: []MemoryText{{"ja", ""}}},
	}}
	wide := utf16.Encode([]rune(strings.Replace(aMemory, "UTF-8", "UTF-16", 1)))
	little, big := []byte{0xff, 0xfe}, []byte{0xfe, 0xff}
	for _, u := range wide {
		little, big = append(little, byte(u), byte(u>>8)), append(big, byte(u>>8), byte(u))
	}
	for name, data := range map[string][]byte{"plain": []byte(aMemory), "marked": []byte("\ufeff" + aMemory), "little": little, "big": big} {
		got, err := DecodeMemory(data)
		if d := cmp.Diff(want, got); err != nil || d != "" {
			t.Errorf("%s: %v\n%s", name, err, d)
		}
	}
}

// hostile are documents that no reader of other programs' files takes.
func hostile(root string) map[string]string {
	return map[string]string{
		"nothing": "", "no XML": "tmx", "another document": "<svg/>", "cut off": "<" + root + "><body>", "Latin-1": `<?xml version="1.0" encoding="ISO-8859-1"?><` + root + `/>`,
		"bytes":   "<" + root + ">\xff</" + root + ">",
		"bomb":    `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><` + root + `>&b;</` + root + `>`,
		"outside": `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><` + root + `>&a;</` + root + `>`,
		"entity":  "<" + root + ">&unknown;</" + root + ">",
		"deep":    strings.Repeat("<"+root+">", 1000) + strings.Repeat("</"+root+">", 1000),
		"large":   "<" + root + ">" + strings.Repeat(" ", MaxSize) + "</" + root + ">",
		"many":    "<" + root + ">" + strings.Repeat("<a/>", MaxNodes/2+1) + "</" + root + ">",
		"half":    "\xff\xfe<\x00",
	}
}

func TestHostileMemoriesAreRefused(t *testing.T) {
	for name, text := range hostile("tmx") {
		_, err := DecodeMemory([]byte(text))
		var at *SyntaxError
		if !errors.As(err, &at) || at.Reason == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestHostileGlossariesAreRefused(t *testing.T) {
	for name, text := range hostile("tbx") {
		_, _, err := DecodeGlossary([]byte(text))
		var at *SyntaxError
		if !errors.As(err, &at) || at.Reason == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestGlossariesAreRead(t *testing.T) {
	want := []Concept{{Note: "a picture", Terms: []ConceptTerm{{"en", "sticker", false}, {"ko", "스티커", false}, {"ko", "딱지", true}}}}
	for name, text := range map[string]string{
		"TBX 3 by attributes": `<tbx xmlns="urn:iso:std:iso:30042:ed-2" type="TBX-Basic" style="dca" xml:lang="en"><tbxHeader/><text><body><conceptEntry id="c1"><descrip type="definition">a picture</descrip>
<langSec xml:lang="en"><termSec><term>sticker</term><termNote type="partOfSpeech">noun</termNote></termSec></langSec>
<langSec xml:lang="ko"><termSec><term> 스티커 </term></termSec><termSec><term>딱지</term><termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></termSec></langSec></conceptEntry></body></text></tbx>`,
		"TBX 3 by tags": `<tbx xmlns:basic="http://www.tbxinfo.net/ns/basic" type="TBX-Basic" style="dct" xml:lang="en"><text><body><conceptEntry><note>a picture</note>
<langSec xml:lang="en"><termSec><term>sticker</term></termSec></langSec><langSec xml:lang="ko"><termSec><term>스티커</term></termSec>
<termSec><term>딱지</term><basic:administrativeStatus>supersededTerm-admn-sts</basic:administrativeStatus></termSec></langSec></conceptEntry></body></text></tbx>`,
		"TBX 2": `<?xml version="1.0"?><!DOCTYPE martif SYSTEM "TBXBasiccoreStructV02.dtd"><martif type="TBX" xml:lang="en"><text><body><termEntry id="x"><descripGrp><descrip/></descripGrp><note>a picture</note>
<langSet xml:lang="en"><tig><term>sticker</term></tig></langSet><langSet xml:lang="ko"><ntig><termGrp><term>스티커</term></termGrp></ntig><ntig><termGrp><term>딱지</term><termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></termGrp></ntig></langSet></termEntry></body></text></martif>`,
	} {
		tag, got, err := DecodeGlossary([]byte(text))
		if d := cmp.Diff(want, got); err != nil || d != "" || tag != "en" {
			t.Errorf("%s: %q %v\n%s", name, tag, err, d)
		}
	}
}

func FuzzDecodeMemory(f *testing.F) {
	f.Add([]byte(aMemory))
	for _, text := range hostile("tmx") {
		if len(text) < 1<<12 {
			f.Add([]byte(text))
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		_, err := DecodeMemory(data)
		var at *SyntaxError
		if err != nil && !errors.As(err, &at) {
			t.Error(err)
		}
		_, _, err = DecodeGlossary(data)
		if err != nil && !errors.As(err, &at) {
			t.Error(err)
		}
	})
}
