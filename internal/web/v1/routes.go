// Package v1 is the JSON API: routes.go is the URL map on a page, wire.go maps the domain to the
// contract's types, and each noun has a file of handlers.
package v1

import (
	"net/http"
	"strings"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/assignment"
	"github.com/hallyu-store/hallyu/i18n/comment"
	"github.com/hallyu-store/hallyu/i18n/glossary"
	"github.com/hallyu-store/hallyu/i18n/memory"
	"github.com/hallyu-store/hallyu/i18n/release"
	"github.com/hallyu-store/hallyu/i18n/translation"
	"github.com/hallyu-store/hallyu/internal/web"
	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/journal/webhook"
	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/payout"
	"github.com/hallyu-store/hallyu/purchases/receipt"
	"github.com/hallyu-store/hallyu/purchases/shelf"
	"github.com/hallyu-store/hallyu/purchases/tax"
)

// Services are what the routes are made of.
type Services struct {
	Catalog    *catalog.Service
	Published  *catalog.Publisher
	Details    *catalog.Details
	Purchases  *purchases.Service
	Payouts    *payout.Service
	Receipts   *receipt.Service
	Taxes      *tax.Service
	Brands     Brands
	Shelves    *shelf.Service
	Board      *purchases.Board // of passes and subscriptions
	Stripe     PaymentEvents    // nil when nobody pays with Stripe
	AppStore   Notifications    // nil when nobody pays in the App Store
	GooglePlay PaymentEvents    // nil when nobody pays with Google Play
	Accounts   *accounts.Service
	Strings    Strings
	WordStore  i18n.Store
	Releases   *release.Service
	Signer     *release.Signer

	Translations *translation.Service
	Comments     *comment.Service
	Assignments  *assignment.Service
	Memory       *memory.Memory
	Glossary     *glossary.Service
	Files        assets.Store
	Journal      journal.Store
	Webhooks     *webhook.Service
	Agreement    func(i18n.Locale) string // text of the agreement that holds

	Git           Git    // nil: the locale files are in no git work tree
	GitHookSecret string // "": nobody tells of pushes
}

// Strings gives the texts of all projects at this moment.
type Strings interface {
	Current() *i18n.Bundle
}

// routes holds what handlers share.
type routes struct {
	*web.Server
	Services
	packWords   packWords
	singleWords singleWords
	missing     *prometheus.CounterVec
}

// Mount mounts the whole API.
func Mount(s *web.Server, services Services) {
	r := &routes{Server: s, Services: services, singleWords: newSingleWords(), missing: prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "hallyu_strings_missing_total", Help: "Reports of i18next clients that missed keys.",
	}, []string{"project"})}
	s.Metrics.MustRegister(r.missing)
	r.mountStorefront()
	r.mountStickers()
	r.mountStrings()
	r.mountReleases()
	r.mountDelivery()
	r.mountGit()
	r.mountDropIns()
	r.mountTranslations()
	r.mountComments()
	r.mountAssignments()
	r.mountMemory()
	r.mountGlossary()
	r.mountDismissals()
	r.mountHolders()
	r.mountTokens()
	r.mountTrying()
	r.mountShelf()
	r.mountIssuers()
	r.mountPayments()
	r.mountEvents()
	r.mountAudit()
	r.mountWebhooks()
	r.mountCoins()
	r.mountGifts()
	r.mountPacks()
	r.mountReviews()
	r.mountSales()
	r.mountReports()
	r.mountContracts()
	r.mountTaxes()
	r.mountStatements()
	r.mountPayouts()
	r.mountReceipts()
	r.mountEditions()
	r.mountCodes()
	r.mountStaff()
	r.mountAccount()
	r.mountSignUp()
	r.mountCollabs()
	r.mountPasses()
	r.mountSubscriptions()
	r.mountMemberships()
}

const (
	tagStorefront    = "Storefront"
	tagStickers      = "Stickers"
	tagStrings       = "Strings"
	tagHolders       = "Holders"
	tagPacks         = "Packs"
	tagReviews       = "Reviews"
	tagSales         = "Sales"
	tagPasses        = "Passes"
	tagSubscriptions = "Subscriptions"
	tagMoney         = "Creators' money"
	tagEvents        = "Events"
	tagStaff         = "Staff"
)

// storefrontPath is where a storefront's addresses begin.
const storefrontPath = "/v1/storefronts/{region}/{locale}"

