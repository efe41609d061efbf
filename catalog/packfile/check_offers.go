package packfile

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"time"
)

// audiences are those that an offer may name.
var audiences = []string{"", "everyone", "members", "code_holders"}

// wordsWanted are those of which an offer may name one.
var wordsWanted = []string{"", "complete", "reviewed"}

// offers checks what the pack is offered for.
func (c *checker) offers() {
	c.count("/offers", len(c.file.Offers), MaxOffers)
	for i, offer := range c.file.Offers {
		c.offer("/offers/"+strconv.Itoa(i), offer)
	}
	c.overlaps()
}

func (c *checker) offer(pointer string, o Offer) {
	if len(o.Regions) == 0 {
		c.add("field-required", pointer+"/regions", "regions", "")
	}
	c.count(pointer+"/regions", len(o.Regions), MaxOffers)
	for i, region := range o.Regions {
		at := pointer + "/regions/" + strconv.Itoa(i)
		if !ValidRegion(region) {
			c.add("region-unknown", at, region, "")
		}
		if slices.Contains(o.Regions[:i], region) {
			c.add("region-duplicate", at, region, "")
		}
	}
	if !slices.Contains(audiences, o.Audience) {
		c.add("audience-unknown", pointer+"/audience", o.Audience, "everyone, members, code_holders")
	}
	if !slices.Contains(wordsWanted, o.Words) {
		c.add("words-unknown", pointer+"/words", o.Words, "complete, reviewed")
	}
	if o.From != nil && o.Until != nil && !o.From.Before(*o.Until) {
		c.add("window-empty", pointer+"/until", "", "")
	}
	c.walls(pointer, o)
	if o.Price == nil {
		return
	}
	if o.Price.Amount <= 0 || o.Price.Amount > MaxPriceAmount {
		c.add("price-amount", pointer+"/price/amount", strconv.FormatInt(o.Price.Amount, 10), strconv.Itoa(MaxPriceAmount))
	}
	if !ValidCurrency(o.Price.Currency) {
		c.add("currency-unknown", pointer+"/price/currency", o.Price.Currency, "")
	}
}

// wallTime is how a time on a region's own clocks is written.
var wallTime = regexp.MustCompile(`^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?)?$`)

// walls checks times that are written by each region's own clocks; what they come to is for the store.
func (c *checker) walls(pointer string, o Offer) {
	for field, text := range map[string]string{"/from_local": o.FromLocal, "/until_local": o.UntilLocal} {
		if text != "" && !wallTime.MatchString(text) {
			c.add("wall-time-malformed", pointer+field, text, "")
		}
	}
}

// window is when an offer holds in one region.
type window struct {
	region      string
	from, until time.Time // zero: unbounded
	offer       int
}

// overlaps finds offers that hold in one region at the same time.
func (c *checker) overlaps() {
	windows := c.windows()
	slices.SortStableFunc(windows, func(a, b window) int {
		return cmp.Or(cmp.Compare(a.region, b.region), a.from.Compare(b.from))
	})
	for i := 1; i < len(windows); i++ {
		before, after := windows[i-1], windows[i]
		apart := !before.until.IsZero() && !after.from.Before(before.until)
		if before.region == after.region && before.offer != after.offer && !apart {
			c.add("offers-overlap", "/offers/"+strconv.Itoa(max(before.offer, after.offer)), after.region, "")
		}
	}
}

func (c *checker) windows() []window {
	var windows []window
	for i, o := range c.file.Offers {
		if o.FromLocal+o.UntilLocal != "" {
			continue
		}
		for _, region := range o.Regions[:min(len(o.Regions), MaxOffers)] {
			w := window{region: region, offer: i}
			if o.From != nil {
				w.from = *o.From
			}
			if o.Until != nil {
				w.until = *o.Until
			}
			windows = append(windows, w)
		}
	}
	return windows
}
