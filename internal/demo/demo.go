// Package demo is the cast that a new store opens with: invented characters, drawn for hallyu, their
// pictures rendered from the SVG sources in this folder.
package demo

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/catalog/packfile"
	"github.com/hallyu-store/hallyu/i18n"
)

//go:embed packs
var packs embed.FS

// order is the order in which the packs open: the latest is the first on the front page.
var order = []string{"si-ketupat", "jeep-jeep", "fanak", "nong-som", "neon-tides", "momo", "dal", "dokki"}

// creators are who made the packs, by slug.
var creators = map[string]string{
	"half-moon-atelier": "Half Moon Atelier", "horn-and-club": "Horn & Club", "hoy-tara-studio": "Hoy, Tara! Studio",
	"neon-tides-official": "Neon Tides", "petal-and-pestle": "Petal & Pestle", "saat-saat-studio": "Saat! Saat! Studio",
	"sahar-studio": "Sahar Studio", "studio-janur": "Studio Janur",
}

const day = 24 * time.Hour

// waves are openings that lie ahead of the moment at which the demo is brought in.
var waves = map[string][]wave{
	"dal": {
		{"japan", []string{"JP"}, &catalog.Price{Amount: 250, Currency: "JPY"}, 21 * day},
		{"southeast-asia", []string{"ID"}, &catalog.Price{Amount: 29000, Currency: "IDR"}, 35 * day},
		{"southeast-asia", []string{"MY"}, &catalog.Price{Amount: 890, Currency: "MYR"}, 35 * day},
		{"southeast-asia", []string{"PH"}, &catalog.Price{Amount: 9900, Currency: "PHP"}, 35 * day},
	},
}

type wave struct {
	name    string
	regions []string
	price   *catalog.Price
	in      time.Duration
}

// operator brings the demo in.
var operator = catalog.By{Actor: accounts.Actor{
	Kind: accounts.KindAccount, Account: "demo", Mode: accounts.Staff, Roles: []accounts.Role{accounts.Operator},
}}

// Slugs are the demo's packs, in the order in which they open.
func Slugs() []string { return append([]string{}, order...) }

// Folder is the folder of one of the demo's packs: pack.yaml and its images.
func Folder(slug string) (fs.FS, error) { return fs.Sub(packs, "packs/"+slug) }

// Seed brings the demo's packs into a store and puts them on sale. Packs that were on sale before stay
// as they are, so doing it again changes nothing.
func Seed(ctx context.Context, service *catalog.Service, now time.Time) error {
	slugs, err := missing(ctx, service)
	if err != nil {
		return err
	}
	files := make([]packfile.File, len(slugs))
	reading, all := errgroup.WithContext(ctx)
	for i, slug := range slugs {
		reading.Go(func() (err error) {
			files[i], err = read(all, service, slug)
			return err
		})
	}
	err = reading.Wait()
	for i := 0; i < len(files) && err == nil; i++ {
		err = open(ctx, service, files[i], now)
	}
	return err
}

// tides is the demo's brand with its collab: everywhere, without an end.
var tides = catalog.Collab{
	Licence: catalog.Licence{
		Slug: "neon-tides", Attribution: "© Neon Tides",
		Titles: map[i18n.Locale]string{
			"en": "Neon Tides", "ko": "네온 타이즈", "ja": "ネオン・タイズ", "ar": "نيون تايدز", "th": "นีออนไทด์ส",
			"es": "Neon Tides", "fil": "Neon Tides", "id": "Neon Tides", "ms": "Neon Tides", "vi": "Neon Tides",
		},
		Descriptions: map[i18n.Locale]string{
			"en": "Four sea creatures, one stage. Take the encore into your chats.", "ko": "바다 친구 넷, 무대 하나. 앙코르를 대화로 가져가세요.",
			"ja": "海の仲間が4人、ステージはひとつ。アンコールをチャットでもどうぞ。", "ar": "أربعة كائنات بحرية ومسرح واحد. خذ الإعادة إلى محادثاتك.",
			"th": "เพื่อนทะเลสี่ตัว เวทีเดียว พาอังกอร์เข้าแชตของคุณ", "es": "Cuatro criaturas del mar y un escenario. Llévate el bis a tus chats.",
			"fil": "Apat na nilalang-dagat, iisang entablado. Dalhin ang encore sa chat mo.", "id": "Empat makhluk laut, satu panggung. Bawa encore ke obrolanmu.",
			"ms": "Empat makhluk laut, satu pentas. Bawa encore ke dalam sembang anda.", "vi": "Bốn sinh vật biển, một sân khấu. Mang màn encore vào cuộc trò chuyện.",
		},
	},
	Shares: []catalog.Share{{Party: "Neon Tides", Part: 3000}},
}