func (r *routes) mountStorefront() {
	get := func(id, path, summary string) web.Operation {
		return cached(web.Operation{Method: http.MethodGet, ID: id, Path: path, Summary: summary, Tag: tagStorefront})
	}
	web.Plain[struct{}, jsonOf[api.List[api.Region]]](r.Server, get("list-storefronts", "/v1/storefronts", "Regions that are open"), r.regions)
	web.Plain[chooseInput, struct{}](r.Server, redirect(get("choose-storefront", "/v1/storefront", "The storefront for this visitor")), r.choose)
	web.Plain[ViewPath, jsonOf[api.FrontPage]](r.Server, get("get-front-page", storefrontPath, "What a storefront shows first"), r.frontPage)
	web.Plain[packsInput, jsonOf[api.List[api.PackSummary]]](r.Server, get("list-packs", storefrontPath+"/packs", "Packs that are open here"), r.packs)
	web.Plain[packInput, jsonOf[api.Pack]](r.Server, get("get-pack", storefrontPath+"/packs/{pack}", "A pack with its stickers"), r.pack)
	web.Plain[ViewPath, jsonOf[api.List[api.CollabSummary]]](r.Server, get("list-hubs", storefrontPath+"/collabs", "Collabs with packs that are open here"), r.hubs)
	web.Plain[hubInput, jsonOf[api.CollabHub]](r.Server, get("get-hub", storefrontPath+"/collabs/{collab}", "A collab with its packs"), r.hub)
	web.Plain[searchInput, jsonOf[api.SearchResult]](r.Server, get("search", storefrontPath+"/search", "Packs and stickers by title, creator, tag, keyword and emoji"), r.search)
	web.Plain[changesInput, jsonOf[api.Changes]](r.Server, get("list-changes", storefrontPath+"/changes", "What changed since a revision"), r.changes)
}

func (r *routes) mountStickers() {
	web.Plain[stickerInput, jsonOf[api.StickerInPack]](r.Server, cached(web.Operation{
		Method: http.MethodGet, ID: "get-sticker", Path: "/v1/stickers/{sticker}", Tag: tagStickers,
		Summary: "What a message shows, and its pack: for recipients anywhere, also after the sale ended",
	}), r.sticker)
	web.Typed(r.Server, web.Operation{
		Method: http.MethodPost, ID: "resolve-stickers", Path: "/v1/stickers/resolve", Tag: tagStickers,
		Summary: "What many messages show",
	}, r.resolve)
	web.Plain[revokedInput, jsonOf[api.List[api.RevokedAsset]]](r.Server, cached(web.Operation{
		Method: http.MethodGet, ID: "list-revoked-assets", Path: "/v1/assets/revoked", Tag: tagStickers,
		Summary: "Pictures that nobody may be shown any more, for whoever keeps copies",
	}), r.listRevoked)
	web.Plain[assetInput, struct{}](r.Server, web.Operation{
		Method: http.MethodGet, ID: "get-asset", Path: "/assets/{name}", Tag: tagStickers, Type: "image/*",
		Also:    []int{http.StatusPartialContent, http.StatusNotModified},
		Summary: "The bytes of a picture, immutable",
	}, r.asset)
}

func (r *routes) mountStrings() {
	get := func(id, path, summary string) web.Operation {
		return cached(web.Operation{Method: http.MethodGet, ID: id, Path: path, Summary: summary, Tag: tagStrings})
	}
	const project = "/v1/strings/{project}"
	web.Plain[ChannelPath, jsonOf[api.Manifest]](r.Server, get("get-manifest", project+"/{channel}/manifest.json", "What a channel holds"), r.manifest)
	web.Plain[stringsInput, struct{}](r.Server, file(get("get-strings", project+"/{channel}/{file}", "Messages of one locale, resolved: {tag}.{format}")), r.strings)
	web.Plain[negotiatedInput, struct{}](r.Server, file(get("get-negotiated-strings", project+"/{file}", "Messages of the locale that suits the caller: {channel}.{format}")), r.negotiated)
	web.Plain[digestInput, struct{}](r.Server, file(get("get-strings-file", project+"/files/{file}", "An immutable file of a manifest: {sha256}.{format}")), r.stringsFile)
	web.Plain[pluralsInput, jsonOf[api.Plurals]](r.Server, get("get-plurals", "/v1/strings/plurals/{tag}", "Plural categories of a locale, with numbers that select them"), r.plurals)
	web.Typed(r.Server, web.Operation{
		Method: http.MethodPost, ID: "render", Path: project + "/{channel}/render", Tag: tagStrings, Summary: "Finished texts",
	}, r.render)
	web.Plain[i18nextInput, struct{}](r.Server, file(get("get-i18next", "/locales/{lng}/{file}", "Drop-in for i18next-http-backend: {ns}.json")), r.i18next)
	web.Typed(r.Server, web.Operation{
		Method: http.MethodPost, ID: "report-missing", Path: "/locales/add/{lng}/{ns}", Tag: tagStrings, Status: http.StatusNoContent,
		Summary: "Keys that an i18next client missed; they are counted and change nothing",
	}, r.reportMissing)
}

