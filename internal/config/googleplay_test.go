package config

import (
	"errors"
	"testing"
)

func TestGooglePlaySettings(t *testing.T) {
	whole := Config{
		DefaultRegion: "KR", StoreFee: "30", GooglePlayPackage: "com.moon.chat", GooglePlayKey: "{}", GooglePlayProducts: []string{"small=moon.small", "large=moon.large"},
		GooglePlayLasting: []string{"moon.large"}, GooglePlayPushAccount: "push@moon.example", PublicURL: "https://store.example",
	}
	if err := whole.Validate(); err != nil {
		t.Fatal(err)
	}
	if got := whole.PlayAudience(); got != "https://store.example/v1/providers/google_play/events" {
		t.Errorf("audience %q", got)
	}
	for name, change := range map[string]func(*Config){
		"no key":               func(c *Config) { c.GooglePlayKey = "" },
		"no package name":      func(c *Config) { c.GooglePlayPackage = "com.moon/../x" },
		"no audience":          func(c *Config) { c.PublicURL = "" },
		"a product of nothing": func(c *Config) { c.GooglePlayProducts = []string{"=moon.small"} },
		"a tier of nothing":    func(c *Config) { c.GooglePlayProducts = []string{"small="} },
		"another product":      func(c *Config) { c.GooglePlayLasting = []string{"moon.tiny"} },
	} {
		c := whole
		change(&c)
		if err := c.Validate(); !errors.Is(err, ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	whole.GooglePlayPushAudience = "elsewhere"
	if got := whole.PlayAudience(); got != "elsewhere" {
		t.Errorf("audience %q", got)
	}
}
