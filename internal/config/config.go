// Package config is what the operator decides, read once: from flags, from HALLYU_* in the
// environment, or from the file that HALLYU_*_FILE names. Flags win.
package config

import (
	"errors"
	"net"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n/cldr"
	"github.com/hallyu-store/hallyu/purchases"
)

// ErrInvalid says that a setting cannot be used.
var ErrInvalid = fault.Define(fault.Invalid, "config-invalid")

// Config holds every setting. A field's flag is its name in kebab case, its variable HALLYU_ and its
// name in upper case with underscores: DatabaseURL is --database-url and HALLYU_DATABASE_URL.
type Config struct {
	Addr           string   `default:"127.0.0.1:8080" help:"Address to serve on."`
	AdminAddr      string   `help:"Address for /metrics and pprof; off when empty."`
	Data           string   `default:"./data" help:"Folder of the embedded database, assets and locale files."`
	DatabaseURL    string   `name:"database-url" secret:"url" help:"Database; an SQLite file in the data folder when empty."`
	S3Endpoint     string   `name:"s3-endpoint" help:"Address of the S3 storage, for example https://s3.example; files in the data folder when empty."`
	S3Bucket       string   `name:"s3-bucket" help:"Bucket for assets."`
	S3AccessKey    string   `name:"s3-access-key" secret:"whole" help:"Access key of the bucket."`
	S3SecretKey    string   `name:"s3-secret-key" secret:"whole" help:"Secret key of the bucket."`
	S3Region       string   `name:"s3-region" help:"Region of the bucket; us-east-1 when empty."`
	CacheMemory    Size     `default:"64MiB" help:"Memory for small pictures that were asked for last; 0 for none."`
	CacheDisk      Size     `default:"2GiB" help:"Room in the data folder for copies of what is in S3; 0 for none."`
	Locales        string   `help:"Folder of locale files, <project>/active.<tag>.toml; locales in the data folder when empty."`
	LocalesS3      string   `name:"locales-s3" help:"Prefix in the bucket, for example locales, below which locale files lie in place of a folder, for several processes; none when empty."`
	LocalesGit     bool     `help:"Whether the folder of locale files is a git work tree whose repository gets what translators write as commits, and what others push is taken from."`
	GitHookSecret  string   `secret:"whole" help:"Secret of the webhook that tells of pushes, 16 characters at least; none is listened to when empty."`
	PseudoLocales  bool     `help:"Whether pages are also shown in the pseudo-locales qps-ploc and qps-plocm, to see what no translation reaches."`
	DefaultRegion  string   `default:"KR" help:"Storefront of a visitor who says nothing about a place."`
	PublicURL      string   `name:"public-url" help:"Address that replies put before their paths, for example https://store.example."`
	SMTPURL        string   `name:"smtp-url" secret:"url" help:"Mail server, smtp://user:password@host:587 or smtps://…; mail is not sent when empty."`
	MailFrom       string   `default:"hallyu@localhost" help:"Address that mail comes from, for example Moon Store <store@moon.example>."`
	SignUp         bool     `help:"Whether designers may sign up by themselves."`
	Agreement      string   `help:"Text file with the agreement that those who sign up accept; a short one of ours when empty."`
	OIDCIssuer     string   `name:"oidc-issuer" help:"Address of an OpenID Connect provider that people may sign in at; none when empty."`
	OIDCClientID   string   `name:"oidc-client-id" help:"What the provider calls this store."`
	OIDCSecret     string   `name:"oidc-client-secret" secret:"whole" help:"Secret of this store at the provider."`
	OIDCLabel      string   `name:"oidc-label" help:"What the button says, for example Moon Studio; the provider's host when empty."`
	OIDCRolesClaim string   `name:"oidc-roles-claim" help:"Claim with roles, for example groups; operators give roles when empty."`
	StoreFee       string   `default:"30" help:"The store's part of what is left of a sale after tax, in percent, as designers are told what they would earn."`
	Taxes          []string `sep:"," help:"Taxes included in prices, in percent by region, for that estimate: KR=10,JP=10,001=0."`

	SellerName      string `help:"Who sells, as it stands on receipts, for example Moon Store Inc."`
	SellerAddress   string `help:"Address of who sells, as it stands on receipts; several lines may be in a file, HALLYU_SELLER_ADDRESS_FILE."`
	SellerTaxNumber string `help:"Tax number of who sells, as it stands on receipts."`

	StripeKey           string `secret:"whole" help:"Secret key of Stripe; nobody pays with Stripe when empty."`
	StripePublicKey     string `help:"Publishable key of Stripe, for the payers' devices."`
	StripeSecret        string `name:"stripe-webhook-secret" secret:"whole" help:"Secret that Stripe signs events with."`
	StripeTestKey       string `secret:"whole" help:"Secret key of Stripe for orders by keys for trying things."`
	StripeTestPublicKey string `help:"Publishable key that goes with it."`
	StripeTestSecret    string `name:"stripe-test-webhook-secret" secret:"whole" help:"Secret that Stripe signs events about them with."`
	StripeURL           string `name:"stripe-url" help:"Address of Stripe's API; its own when empty."`

	AppStoreBundle   string   `help:"Bundle id of the iOS app whose purchases count; none do when empty."`
	AppStoreAppID    int64    `name:"app-store-app-id" help:"Its number in the App Store."`
	AppStoreRoots    []string `sep:"," help:"Files with the root certificates that the App Store signs under: AppleRootCA-G3.cer from apple.com/certificateauthority."`
	AppStoreProducts []string `sep:"," help:"What is sold there, by tier of prices: small=com.moon.small,large=com.moon.large."`
	AppStoreKey      string   `secret:"whole" help:"Private key for the App Store Server API (PKCS #8, PEM); Apple is asked nothing when empty."`
	AppStoreKeyID    string   `name:"app-store-key-id" help:"Id of that key."`
	AppStoreIssuer   string   `help:"Issuer id that goes with it."`
	AppStoreURL      string   `name:"app-store-url" help:"Address of the App Store Server API; Apple's own when empty."`

	GooglePlayPackage      string   `help:"Package name of the Android app whose purchases count; none do when empty."`
	GooglePlayKey          string   `secret:"whole" help:"Key of a service account that may ask the Google Play Developer API: the JSON file of Google Cloud."`
	GooglePlayProducts     []string `sep:"," help:"What is sold there, by tier of prices: small=moon.small,large=moon.large."`
	GooglePlayLasting      []string `sep:"," help:"Those of these products that one payer buys once: they are acknowledged, and not consumed."`
	GooglePlayPushAccount  string   `help:"E-mail address of the service account that Pub/Sub pushes notifications as; none are listened to when empty."`
	GooglePlayPushAudience string   `help:"Audience that they are pushed to; the address that takes them when empty."`
	GooglePlayURL          string   `name:"google-play-url" help:"Address of the Google Play Developer API; Google's own when empty."`
	GooglePlayKeysURL      string   `name:"google-play-keys-url" help:"Address of the keys that Google signs pushes with; its own when empty."`

	WebhooksLocal bool `help:"Whether webhooks may lead to this machine and be http, for development."`

	PurgeURL       string        `name:"purge-url" help:"Address that is told, by POST, which addresses show something else now, so that a CDN drops its copies; none when empty."`
	PurgeSecret    string        `secret:"whole" help:"Bearer token that is sent to it."`
	SigningKey     string        `secret:"whole" help:"Ed25519 private key (PKCS #8, PEM) that signs words; one that is made in the data folder when empty."`
	TicketKeys     string        `secret:"whole" help:"Ed25519 private keys (PKCS #8, PEM) of passes' tickets: the first signs, those after it signed before; one that is made in the data folder when empty."`
	TrustedProxies []string      `sep:"," help:"Networks (CIDR) whose X-Forwarded-For and country header are believed."`
	CountryHeader  string        `help:"Header in which a trusted proxy names the visitor's country, for example CF-IPCountry."`
	ShutdownGrace  time.Duration `default:"0s" help:"How long to go on answering after SIGTERM while /readyz says 503, for example 5s."`
	CoinSpending   string        `enum:"bonus-first,paid-first,soonest-first" default:"bonus-first" help:"Which coins of a wallet are spent first: bonus-first, paid-first, or soonest-first for those that end first."`

	RefundLimit []string `sep:"," help:"What one of the staff may give back of an order alone, by currency, for example KRW=100000,USD=75; above it, or in another currency, a second person approves. No limit when empty."`

	StaffGrants int64 `default:"50" help:"How many packs one of the staff may give to holders in a day of UTC, without an order; 0 for none."`

	LogFormat string `enum:"text,json" default:"json" help:"How log lines look: text or json."`
	LogLevel  string `enum:"debug,info,warn,error" default:"info" help:"Least level that is logged."`
}

