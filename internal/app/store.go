package app

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"slices"
	"sync"
	"time"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/assignment"
	"github.com/hallyu-store/hallyu/i18n/cldr"
	"github.com/hallyu-store/hallyu/i18n/comment"
	"github.com/hallyu-store/hallyu/i18n/glossary"
	"github.com/hallyu-store/hallyu/i18n/memory"
	"github.com/hallyu-store/hallyu/i18n/release"
	"github.com/hallyu-store/hallyu/i18n/translation"
	"github.com/hallyu-store/hallyu/internal/bearer"
	"github.com/hallyu-store/hallyu/internal/config"
	"github.com/hallyu-store/hallyu/internal/jwks"
	"github.com/hallyu-store/hallyu/internal/mail"
	"github.com/hallyu-store/hallyu/internal/purge"
	"github.com/hallyu-store/hallyu/internal/sqlstore"
	"github.com/hallyu-store/hallyu/internal/web"
	"github.com/hallyu-store/hallyu/internal/web/store"
	"github.com/hallyu-store/hallyu/internal/web/studio"
	"github.com/hallyu-store/hallyu/internal/web/v1"
	sender "github.com/hallyu-store/hallyu/internal/webhook"
	"github.com/hallyu-store/hallyu/internal/worktree"
	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/payout"
	"github.com/hallyu-store/hallyu/purchases/receipt"
	"github.com/hallyu-store/hallyu/purchases/shelf"
	"github.com/hallyu-store/hallyu/purchases/tax"
)

// detailsInMemory is how many packs' details are kept in memory.
const detailsInMemory = 2000

// tied is the whole store, tied together from its parts.
type tied struct {
	log         *slog.Logger
	db          *sqlstore.DB
	files       *files
	decoder     decoder
	words       *i18n.Reloader
	releases    *release.Service
	assignments *assignment.Service
	catalog     *catalog.Service
	publisher   *catalog.Publisher
	purchases   *purchases.Service
	payouts     *payout.Service
	receipts    *receipt.Service
	taxes       *tax.Service
	shelves     *shelf.Service
	board       *purchases.Board
	stripe      v1.PaymentEvents // nil when nobody pays with Stripe
	appStore    v1.Notifications // nil when nobody pays in the App Store
	googlePlay  *googlePlay      // nil when nobody pays with Google Play
	accounts    *accounts.Service
	server      *web.Server
	loops       sync.WaitGroup
	looked      *looked
	counters    *counters
	audit       audit
	mailer      *mail.Mailer
	hook        *purge.Hook // nil: nobody is told
	webhooks    *sender.Sender
	tree        *worktree.Tree // nil: the locale files are in no git work tree
}