func (r *routes) mountHolders() {
	const holder = "/v1/holders/{holder}"
	op := func(method, id, path, summary string, action accounts.Action) web.Operation {
		return web.Operation{Method: method, ID: id, Path: holder + path, Summary: summary, Tag: tagHolders, Action: action}
	}
	web.Typed(r.Server, created(op("POST", "place-order", "/orders", "Ask for a pack, a pass or a subscription", accounts.WriteOrders)), r.placeOrder)
	web.Typed(r.Server, created(op("POST", "quote", "/quotes", "What a pack or a pass costs a holder, and will for a while", accounts.WriteOrders)), r.quote)
	web.Typed(r.Server, own(op("GET", "list-orders", "/orders", "A holder's orders, newest first", accounts.ReadOrders)), r.listOrders)
	web.Typed(r.Server, own(op("GET", "get-order", "/orders/{order}", "One order", accounts.ReadOrders)), r.getOrder)
	web.Typed(r.Server, op("POST", "confirm-order", "/orders/{order}/confirm", "The money was taken", accounts.WriteOrders), r.confirmOrder)
	web.Typed(r.Server, op("POST", "cancel-order", "/orders/{order}/cancel", "Give a reservation back", accounts.WriteOrders), r.cancelOrder)
	web.Typed(r.Server, created(op("POST", "refund-order", "/orders/{order}/refunds", "Give money back", accounts.WriteRefunds)), r.refundOrder)
	web.Typed(r.Server, own(op("GET", "list-entitlements", "/entitlements", "What a holder may use", accounts.ReadOrders)), r.listEntitlements)
	web.Typed(r.Server, own(op("GET", "get-entitlement", "/entitlements/{pack}", "Whether a holder may use a pack", accounts.ReadOrders)), r.getEntitlement)
	web.Typed(r.Server, own(op("GET", "list-owned-packs", "/packs", "Packs that a holder may use, whole", accounts.ReadOrders)), r.listOwned)
	web.Typed(r.Server, own(op("GET", "get-owned-pack", "/packs/{pack}", "A pack that a holder may use, whole", accounts.ReadOrders)), r.getOwned)
	archive := own(op("GET", "get-archive", "/packs/{pack}/archive.zip", "A pack that a holder may use, as a ZIP", accounts.ReadOrders))
	archive.Type = "application/zip"
	web.Plain[archiveInput, struct{}](r.Server, archive, r.archive)
	web.Typed(r.Server, web.Operation{
		Method: http.MethodPost, ID: "check-entitlements", Path: "/v1/entitlements/check", Tag: tagHolders,
		Summary: "Many holders and packs at once", Action: accounts.ReadOrders,
	}, r.checkEntitlements)
}

