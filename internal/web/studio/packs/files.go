package packs

import (
	"io"
	"mime/multipart"
	"path"
	"strconv"
	"strings"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/internal/web"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

// Limits of what a form may send, in bytes: all its files, and one of them.
const (
	maxFiles = 64 << 20
	maxFile  = 8 << 20
)

var filesTemplate = frame.Parse(templates, "head.html", "files.html", "parts.html")

// filesPage says what could not be taken of what a form sent. The rest is in the pack.
type filesPage struct {
	head
	Taken   int
	Refused []refused
}

// refused is a file that was not taken, and why.
type refused struct {
	Name   string
	Reason string
}

// takeFiles adds a sticker for each picture that a form sends. A bad one stops none of the others.
func (r *room) takeFiles(v *frame.Visit) error {
	form, err := v.MultipartForm()
	if err != nil {
		return web.ErrBodyMalformed.Because(err)
	}
	defer form.RemoveAll()
	d, err := r.draft(v)
	if err != nil {
		return err
	}
	var p filesPage
	for _, file := range form.File["files"] {
		d, err = r.takeFile(v, d, file)
		if err != nil {
			p.Refused = append(p.Refused, refused{file.Filename, v.Word(err).Detail})
			continue
		}
		p.Taken++
	}
	if len(p.Refused) == 0 {
		return back(v, "", "uploaded")
	}
	p.head, err = r.head(v, d, "")
	return show(v, filesTemplate, p, err)
}

// takeFile uploads a picture and adds a sticker that shows it. Where it fails, the draft is as it was.
func (r *room) takeFile(v *frame.Visit, d catalog.Draft, header *multipart.FileHeader) (catalog.Draft, error) {
	digest, err := r.upload(v, header)
	if err != nil {
		return d, err
	}
	shortcode := freeShortcode(d, header.Filename)
	added, err := r.Catalog.AddSticker(v.Request().Context(), v.By(), catalog.Target{Pack: d.Pack.ID}, catalog.StickerPatch{
		Shortcode: &shortcode, Images: map[i18n.Locale]assets.Digest{catalog.Base: digest},
	})
	if err != nil {
		return d, err
	}
	return added, nil
}

// upload takes in the bytes of a file.
func (r *room) upload(v *frame.Visit, header *multipart.FileHeader) (assets.Digest, error) {
	if header.Size > maxFile {
		return "", web.ErrBodyTooLarge.With("measured", header.Size, "limit", maxFile)
	}
	file, err := header.Open()
	if err != nil {
		return "", web.ErrBodyMalformed.Because(err)
	}
	defer file.Close()
	data, err := io.ReadAll(file)
	if err != nil {
		return "", web.ErrBodyMalformed.Because(err)
	}
	digest := assets.DigestOf(data)
	_, err = r.Catalog.Upload(v.Request().Context(), v.By(), digest, data)
	return digest, err
}

// formPictures uploads the pictures that a sticker's form sends: "image" for all readers, "image.ja" for
// some. An empty field sends nothing; "no_image.ja" takes that picture away.
func (r *room) formPictures(v *frame.Visit) (map[i18n.Locale]assets.Digest, error) {
	pictures := map[i18n.Locale]assets.Digest{}
	for locale := range texts(v, "no_image") {
		pictures[locale] = ""
	}
	form := v.Request().MultipartForm
	if form == nil {
		return pictures, nil
	}
	for field, files := range form.File {
		locale, is := imageLocale(field)
		if !is || len(files) == 0 || files[0].Size == 0 {
			continue
		}
		digest, err := r.upload(v, files[0])
		if err != nil {
			return nil, err
		}
		pictures[locale] = digest
	}
	return pictures, nil
}

// imageLocale is whose picture a field of a form holds.
func imageLocale(field string) (i18n.Locale, bool) {
	if field == "image" {
		return catalog.Base, true
	}
	tag, is := strings.CutPrefix(field, "image.")
	locale, err := i18n.ParseLocale(tag)
	return locale, is && err == nil
}

// freeShortcode makes a shortcode of a file's name that no sticker of the draft has: "Hello there.png" is
// "hello_there".
func freeShortcode(d catalog.Draft, fileName string) string {
	name := strings.TrimSuffix(path.Base(strings.ReplaceAll(fileName, `\`, "/")), path.Ext(fileName))
	wanted := strings.Trim(strings.Map(shortcodeRune, strings.ToLower(name)), "_")
	if wanted == "" {
		wanted = "sticker"
	}
	wanted = wanted[:min(len(wanted), 90)]
	taken := map[string]bool{}
	for _, s := range d.Stickers {
		taken[s.Shortcode] = true
	}
	free := wanted
	for n := 2; taken[free]; n++ {
		free = wanted + "_" + strconv.Itoa(n)
	}
	return free
}

func shortcodeRune(r rune) rune {
	if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '_' {
		return r
	}
	return '_' // which every platform takes
}