// together makes the demo's collab, unless it is there, and puts its pack under it.
func together(ctx context.Context, service *catalog.Service, target catalog.Target) error {
	collab := tides
	_, err := service.Collab(ctx, operator, collab.Slug)
	if errors.Is(err, catalog.ErrCollabNotFound) {
		collab.Brand, err = service.Brand(ctx, operator, collab.Slug)
		if errors.Is(err, catalog.ErrBrandNotFound) {
			collab.Brand, err = service.SaveBrand(ctx, operator, catalog.Brand{Slug: collab.Slug, Name: "Neon Tides"})
		}
		if err == nil {
			_, err = service.SaveCollab(ctx, operator, collab)
		}
	}
	if err != nil {
		return err
	}
	_, err = service.SetCollab(ctx, operator, target, collab.Slug)
	return err
}

// missing returns which packs are not on sale, in the order in which they open.
func missing(ctx context.Context, service *catalog.Service) ([]string, error) {
	var slugs []string
	for _, slug := range order {
		draft, err := service.Draft(ctx, operator, slug)
		if err != nil && !errors.Is(err, catalog.ErrPackNotFound) {
			return nil, err
		}
		if err != nil || draft.Pack.State == catalog.StateUnpublished {
			slugs = append(slugs, slug)
		}
	}
	return slugs, nil
}

// open brings one pack in, with its waves, and puts it on sale.
func open(ctx context.Context, service *catalog.Service, file packfile.File, now time.Time) error {
	failed := func(err error) error { return fmt.Errorf("%s: %w", file.Slug, err) }
	_, err := service.CreateCreator(ctx, operator, catalog.Creator{Slug: file.Creator, Name: creators[file.Creator]})
	if err != nil && !errors.Is(err, catalog.ErrCreatorTaken) {
		return failed(err)
	}
	imported, err := service.Import(ctx, operator, file)
	if err != nil {
		return failed(err)
	}
	target := catalog.Target{Pack: imported.Draft.Pack.ID}
	if len(waves[file.Slug]) > 0 {
		_, err = service.SetWaves(ctx, operator, target, wavesFrom(waves[file.Slug], now))
		if err != nil {
			return failed(err)
		}
	}
	if file.Slug == tides.Slug {
		err = together(ctx, service, target)
		if err != nil {
			return failed(err)
		}
	}
	_, err = service.Publish(ctx, operator, target, 0)
	if err != nil {
		return failed(err)
	}
	return nil
}

// read reads a pack's folder and takes its images in.
func read(ctx context.Context, service *catalog.Service, slug string) (packfile.File, error) {
	folder, err := Folder(slug)
	if err != nil {
		return packfile.File{}, err
	}
	data, err := fs.ReadFile(folder, packfile.Name)
	if err != nil {
		return packfile.File{}, err
	}
	file, findings := packfile.Parse(data)
	if packfile.HasErrors(findings) {
		return file, catalog.Refusal(file.Slug, findings)
	}
	digests, err := takeIn(ctx, service, folder, file.Files())
	return file.WithDigests(digests), err
}

// uploadsAtOnce is how many images of one pack are taken in at the same time: they wait for the disk,
// not for the processor.
const uploadsAtOnce = 4

// takeIn uploads images.
func takeIn(ctx context.Context, service *catalog.Service, folder fs.FS, names []string) (map[string]assets.Digest, error) {
	digests := make(map[string]assets.Digest, len(names))
	uploads, ctx := errgroup.WithContext(ctx)
	uploads.SetLimit(uploadsAtOnce)
	for _, name := range names {
		image, err := fs.ReadFile(folder, name)
		if err != nil {
			return nil, err
		}
		digests[name] = assets.DigestOf(image)
		digest := digests[name]
		uploads.Go(func() error {
			_, err := service.Upload(ctx, operator, digest, image)
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			return nil
		})
	}
	return digests, uploads.Wait()
}

func wavesFrom(all []wave, now time.Time) []catalog.Wave {
	opening := now.UTC().Truncate(time.Hour)
	list := make([]catalog.Wave, len(all))
	for i, w := range all {
		list[i] = catalog.Wave{Name: w.name, Regions: w.regions, Price: w.price, From: opening.Add(w.in)}
	}
	return list
}
