package catalog

import (
	"context"
	"io"
	"maps"
	"slices"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/catalog/packfile"
	"github.com/hallyu-store/hallyu/catalog/packfile/report"
)

// Report returns every finding on a draft that is known by now, for this store and for other platforms.
// What is not known yet is being found out meanwhile: Done tells how far that is.
func (s *Service) Report(ctx context.Context, by By, idOrSlug string) (report.Report, error) {
	draft, err := s.Draft(ctx, by, idOrSlug)
	if err != nil {
		return report.Report{}, err
	}
	return s.reportOn(ctx, by, draft)
}

// WholeReport returns what Report does, when everything is known or ctx is done.
func (s *Service) WholeReport(ctx context.Context, by By, idOrSlug string) (report.Report, error) {
	draft, err := s.Draft(ctx, by, idOrSlug)
	if err != nil {
		return report.Report{}, err
	}
	_, err = s.reportOn(ctx, by, draft)
	if err != nil {
		return report.Report{}, err
	}
	for _, p := range draft.reported().Pictures {
		if _, err := s.judge.Wait(ctx, p.Digest); err != nil {
			break // what is known by then is worth having
		}
	}
	return s.reportOn(context.WithoutCancel(ctx), by, draft)
}

// reportOn returns what is known, and begins to find out the rest.
func (s *Service) reportOn(ctx context.Context, by By, d Draft) (report.Report, error) {
	pack := d.reported()
	for _, sticker := range d.Stickers {
		for _, picture := range sticker.Images {
			s.judge.Begin(ctx, picture.Upload.Digest, picture.Seen, s.reading(picture))
		}
	}
	r := s.judge.Known(pack)
	alike, err := s.lookalikes(ctx, by, d)
	r.Findings = slices.Concat(packfile.Ready(pack.File), alike, r.Findings)
	report.Sort(r.Findings)
	return r, err
}

// original returns the bytes of an upload.
func (s *Service) original(ctx context.Context, name assets.Name) ([]byte, error) {
	object, err := s.files.Open(ctx, assets.Private, name)
	if err != nil {
		return nil, err
	}
	defer object.Close()
	return io.ReadAll(io.LimitReader(object, assets.MaxObjectSize))
}

// reported is the draft as a report sees it.
func (d Draft) reported() report.Pack {
	pack := report.Pack{File: d.File()}
	for _, s := range d.Stickers {
		for _, locale := range slices.Sorted(maps.Keys(s.Images)) {
			p := s.Images[locale]
			pack.Pictures = append(pack.Pictures, report.Picture{
				Sticker: s.Shortcode, Locale: locale, Digest: p.Upload.Digest, Animated: p.Animated,
			})
		}
	}
	return pack
}

// ready returns nil when the draft can be released, else ErrDraftInvalid with all that is missing.
func (d Draft) ready() error { return Refusal(d.Pack.ID, packfile.Ready(d.File())) }
