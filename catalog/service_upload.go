package catalog

import (
	"context"
	"encoding/base64"
	"errors"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/assets"
)

// Uploaded returns what was made of an upload. The error is ErrPictureNotFound, also where more would be
// made of it today: whoever sends it again then has it derived again.
func (s *Service) Uploaded(ctx context.Context, by By, digest assets.Digest) (Picture, error) {
	err := by.Require(accounts.WritePacks)
	if err != nil {
		return Picture{}, err
	}
	picture, err := s.store.Picture(ctx, digest)
	if err == nil && picture.Outdated() {
		return Picture{}, ErrPictureNotFound.With("sha256", digest)
	}
	return picture, err
}

// Upload takes in the bytes of a picture under their digest: the original is kept private, what is
// served is derived from it and public. To upload the same again does nothing, unless it is outdated. Errors:
// assets.ErrDigestMismatch, and those of assets.Deriver.
func (s *Service) Upload(ctx context.Context, by By, digest assets.Digest, data []byte) (Picture, error) {
	err := by.Require(accounts.WritePacks)
	if err != nil {
		return Picture{}, err
	}
	if measured := assets.DigestOf(data); measured != digest {
		return Picture{}, assets.ErrDigestMismatch.With("expected", digest, "measured", measured)
	}
	known, err := s.Uploaded(ctx, by, digest)
	if !errors.Is(err, ErrPictureNotFound) {
		return known, err
	}
	derived, err := s.deriver.Derive(ctx, data)
	if err != nil {
		return Picture{}, err
	}
	picture := pictureOf(assets.Name{Digest: digest, Format: derived.Info.Format}, derived)
	err = s.keep(ctx, picture.Upload, data, derived)
	if err != nil {
		return Picture{}, err
	}
	return picture, s.store.SavePicture(ctx, picture)
}

// keep stores the bytes of an upload and what was derived of it.
func (s *Service) keep(ctx context.Context, upload assets.Name, data []byte, derived assets.Derived) error {
	err := s.files.Put(ctx, assets.Private, upload, data)
	if err != nil {
		return err
	}
	for _, image := range derived.Images() {
		err = s.files.Put(ctx, assets.Public, image.Name, image.Data)
		if err != nil {
			return err
		}
	}
	return nil
}

// pictureOf returns what is remembered of what was derived.
func pictureOf(upload assets.Name, d assets.Derived) Picture {
	p := Picture{
		Upload: upload, Animated: d.Info.Animated, Duration: d.Master.Duration,
		Master: imageOf(d.Master), Still: imageOf(d.Still), StillSmall: imageOf(d.StillSmall),
		Thumb: imageOf(d.Thumb), ThumbHash: base64.StdEncoding.EncodeToString(d.ThumbHash), Derivation: assets.Derivation,
		Seen: d.Seen,
	}
	for _, step := range d.Ladder {
		p.Ladder = append(p.Ladder, imageOf(step))
	}
	for _, preview := range d.Previews {
		p.Previews = append(p.Previews, imageOf(preview))
	}
	return p
}

func imageOf(i assets.Image) Image {
	return Image{Name: i.Name, Width: i.Width, Height: i.Height, Bytes: int64(len(i.Data))}
}
