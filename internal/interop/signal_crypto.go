package interop

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"path"
	"strings"
	"unicode/utf8"
)

// signalKeys encrypt and authenticate the files of a pack: AES-256 in CBC mode with the padding of
// PKCS #7, the initial vector before it, an HMAC-SHA-256 of both behind it (signalstickers-client,
// signalcrypto.py).
type signalKeys struct{ aes, mac, iv []byte }

const macSize = sha256.Size

// signalKeysOf derives the keys of the pack's own.
func signalKeysOf(packKey []byte) (signalKeys, error) {
	keys, err := hkdf.Key(sha256.New, packKey, nil, "Sticker Pack", 64)
	if err != nil {
		return signalKeys{}, err
	}
	iv, err := hkdf.Key(sha256.New, packKey, nil, "hallyu: initial vectors", 32)
	return signalKeys{aes: keys[:32], mac: keys[32:], iv: iv}, err
}

func sign(key, data []byte) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write(data)
	return mac.Sum(nil)
}

// open decrypts a file. The error is ErrPackKey: with another key nothing is to be told apart.
func (k signalKeys) open(data []byte) ([]byte, error) {
	const least = aes.BlockSize + aes.BlockSize + macSize
	if len(data) < least || (len(data)-macSize)%aes.BlockSize != 0 {
		return nil, ErrPackKey
	}
	signed, mac := data[:len(data)-macSize], data[len(data)-macSize:]
	if !hmac.Equal(mac, sign(k.mac, signed)) {
		return nil, ErrPackKey
	}
	block, err := aes.NewCipher(k.aes)
	if err != nil {
		return nil, err
	}
	plain := bytes.Clone(signed[aes.BlockSize:])
	cipher.NewCBCDecrypter(block, signed[:aes.BlockSize]).CryptBlocks(plain, plain)
	padding := int(plain[len(plain)-1])
	if padding == 0 || padding > aes.BlockSize {
		return nil, ErrPackKey
	}
	return plain[:len(plain)-padding], nil
}

// seal encrypts a file. Its initial vector is made of its name and content with a secret key, so that
// nobody else can foretell it and equal packs still have equal bytes.
func (k signalKeys) seal(name string, data []byte) []byte {
	iv := sign(k.iv, append([]byte(name+"\n"), data...))[:aes.BlockSize]
	padding := aes.BlockSize - len(data)%aes.BlockSize
	padded := append(bytes.Clone(data), bytes.Repeat([]byte{byte(padding)}, padding)...)
	block, err := aes.NewCipher(k.aes)
	if err != nil {
		panic(err) // 32 bytes are a key
	}
	cipher.NewCBCEncrypter(block, iv).CryptBlocks(padded, padded)
	out := append(bytes.Clone(iv), padded...)
	return append(out, sign(k.mac, out)...)
}

// Wire types of protocol buffers (protobuf.dev/programming-guides/encoding).
const (
	wireVarint = 0
	wireBytes  = 2
)

// field is one field of a message: a number, or bytes.
type field struct {
	number uint64
	value  uint64
	data   []byte
}

// fields reads a message of numbers and bytes, the only kinds that a pack has.
func fields(data []byte) ([]field, bool) {
	var all []field
	for len(data) > 0 {
		tag, n := binary.Uvarint(data)
		if n <= 0 || tag>>3 == 0 {
			return nil, false
		}
		data = data[n:]
		f := field{number: tag >> 3}
		f.value, n = binary.Uvarint(data)
		if n <= 0 {
			return nil, false
		}
		data = data[n:]
		switch tag & 7 {
		case wireVarint:
		case wireBytes:
			if f.value > uint64(len(data)) {
				return nil, false
			}
			f.data, data = data[:f.value:f.value], data[f.value:]
		default:
			return nil, false
		}
		all = append(all, f)
	}
	return all, true
}

// parseSignalPack reads a manifest; one without a sticker is none.
func parseSignalPack(data []byte) (signalPack, bool) {
	var pack signalPack
	all, sound := fields(data)
	for _, f := range all {
		switch f.number {
		case 1:
			pack.title = string(f.data)
		case 2:
			pack.author = string(f.data)
		case 4:
			sticker, ok := parseSignalSticker(f.data)
			sound = sound && ok
			pack.stickers = append(pack.stickers, sticker)
		}
	}
	return pack, sound && len(pack.stickers) > 0 && utf8.ValidString(pack.title+pack.author)
}

func parseSignalSticker(data []byte) (signalSticker, bool) {
	var sticker signalSticker
	all, sound := fields(data)
	for _, f := range all {
		switch f.number {
		case 1:
			sticker.id = uint32(f.value)
		case 2:
			sticker.emoji = string(f.data)
		}
	}
	return sticker, sound
}

// marshal writes a manifest whose cover is the first sticker.
func (p signalPack) marshal() []byte {
	out := appendBytes(appendBytes(nil, 1, []byte(p.title)), 2, []byte(p.author))
	for i, s := range p.stickers {
		if i == 0 {
			out = appendBytes(out, 3, s.marshal())
		}
		out = appendBytes(out, 4, s.marshal())
	}
	return out
}

func (s signalSticker) marshal() []byte {
	out := binary.AppendUvarint([]byte{1<<3 | wireVarint}, uint64(s.id))
	return appendBytes(out, 2, []byte(s.emoji))
}

func appendBytes(to []byte, number byte, data []byte) []byte {
	return append(binary.AppendUvarint(append(to, number<<3|wireBytes), uint64(len(data))), data...)
}

// stemOf is a file's name without its extension.
func stemOf(name string) string { return strings.TrimSuffix(name, path.Ext(name)) }
