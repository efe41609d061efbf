package check

import "github.com/rivo/uniseg"

// Bounds of what is told of a text beside its source (Q26), in columns of a terminal, of which wide letters
// take two.
const (
	proportioned = 12 // a source at least so wide is compared
	widest       = 3  // times the source
	narrowest    = 4  // parts of the source
)

// tooLong holds a text to what the project says of its message (Q14): graphemes, and columns.
func tooLong(j *judgement, p *phrase) {
	limits := j.Project.Messages[j.Message.ID]
	if limits.MaxLength > 0 {
		if have := uniseg.GraphemeClusterCount(p.text); have > limits.MaxLength {
			j.advise("Q14", p, Facts{"Here": have, "Limit": limits.MaxLength})
		}
	}
	if limits.MaxWidth == 0 {
		return
	}
	if have := uniseg.StringWidth(p.text); have > limits.MaxWidth {
		j.advise("Q14", p, Facts{"Here": have, "Limit": limits.MaxWidth}).as("width")
	}
}

// outOfProportion tells of texts that are far longer or shorter than their source (Q26).
func outOfProportion(j *judgement, p *phrase) {
	if !p.translated() || len(p.source) < proportioned {
		return
	}
	here, there := uniseg.StringWidth(p.text), uniseg.StringWidth(p.source)
	switch {
	case there < proportioned:
	case here > there*widest:
		j.note("Q26", Info, p.form, Facts{"Here": here, "Source": there})
	case here*narrowest < there:
		j.note("Q26", Info, p.form, Facts{"Here": here, "Source": there}).as("short")
	}
}