// openDatabase opens the database that the settings name and brings it up to date.
func openDatabase(ctx context.Context, c *config.Config, log *slog.Logger) (*sqlstore.DB, error) {
	db, err := openUnmigrated(ctx, c, log)
	if err != nil {
		return nil, err
	}
	err = db.Migrate(ctx)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// openUnmigrated makes the data folder and opens the database that the settings name.
func openUnmigrated(ctx context.Context, c *config.Config, log *slog.Logger) (*sqlstore.DB, error) {
	err := c.Validate()
	if err != nil {
		return nil, usageError{err}
	}
	err = os.MkdirAll(c.Data, 0o750)
	if err != nil {
		return nil, journal.ErrStoreUnavailable.Because(err)
	}
	url := c.DatabaseURL
	if url == "" {
		url = c.DatabaseFile()
	}
	db, err := sqlstore.Open(ctx, sqlstore.Config{URL: url, Logger: log})
	if err != nil {
		return nil, journal.ErrStoreUnavailable.Because(err)
	}
	return db, nil
}

// tie opens everything that the settings name. Its doors are closed until it is seeded and read.
func tie(ctx context.Context, c *config.Config, log *slog.Logger, p *Process) (*tied, error) {
	db, err := openDatabase(ctx, c, log)
	if err != nil {
		return nil, err
	}
	files, err := openFiles(ctx, c, log)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	t := &tied{log: log, db: db, files: files, accounts: accounts.NewService(db.Accounts(), time.Now)}
	err = t.openWords(ctx, c)
	if err != nil {
		return nil, errors.Join(err, files.close(), db.Close())
	}
	t.decoder = openDecoder(p, log)
	t.looked, t.counters = &looked{Store: db.Catalog()}, newCounters()
	t.publisher = catalog.NewPublisher(catalog.PublisherConfig{
		Store: t.looked, Settings: catalog.Settings{Regions: cldr.Regions()}, Speech: speech(t.releases.Spoken, c.PseudoLocales), Now: time.Now,
		Tick: time.Tick(catalog.PollEvery), Failed: seldom(failuresEvery, func(err error) { log.Error("catalog not read", "error", err) }),
	})
	shares, err := c.Shares()
	if err != nil {
		return nil, errors.Join(usageError{err}, files.close(), db.Close())
	}
	t.catalog = catalog.NewService(catalog.Config{
		Store: countedCatalog{failingCatalog(db.Catalog()), t.counters.decisions}, Files: failingFiles(files), Deriver: t.deriver(),
		Staff:    t.accounts,
		Exporter: t.decoder.Exporter, Now: time.Now, Refresh: t.publisher.Refresh, Shares: shares, Languages: languagesOf(t.words),
	})
	t.purchases = purchases.NewService(countedPurchases{failingPurchases(db.Purchases()), t.counters.purchases}, t.publisher, time.Now)
	t.payouts = payout.NewService(db.Payouts(), db.Catalog(), time.Now)
	t.openReceipts(c)
	t.shelves = shelf.NewService(db.Shelves(), time.Now)
	t.taxes = tax.NewService(db.Taxes(), time.Now)
	t.purchases.ChargeTaxes(t.taxes)
	t.board = purchases.NewBoard(db.Purchases(), time.Now)
	err = t.openPayments(c)
	if err != nil {
		return nil, errors.Join(usageError{err}, files.close(), db.Close())
	}
	return t, t.serveWeb(c, p.Version)
}

// openWords opens the files of words and what is delivered of them.
func (t *tied) openWords(ctx context.Context, c *config.Config) error {
	locales, err := localesOf(c, t.files)
	if err != nil {
		return err
	}
	t.words = i18n.Open(i18n.Config{
		Layers: []i18n.Layer{i18n.Embedded(), locales}, Log: t.log, Now: time.Now,
		Sources: map[string]i18n.Locale{i18n.StoreProject: "en"},
		Swapped: func(*i18n.Bundle) {
			if t.releases != nil { // which are not there when files are read first
				t.releases.Changed()
			}
		},
	})
	t.releases = release.NewService(release.Config{Words: t.words, Store: t.db.StringReleases(), Embedded: ownWords, Now: time.Now})
	return t.releases.Refresh(ctx)
}

// serveWeb ties the web to the rest.
func (t *tied) serveWeb(c *config.Config, version string) error {
	networks, err := c.Networks()
	if err != nil {
		return usageError{err}
	}
	t.server = web.New(web.Config{
		PublicURL: c.PublicURL, TrustedProxies: networks, CountryHeader: c.CountryHeader, DefaultRegion: c.DefaultRegion, Version: version,
	}, web.Deps{Words: spoken{t.releases}, Auth: t.accounts, Log: t.log, Now: time.Now})
	t.hook, err = newHook(c, t)
	if err != nil {
		return usageError{err}
	}
	t.mailer, err = newMailer(c, t)
	if err != nil {
		return usageError{err}
	}
	agreed, err := agreementOf(c, t.releases)
	if err != nil {
		return err
	}
	t.accounts.ReadTokens(bearer.New(sender.NewHTTP(c.WebhooksLocal, jwks.Patience), time.Now, c.WebhooksLocal))
	t.accounts.Set(accounts.Policy{SignUp: c.SignUp, Agreement: agreed.version, Opens: t.catalog.OpenStudio})
	t.server.MountHealth(t.checks()...)
	t.server.Metrics.MustRegister(t.counters.purchases, t.counters.rejects, t.counters.decisions, t.counters.webhooks, figures{t, version}, t.files)
	signer, err := signerOf(c)
	if err != nil {
		return err
	}
	translations := translation.NewService(t.words, t.catalog.Translated(), t.db.Revisions(), time.Now)
	t.tree, err = openTree(c, t, translations)
	if err != nil {
		return usageError{err}
	}
	t.mount(c, agreed, signer, translations)
	return nil
}

// mount mounts all that is served.
func (t *tied) mount(c *config.Config, agreed agreement, signer *release.Signer, translations *translation.Service) {
	details := catalog.NewDetails(t.files, detailsInMemory)
	comments := comment.NewService(translations, t.db.Comments(), time.Now)
	t.assignments = assignment.NewService(assignment.Deps{Messages: translations, Store: t.db.Assignments(), Staff: t.accounts, Now: time.Now})
	translations.Watch(t.assignments.Touch)
	remembered := memory.New(t.words, translations, t.db.Memory(), time.Now)
	terms := glossary.NewService(t.words, t.db.Journal(), time.Now)
	hooks := t.openWebhooks(c)
	v1.Mount(t.server, v1.Services{
		Catalog: t.catalog, Published: t.publisher, Details: details, Purchases: t.purchases, Payouts: t.payouts, Receipts: t.receipts, Taxes: t.taxes, Brands: t.db.Catalog(), Shelves: t.shelves, Board: t.board,
		Accounts: t.accounts, Stripe: t.stripe, AppStore: t.appStore, GooglePlay: t.googlePlay.events(),
		Strings: t.words, WordStore: t.db.Words(), Files: t.files, Journal: t.db.Journal(), Webhooks: hooks, Agreement: agreed.text,
		Translations: translations, Comments: comments, Assignments: t.assignments, Memory: remembered, Glossary: terms, Releases: t.releases, Signer: signer,
		Git: t.git(), GitHookSecret: c.GitHookSecret,
	})
	store.Mount(t.server, store.Services{Publisher: t.publisher, Details: details, Draft: t.draft(c.PseudoLocales), Editions: t.purchases, Taxes: t.taxes})
	studio.Mount(t.server, studio.Services{
		Accounts: t.accounts, Catalog: t.catalog, Languages: func() []i18n.Locale { return shown(t.releases.Spoken(), c.PseudoLocales) },
		Published: t.publisher, Orders: t.purchases, Receipts: t.receipts, Money: t.payouts, Editions: t.purchases, Codes: t.purchases, Coins: t.purchases,
		Passes: t.purchases, Board: t.board, Webhooks: hooks, Audit: t.db.Journal(),
		Mails: c.SMTPURL != "", Agreement: agreed.text, Elsewhere: provider(c),
		Translations: translations, Comments: comments, Assignments: t.assignments, Memory: remembered, Glossary: terms, Releases: t.releases, Strings: t.words, Git: t.git(),
	})
}

// run starts what goes on beside requests, until ctx is done.
func (t *tied) run(ctx context.Context) {
	for _, loop := range []func(context.Context) error{
		t.publisher.Run, t.words.Run, t.followReleases, t.sweep, t.reconcile, t.readVoided, t.postPasses, t.followTaxes, t.shareLimits, t.addUp, t.mailer.Run, t.purge,
		t.webhooks.Run, t.countWords, t.keepInGit, t.tendAssignments, t.closeMonths, t.issueReceipts,
	} {
		t.loops.Go(func() { _ = loop(ctx) })
	}
}

// countWords counts the words of packs that were submitted to a program that did not.
func (t *tied) countWords(ctx context.Context) error {
	err := t.db.CountPackWords(ctx)
	if err != nil && ctx.Err() == nil {
		t.log.Error("words of packs not counted", "error", err)
	}
	return err
}

// followReleases brings what channels hold up to what other processes made of them.
func (t *tied) followReleases(ctx context.Context) error {
	return t.releases.Run(ctx, time.Tick(release.PollEvery), seldom(failuresEvery, func(err error) { t.log.Error("channels not read", "error", err) }))
}

// shareLimits makes rate limits those of all replicas, where there may be some.
func (t *tied) shareLimits(ctx context.Context) error {
	if !t.db.Shared() {
		return nil
	}
	return t.server.ShareLimits(ctx, t.db.Budgets(), time.Tick(web.ShareEvery))
}

// failuresEvery is how often a failure is told of that happens again and again.
const failuresEvery = 10 * time.Second

const (
	sweepEvery = 30 * time.Second
	sweepBatch = 500
)

// tendAssignments tells of work on words that is done or due.
func (t *tied) tendAssignments(ctx context.Context) error {
	return t.assignments.Run(ctx, time.Tick(assignment.Every), seldom(failuresEvery, func(err error) { t.log.Error("assignments not looked at", "error", err) }))
}

// closeMonths closes the statements of months that are over.
func (t *tied) closeMonths(ctx context.Context) error {
	failed := seldom(failuresEvery, func(err error) { t.log.Error("statements not closed", "error", err) })
	for tick := time.Tick(payout.CloseEvery); ; {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick:
		}
		n, err := t.payouts.CloseMonths(ctx)
		if err != nil && ctx.Err() == nil {
			failed(err)
		}
		if n > 0 {
			t.log.Info("statements closed", "statements", n)
		}
	}
}