func (r *routes) mountPacks() {
	op := func(method, id, path, summary string, action accounts.Action) web.Operation {
		return web.Operation{Method: method, ID: id, Path: "/v1/packs" + path, Summary: summary, Tag: tagPacks, Action: action}
	}
	web.Typed(r.Server, created(op("POST", "create-pack", "", "A new draft", accounts.WritePacks)), r.createPack)
	web.Typed(r.Server, op("GET", "get-draft", "/{pack}", "A pack's draft", accounts.ReadPacks), r.getDraft)
	web.Typed(r.Server, op("PATCH", "update-draft", "/{pack}", "Change the draft", accounts.WritePacks), r.updateDraft)
	web.Typed(r.Server, noContent(op("DELETE", "delete-pack", "/{pack}", "Delete a pack that was never on sale", accounts.WritePacks)), r.deletePack)
	web.Typed(r.Server, created(op("POST", "add-sticker", "/{pack}/stickers", "Add a sticker", accounts.WritePacks)), r.addSticker)
	web.Typed(r.Server, op("PATCH", "update-sticker", "/{pack}/stickers/{sticker}", "Change a sticker", accounts.WritePacks), r.updateSticker)
	web.Typed(r.Server, op("DELETE", "remove-sticker", "/{pack}/stickers/{sticker}", "Remove a sticker", accounts.WritePacks), r.removeSticker)
	web.Typed(r.Server, op("PUT", "order-stickers", "/{pack}/order", "The order of the stickers", accounts.WritePacks), r.orderStickers)
	web.Typed(r.Server, op("GET", "get-report", "/{pack}/report", "Every finding on the draft", accounts.ReadPacks), r.report)
	web.Typed(r.Server, created(op("POST", "submit-pack", "/{pack}/submit", "Freeze the draft into a release", accounts.WritePacks)), r.submit)
	web.Typed(r.Server, op("GET", "list-releases", "/{pack}/releases", "Every release, with its review", accounts.ReadPacks), r.listReleases)
	web.Typed(r.Server, op("GET", "compare-release", "/{pack}/releases/{release}/changes", "What a release has otherwise than another", accounts.ReadPacks), r.compare)
	web.Typed(r.Server, op("POST", "review-pack", "/{pack}/review", "Decide about a release", accounts.ReviewPacks), r.review)
	web.Typed(r.Server, op("POST", "appeal-pack", "/{pack}/appeal", "Ask to look at a rejected release again", accounts.WritePacks), r.appeal)
	web.Typed(r.Server, op("POST", "publish-pack", "/{pack}/publish", "Put a release on sale", accounts.PublishPacks), r.publish)
	web.Typed(r.Server, op("POST", "rollback-pack", "/{pack}/rollback", "Put an earlier release on sale again", accounts.PublishPacks), r.rollback)
	web.Typed(r.Server, op("POST", "stop-pack", "/{pack}/stop", "End the sale", accounts.PublishPacks), r.stop)
	web.Typed(r.Server, op("POST", "ban-pack", "/{pack}/ban", "Take the pack down", accounts.PublishDirect), r.ban)
	web.Typed(r.Server, op("POST", "lift-ban", "/{pack}/lift", "End a ban; the pack is stopped", accounts.PublishDirect), r.lift)
	web.Typed(r.Server, op("GET", "list-claims", "/{pack}/claims", "Claims of rights and counter-notices, in order", accounts.ReadPacks), r.listClaims)
	web.Typed(r.Server, created(op("POST", "record-claim", "/{pack}/claims", "Put a claim of rights on record", accounts.PublishDirect)), r.recordClaim)
	web.Typed(r.Server, created(op("POST", "counter-claim", "/{pack}/counter-notices", "Put on record what is said against a claim", accounts.WritePacks)), r.counterClaim)
	web.Typed(r.Server, op("PUT", "set-offers", "/{pack}/offers", "Terms per region", accounts.WriteOffers), r.setOffers)
	web.Typed(r.Server, op("PUT", "set-waves", "/{pack}/waves", "Regions that open together", accounts.WriteOffers), r.setWaves)
	importing := created(op("POST", "import-pack", "/import", "A draft from pack.yaml and images or another platform's layout, as ZIP or form; or as JSON, by digest", accounts.WritePacks))
	importing.MaxBody = maxArchive
	web.Plain[importInput, jsonOf[api.Imported]](r.Server, importing, r.importPack)
	export := op("GET", "export-pack", "/{pack}/export.zip", "The draft in the layout of a platform, as a ZIP", accounts.WritePacks)
	export.Type = "application/zip"
	web.Plain[exportInput, struct{}](r.Server, export, r.exportPack)
	web.Typed(r.Server, op("GET", "report-export", "/{pack}/export.json", "What the draft in the layout of a platform has no place for", accounts.WritePacks), r.reportExport)
	upload := web.Operation{Method: http.MethodPut, ID: "put-upload", Path: "/v1/uploads/{sha256}", Tag: tagPacks, Action: accounts.WritePacks, Summary: "A picture's bytes, once"}
	web.Plain[uploadInput, jsonOf[api.Upload]](r.Server, upload, r.putUpload)
	has := web.Operation{Method: http.MethodHead, ID: "has-upload", Path: "/v1/uploads/{sha256}", Tag: tagPacks, Action: accounts.WritePacks, Summary: "Whether a picture is there"}
	web.Plain[DigestPath, struct{}](r.Server, has, r.hasUpload)
}

func (r *routes) mountReviews() {
	op := func(id, path, summary string) web.Operation {
		return web.Operation{Method: http.MethodGet, ID: id, Path: "/v1/reviews" + path, Summary: summary, Tag: tagReviews, Action: accounts.ReadReviews}
	}
	web.Typed(r.Server, op("list-reviews", "", "What waits for a decision, the longest waiting first"), r.listReviews)
	reasons := op("list-reasons", "/reasons", "Reasons for which a release is rejected, in the caller's language")
	reasons.Action = accounts.ReadPacks
	web.Typed(r.Server, reasons, r.listReasons)
}

