package catalog_test

import (
	"testing"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/catalog/packfile"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n"
)

var editor = catalog.By{Actor: accounts.Actor{Kind: accounts.KindAccount, Account: "acc_editor", Roles: []accounts.Role{accounts.Editor}}}

var small = catalog.Tier{
	Name: "small", Currencies: map[string]int64{"KRW": 2500, "JPY": 300, "USD": 199},
	Regions: map[string]catalog.Price{"MY": {Amount: 490, Currency: "MYR"}},
}

// priceIn is what a pack costs readers in a region.
func (s *shop) priceIn(t *testing.T, pack, region string) catalog.Price {
	t.Helper()
	terms, err := s.publisher.Terms(pack, region)
	must(t, err)
	if terms.Price == nil {
		return catalog.Price{}
	}
	return *terms.Price
}

// TestTierSetsEveryPrice: one choice prices a pack in all its regions; changing the tier changes what
// readers are asked for, at once.
func TestTierSetsEveryPrice(t *testing.T) {
	s := newShop(t)
	pack := s.sell(t, s.file(t, "moon", 1))
	at := catalog.Target{Pack: pack.ID}
	tier, err := s.SetTier(ctx, editor, small)
	must(t, err)
	wave := catalog.Wave{Regions: []string{"KR", "JP", "MY", catalog.World}, Tier: "small"}
	_, err = s.SetTerms(ctx, editor, at, wave.Expand())
	must(t, err)
	for region, want := range map[string]catalog.Price{
		"KR": {Amount: 2500, Currency: "KRW"}, "JP": {Amount: 300, Currency: "JPY"}, "MY": {Amount: 490, Currency: "MYR"}, "PH": {Amount: 199, Currency: "USD"},
	} {
		if got := s.priceIn(t, "moon", region); got != want {
			t.Errorf("in %s: %+v, want %+v", region, got, want)
		}
	}
	tier.Currencies = map[string]int64{"KRW": 3000, "JPY": 300, "USD": 199}
	changed, err := s.SetTier(ctx, editor, tier)
	must(t, err)
	if got := s.priceIn(t, "moon", "KR"); got.Amount != 3000 || changed.Version != tier.Version+1 {
		t.Errorf("after the change: %+v at version %d", got, changed.Version)
	}
	again, err := s.SetTier(ctx, editor, changed)
	must(t, err)
	if again.Version != changed.Version {
		t.Errorf("the same prices made version %d", again.Version)
	}
	_, err = s.SetTier(ctx, editor, tier)
	want(t, err, catalog.ErrTierStale)
	changed.Currencies = map[string]int64{"KRW": 3000}
	_, err = s.SetTier(ctx, editor, changed)
	want(t, err, catalog.ErrOffersInvalid)
	if got := s.priceIn(t, "moon", "JP"); got.Amount != 300 {
		t.Errorf("a refused change shows: %+v", got)
	}
	want(t, s.RemoveTier(ctx, editor, "small", 0), catalog.ErrTierInUse)
	_, err = s.SetTerms(ctx, editor, at, nil)
	must(t, err)
	must(t, s.RemoveTier(ctx, editor, "small", 0))
	want(t, s.RemoveTier(ctx, editor, "small", 0), catalog.ErrTierNotFound)
}

// TestImportedOffersAreInForce: offers that an operator imports for a pack on sale are what it sells at, at
// once and without its draft's content; so a tier knows all packs that sell at it. To import the same again
// changes nothing, and a file without offers leaves them.
func TestImportedOffersAreInForce(t *testing.T) {
	s := newShop(t)
	file := s.file(t, "moon", 1)
	pack := s.sell(t, file)
	tier, err := s.SetTier(ctx, editor, small)
	must(t, err)
	file.Title["ko"] = "새 제목"
	file.Offers = []packfile.Offer{{Regions: []string{"KR", "JP"}, Tier: "small"}}
	imported, err := s.Import(ctx, operator, file)
	must(t, err)
	summary, err := s.publisher.Current().Pack("moon")
	must(t, err)
	if jp := s.priceIn(t, "moon", "JP"); jp.Amount != 300 || imported.Draft.Pack.Version != pack.Version+1 || summary.Title([]i18n.Locale{"ko"}).Text == "새 제목" {
		t.Errorf("imported: JP costs %+v, version %d of %d, title %v", jp, imported.Draft.Pack.Version, pack.Version, summary.Title([]i18n.Locale{"ko"}))
	}
	recorded := s.store.Recorded()
	audit, events := recorded.Audit, recorded.Events
	if audit[len(audit)-2].Action != "pack.import" || audit[len(audit)-1].Action != "pack.offers" || events[len(events)-1].Type != "pack.offers_changed" {
		t.Errorf("on record: %+v, told %+v", audit[len(audit)-2:], events[len(events)-1])
	}
	_, err = s.Import(ctx, operator, file)
	must(t, err)
	if again := s.store.Recorded(); len(again.Audit) != len(audit) || len(again.Events) != len(events) {
		t.Error("the same import changed something")
	}
	tier.Currencies = map[string]int64{"KRW": 3000, "JPY": 350}
	_, err = s.SetTier(ctx, editor, tier)
	must(t, err)
	if kr, jp := s.priceIn(t, "moon", "KR"), s.priceIn(t, "moon", "JP"); kr.Amount != 3000 || jp.Amount != 350 {
		t.Errorf("at the tier: KR %+v, JP %+v", kr, jp)
	}
	file.Offers = nil
	_, err = s.Import(ctx, operator, file)
	must(t, err)
	want(t, s.RemoveTier(ctx, editor, "small", 0), catalog.ErrTierInUse)
	file.Offers = []packfile.Offer{{Regions: []string{"KR"}}}
	_, err = s.Import(ctx, operator, file)
	must(t, err)
	must(t, s.RemoveTier(ctx, editor, "small", 0))
	if kr := s.priceIn(t, "moon", "KR"); kr.Amount != 0 {
		t.Errorf("without the tier, KR costs %+v", kr)
	}
}

