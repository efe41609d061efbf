package format

import (
	"encoding/json"
	"maps"
	"slices"

	"github.com/hallyu-store/hallyu/i18n/message"
)

// decodeXCStrings reads one locale of a string catalogue: the one that is not the source where there are two.
func decodeXCStrings(_ *message.Rules, data []byte) ([]unit, error) {
	_, err := parseJSON(data) // for its limits
	if err != nil {
		return nil, err
	}
	var c catalogue
	err = json.Unmarshal(data, &c)
	if err != nil {
		return nil, &SyntaxError{Reason: err.Error()}
	}
	var units []unit
	for _, id := range slices.Sorted(maps.Keys(c.Strings)) {
		entry := c.Strings[id]
		if len(entry.Localizations) > 1 {
			delete(entry.Localizations, c.SourceLanguage)
		}
		for _, v := range entry.Localizations {
			u, names := remarked(id, entry.Comment)
			u.forms = catalogueForms(v, names)
			units = append(units, u)
		}
	}
	return units, nil
}

func catalogueForms(v catalogueVariation, names []string) []form {
	if v.StringUnit != nil {
		return only(appleParts(v.StringUnit.Value, names)...)
	}
	var forms []form
	if v.Variations == nil {
		return nil
	}
	for c, text := range v.Variations.Plural {
		if _, ok := categoryOf(string(c)); ok && text.StringUnit != nil {
			forms = append(forms, form{c, message.NewPattern(numberedParts(text.StringUnit.Value, names)...)})
		}
	}
	return forms
}