// sweep writes down which reservations and which coins are over.
func (t *tied) sweep(ctx context.Context) error {
	for tick := time.Tick(sweepEvery); ; {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick:
		}
		_, err := t.purchases.Sweep(ctx, sweepBatch)
		if err != nil && ctx.Err() == nil {
			t.log.Error("reservations not swept", "error", err)
		}
		_, err = t.purchases.EndCoins(ctx, sweepBatch)
		if err != nil && ctx.Err() == nil {
			t.log.Error("coins not ended", "error", err)
		}
		_, err = t.shelves.Sweep(ctx)
		if err != nil && ctx.Err() == nil {
			t.log.Error("ids of sends not forgotten", "error", err)
		}
	}
}

// close waits for what run started and closes everything.
func (t *tied) close() error {
	t.loops.Wait()
	t.server.Flush()
	return errors.Join(t.decoder.close(), t.files.close(), t.db.Close())
}

// ownWords are the words that the program brings along.
func ownWords() *i18n.Project {
	return i18n.Open(i18n.Config{Layers: []i18n.Layer{i18n.Embedded()}, Log: slog.New(slog.DiscardHandler)}).Current().Store()
}

// spoken gives the web the words that the program speaks.
type spoken struct{ *release.Service }

// Negotiate chooses a locale for an Accept-Language header.
func (s spoken) Negotiate(acceptLanguage string) string {
	return string(s.Spoken().Negotiator().Header(acceptLanguage))
}

