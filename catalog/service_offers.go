package catalog

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"time"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/catalog/packfile"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n/cldr"
)

// SetOffers replaces a pack's offers, but for those of waves. Of a pack on sale they are in force at
// once. Errors: ErrOffersInvalid, ErrOffersOverlap, ErrPackBanned.
func (s *Service) SetOffers(ctx context.Context, by By, at Target, offers []Offer) (Draft, error) {
	return s.reoffer(ctx, by, at, func(known []Offer) []Offer {
		return append(slices.DeleteFunc(known, func(o Offer) bool { return o.Wave == "" }), offers...)
	})
}

// SetWaves replaces a pack's waves, as SetOffers does its offers.
func (s *Service) SetWaves(ctx context.Context, by By, at Target, waves []Wave) (Draft, error) {
	return s.reoffer(ctx, by, at, func(known []Offer) []Offer {
		known = slices.DeleteFunc(known, func(o Offer) bool { return o.Wave != "" })
		for _, wave := range waves {
			known = append(known, wave.Expand()...)
		}
		return known
	})
}

// SetTerms replaces all of a pack's offers, those of waves among them, as SetOffers does the others.
func (s *Service) SetTerms(ctx context.Context, by By, at Target, offers []Offer) (Draft, error) {
	return s.reoffer(ctx, by, at, func([]Offer) []Offer { return offers })
}

// reoffer changes a pack's offers, and what readers see of them if it is on sale.
func (s *Service) reoffer(ctx context.Context, by By, at Target, change func([]Offer) []Offer) (Draft, error) {
	before, err := s.take(ctx, by, accounts.WriteOffers, at)
	if err != nil {
		return Draft{}, err
	}
	commit, changed, err := s.resettle(ctx, by, before, change(slices.Clone(before.Offers)))
	if err != nil || !changed {
		return before, err
	}
	after := before
	after.Offers = *commit.Offers
	after.Pack, err = s.show(ctx, commit)
	return after, err
}

// resettle is the change of a pack that gives it these offers, at the prices that tiers have now; false
// when it has them already.
func (s *Service) resettle(ctx context.Context, by By, before Draft, offers []Offer) (Change, bool, error) {
	if before.Pack.State == StateBanned {
		return Change{}, false, ErrPackBanned.With("pack", before.Pack.ID)
	}
	settled, tiers, err := s.settle(ctx, before.Pack.ID, offers)
	if err != nil {
		return Change{}, false, err
	}
	keepWorded(settled, before.Offers)
	_, err = s.licensed(ctx, before.Pack, settled)
	if err != nil {
		return Change{}, false, err
	}
	change, changed, err := s.offerChange(ctx, by, before, settled)
	change.Tiers = tiers
	return change, changed, err
}

// offerChange is the change of a pack that gives it these offers, which are settled.
func (s *Service) offerChange(ctx context.Context, by By, before Draft, settled []Offer) (Change, bool, error) {
	after := before.Pack
	after.UpdatedAt = s.now()
	commit := Change{Pack: after, Record: s.announced(by, "pack.offers", "pack.offers_changed", before.Pack, after)}
	if after.State == StateOnSale {
		published, err := s.store.PublishedPack(ctx, after.ID)
		if err == nil {
			settled, err = s.wordedNow(ctx, published, settled)
		}
		if err != nil {
			return Change{}, false, err
		}
		published.Offers, published.UpdatedAt = settled, after.UpdatedAt
		commit.Published = &published
	}
	commit.Offers = &settled
	return commit, !slices.EqualFunc(before.Offers, settled, Offer.equal), nil
}

// wordedNow are the offers of a pack on sale in the words that readers see.
func (s *Service) wordedNow(ctx context.Context, p Published, offers []Offer) ([]Offer, error) {
	if !waiting(offers) {
		return offers, nil
	}
	live, err := s.store.LiveWords(ctx, p.Pack)
	if err != nil {
		return offers, err
	}
	offers, _, err = s.wordedOffers(ctx, p.Pack, p.SourceLocale, live, offers)
	return offers, err
}

// settle brings offers into their one form and order, with the prices of their tiers, and checks them.
// It returns the versions of the tiers that were read.
func (s *Service) settle(ctx context.Context, pack string, offers []Offer) ([]Offer, map[string]int64, error) {
	offers = slices.Clone(offers)
	tiers, err := s.priced(ctx, pack, offers)
	if err != nil {
		return nil, nil, err
	}
	settled, err := settleOffers(pack, offers)
	return settled, tiers, err
}

// settleOffers brings offers into their one form and order, and checks them.
func settleOffers(pack string, offers []Offer) ([]Offer, error) {
	settled := make([]Offer, 0, len(offers))
	var fields []fault.Field
	for i, offer := range offers {
		offer.Audience = cmp.Or(offer.Audience, Everyone)
		offer.From, offer.Until = settleTime(offer.From), settleTime(offer.Until)
		fields = append(fields, offer.defects(offerPointer(i))...)
		settled = append(settled, offer)
	}
	if len(fields) > 0 {
		return nil, ErrOffersInvalid.With("pack", pack).WithFields(fields...)
	}
	SortOffers(settled)
	return settled, overlap(settled)
}

// offerPointer is where the offer with that index stands.
func offerPointer(i int) string { return fmt.Sprintf("/offers/%d", i) }

