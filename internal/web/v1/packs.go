package v1

import (
	"context"
	"strconv"
	"strings"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/catalog/packfile"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/internal/web"
)

// ErrIfMatch: If-Match carries no version that the server gave.
var ErrIfMatch = fault.Define(fault.Invalid, "if-match-invalid")

// by is who asks for a change of the catalog.
func by(ctx context.Context) catalog.By {
	return catalog.By{Actor: web.ActorOf(ctx), Request: web.RequestIDOf(ctx)}
}

// TargetHead names the pack to change and the version that the caller has seen.
type TargetHead struct {
	Pack    string `path:"pack" doc:"id or slug"`
	IfMatch string `header:"If-Match" doc:"ETag of the draft that was read; without it, any version is changed"`
}

func (in TargetHead) target() (catalog.Target, error) {
	target := catalog.Target{Pack: in.Pack}
	var err error
	target.Version, err = readVersion(in.IfMatch)
	return target, err
}

// readVersion reads an If-Match; 0 stands for any version.
func readVersion(ifMatch string) (int64, error) {
	if ifMatch == "" || ifMatch == "*" {
		return 0, nil
	}
	version, err := strconv.ParseInt(strings.Trim(ifMatch, `"`), 10, 64)
	if err != nil || version < 1 {
		return 0, ErrIfMatch.With("if_match", ifMatch)
	}
	return version, nil
}

// versionTag is the ETag of a version.
func versionTag(version int64) string { return strconv.Quote(strconv.FormatInt(version, 10)) }

// draftReply is a draft with its version.
type draftReply struct {
	ETag string `header:"ETag"`
	Body api.StaffPack
}

func replyDraft(d catalog.Draft, err error) (*draftReply, error) {
	if err != nil {
		return nil, err
	}
	return &draftReply{ETag: versionTag(d.Pack.Version), Body: staffPack(d)}, nil
}

type createPackInput struct {
	Body    api.PackDraft
	RawBody []byte
}

// createPack makes a draft of pack.yaml's fields.
func (r *routes) createPack(ctx context.Context, in *createPackInput) (*draftReply, error) {
	file, err := parseDraft(in.RawBody)
	if err != nil {
		return nil, err
	}
	made, err := r.Catalog.CreatePack(ctx, by(ctx), file)
	return replyDraft(made.Draft, err)
}

// parseDraft reads a draft's JSON by the rules of pack.yaml.
func parseDraft(body []byte) (packfile.File, error) {
	file, findings := packfile.ParseJSON(body)
	return file, catalog.Refusal(file.Slug, findings)
}

type packPath struct {
	Pack string `path:"pack" doc:"id or slug"`
}

func (r *routes) getDraft(ctx context.Context, in *packPath) (*draftReply, error) {
	draft, err := r.Catalog.Draft(ctx, by(ctx), in.Pack)
	if err != nil {
		return nil, err
	}
	reply, err := replyDraft(draft, nil)
	if err != nil {
		return nil, err
	}
	lacks, err := r.Catalog.Lacks(ctx, draft)
	for _, l := range lacks {
		reply.Body.Lacks = append(reply.Body.Lacks, api.Lack{Region: l.Region, Locale: string(l.Locale), Missing: l.Missing, Unreviewed: l.Unreviewed})
	}
	return reply, err
}

type updateDraftInput struct {
	TargetHead
	Body api.PackPatch
}

func (r *routes) updateDraft(ctx context.Context, in *updateDraftInput) (*draftReply, error) {
	target, err := in.target()
	if err != nil {
		return nil, err
	}
	patch := catalog.DraftPatch{Slug: in.Body.Slug, Tags: in.Body.Tags, Copyright: in.Body.Copyright}
	if in.Body.Usage != nil {
		usage := catalog.Usage(*in.Body.Usage)
		patch.Usage = &usage
	}
	if in.Body.SourceLocale != nil {
		locale, err := i18n.ParseLocale(*in.Body.SourceLocale)
		if err != nil {
			return nil, err
		}
		patch.SourceLocale = &locale
	}
	if patch.Title, err = byLocale("/title", in.Body.Title); err != nil {
		return nil, err
	}
	if patch.Description, err = byLocale("/description", in.Body.Description); err != nil {
		return nil, err
	}
	return replyDraft(r.Catalog.UpdateDraft(ctx, by(ctx), target, patch))
}

func (r *routes) deletePack(ctx context.Context, in *TargetHead) (*struct{}, error) {
	target, err := in.target()
	if err != nil {
		return nil, err
	}
	return nil, r.Catalog.DeletePack(ctx, by(ctx), target)
}

type addStickerInput struct {
	TargetHead
	Body api.StickerDraft
}

func (r *routes) addSticker(ctx context.Context, in *addStickerInput) (*draftReply, error) {
	target, err := in.target()
	if err != nil {
		return nil, err
	}
	patch, err := stickerPatch(in.Body)
	if err != nil {
		return nil, err
	}
	return replyDraft(r.Catalog.AddSticker(ctx, by(ctx), target, patch))
}

