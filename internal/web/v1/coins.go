package v1

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/cldr"
	"github.com/hallyu-store/hallyu/internal/web"
	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/coin"
)

func (r *routes) mountCoins() {
	holder := func(method, id, path, summary string, action accounts.Action) web.Operation {
		return web.Operation{Method: method, ID: id, Path: "/v1/holders/{holder}/wallet" + path, Summary: summary, Tag: tagHolders, Action: action}
	}
	web.Typed(r.Server, own(holder("GET", "get-wallet", "", "A holder's coins", accounts.ReadOrders)), r.getWallet)
	web.Typed(r.Server, created(holder("POST", "top-up", "/top-ups", "Ask for coins", accounts.WriteOrders)), r.topUp)
	op := func(method, id, path, summary string, action accounts.Action) web.Operation {
		return web.Operation{Method: method, ID: id, Path: "/v1/coins" + path, Summary: summary, Tag: tagSales, Action: action}
	}
	web.Typed(r.Server, op("GET", "list-coin-packages", "/packages", "Coins that are sold, the fewest first", accounts.ReadCatalog), r.listPackages)
	web.Typed(r.Server, op("PUT", "set-coin-package", "/packages/{package}", "Put coins on sale, or change them", accounts.WriteOffers), r.setPackage)
	web.Typed(r.Server, op("GET", "list-coin-rates", "/rates", "What coins were, are and will be worth", accounts.ReadCatalog), r.listRates)
	web.Typed(r.Server, created(op("POST", "set-coin-rate", "/rates", "Say what coins are worth from a moment on", accounts.WriteOffers)), r.setRate)
}

func (r *routes) getWallet(ctx context.Context, in *HolderPath) (*jsonOf[api.Wallet], error) {
	ledger, err := booksOf(ctx)
	if err != nil {
		return nil, err
	}
	w, err := r.Purchases.Wallet(ctx, ledger, in.Holder)
	if err != nil {
		return nil, err
	}
	wallet := api.Wallet{Holder: in.Holder, Coins: api.Coins(w.Coins()), Owed: w.Owed, Lots: []api.CoinLot{}}
	for _, l := range slices.SortedFunc(slices.Values(w.Lots), coin.Lot.Compare) {
		if l.Remaining > 0 {
			wallet.Lots = append(wallet.Lots, api.CoinLot{Kind: kindOf(l.Asset), Remaining: l.Remaining, EndsAt: utc(l.Ends), Order: l.Order})
		}
	}
	return &jsonOf[api.Wallet]{wallet}, nil
}

// kindOf is "paid" or "bonus".
func kindOf(a coin.Asset) string { return strings.ToLower(strings.TrimPrefix(string(a), "COIN_")) }

type topUpInput struct {
	DeedHead
	Body api.NewTopUp
}

// topUp asks for coins on behalf of a holder: an order like those for packs, with the same ways to pay.
func (r *routes) topUp(ctx context.Context, in *topUpInput) (*jsonOf[api.Order], error) {
	intent, err := in.intent(ctx, "top-ups/"+in.Holder, in.Body)
	if err != nil {
		return nil, err
	}
	return r.order(ctx, purchases.OrderRequest{
		Intent: intent, Holder: in.Holder, Package: in.Body.Package, Region: in.Body.Region, Locale: in.Body.Locale,
		PayWith: payWith(in.Body.PayWith),
	})
}

type packagesInput struct {
	Region string `query:"region" doc:"those that are sold there, with their prices; without it, all, also those that are closed"`
	Locale string `query:"locale" doc:"that writes the prices; the region's when left out"`
}