// TestTierSaysWhatIsWrong: rules, unknown tiers, and regions without a price, each at its place.
func TestTierSaysWhatIsWrong(t *testing.T) {
	s := newShop(t)
	pack := s.sell(t, s.file(t, "moon", 1))
	_, err := s.SetTier(ctx, editor, small)
	must(t, err)
	for name, c := range map[string]struct {
		err     error
		wanted  error
		pointer string
	}{
		"no prices":      {second(s.SetTier(ctx, editor, catalog.Tier{Name: "none"})), catalog.ErrTierInvalid, "/currencies"},
		"a name":         {second(s.SetTier(ctx, editor, catalog.Tier{Name: "Großes", Currencies: small.Currencies})), catalog.ErrTierInvalid, "/name"},
		"nothing to pay": {second(s.SetTier(ctx, editor, catalog.Tier{Name: "zero", Currencies: map[string]int64{"KRW": 0}})), catalog.ErrTierInvalid, "/currencies/KRW"},
		"a region":       {second(s.SetTier(ctx, editor, catalog.Tier{Name: "zz", Regions: map[string]catalog.Price{"ZZ": {Amount: 1, Currency: "KRW"}}})), catalog.ErrTierInvalid, "/regions/ZZ"},
		"no tier":        {second(s.SetTerms(ctx, editor, catalog.Target{Pack: pack.ID}, []catalog.Offer{{Region: "KR", Tier: "large"}})), catalog.ErrOffersInvalid, "/offers/0/tier"},
		"no price":       {second(s.SetTerms(ctx, editor, catalog.Target{Pack: pack.ID}, []catalog.Offer{{Region: "KR"}, {Region: "ID", Tier: "small"}})), catalog.ErrOffersInvalid, "/offers/1/tier"},
	} {
		t.Run(name, func(t *testing.T) {
			want(t, c.err, c.wanted)
			if fields := fault.As(c.err).Fields(); len(fields) != 1 || fields[0].Pointer != c.pointer {
				t.Errorf("fields: %+v", fields)
			}
		})
	}
	_, err = s.SetTier(ctx, designer, small)
	want(t, err, accounts.ErrRoleMissing)
}

func second[T any](_ T, err error) error { return err }

// TestBulk: many packs change as one, or none does; a dry run changes nothing and says the same.
func TestBulk(t *testing.T) {
	s := newShop(t)
	var packs []string
	for _, slug := range []string{"moon", "sun", "star"} {
		packs = append(packs, s.sell(t, s.file(t, slug, 1)).ID)
	}
	order := catalog.BulkOrder{Packs: packs, Offers: []catalog.Offer{{Region: "JP"}}, Withdraw: []string{"KR"}, DryRun: true}
	planned, err := s.Bulk(ctx, editor, order)
	must(t, err)
	if got := s.priceIn(t, "moon", "KR"); got.Amount != 2500 {
		t.Fatal("a dry run changed a pack")
	}
	order.DryRun = false
	done, err := s.Bulk(ctx, editor, order)
	must(t, err)
	for i, one := range done {
		if !one.Changed || len(one.After) != 1 || one.After[0].Region != "JP" || len(planned[i].After) != 1 || len(one.Before) != 1 {
			t.Errorf("%s: planned %+v, done %+v", packs[i], planned[i], one)
		}
		_, err = s.publisher.Terms(packs[i], "KR")
		want(t, err, catalog.ErrPackNotOffered)
	}
	recorded := len(s.store.Recorded().Audit)
	again, err := s.Bulk(ctx, editor, order)
	must(t, err)
	if again[0].Changed || len(s.store.Recorded().Audit) != recorded {
		t.Errorf("again: %+v", again[0])
	}
	_, err = s.Ban(ctx, operator, catalog.Target{Pack: packs[2]}, catalog.BanOrder{})
	must(t, err)
	_, err = s.Bulk(ctx, editor, catalog.BulkOrder{Packs: packs, Withdraw: []string{"KR", "nowhere"}})
	want(t, err, catalog.ErrOffersInvalid)
	order.Offers = []catalog.Offer{{Region: "MY"}}
	refused, err := s.Bulk(ctx, editor, order)
	want(t, err, catalog.ErrBulkRefused)
	if len(refused) != 3 || refused[0].Refusal != nil || refused[2].Refusal == nil {
		t.Errorf("refused: %+v", refused)
	}
	_, err = s.publisher.Terms(packs[0], "MY")
	want(t, err, catalog.ErrPackNotOffered)
}
