package interop_test

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"testing"

	"github.com/hallyu-store/hallyu/catalog/packfile"
	"github.com/hallyu-store/hallyu/internal/interop"
)

const (
	signalTestKey  = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
	signalOtherKey = "ff0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
)

// expand is HKDF-SHA-256 of RFC 5869, section 2, written out.
func expand(key []byte) []byte {
	sum := func(key []byte, parts ...string) []byte {
		mac := hmac.New(sha256.New, key)
		for _, part := range parts {
			mac.Write([]byte(part))
		}
		return mac.Sum(nil)
	}
	extracted := sum(make([]byte, sha256.Size), string(key))
	first := sum(extracted, "Sticker Pack", "\x01")
	return append(first, sum(extracted, string(first), "Sticker Pack", "\x02")...)
}

// sealed encrypts as Signal's clients do.
func sealed(t testing.TB, key string, iv byte, plain []byte) []byte {
	t.Helper()
	raw, err := hex.DecodeString(key)
	if err != nil {
		t.Fatal(err)
	}
	keys := expand(raw)
	block, err := aes.NewCipher(keys[:32])
	if err != nil {
		t.Fatal(err)
	}
	n := 16 - len(plain)%16
	padded := append(slices.Clone(plain), slices.Repeat([]byte{byte(n)}, n)...)
	out := append(slices.Repeat([]byte{iv}, 16), padded...)
	cipher.NewCBCEncrypter(block, out[:16]).CryptBlocks(out[16:], out[16:])
	mac := hmac.New(sha256.New, keys[32:64])
	mac.Write(out)
	return mac.Sum(out)
}

// tagged is a field of a message, shorter than 128 bytes.
func tagged(number byte, data string) string {
	return string([]byte{number<<3 | 2, byte(len(data))}) + data
}

// signalFolder is a pack as Signal's CDN has it, with its link.
func signalFolder(t testing.TB, key string) packfile.Folder {
	t.Helper()
	manifest := tagged(1, "Moon Rabbit") + tagged(2, "Moon Studio") + tagged(3, "\x08\x00") +
		tagged(4, "\x08\x00"+tagged(2, "🙇")) + tagged(4, "\x08\x03"+tagged(2, "👨‍👩‍👧"))
	return packfile.Folder{
		"manifest.proto": sealed(t, key, 1, []byte(manifest)), "0": sealed(t, key, 2, asWebP(t, 512, 10)), "3": sealed(t, key, 3, asPNG(t, 512, 512, 20)),
		"link.txt": []byte("https://signal.art/addstickers/#pack_id=00112233445566778899aabbccddeeff&pack_key=" + key + "\n"),
	}
}

func TestSignalByHint(t *testing.T) {
	folder := without(signalFolder(t, signalTestKey), "link.txt")
	for _, key := range []string{signalTestKey, "https://signal.art/addstickers/#pack_id=00&pack_key=" + signalTestKey} {
		pack, err := interop.Read(folder, interop.Hints{Key: key})
		if err != nil || len(pack.Files) != 2 {
			t.Errorf("%q: %d files, %v", key, len(pack.Files), err)
		}
	}
}

// TestOneByteTurned: a file that is not as it was encrypted is a finding of its own.
func TestOneByteTurned(t *testing.T) {
	folder := signalFolder(t, signalTestKey)
	folder["3"][40] ^= 1
	pack, err := interop.Read(folder, interop.Hints{})
	if err != nil || len(pack.Files) != 1 || !slices.Contains(codesOf(pack.Findings), "image-invalid") {
		t.Errorf("%d files, %v, %v", len(pack.Files), codesOf(pack.Findings), err)
	}
}