// settleTime returns t as every store keeps it: in UTC, to the millisecond.
func settleTime(t time.Time) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	return t.UTC().Truncate(time.Millisecond)
}

var waveName = regexp.MustCompile(`^[a-z0-9-]{0,64}$`)

// defects lists what is wrong with an offer that stands at pointer.
func (o Offer) defects(pointer string) []fault.Field {
	var fields []fault.Field
	check := func(fine bool, part, code string, facts map[string]any) {
		if !fine {
			fields = append(fields, fault.Field{Pointer: pointer + part, Code: code, Facts: facts})
		}
	}
	check(o.Region == World || cldr.ValidRegion(o.Region), "/region", "region-unknown", map[string]any{"measured": o.Region})
	check(waveName.MatchString(o.Wave), "/wave", "wave-name", map[string]any{"measured": o.Wave})
	check(o.Words.valid(), "/words", "words-unknown", map[string]any{"measured": string(o.Words)})
	check(o.Audience.valid(), "/audience", "audience-unknown", map[string]any{"measured": string(o.Audience)})
	check(o.Until.IsZero() || o.From.Before(o.Until), "/until", "window-empty", nil)
	if o.Price != nil {
		check(o.Price.Amount > 0 && o.Price.Amount <= MaxPrice, "/price/amount", "price-amount",
			map[string]any{"measured": o.Price.Amount, "limit": int64(MaxPrice)})
		check(packfile.ValidCurrency(o.Price.Currency), "/price/currency", "currency-unknown",
			map[string]any{"measured": o.Price.Currency})
	}
	return fields
}

func (a Audience) valid() bool { return a == Everyone || a == Members || a == CodeHolders }

// equal reports whether two offers say the same.
func (o Offer) equal(other Offer) bool {
	samePrice := o.Price == other.Price || o.Price != nil && other.Price != nil && *o.Price == *other.Price
	return samePrice && o.Region == other.Region && o.From.Equal(other.From) && o.Until.Equal(other.Until) &&
		o.Audience == other.Audience && o.Wave == other.Wave && o.Tier == other.Tier && o.Words == other.Words
}

// offersFrom returns the offers of a pack file together with the waves that are known, and the versions of
// the tiers that were read.
func (s *Service) offersFrom(ctx context.Context, pack Pack, file []packfile.Offer, known []Offer) ([]Offer, map[string]int64, error) {
	offers := []Offer{}
	for _, entry := range file {
		wave, err := waveOfEntry(entry)
		if err != nil {
			return nil, nil, err
		}
		offers = append(offers, wave.Expand()...)
	}
	for _, offer := range known {
		if offer.Wave != "" {
			offers = append(offers, offer)
		}
	}
	settled, tiers, err := s.settle(ctx, "", offers)
	if err != nil {
		return nil, nil, err
	}
	keepWorded(settled, known)
	_, err = s.licensed(ctx, pack, settled)
	return settled, tiers, err
}

// waveOfEntry returns the terms that an entry of a pack file has, as a wave without a name. The error is
// ErrWallTimeMalformed.
func waveOfEntry(entry packfile.Offer) (Wave, error) {
	w := Wave{Regions: entry.Regions, Audience: Audience(entry.Audience), Tier: entry.Tier, Words: Wanted(entry.Words)}
	if entry.Price != nil {
		w.Price = &Price{entry.Price.Amount, entry.Price.Currency}
	}
	if entry.From != nil {
		w.From = *entry.From
	}
	if entry.Until != nil {
		w.Until = *entry.Until
	}
	var err, err2 error
	w.FromWall, err = ParseWallTime(entry.FromLocal)
	w.UntilWall, err2 = ParseWallTime(entry.UntilLocal)
	return w, errors.Join(err, err2)
}

// packOffers returns offers as a pack file has them, one a region; waves are not in it.
func packOffers(offers []Offer) []packfile.Offer {
	entries := []packfile.Offer{}
	for _, o := range offers {
		if o.Wave != "" {
			continue
		}
		entry := packfile.Offer{
			Regions: []string{o.Region}, From: moment(o.From), Until: moment(o.Until), Audience: string(o.Audience), Tier: o.Tier,
			Words: string(o.Words),
		}
		if o.Price != nil && o.Tier == "" {
			entry.Price = &packfile.Price{Amount: o.Price.Amount, Currency: o.Price.Currency}
		}
		entries = append(entries, entry)
	}
	return entries
}

// WavesOf returns the waves that offers are part of, by name.
func WavesOf(offers []Offer) []Wave {
	waves := []Wave{}
	for _, o := range offers {
		if o.Wave == "" {
			continue
		}
		at := slices.IndexFunc(waves, func(w Wave) bool { return w.Name == o.Wave && o.equal(w.Expand()[0].in(o)) })
		if at < 0 {
			at = len(waves)
			waves = append(waves, Wave{Name: o.Wave, Price: o.Price, Tier: o.Tier, From: o.From, Until: o.Until, Audience: o.Audience, Words: o.Words})
		}
		waves[at].Regions = append(waves[at].Regions, o.Region)
	}
	slices.SortStableFunc(waves, func(a, b Wave) int { return cmp.Compare(a.Name, b.Name) })
	return waves
}

// in returns the offer for the region of another, with the price that their tier has there.
func (o Offer) in(other Offer) Offer {
	o.Region = other.Region
	if o.Tier != "" && o.Tier == other.Tier {
		o.Price = other.Price
	}
	return o
}