// DatabaseFile is the embedded database, used while DatabaseURL is empty.
func (c Config) DatabaseFile() string { return filepath.Join(c.Data, "hallyu.db") }

// AssetsFolder is where assets lie while no S3 endpoint is set.
func (c Config) AssetsFolder() string { return filepath.Join(c.Data, "assets") }

// CacheFolder is where copies of assets lie while they are kept in S3.
func (c Config) CacheFolder() string { return filepath.Join(c.Data, "cache") }

// LocalesFolder is where the operator's locale files lie.
func (c Config) LocalesFolder() string {
	if c.Locales != "" {
		return c.Locales
	}
	return filepath.Join(c.Data, "locales")
}

// SigningKeyFile is where the key lies that signs words while SigningKey is empty.
func (c Config) SigningKeyFile() string { return filepath.Join(c.Data, "signing.pem") }

// TicketKeysFile is where the keys of tickets lie while TicketKeys is empty.
func (c Config) TicketKeysFile() string { return filepath.Join(c.Data, "tickets.pem") }

// Networks are the trusted proxies, parsed.
func (c Config) Networks() ([]*net.IPNet, error) {
	var networks []*net.IPNet
	for _, text := range c.TrustedProxies {
		_, network, err := net.ParseCIDR(strings.TrimSpace(text))
		if err != nil {
			return nil, ErrInvalid.With("name", "HALLYU_TRUSTED_PROXIES", "value", text).Because(err)
		}
		networks = append(networks, network)
	}
	return networks, nil
}

