package report

import (
	"math"
	"strconv"
	"strings"

	"github.com/hallyu-store/hallyu/assets/profile"
	"github.com/hallyu-store/hallyu/catalog/packfile"
)

// Say gives a message of the program's own in the reader's language; an unknown id is its own text.
type Say func(id string, args map[string]any) string

// Word returns findings in a reader's language: what is wrong is the message "field.<code>" or, of a fault
// of package assets, "problem.<code>.detail"; what to do about it is "fix.<code>", unless the first says
// that too.
func Word(findings []packfile.Finding, say Say) []packfile.Finding {
	out := make([]packfile.Finding, len(findings))
	for i, f := range findings {
		args := map[string]any{
			"measured": f.Measured, "limit": f.Limit, "sticker": f.Sticker, "platform": nameOf(f.Platform), "field": f.Field(),
		}
		switch f.Code {
		case "field-type":
			args["measured"], args["limit"] = kind(f.Measured, say), kind(f.Limit, say)
		case "file-too-large":
			args["measured"], args["limit"] = megabytes(f.Measured, math.Ceil), megabytes(f.Limit, math.Floor)
		}
		first := func(ids ...string) string {
			for _, id := range ids {
				if text := say(id, args); text != id {
					return text
				}
			}
			return ""
		}
		if message := first("field."+f.Code, "problem."+f.Code+".detail"); message != "" {
			f.Message = message
		}
		f.Fix = first("fix." + f.Code)
		out[i] = f
	}
	return out
}

// kind is a kind of value that packfile.Parse tells apart, in the reader's language.
func kind(name string, say Say) string {
	id := "kind." + strings.ReplaceAll(name, " ", "-")
	if text := say(id, nil); text != id {
		return text
	}
	return name
}

// megabytes writes a number of bytes so that one over a limit never looks like the limit.
func megabytes(bytes string, round func(float64) float64) string {
	n, err := strconv.ParseFloat(bytes, 64)
	if err != nil {
		return bytes
	}
	return strconv.FormatFloat(round(n/1e5)/10, 'f', 1, 64) + " MB"
}

func nameOf(platform string) string {
	p, known := profile.Of(platform)
	if !known {
		return platform
	}
	return p.Name
}
