package message

import (
	"errors"
	"testing"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"pgregory.net/rapid"
)

func (m *Message) toLibrary() *goi18n.Message {
	return &goi18n.Message{
		ID: m.ID, LeftDelim: m.LeftDelim, RightDelim: m.RightDelim,
		Zero: m.Forms[Zero], One: m.Forms[One], Two: m.Forms[Two],
		Few: m.Forms[Few], Many: m.Forms[Many], Other: m.Forms[Other],
	}
}

// localized is what go-i18n makes of a message, asked with the form Other where the message lacks that of the count.
func localized(rules *Rules, m *Message, args Arguments) (string, error) {
	bundle := goi18n.NewBundle(rules.tag)
	err := bundle.AddMessages(rules.tag, m.toLibrary())
	if err != nil {
		return "", err
	}
	config := goi18n.LocalizeConfig{MessageID: m.ID, TemplateData: args, TemplateParser: parser{}}
	if _, ok := m.Forms[rules.Category(args.Count)]; ok && m.Plural() {
		config.PluralCount = operand(args.Count)
	}
	return goi18n.NewLocalizer(bundle, rules.tag.String()).Localize(&config)
}

// TestRenderIsGoI18ns renders messages of any forms and delimiters for any count as go-i18n does.
func TestRenderIsGoI18ns(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rules, err := RulesOf(rapid.SampledFrom([]string{"en", "ar", "ru", "ko", "fil", "pt-PT", "lv"}).Draw(t, "locale"))
		if err != nil {
			t.Fatal(err)
		}
		m := &Message{ID: "m", Forms: map[Category]string{}}
		if rapid.Bool().Draw(t, "delimited") {
			m.LeftDelim, m.RightDelim = "<<", ">>"
		}
		left, right := Delimiters(m.LeftDelim, m.RightDelim)
		for _, c := range rapid.SliceOfNDistinct(rapid.SampledFrom(Categories), 1, -1, rapid.ID).Draw(t, "forms") {
			m.Forms[c] = string(c) + rapid.SampledFrom([]string{"", " " + left + ".Name" + right, left + " .count " + right + "!"}).Draw(t, "part")
		}
		args := Arguments{Count: rapid.SampledFrom([]any{nil, 0, 1, 2, 5, 11, 100, 1000000, int64(3), "1.5", 2.0, "x"}).Draw(t, "count")}
		if rapid.Bool().Draw(t, "named") {
			args.Values = map[string]any{"Name": rapid.String().Draw(t, "name")}
		}
		args.Isolate, args.Lenient = rapid.Bool().Draw(t, "isolate"), rapid.Bool().Draw(t, "lenient")
		want, wrong := localized(rules, m, args)
		got, err := rules.Render(m, args)
		if (err == nil) != (wrong == nil) || err == nil && got != want {
			t.Fatalf("%v %v: %q %v, go-i18n says %q %v", m.Forms, args, got, err, want, wrong)
		}
		var missing, theirs *MissingError
		if errors.As(err, &missing) != errors.As(wrong, &theirs) || missing != nil && *missing != *theirs {
			t.Fatalf("%v, go-i18n says %v", err, wrong)
		}
	})
}