// Shares are how a sale is shared out, for estimates.
func (c Config) Shares() (catalog.Shares, error) { return catalog.ParseShares(c.StoreFee, c.Taxes) }

// RefundLimits are what one of the staff may give back of an order alone.
func (c Config) RefundLimits() (purchases.RefundLimits, error) {
	limits, err := purchases.ParseRefundLimits(c.RefundLimit)
	if err != nil {
		return nil, ErrInvalid.With("name", "HALLYU_REFUND_LIMIT", "value", strings.Join(c.RefundLimit, ",")).Because(err)
	}
	return limits, nil
}

// Validate refuses what cannot be used, before anything is opened.
func (c Config) Validate() error {
	_, err := c.Networks()
	if err != nil {
		return err
	}
	_, err = c.Shares()
	if err != nil {
		return ErrInvalid.With("name", "HALLYU_STORE_FEE", "value", c.StoreFee+" "+strings.Join(c.Taxes, ",")).Because(err)
	}
	if _, err := c.RefundLimits(); err != nil {
		return err
	}
	if !cldr.ValidRegion(c.DefaultRegion) {
		return ErrInvalid.With("name", "HALLYU_DEFAULT_REGION", "value", c.DefaultRegion)
	}
	if c.ShutdownGrace < 0 {
		return ErrInvalid.With("name", "HALLYU_SHUTDOWN_GRACE", "value", c.ShutdownGrace)
	}
	if c.OIDCIssuer != "" && (c.OIDCClientID == "" || c.PublicURL == "") {
		return ErrInvalid.With("name", "HALLYU_OIDC_ISSUER", "value", "without HALLYU_OIDC_CLIENT_ID and HALLYU_PUBLIC_URL")
	}
	if c.GitHookSecret != "" && (!c.LocalesGit || len(c.GitHookSecret) < 16) {
		return ErrInvalid.With("name", "HALLYU_GIT_HOOK_SECRET", "value", "shorter than 16 characters, or without HALLYU_LOCALES_GIT")
	}
	if c.SignUp && c.SMTPURL == "" { // nobody could confirm an address
		return ErrInvalid.With("name", "HALLYU_SIGN_UP", "value", "without HALLYU_SMTP_URL")
	}
	if err := errors.Join(c.validateAppStore(), c.validateGooglePlay()); err != nil {
		return err
	}
	if c.PublicURL != "" {
		u, err := url.Parse(c.PublicURL)
		if err != nil || u.Scheme == "" || u.Host == "" || strings.HasSuffix(c.PublicURL, "/") {
			return ErrInvalid.With("name", "HALLYU_PUBLIC_URL", "value", c.PublicURL)
		}
	}
	err = c.validateLocales()
	if err != nil {
		return err
	}
	return c.validateS3()
}
