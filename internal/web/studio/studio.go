// Package studio is the pages of those who make, word, review, sell and run: it ties their folders to
// one frame.
package studio

import (
	"net/http"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/assignment"
	"github.com/hallyu-store/hallyu/i18n/comment"
	"github.com/hallyu-store/hallyu/i18n/glossary"
	"github.com/hallyu-store/hallyu/i18n/memory"
	"github.com/hallyu-store/hallyu/i18n/release"
	"github.com/hallyu-store/hallyu/i18n/translation"
	"github.com/hallyu-store/hallyu/internal/web"
	"github.com/hallyu-store/hallyu/internal/web/studio/access"
	"github.com/hallyu-store/hallyu/internal/web/studio/apps"
	"github.com/hallyu-store/hallyu/internal/web/studio/audit"
	"github.com/hallyu-store/hallyu/internal/web/studio/codes"
	"github.com/hallyu-store/hallyu/internal/web/studio/coins"
	"github.com/hallyu-store/hallyu/internal/web/studio/collabs"
	"github.com/hallyu-store/hallyu/internal/web/studio/earnings"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
	"github.com/hallyu-store/hallyu/internal/web/studio/orders"
	"github.com/hallyu-store/hallyu/internal/web/studio/packs"
	"github.com/hallyu-store/hallyu/internal/web/studio/passes"
	"github.com/hallyu-store/hallyu/internal/web/studio/review"
	"github.com/hallyu-store/hallyu/internal/web/studio/sales"
	"github.com/hallyu-store/hallyu/internal/web/studio/settings"
	"github.com/hallyu-store/hallyu/internal/web/studio/webhooks"
	"github.com/hallyu-store/hallyu/internal/web/studio/words"
)

// Services are what the pages are made of.
type Services struct {
	Accounts  *accounts.Service
	Catalog   *catalog.Service
	Languages frame.Languages
	Published frame.Published
	Orders    orders.Orders
	Receipts  orders.Receipts
	Money     earnings.Money
	Audit     audit.Entries
	Codes     codes.Batches
	Coins     coins.Coins
	Passes    passes.Passes
	Board     passes.Board
	Webhooks  webhooks.Webhooks
	Editions  packs.Editions // nil: no pack is limited
	Mails     bool           // letters are sent

	Translations *translation.Service
	Comments     *comment.Service
	Assignments  *assignment.Service
	Memory       *memory.Memory
	Glossary     *glossary.Service
	Strings      words.Strings
	Releases     *release.Service
	Git          words.Git // nil: the locale files are in no git work tree

	// Agreement is the text that those who sign up accept, in a language.
	Agreement func(i18n.Locale) string

	// Elsewhere is where else people sign in; nil for nowhere.
	Elsewhere access.Elsewhere
}

// Mount mounts the studio.
func Mount(s *web.Server, services Services) {
	f := frame.New(s, services.Accounts, services.Languages)
	access.Mount(f, access.Services{Accounts: services.Accounts, Agreement: services.Agreement, Elsewhere: services.Elsewhere})
	settings.Mount(f, settings.Services{Accounts: services.Accounts, Languages: services.Languages, Mails: services.Mails})
	shared := frame.Services{Catalog: services.Catalog, Languages: services.Languages, Published: services.Published}
	packs.Mount(f, packs.Services{Services: shared, Editions: services.Editions})
	review.Mount(f, shared)
	collabs.Mount(f, shared)
	sales.Mount(f, shared)
	earnings.Mount(f, earnings.Services{Services: shared, Money: services.Money})
	codes.Mount(f, shared, services.Codes)
	coins.Mount(f, shared, services.Coins)
	passes.Mount(f, passes.Services{Services: shared, Passes: services.Passes, Board: services.Board})
	audit.Mount(f, services.Audit)
	webhooks.Mount(f, services.Webhooks)
	apps.Mount(f, services.Accounts)
	orders.Mount(f, orders.Services{Services: shared, Orders: services.Orders, Receipts: services.Receipts, Audit: services.Audit})
	words.Mount(f, words.Services{
		Translations: services.Translations, Comments: services.Comments, Assignments: services.Assignments, Memory: services.Memory, Glossary: services.Glossary, Strings: services.Strings,
		Accounts: services.Accounts, Catalog: services.Catalog, Releases: services.Releases, Git: services.Git,
	})
	f.Get(frame.Home, frame.AnyAction, func(v *frame.Visit) error { return v.Go(v.First()) })
	f.Anyone(http.MethodGet, frame.Home+"/*", func(*frame.Visit) error { return web.ErrAddressUnknown })
}