// In gives the texts in a locale.
func (s spoken) In(locale i18n.Locale) i18n.Speaker { return s.Spoken().In(locale) }

// Text is a message of the program's own.
func (s spoken) Text(locale, id string, args map[string]any) string {
	return s.Spoken().Text(i18n.Locale(locale), id, args)
}

// Revision changes with every change of the words.
func (s spoken) Revision() string { return s.Spoken().Release() }

// shown lists the locales in which pages are shown: those that the program's own words are in, and the pseudo-locales
// where the operator wants them.
func shown(words *i18n.Project, pseudo bool) []i18n.Locale {
	if !pseudo {
		return words.Locales()
	}
	return append(slices.Clone(words.Locales()), i18n.Accented, i18n.Mirrored)
}

// draft gives the program's own words as they are before a release, and which locales they are in.
func (t *tied) draft(pseudo bool) func() store.Draft {
	current := func() *i18n.Project { return t.words.Current().Store() }
	spoken := speech(current, pseudo)
	return func() store.Draft {
		words := current()
		return store.Draft{Words: words, Revision: words.Release(), Speech: spoken()}
	}
}

// speech is which locales words are in. It is worked out again when they have changed.
func speech(words func() *i18n.Project, pseudo bool) func() catalog.Speech {
	var mu sync.Mutex
	var of *i18n.Project
	var last catalog.Speech
	return func() catalog.Speech {
		mu.Lock()
		defer mu.Unlock()
		if project := words(); project != of {
			of, last = project, catalog.NewSpeech(shown(project, pseudo), i18n.Chain)
		}
		return last
	}
}

// languagesOf says in which languages readers of a region see the store by default: in one, but in the World in all.
func languagesOf(words *i18n.Reloader) func(region string) []i18n.Locale {
	return func(region string) []i18n.Locale {
		store := words.Current().Store()
		if region == catalog.World {
			return store.Locales()
		}
		return []i18n.Locale{store.Negotiator().Header(cldr.DefaultLocale(region))}
	}
}

// contract is the OpenAPI document of a store in a folder that is thrown away.
func contract(ctx context.Context, version string) ([]byte, error) {
	folder, err := os.MkdirTemp("", "hallyu-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	t, err := tie(ctx, &config.Config{Data: folder, DefaultRegion: "KR"}, slog.New(slog.DiscardHandler), &Process{Version: version})
	if err != nil {
		return nil, err
	}
	document, err := t.server.OpenAPI()
	return document, errors.Join(err, t.close())
}
