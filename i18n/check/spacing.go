package check

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// whitespace compares the space around a text with the source's (Q02).
func whitespace(j *judgement, p *phrase) {
	if !p.translated() {
		return
	}
	before, after := margins(p.text)
	wantBefore, wantAfter := margins(p.source)
	if before == wantBefore && after == wantAfter {
		return
	}
	j.rewrite("Q02", p, wantBefore+strings.TrimSpace(p.raw)+wantAfter, nil)
}

// margins returns the white space before and after a text.
func margins(s string) (before, after string) {
	rest := strings.TrimLeftFunc(s, unicode.IsSpace)
	before = s[:len(s)-len(rest)]
	return before, rest[len(strings.TrimRightFunc(rest, unicode.IsSpace)):]
}

// lines compares the number of lines (Q03).
func lines(j *judgement, p *phrase) {
	if !p.translated() {
		return
	}
	here, there := strings.Count(strings.TrimSpace(p.text), "\n"), strings.Count(strings.TrimSpace(p.source), "\n")
	if here != there {
		j.advise("Q03", p, Facts{"Here": here + 1, "Source": there + 1})
	}
}

// doubleSpace finds two spaces where the source has none such (Q05).
func doubleSpace(j *judgement, p *phrase) {
	if !strings.Contains(p.text, "  ") || strings.Contains(p.source, "  ") {
		return
	}
	mended := p.raw
	for strings.Contains(mended, "  ") {
		mended = strings.ReplaceAll(mended, "  ", " ")
	}
	j.rewrite("Q05", p, mended, nil)
}

// dots finds three full stops where the source has an ellipsis, and the reverse (Q06).
func dots(j *judgement, p *phrase) {
	switch {
	case strings.Contains(p.text, "...") && strings.Contains(p.source, "…"):
		j.rewrite("Q06", p, strings.ReplaceAll(p.raw, "...", "…"), Facts{"Here": "...", "Source": "…"})
	case strings.Contains(p.text, "…") && strings.Contains(p.source, "..."):
		j.rewrite("Q06", p, strings.ReplaceAll(p.raw, "…", "..."), Facts{"Here": "…", "Source": "..."})
	}
}

// Spaces that do not break a line, as French sets them before high punctuation.
const (
	noBreakSpace       = '\u00A0'
	narrowNoBreakSpace = '\u202F'
)

// frenchSpace finds high punctuation of French without a space that does not break before it (Q22). Canadian
// French sets none before most.
func frenchSpace(j *judgement, p *phrase) {
	if p.writes.language != "fr" || p.writes.region == "CA" || !strings.ContainsAny(p.text, ";:!?") {
		return
	}
	mended, found := narrowed(p.raw)
	if found {
		j.rewrite("Q22", p, mended, nil)
	}
}

// narrowed returns a text with a narrow space that does not break before each high punctuation mark that
// follows a letter, a digit or a usual space, and is followed by space or the end: not that of "10:30" or
// "https://".
func narrowed(s string) (mended string, found bool) {
	var b strings.Builder
	before := ' '
	for i, r := range s {
		if !strings.ContainsRune(";:!?", r) || !endsWord(s[i+utf8.RuneLen(r):]) {
			b.WriteRune(r)
			before = r
			continue
		}
		switch {
		case before == ' ' && b.Len() > 0:
			rest := strings.TrimRight(b.String(), " ")
			b.Reset()
			b.WriteString(rest)
			b.WriteRune(narrowNoBreakSpace)
			found = true
		case unicode.IsLetter(before) || unicode.IsDigit(before) || strings.ContainsRune("}»)", before):
			b.WriteRune(narrowNoBreakSpace)
			found = true
		}
		b.WriteRune(r)
		before = r
	}
	return b.String(), found
}

// endsWord reports whether a text goes on after a word.
func endsWord(rest string) bool {
	next, _ := utf8.DecodeRuneInString(rest)
	return rest == "" || unicode.IsSpace(next) || strings.ContainsRune(";:!?)»", next)
}
