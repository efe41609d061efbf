package config

import (
	"maps"
	"slices"
	"strings"
)

// PlayProducts are what Google Play sells, by the name of a tier.
func (c Config) PlayProducts() (map[string]string, error) {
	return products("HALLYU_GOOGLE_PLAY_PRODUCTS", c.GooglePlayProducts)
}

// PlayAudience is what notifications of Google Play's are pushed to: by default their address.
func (c Config) PlayAudience() string {
	if c.GooglePlayPushAudience == "" && c.PublicURL != "" {
		return c.PublicURL + "/v1/providers/google_play/events"
	}
	return c.GooglePlayPushAudience
}

// validateGooglePlay refuses to take purchases in that nobody could be asked about, and notifications that
// anybody could send.
func (c Config) validateGooglePlay() error {
	sold, err := c.PlayProducts()
	if err != nil || c.GooglePlayPackage == "" {
		return err
	}
	if c.GooglePlayKey == "" || strings.ContainsAny(c.GooglePlayPackage, "/?# ") {
		return ErrInvalid.With("name", "HALLYU_GOOGLE_PLAY_PACKAGE", "value", "no package name, or without HALLYU_GOOGLE_PLAY_KEY")
	}
	if c.GooglePlayPushAccount != "" && c.PlayAudience() == "" {
		return ErrInvalid.With("name", "HALLYU_GOOGLE_PLAY_PUSH_ACCOUNT", "value", "without HALLYU_GOOGLE_PLAY_PUSH_AUDIENCE or HALLYU_PUBLIC_URL")
	}
	for _, product := range c.GooglePlayLasting {
		if !slices.Contains(slices.Collect(maps.Values(sold)), product) {
			return ErrInvalid.With("name", "HALLYU_GOOGLE_PLAY_LASTING", "value", product)
		}
	}
	return nil
}
