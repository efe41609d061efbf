package interop

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"strconv"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/catalog/packfile"
)

// The files of a Signal pack beside its stickers, whose names are their ids.
const (
	signalManifest = "manifest.proto"
	signalLink     = "link.txt"
)

// signalPack is the message StickerPack (Signal-Desktop, protos/Stickers.proto).
type signalPack struct {
	title, author string
	stickers      []signalSticker
}

type signalSticker struct {
	id    uint32
	emoji string
}

// signalKeyForm is a pack's key as its link has it.
var signalKeyForm = regexp.MustCompile(`(?:^|pack_key=)([0-9a-fA-F]{64})(?:$|[&\s])`)

// isSignal: there is a manifest, and a file for a sticker's id.
func isSignal(folder packfile.Folder) bool {
	if _, there := folder[signalManifest]; !there {
		return false
	}
	for name := range folder {
		if isID(stemOf(name)) {
			return true
		}
	}
	return false
}

func isID(name string) bool {
	_, err := strconv.ParseUint(name, 10, 32)
	return err == nil
}

// signalKey finds the pack's key: the hint, or what stands in a small text of the folder.
func (d *draft) signalKey() []byte {
	texts := []string{d.hints.Key}
	for _, name := range sorted(d.folder) {
		if data := d.folder[name]; len(data) < 1<<10 && name != signalManifest {
			texts = append(texts, string(data))
		}
	}
	for _, text := range texts {
		if match := signalKeyForm.FindStringSubmatch(text); match != nil {
			key, _ := hex.DecodeString(match[1])
			return key
		}
	}
	return nil
}

// readSignal reads a pack, which may also lie there decrypted.
func readSignal(d *draft) error {
	open, err := d.signalOpener()
	if err != nil {
		return err
	}
	data, err := open(d.folder[signalManifest])
	if err != nil {
		return err
	}
	pack, sound := parseSignalPack(data)
	if !sound {
		return ErrLayoutBroken.With("layout", string(d.Layout), "file", signalManifest)
	}
	d.head([]string{pack.title, d.hints.Name}, []string{pack.author})
	d.title(pack.title)
	files := idFiles(d.folder)
	for _, s := range pack.stickers {
		d.addSignal(s, files[s.id], open)
	}
	return nil
}

// signalOpener returns what decrypts the pack's files.
func (d *draft) signalOpener() (func([]byte) ([]byte, error), error) {
	_, plain := parseSignalPack(d.folder[signalManifest])
	if plain {
		return func(data []byte) ([]byte, error) { return data, nil }, nil
	}
	key := d.signalKey()
	if key == nil {
		return nil, ErrPackKey
	}
	keys, err := signalKeysOf(key)
	if err != nil {
		return nil, err
	}
	return keys.open, nil
}

// addSignal adds a sticker with its decrypted file.
func (d *draft) addSignal(s signalSticker, file string, open func([]byte) ([]byte, error)) {
	name := fmt.Sprintf("%02d", s.id)
	data, err := open(d.folder[file])
	if file != "" && err != nil {
		d.find("image-invalid", packfile.At{File: file, Sticker: name}, "", "")
	}
	opened := name + "." + assets.Sniff(data).Ext()
	if file != "" && err == nil {
		d.folder[opened] = data
	}
	d.add(found{file: opened, name: name, emoji: []string{s.emoji}})
}

// idFiles returns files by the ids that name them.
func idFiles(folder packfile.Folder) map[uint32]string {
	files := map[uint32]string{}
	for _, name := range sorted(folder) {
		id, err := strconv.ParseUint(stemOf(name), 10, 32)
		if err == nil {
			files[uint32(id)] = name
		}
	}
	return files
}

// writeSignal writes the encrypted pack, and the link with its key. The key is made of what the pack
// holds, so equal packs have equal bytes, and only who knows the pack can tell the key.
func writeSignal(p *pages) error {
	pack := signalPack{title: p.title(), author: p.pack.Creator}
	plain, ids := map[string][]byte{}, p.numbers(0)
	for i, s := range p.pack.File.Stickers {
		file, _ := p.picture(s, strconv.Itoa(ids[i]))
		if file == "" {
			continue
		}
		plain[strconv.Itoa(ids[i])] = p.out[file]
		delete(p.out, file)
		emoji := ""
		for _, e := range s.Emoji {
			emoji += e
		}
		pack.stickers = append(pack.stickers, signalSticker{uint32(ids[i]), emoji})
	}
	plain[signalManifest] = pack.marshal()
	p.leave("description", "tags", "copyright", "alt", "keywords", "images", "locales")
	return p.seal(plain)
}

// seal writes files encrypted.
func (p *pages) seal(plain packfile.Folder) error {
	hash := sha256.New()
	for _, name := range sorted(plain) {
		fmt.Fprintf(hash, "%s %d\n%s", name, len(plain[name]), plain[name])
	}
	key := hash.Sum([]byte("hallyu: key of a Signal pack\n"))
	sum := sha256.Sum256(key)
	keys, err := signalKeysOf(sum[:])
	if err != nil {
		return err
	}
	for name, data := range plain {
		p.out[name] = keys.seal(name, data)
	}
	id := sha256.Sum256(p.out[signalManifest])
	p.out[signalLink] = fmt.Appendf(nil, "https://signal.art/addstickers/#pack_id=%x&pack_key=%x\n", id[:16], sum)
	return nil
}