func (r *routes) listPackages(ctx context.Context, in *packagesInput) (*jsonOf[api.List[api.CoinPackage]], error) {
	list := api.List[api.CoinPackage]{Items: []api.CoinPackage{}}
	if in.Region == "" {
		all, err := r.Purchases.Packages(ctx)
		for _, p := range all {
			list.Items = append(list.Items, packageOf(p))
		}
		return &jsonOf[api.List[api.CoinPackage]]{list}, err
	}
	locale := i18n.Locale(cldr.DefaultLocale(in.Region))
	if in.Locale != "" {
		var err error
		if locale, err = i18n.ParseLocale(in.Locale); err != nil {
			return nil, err
		}
	}
	sold, err := r.Purchases.PackagesIn(ctx, in.Region)
	for _, p := range sold {
		shown := packageOf(p.Package)
		shown.Price, shown.Tax = money(p.Price, locale), r.priceTax(p.Price, in.Region, locale)
		list.Items = append(list.Items, shown)
	}
	return &jsonOf[api.List[api.CoinPackage]]{list}, err
}

func packageOf(p coin.Package) api.CoinPackage {
	return api.CoinPackage{TopUp: api.TopUp(p.TopUp), Tier: p.Tier, Closed: p.Closed, Version: p.Version, UpdatedAt: p.UpdatedAt.UTC()}
}

type packageInput struct {
	Package string `path:"package" maxLength:"64"`
	IfMatch string `header:"If-Match" doc:"ETag of the package that was read; without it, any version is changed"`
	Body    api.CoinPackageDraft
}

type packageReply struct {
	ETag string `header:"ETag"`
	Body api.CoinPackage
}

func (r *routes) setPackage(ctx context.Context, in *packageInput) (*packageReply, error) {
	version, err := r.packageVersion(ctx, in)
	if err != nil {
		return nil, err
	}
	b := in.Body
	p, err := r.Purchases.SetPackage(ctx, origin(ctx), coin.Package{
		TopUp: coin.TopUp{Package: in.Package, Paid: b.Paid, Bonus: b.Bonus, PaidDays: b.PaidDays, BonusDays: b.BonusDays},
		Tier:  b.Tier, Closed: b.Closed, Version: version,
	})
	if err != nil {
		return nil, err
	}
	return &packageReply{versionTag(p.Version), packageOf(p)}, nil
}

// packageVersion is the version that the caller has seen; that of now when they do not say.
func (r *routes) packageVersion(ctx context.Context, in *packageInput) (int64, error) {
	version, err := readVersion(in.IfMatch)
	if err != nil || version != 0 {
		return version, err
	}
	p, err := r.Purchases.Package(ctx, in.Package)
	if errors.Is(err, coin.ErrPackageNotFound) {
		err = nil
	}
	return p.Version, err
}

func (r *routes) listRates(ctx context.Context, _ *struct{}) (*jsonOf[api.List[api.CoinRate]], error) {
	rates, err := r.Purchases.Rates(ctx)
	list := api.List[api.CoinRate]{Items: []api.CoinRate{}}
	for _, rate := range rates {
		list.Items = append(list.Items, rateOf(rate))
	}
	return &jsonOf[api.List[api.CoinRate]]{list}, err
}

func rateOf(r coin.Rate) api.CoinRate {
	return api.CoinRate{Currency: r.Currency, Coins: r.Coins, Amount: r.Amount, From: utc(&r.From)}
}

type rateInput struct {
	Body api.CoinRate
}

func (r *routes) setRate(ctx context.Context, in *rateInput) (*jsonOf[api.CoinRate], error) {
	rate := coin.Rate{Currency: in.Body.Currency, Coins: in.Body.Coins, Amount: in.Body.Amount}
	if in.Body.From != nil {
		rate.From = *in.Body.From
	}
	rate, err := r.Purchases.SetRate(ctx, origin(ctx), rate)
	return &jsonOf[api.CoinRate]{rateOf(rate)}, err
}

// coinsOf puts the coins of an order on the wire.
func coinsOf(o purchases.Order, out *api.Order) {
	if o.TopUp != nil {
		brought := api.TopUp(*o.TopUp)
		out.TopUp = &brought
	}
	if o.Coins != nil {
		paid := api.Coins(*o.Coins)
		out.Coins = &paid
	}
}
