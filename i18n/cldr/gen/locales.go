package main

import (
	"errors"
	"io/fs"
	"strings"
)

// parents lists the locales whose parent is not made by cutting off the last subtag; "root" is none.
func parents(src source) ([][]string, error) {
	n, err := src.read("core/supplemental/parentLocales.json", "supplemental", "parentLocales", "parentLocale")
	if err != nil {
		return nil, err
	}
	var lines [][]string
	for _, child := range sorted(n.fields()) {
		up := n.at(child).text()
		if up == "und" {
			up = "root"
		}
		lines = append(lines, []string{child, up})
	}
	return lines, nil
}

// scripts lists the likely script of a language where it is not Latin, and of a language in a region where
// it differs from the language's own.
func scripts(src source) ([][]string, error) {
	likely, err := src.read("core/supplemental/likelySubtags.json", "supplemental", "likelySubtags")
	if err != nil {
		return nil, err
	}
	script := func(tag string) string { return strings.Split(likely.at(tag).text()+"--", "-")[1] }
	var lines [][]string
	for _, tag := range sorted(likely.fields()) {
		parts := strings.Split(tag, "-")
		usual := "Latn"
		if parts[0] == "und" || len(parts) > 2 || len(parts) == 2 && len(parts[1]) == 4 {
			continue
		}
		if len(parts) == 2 && likely.at(parts[0]).text() != "" {
			usual = script(parts[0])
		}
		if s := script(tag); s != usual {
			lines = append(lines, []string{tag, s})
		}
	}
	return lines, nil
}

// rightToLeft lists the scripts that are written from right to left.
func rightToLeft(src source) ([][]string, error) {
	n, err := src.read("core/scriptMetadata.json", "scriptMetadata")
	if err != nil {
		return nil, err
	}
	var lines [][]string
	for _, script := range sorted(n.fields()) {
		if n.at(script, "rtl").text() == "YES" {
			lines = append(lines, []string{script})
		}
	}
	return lines, nil
}

// aliases lists replaced languages and regions with what replaces them. CLDR itself maps neither "no" to
// "nb" nor the other way round since release 39; translators write both, so one has to stand for the two.
func aliases(src source) ([][]string, error) {
	n, err := src.read("core/supplemental/aliases.json", "supplemental", "metadata", "alias")
	if err != nil {
		return nil, err
	}
	found := map[string]string{"no": "nb"}
	for _, tag := range sorted(n.at("languageAlias").fields()) {
		found[tag] = n.at("languageAlias", tag, "_replacement").text()
	}
	for _, code := range sorted(n.at("territoryAlias").fields()) {
		if len(code) == 2 || strings.Trim(code, "0123456789") == "" {
			found[code] = strings.Fields(n.at("territoryAlias", code, "_replacement").text())[0]
		}
	}
	var lines [][]string
	for _, tag := range sorted(found) {
		lines = append(lines, []string{tag, found[tag]})
	}
	return lines, nil
}

// languages lists the names of languages and of some regional locales in the store's languages.
func languages(src source) ([][]string, error) {
	names := map[string][]string{}
	for i, in := range storeLocales {
		n, err := src.read("localenames-full/main/"+in+"/languages.json", "main", in, "localeDisplayNames", "languages")
		if err != nil {
			return nil, err
		}
		for tag := range n.fields() {
			if strings.Contains(tag, "-alt-") {
				continue
			}
			if names[tag] == nil {
				names[tag] = make([]string, len(storeLocales))
			}
			names[tag][i] = n.at(tag).text()
		}
	}
	lines := [][]string{append([]string{"tag"}, storeLocales...)}
	for _, tag := range sorted(names) {
		lines = append(lines, append([]string{tag}, names[tag]...))
	}
	return lines, nil
}

// natives lists the names of locales in their own language, with their region where they have one.
func natives(src source) ([][]string, error) {
	tags, err := src.locales("localenames-full")
	if err != nil {
		return nil, err
	}
	defaults, err := src.read("core/defaultContent.json", "defaultContent")
	if err != nil {
		return nil, err
	}
	for _, tag := range defaults.list() {
		tags[node{tag}.text()] = true
	}
	var lines [][]string
	for _, tag := range sorted(tags) {
		name, err := nativeName(src, tag)
		if err != nil {
			return nil, err
		}
		if name != "" && name != tag {
			lines = append(lines, []string{tag, name})
		}
	}
	return lines, nil
}

// nativeName takes the name from the locale's own folder or, as for default content, from the one above.
func nativeName(src source, tag string) (string, error) {
	for in := tag; in != ""; in = in[:max(strings.LastIndexByte(in, '-'), 0)] {
		names, err := src.read("localenames-full/main/"+in+"/languages.json", "main", in, "localeDisplayNames", "languages")
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return "", err
		}
		places, err := src.read("localenames-full/main/"+in+"/territories.json", "main", in, "localeDisplayNames", "territories")
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
		return ownName(tag, names, places), nil
	}
	return "", nil
}

func ownName(tag string, names, places node) string {
	if name := names.at(tag).text(); name != "" {
		return name
	}
	base, last := tag[:max(strings.LastIndexByte(tag, '-'), 0)], tag[strings.LastIndexByte(tag, '-')+1:]
	name, place := names.at(base).text(), places.at(last).text()
	if name == "" || place == "" {
		return ""
	}
	return name + " (" + place + ")"
}
