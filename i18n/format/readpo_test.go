package format

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/hallyu-store/hallyu/i18n/message"
)

// russian is the header that gettext's manual gives for Slavic languages.
const russian = "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"

// TestFormsOfForeignHeaders: each category gets the text that gettext shows for its numbers.
func TestFormsOfForeignHeaders(t *testing.T) {
	for _, c := range []struct {
		locale, header string
		forms          string // texts A, B, C … by category
	}{
		{"ru", russian, "one=A few=B many=C"},
		{"ru", "nplurals=3; plural=n%10==1 && n%100!=11 ? 2 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 0 : 1;", "one=C few=A many=B"},
		{"ru", "nplurals=4; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);", "one=A few=B many=C other=D"},
		{"en", "nplurals=2; plural=n != 1;", "one=A other=B"},
		{"en", "nplurals=2; plural=(n == 1);", "one=B other=A"},
		{"en", "nplurals=1; plural=0;", "one=A other=A"},
		{"fr", "nplurals=2; plural=n>1;", "one=A many=B other=B"},
		{"ko", "nplurals=1; plural=0;", "other=A"},
		{"ja", "nplurals=2; plural=0", "other=A"},
		{"ar", "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5;", "zero=A one=B two=C few=D many=E other=F"},
		{"en", "nplurals=2;", "one=A other=B"},
	} {
		got, err := formsRead(c.locale, c.header, "ABCDEF")
		if err != nil || got != c.forms {
			t.Errorf("%s, %s: %s, %v; want %s", c.locale, c.header, got, err, c.forms)
		}
	}
}

// TestFormsThatCannotBeMapped are refused, with what is wrong.
func TestFormsThatCannotBeMapped(t *testing.T) {
	const latvian = "nplurals=3; plural=n%10==1 && n%100!=11 ? 0 : n != 0 ? 1 : 2;"
	for _, c := range []struct{ locale, header, texts, says string }{
		{"lv", latvian, "ABC", "two forms for 0 and 10, for which the language has one (zero)"},
		{"en", "nplurals=3; plural=n==0 ? 0 : n==1 ? 1 : 2;", "ABC", "two forms for 0 and 2"},
		{"en", "nplurals=2; plural=n;", "AB", "no form for the number 2"},
		{"en", "nplurals=2; plural=1/n;", "AB", "no form for the number 0"},
		{"en", "nplurals=2; plural=system(n);", "AB", "not a plural expression"},
		{"en", "nplurals=2; plural=" + strings.Repeat("(", 5000) + ";", "AB", "not a plural expression"},
		{"en", "nplurals=2; plural=" + strings.Repeat("(", 100) + "n" + strings.Repeat(")", 100) + ";", "AB", "not a plural expression"},
		{"en", "nplurals=2; plural=" + strings.Repeat("!", 100) + "n;", "AB", "not a plural expression"},
		{"en", "nplurals=2; plural=" + strings.Repeat("n?", 100) + ";", "AB", "not a plural expression"},
		{"en", "nplurals=2; plural=n==99999999999999999999;", "AB", "not a plural expression"},
		{"en", "nplurals=0; plural=0;", "AB", "nplurals"},
		{"en", "nplurals=3;", "ABC", "does not say which"},
	} {
		_, err := formsRead(c.locale, c.header, c.texts)
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s, %.80s: %v; want %s", c.locale, c.header, err, c.says)
		}
	}
	if got, err := formsRead("lv", latvian, "ABB"); err != nil || got != "zero=B one=A other=B" {
		t.Errorf("forms that say the same: %s, %v", got, err)
	}
}

// formsRead reads a PO file with one message whose forms are single letters.
func formsRead(locale, header, texts string) (string, error) {
	rules, err := message.RulesOf(locale)
	if err != nil {
		return "", err
	}
	file := "msgid \"\"\nmsgstr \"Plural-Forms: " + header + "\\n\"\n\nmsgctxt \"a\"\nmsgid \"one\"\nmsgid_plural \"more\"\n"
	for i, text := range strings.Split(texts, "") {
		file += fmt.Sprintf("msgstr[%d] %q\n", i, text)
	}
	units, err := decodePO(rules, []byte(file))
	if err != nil {
		return "", err
	}
	var parts []string
	for _, f := range units[0].forms {
		parts = append(parts, string(f.category)+"="+f.pattern.Spell(func(name string) string { return name }))
	}
	return strings.Join(parts, " "), nil
}

// TestExpressionsAreWhatPythonSays: Python's gettext compiles them, too.
func TestExpressionsAreWhatPythonSays(t *testing.T) {
	texts := []string{russian[len("nplurals=3; plural=") : len(russian)-1], "n==1||n%10>3&&!n", "1+n*2-n%3*(n>2)", "!n==0", "n ? 1 : n ? 2 : 3", "(n ? n : 1) ? 2 : 3"}
	for i := range 300 {
		texts = append(texts, rapid.Custom(anExpression(3)).Example(i))
	}
	given, err := json.Marshal(texts)
	if err != nil {
		t.Fatal(err)
	}
	said := runPython(t, `
import gettext, json, sys
out = []
for text in json.load(sys.stdin):
    f, row = gettext.c2py(text), []
    for n in range(130):
        try: row.append(int(f(n)) % 2**64)
        except ZeroDivisionError: row.append(None)
    out.append(row)
print(json.dumps(out))`, string(given))
	var want [][]*uint64
	if err := json.Unmarshal(said, &want); err != nil || len(want) != len(texts) {
		t.Fatal(err)
	}
	for i, text := range texts {
		e, err := compile(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		for n, w := range want[i] {
			got, ok := e(uint64(n))
			if ok != (w != nil) || ok && got != *w {
				t.Fatalf("%s of %d is %d, %v", text, n, got, ok)
			}
		}
	}
}

// anExpression makes one without differences of what is computed, of which Python's numbers may be negative.
func anExpression(depth int) func(t *rapid.T) string {
	return func(t *rapid.T) string {
		if depth == 0 {
			return rapid.SampledFrom([]string{"n", "0", "1", "2", "10", "11", "100"}).Draw(t, "leaf")
		}
		inner := rapid.Custom(anExpression(depth - 1))
		a, b := inner.Draw(t, "a"), inner.Draw(t, "b")
		switch kind := rapid.SampledFrom([]string{"||", "&&", "==", "!=", "<", "<=", ">", ">=", "+", "*", "/", "%", "!", "()", "?"}).Draw(t, "kind"); kind {
		case "||", "&&":
			return "(!(!(" + a + kind + b + ")))" // of which Python makes one of the operands
		case "!":
			return "(!(" + a + "))" // which Python takes for no operand without its own brackets
		case "()":
			return "(" + a + ")"
		case "?":
			return "(" + a + ") ? " + b + " : " + inner.Draw(t, "c")
		default:
			return a + " " + kind + " " + b
		}
	}
}

func FuzzExpression(f *testing.F) {
	f.Add("n%10==1 && n%100!=11 ? 0 : 1", uint64(5))
	f.Fuzz(func(_ *testing.T, text string, n uint64) {
		if e, err := compile(text); err == nil {
			_, _ = e(n)
		}
	})
}
