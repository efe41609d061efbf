package report

import (
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
			"measured": f.Measured, "limit": f.Limit, "sticker": f.Sticker, "platform": nameOf(f.Platform),
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

func nameOf(platform string) string {
	p, known := profile.Of(platform)
	if !known {
		return platform
	}
	return p.Name
}
