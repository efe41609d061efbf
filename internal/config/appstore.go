package config

import "strings"

// Products are what the App Store sells, by the name of a tier.
func (c Config) Products() (map[string]string, error) {
	products := map[string]string{}
	for _, text := range c.AppStoreProducts {
		tier, product, found := strings.Cut(strings.TrimSpace(text), "=")
		if !found || tier == "" || product == "" {
			return nil, ErrInvalid.With("name", "HALLYU_APP_STORE_PRODUCTS", "value", text)
		}
		products[tier] = product
	}
	return products, nil
}

// validateAppStore refuses to take purchases in that nobody could vouch for.
func (c Config) validateAppStore() error {
	if _, err := c.Products(); err != nil || c.AppStoreBundle == "" {
		return err
	}
	if len(c.AppStoreRoots) == 0 || c.AppStoreAppID <= 0 {
		return ErrInvalid.With("name", "HALLYU_APP_STORE_BUNDLE", "value", "without HALLYU_APP_STORE_ROOTS and HALLYU_APP_STORE_APP_ID")
	}
	if c.AppStoreKey != "" && (c.AppStoreKeyID == "" || c.AppStoreIssuer == "") {
		return ErrInvalid.With("name", "HALLYU_APP_STORE_KEY", "value", "without HALLYU_APP_STORE_KEY_ID and HALLYU_APP_STORE_ISSUER")
	}
	return nil
}