type updateStickerInput struct {
	TargetHead
	Sticker string `path:"sticker"`
	Body    api.StickerPatch
}

func (r *routes) updateSticker(ctx context.Context, in *updateStickerInput) (*draftReply, error) {
	target, err := in.target()
	if err != nil {
		return nil, err
	}
	draft := api.StickerDraft{SHA256: in.Body.SHA256, Keywords: in.Body.Keywords, Alt: in.Body.Alt, Images: in.Body.Images}
	patch, err := stickerPatch(draft)
	if err != nil {
		return nil, err
	}
	patch.Shortcode, patch.Emoji, patch.Says = in.Body.Shortcode, in.Body.Emoji, in.Body.Says
	return replyDraft(r.Catalog.UpdateSticker(ctx, by(ctx), target, in.Sticker, patch))
}

// stickerPatch reads a sticker's fields; of a new one, all are set.
func stickerPatch(s api.StickerDraft) (catalog.StickerPatch, error) {
	patch := catalog.StickerPatch{Shortcode: &s.Shortcode, Emoji: &s.Emoji, Says: &s.Says}
	var err error
	if patch.Alt, err = byLocale("/alt", &s.Alt); err != nil {
		return patch, err
	}
	if patch.Keywords, err = byLocale("/keywords", &s.Keywords); err != nil {
		return patch, err
	}
	images, err := byLocale("/images", &s.Images)
	if err != nil {
		return patch, err
	}
	patch.Images = map[i18n.Locale]assets.Digest{}
	for locale, digest := range images {
		patch.Images[locale] = assets.Digest(digest)
	}
	if s.SHA256 != "" {
		patch.Images[catalog.Base] = assets.Digest(s.SHA256)
	}
	return patch, nil
}

// byLocale reads the keys of the map at pointer as locales, each of which may stand there once.
func byLocale[T any](pointer string, texts *map[string]T) (map[i18n.Locale]T, error) {
	if texts == nil {
		return nil, nil
	}
	read := make(map[i18n.Locale]T, len(*texts))
	for tag, text := range *texts {
		locale, err := i18n.ParseLocale(tag)
		field := fault.Field{Pointer: pointer + "/" + web.PointerPart(tag), Code: "locale-malformed"}
		if _, twice := read[locale]; twice {
			field.Code = "locale-duplicate"
		}
		if err != nil || field.Code == "locale-duplicate" {
			return nil, web.ErrRequestInvalid.WithFields(field)
		}
		read[locale] = text
	}
	return read, nil
}

type stickerTarget struct {
	TargetHead
	Sticker string `path:"sticker"`
}

func (r *routes) removeSticker(ctx context.Context, in *stickerTarget) (*draftReply, error) {
	target, err := in.target()
	if err != nil {
		return nil, err
	}
	return replyDraft(r.Catalog.RemoveSticker(ctx, by(ctx), target, in.Sticker))
}

type orderStickersInput struct {
	TargetHead
	Body api.StickerOrder
}

func (r *routes) orderStickers(ctx context.Context, in *orderStickersInput) (*draftReply, error) {
	target, err := in.target()
	if err != nil {
		return nil, err
	}
	return replyDraft(r.Catalog.Reorder(ctx, by(ctx), target, in.Body.Stickers))
}

type creatorsInput struct{ ListQuery }

func (r *routes) listCreators(ctx context.Context, in *creatorsInput) (*jsonOf[api.List[api.CreatorProfile]], error) {
	var after string
	err := web.DecodeCursor(in.Cursor, &after)
	if err != nil {
		return nil, err
	}
	creators, err := r.Catalog.Creators(ctx, by(ctx), after, in.Limit)
	if err != nil {
		return nil, err
	}
	page := api.List[api.CreatorProfile]{Items: []api.CreatorProfile{}}
	for _, creator := range creators {
		page.Items = append(page.Items, api.CreatorProfile{ID: creator.ID, Slug: creator.Slug, Name: creator.Name})
	}
	if len(creators) == in.Limit {
		page.Next = web.EncodeCursor(creators[len(creators)-1].Slug)
	}
	return &jsonOf[api.List[api.CreatorProfile]]{page}, nil
}

type createCreatorInput struct{ Body api.NewCreator }

func (r *routes) createCreator(ctx context.Context, in *createCreatorInput) (*jsonOf[api.CreatorProfile], error) {
	wanted := catalog.Creator{Slug: in.Body.Slug, Name: in.Body.Name, Account: in.Body.Account}
	if wanted.Account == "" {
		wanted.Account = ownAccount(web.ActorOf(ctx))
	}
	made, err := r.Catalog.CreateCreator(ctx, by(ctx), wanted)
	if err != nil {
		return nil, err
	}
	return &jsonOf[api.CreatorProfile]{api.CreatorProfile{ID: made.ID, Slug: made.Slug, Name: made.Name}}, nil
}

// ownAccount is the designer's own; a creator that an operator registers is the store's.
func ownAccount(a accounts.Actor) string {
	for _, role := range a.Roles {
		if role == accounts.Designer {
			return a.Account
		}
	}
	return ""
}
