package oidc

import "github.com/hallyu-store/hallyu/accounts"

// claims is what a provider says of somebody.
type claims map[string]any

// complete reports whether nothing is left to ask for.
func (c claims) complete(rolesClaim string) bool {
	_, email := c["email"]
	_, roles := c[rolesClaim]
	return email && (roles || rolesClaim == "")
}

func (c claims) text(name string) string {
	text, _ := c[name].(string)
	return text
}

// yes reads a claim that is a boolean, which some providers write as text.
func (c claims) yes(name string) bool { return c[name] == true || c[name] == "true" }

// roles are those that the program knows among the texts of a claim, a list or one alone. It is never nil:
// a claim without any takes them all.
func (c claims) roles(name string) []accounts.Role {
	roles := []accounts.Role{}
	list, _ := c[name].([]any)
	if alone := c.text(name); alone != "" {
		list = []any{alone}
	}
	for _, entry := range list {
		text, _ := entry.(string)
		role, err := accounts.ParseRole(text)
		if err == nil {
			roles = append(roles, role)
		}
	}
	return roles
}
