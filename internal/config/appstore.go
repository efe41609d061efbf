package config

import "strings"

// Products are what the App Store sells, by the name of a tier.
func (c Config) Products() (map[string]string, error) {
	return products("HALLYU_APP_STORE_PRODUCTS", c.AppStoreProducts)
}

// products reads which product stands for which tier.
func products(name string, texts []string) (map[string]string, error) {
	found := map[string]string{}
	for _, text := range texts {
		tier, product, is := strings.Cut(strings.TrimSpace(text), "=")
		if !is || tier == "" || product == "" {
			return nil, ErrInvalid.With("name", name, "value", text)
		}
		found[tier] = product
	}
	return found, nil
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