func (r *routes) mountSales() {
	op := func(method, id, path, summary string, action accounts.Action) web.Operation {
		return web.Operation{Method: method, ID: id, Path: "/v1" + path, Summary: summary, Tag: tagSales, Action: action}
	}
	web.Typed(r.Server, op("GET", "list-tiers", "/tiers", "Named rows of prices", accounts.ReadPacks), r.listTiers)
	web.Typed(r.Server, op("GET", "get-tier", "/tiers/{tier}", "A tier with its prices", accounts.ReadPacks), r.getTier)
	web.Typed(r.Server, op("PUT", "set-tier", "/tiers/{tier}", "Make a tier or change its prices, and those of all offers that name it", accounts.WriteOffers), r.setTier)
	web.Typed(r.Server, noContent(op("DELETE", "remove-tier", "/tiers/{tier}", "Take away a tier that no offer names", accounts.WriteOffers)), r.removeTier)
	web.Typed(r.Server, op("POST", "estimate-offers", "/offers/estimate", "What would be earned by one sale", accounts.ReadPacks), r.estimate)
	web.Typed(r.Server, op("GET", "list-open-proposals", "/proposals", "Proposals that wait for a decision, the latest first", accounts.WriteOffers), r.listOpenProposals)
	web.Typed(r.Server, created(op("POST", "propose-offers", "/packs/{pack}/proposals", "Say what a pack should be offered for", accounts.WritePacks)), r.propose)
	web.Typed(r.Server, op("GET", "list-proposals", "/packs/{pack}/proposals", "Every proposal for a pack, the latest first", accounts.ReadPacks), r.listProposals)
	web.Typed(r.Server, op("POST", "decide-proposal", "/packs/{pack}/proposals/{proposal}/decision", "Accept a proposal, change or decline it", accounts.WriteOffers), r.decideProposal)
	web.Typed(r.Server, op("POST", "bulk-offers", "/offers/bulk", "Change the offers of many packs, all or none", accounts.WriteOffers), r.bulkOffers)
}

func (r *routes) mountStaff() {
	op := func(method, id, path, summary string, action accounts.Action) web.Operation {
		return web.Operation{Method: method, ID: id, Path: "/v1" + path, Summary: summary, Tag: tagStaff, Action: action}
	}
	signIn := created(op("POST", "sign-in", "/sessions", "A staff key for a password", web.Public))
	signIn.Guarded = true
	web.Typed(r.Server, signIn, r.signIn)
	web.Typed(r.Server, created(op("POST", "create-app", "/apps", "Register a chat app", accounts.ManageApps)), r.createApp)
	web.Typed(r.Server, op("GET", "get-app", "/apps/{app}", "A chat app and its keys", accounts.ManageApps), r.getApp)
	web.Typed(r.Server, created(op("POST", "issue-key", "/apps/{app}/keys", "A further key, for rotation", accounts.ManageApps)), r.issueKey)
	web.Typed(r.Server, noContent(op("DELETE", "revoke-key", "/apps/{app}/keys/{key}", "End a key at once", accounts.ManageApps)), r.revokeKey)
	web.Typed(r.Server, created(op("POST", "create-creator", "/creators", "Register who makes packs", accounts.ManageFurniture)), r.createCreator)
	web.Typed(r.Server, op("GET", "list-creators", "/creators", "Who makes packs", accounts.ReadPacks), r.listCreators)
}

func created(o web.Operation) web.Operation   { o.Status = http.StatusCreated; return o }
func noContent(o web.Operation) web.Operation { o.Status = http.StatusNoContent; return o }
func own(o web.Operation) web.Operation       { o.Own = true; return o }
func redirect(o web.Operation) web.Operation  { o.Status, o.Also = http.StatusFound, nil; return o }
func file(o web.Operation) web.Operation      { o.Type = "application/json"; return o }

// cached are reads that a caller may have already; those of a storefront redirect to a locale that the
// store speaks.
func cached(o web.Operation) web.Operation {
	o.Also = []int{http.StatusNotModified}
	if strings.HasPrefix(o.Path, storefrontPath) {
		o.Also = append(o.Also, http.StatusTemporaryRedirect)
	}
	return o
}

// jsonOf documents a reply whose body is a T.
type jsonOf[T any] struct{ Body T }
