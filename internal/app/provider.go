package app

import (
	"github.com/hallyu-store/hallyu/internal/config"
	"github.com/hallyu-store/hallyu/internal/oidc"
	"github.com/hallyu-store/hallyu/internal/web/studio/access"
)

// provider is where people sign in besides here; nil for nowhere.
func provider(c *config.Config) access.Elsewhere {
	if c.OIDCIssuer == "" {
		return nil
	}
	return oidc.New(oidc.Config{
		Issuer: c.OIDCIssuer, ClientID: c.OIDCClientID, ClientSecret: c.OIDCSecret, Label: c.OIDCLabel, RolesClaim: c.OIDCRolesClaim,
		Callback: c.PublicURL + access.CallbackPath,
	})
}
