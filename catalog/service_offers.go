package catalog

import (
	"cmp"
	"context"
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
	if before.Pack.State == StateBanned {
		return Draft{}, ErrPackBanned.With("pack", before.Pack.ID)
	}
	after := before
	after.Offers, err = settleOffers(before.Pack.ID, change(slices.Clone(before.Offers)))
	if err != nil {
		return Draft{}, err
	}
	if slices.EqualFunc(before.Offers, after.Offers, Offer.equal) {
		return before, nil
	}
	after.Pack.UpdatedAt = s.now()
	commit := Change{Pack: after.Pack, Offers: &after.Offers,
		Record: s.announced(by, "pack.offers", "pack.offers_changed", before.Pack, after.Pack)}
	if after.Pack.State == StateOnSale {
		published, err := s.store.PublishedPack(ctx, after.Pack.ID)
		if err != nil {
			return Draft{}, err
		}
		published.Offers, published.UpdatedAt = after.Offers, after.Pack.UpdatedAt
		commit.Published = &published
	}
	after.Pack, err = s.show(ctx, commit)
	return after, err
}

// settleOffers brings offers into their one form and order, and checks them.
func settleOffers(pack string, offers []Offer) ([]Offer, error) {
	settled := make([]Offer, 0, len(offers))
	var fields []fault.Field
	for i, offer := range offers {
		offer.Audience = cmp.Or(offer.Audience, Everyone)
		offer.From, offer.Until = settleTime(offer.From), settleTime(offer.Until)
		fields = append(fields, offer.defects(fmt.Sprintf("/offers/%d", i))...)
		settled = append(settled, offer)
	}
	if len(fields) > 0 {
		return nil, ErrOffersInvalid.With("pack", pack).WithFields(fields...)
	}
	SortOffers(settled)
	return settled, overlap(settled)
}

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
		o.Audience == other.Audience && o.Wave == other.Wave
}

// offersFrom returns the offers of a pack file together with the waves that are known.
func offersFrom(file []packfile.Offer, known []Offer) ([]Offer, error) {
	offers := []Offer{}
	for _, entry := range file {
		offers = append(offers, offersOfEntry(entry)...)
	}
	for _, offer := range known {
		if offer.Wave != "" {
			offers = append(offers, offer)
		}
	}
	return settleOffers("", offers)
}

// offersOfEntry returns one offer for each region of an entry of a pack file.
func offersOfEntry(entry packfile.Offer) []Offer {
	offer := Offer{Audience: Audience(entry.Audience)}
	if entry.Price != nil {
		offer.Price = &Price{entry.Price.Amount, entry.Price.Currency}
	}
	if entry.From != nil {
		offer.From = *entry.From
	}
	if entry.Until != nil {
		offer.Until = *entry.Until
	}
	offers := make([]Offer, 0, len(entry.Regions))
	for _, region := range entry.Regions {
		offer.Region = region
		offers = append(offers, offer)
	}
	return offers
}

// packOffers returns offers as a pack file has them, one a region; waves are not in it.
func packOffers(offers []Offer) []packfile.Offer {
	entries := []packfile.Offer{}
	for _, o := range offers {
		if o.Wave != "" {
			continue
		}
		entry := packfile.Offer{
			Regions: []string{o.Region}, From: moment(o.From), Until: moment(o.Until), Audience: string(o.Audience),
		}
		if o.Price != nil {
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
		at := slices.IndexFunc(waves, func(w Wave) bool { return w.Name == o.Wave && o.equal(w.Expand()[0].in(o.Region)) })
		if at < 0 {
			at = len(waves)
			waves = append(waves, Wave{Name: o.Wave, Price: o.Price, From: o.From, Until: o.Until, Audience: o.Audience})
		}
		waves[at].Regions = append(waves[at].Regions, o.Region)
	}
	slices.SortStableFunc(waves, func(a, b Wave) int { return cmp.Compare(a.Name, b.Name) })
	return waves
}

// in returns the offer for another region.
func (o Offer) in(region string) Offer {
	o.Region = region
	return o
}
