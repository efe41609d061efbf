package e2e

import (
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/asn1"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/big"
	"strings"

	"github.com/hallyu-store/hallyu/internal/pay/apple/appletest"
)

// headers puts what headers of every kind are signed with.
func (c *court) headers() {
	x5c := c.chain.Header()["x5c"].([]string)
	leaf, intermediate, root := x5c[0], x5c[1], x5c[2]
	for _, alg := range []any{
		nil, "", "none", "None", "NONE", "es256", "ES256 ", " ES256", "ES256K", "ES384", "ES512", "RS256", "PS256", "HS256", "HS512", "EdDSA", 256, true, []string{"ES256"},
		appletest.Members{"ES256": true},
	} {
		c.headed(fmt.Sprintf("alg is %#v", alg), map[string]any{"alg": alg, "x5c": x5c})
	}
	c.headed("no alg", map[string]any{"x5c": x5c})
	for name, chain := range map[string]any{
		"nothing": nil, "empty": []string{}, "one": []string{leaf}, "two": []string{leaf, intermediate}, "four": []string{leaf, intermediate, root, root},
		"a text": leaf, "a text of three": "abc", "a number": 3, "an object": map[string]any{"0": leaf, "1": intermediate, "2": root},
		"an object of three": map[string]any{"0": leaf, "1": intermediate, "2": root, "length": 3}, "a list of lists": [][]string{{leaf}, {intermediate}, {root}},
		"turned round": []string{root, intermediate, leaf}, "leaf twice": []string{leaf, leaf, intermediate}, "intermediate first": []string{intermediate, leaf, root},
		"no intermediate": []string{leaf, root, root}, "intermediate alone": []string{intermediate, intermediate, intermediate}, "root alone": []string{root, root, root},
		"root twice and leaf": []string{intermediate, root, root}, "no root": []string{leaf, intermediate, intermediate},
		"third empty": []string{leaf, intermediate, ""}, "third nonsense": []string{leaf, intermediate, "%"}, "third a number": []any{leaf, intermediate, 1},
		"third null": []any{leaf, intermediate, nil}, "first empty": []string{"", intermediate, root}, "first null": []any{nil, intermediate, root}, "second a number": []any{leaf, 1, root},
		"first nonsense": []string{"nonsense", intermediate, root}, "second cut": []string{leaf, intermediate[:len(intermediate)/8*4], root},
		"first cut": []string{leaf[:len(leaf)/8*4], intermediate, root},
	} {
		c.headed("x5c: "+name, map[string]any{"alg": "ES256", "x5c": chain})
	}
	c.headed("no x5c", map[string]any{"alg": "ES256"})
	c.headed("X5C in capitals", map[string]any{"alg": "ES256", "X5C": x5c})
	for name, value := range map[string]any{
		"typ": "JWT", "kid": "달", "cty": "JWT", "jku": "https://example.com", "x5u": "https://example.com", "jwk": appletest.Members{"kty": "EC"}, "x5t": "x", "zip": "DEF", "b64": false,
		"Typ": 5, "nonce": nil,
	} {
		c.headed(fmt.Sprintf("%s is %#v", name, value), map[string]any{"alg": "ES256", "x5c": x5c, name: value})
	}
	c.rawHeaders(string(must(json.Marshal(x5c))(c.t)))
}

// headed puts a transaction and a notification with a header.
func (c *court) headed(name string, header any) {
	c.transaction(name, c.chain.SignAs(header, bought()))
	c.notification(name, c.chain.SignAs(header, c.noticed()))
}

// rawHeaders puts headers that are no JSON that a library would write.
func (c *court) rawHeaders(x5c string) {
	for name, header := range map[string]string{
		"alg twice, the good one last": `{"alg":"none","alg":"ES256","x5c":` + x5c + `}`, "alg twice, the good one first": `{"alg":"ES256","alg":"none","x5c":` + x5c + `}`,
		"x5c twice, the good one last": `{"alg":"ES256","x5c":[],"x5c":` + x5c + `}`, "x5c twice, the good one first": `{"alg":"ES256","x5c":` + x5c + `,"x5c":[]}`,
		"escaped": `{"\u0061lg":"\u0045S256","x5c":` + x5c + `}`, "ALG": `{"ALG":"ES256","x5c":` + x5c + `}`, "spaced": " {\n\"alg\" : \"ES256\" ,\t\"x5c\":" + x5c + "} ",
		"null": "null", "a list": "[]", "a text": `"ES256"`, "a number": "1", "no JSON": "alg", "a comma too many": `{"alg":"ES256","x5c":` + x5c + `,}`,
		"two objects": `{"alg":"ES256","x5c":` + x5c + `}{}`, "a mark of order": "\ufeff{\"alg\":\"ES256\",\"x5c\":" + x5c + "}", "an open end": `{"alg":"ES256","x5c":` + x5c,
		"from a prototype": `{"__proto__":{"alg":"ES256","x5c":` + x5c + `}}`,
	} {
		c.headed("header "+name, []byte(header))
	}
}

// texts puts tokens whose text was changed after signing, payloads that are no usual JSON, and signatures of
// other forms.
func (c *court) texts() {
	c.payloads()
	c.signatures()
	for kind, signed := range map[string]string{"transaction": c.chain.Sign(bought()), "notification": c.chain.Sign(c.noticed())} {
		for n := range 48 {
			at := n * len(signed) / 48
			turned := byte('A')
			if signed[at] == 'A' {
				turned = 'B'
			}
			c.put(kind, fmt.Sprintf("letter %d changed", at), signed[:at]+string(turned)+signed[at+1:])
		}
		for n := range 16 {
			at := n * len(signed) / 16
			c.put(kind, fmt.Sprintf("cut at %d", at), signed[:at])
		}
		parts := strings.Split(signed, ".")
		for _, odd := range []string{" ", "\n", "\r\n", "\t", "\x00", "=", "==", "+", "/", ".", "..", "é", "\u2028", "%00", "." + parts[2], ";"} {
			c.put(kind, fmt.Sprintf("%q in front", odd), odd+signed)
			c.put(kind, fmt.Sprintf("%q behind", odd), signed+odd)
			c.put(kind, fmt.Sprintf("%q behind the header", odd), parts[0]+odd+"."+parts[1]+"."+parts[2])
			c.put(kind, fmt.Sprintf("%q within the payload", odd), parts[0]+"."+parts[1][:8]+odd+parts[1][8:]+"."+parts[2])
		}
		for name, text := range map[string]string{
			"header and payload": parts[0] + "." + parts[1], "payload and signature": parts[1] + "." + parts[2], "no header": "." + parts[1] + "." + parts[2],
			"no payload": parts[0] + ".." + parts[2], "no signature": parts[0] + "." + parts[1] + ".", "turned round": parts[2] + "." + parts[1] + "." + parts[0],
			"Bearer": "Bearer " + signed, "as JSON": `{"protected":"` + parts[0] + `","payload":"` + parts[1] + `","signature":"` + parts[2] + `"}`,
			"of five parts": signed + ".a.b",
		} {
			c.put(kind, name, text)
		}
	}
}

// payloads puts payloads, signed, that are no JSON that a library would write.
func (c *court) payloads() {
	whole := string(must(json.Marshal(bought()))(c.t))
	inside := strings.TrimSuffix(strings.TrimPrefix(whole, "{"), "}")
	for name, payload := range map[string]string{
		"spaced": " \r\n\t" + whole + "\n", "escaped": strings.Replace(whole, `"bundleId"`, `"\u0062undleId"`, 1), "bundleID": strings.Replace(whole, `"bundleId"`, `"bundleID"`, 1),
		"our app last": `{"bundleId":"com.sun.chat",` + inside + "}", "another app last": "{" + inside + `,"bundleId":"com.sun.chat"}`,
		"the environment twice": `{"environment":"Xcode",` + inside + "}", "Xcode last": "{" + inside + `,"environment":"Xcode"}`,
		"a date twice": `{"signedDate":"x",` + inside + "}", "a date that is none last": "{" + inside + `,"signedDate":"x"}`,
		"from a prototype": `{"__proto__":` + whole + "}", "with a prototype": `{"__proto__":{"exp":1},` + inside + "}", "a constructor": `{"constructor":null,"toString":1,` + inside + "}",
		"a lone surrogate": `{"later":"\ud800",` + inside + "}", "bytes that are no UTF-8": "{\"later\":\"\xff\xfe\"," + inside + "}", "a deep list": `{"later":` + strings.Repeat("[", 200) + strings.Repeat("]", 200) + "," + inside + "}",
		"an exponent": strings.Replace(whole, `"quantity":1`, `"quantity":1e0`, 1), "less than nothing": strings.Replace(whole, `"quantity":1`, `"quantity":-0`, 1),
		"null": "null", "a list": "[]", "a list with it": "[" + whole + "]", "a text": `"x"`, "a number": "1", "nothing": "{}", "no JSON": "x", "two objects": whole + "{}", "a comma too many": "{" + inside + ",}",
		"a mark of order": "\ufeff" + whole, "an open end": "{" + inside, "single quotes": strings.ReplaceAll(whole, `"`, "'"), "a comment": whole + "//", "NaN": `{"later":NaN,` + inside + "}",
		"a leading zero": `{"later":01,` + inside + "}", "a line break in a text": "{\"later\":\"\n\"," + inside + "}",
	} {
		c.transaction("payload "+name, c.chain.Sign([]byte(payload)))
		c.transaction("payload that says JWT, "+name, c.chain.SignAs(map[string]any{"alg": "ES256", "typ": "JWT", "x5c": c.chain.Header()["x5c"]}, []byte(payload)))
	}
}

// signatures puts a transaction with signatures that are right in another form, or wrong.
func (c *court) signatures() {
	signed := c.chain.Sign(bought())
	content := signed[:strings.LastIndexByte(signed, '.')]
	raw := must(base64.RawURLEncoding.DecodeString(signed[len(content)+1:]))(c.t)
	r, s := new(big.Int).SetBytes(raw[:32]), new(big.Int).SetBytes(raw[32:])
	order := elliptic.P256().Params().N
	pair := func(r, s *big.Int) []byte {
		return append(r.FillBytes(make([]byte, 32)), s.FillBytes(make([]byte, 32))...)
	}
	zero := new(big.Int)
	secret := func(key []byte) []byte { m := hmac.New(sha256.New, key); m.Write([]byte(content)); return m.Sum(nil) }
	for name, signature := range map[string][]byte{
		"as it is": raw, "the other of two that are right": pair(r, new(big.Int).Sub(order, s)), "r and s turned round": pair(s, r), "zeros": make([]byte, 64),
		"r is 0": pair(zero, s), "s is 0": pair(r, zero), "s is the order": pair(r, order), "ones": []byte(strings.Repeat("\xff", 64)), "as ASN.1": must(asn1.Marshal([]*big.Int{r, s}))(c.t),
		"a byte less": raw[:63], "a byte more": append(raw[:64:64], 0), "a zero in front": append([]byte{0}, raw...), "halves of 48": append(r.FillBytes(make([]byte, 48)), s.FillBytes(make([]byte, 48))...),
		"half": raw[:32], "twice": append(raw[:64:64], raw...), "by the leaf as a secret": secret(c.chain.Leaf.Raw), "by the key as a secret": secret(c.chain.Leaf.RawSubjectPublicKeyInfo),
	} {
		c.transaction("signature "+name, content+"."+base64.RawURLEncoding.EncodeToString(signature))
	}
	for name, another := range map[string]string{
		"of another transaction": c.chain.Sign(bought().With(appletest.Members{"transactionId": "2"})), "of the header alone": "x." + c.chain.Signature(content[:strings.IndexByte(content, '.')]),
		"of the payload alone": "x." + c.chain.Signature(content[strings.IndexByte(content, '.')+1:]), "of nothing": "x." + c.chain.Signature(""),
	} {
		c.transaction("signature "+name, content+another[strings.LastIndexByte(another, '.'):])
	}
	spare := signed[len(signed)-1]
	for _, last := range "AQgwBRhx" {
		c.transaction(fmt.Sprintf("signature that ends in %c for %c", last, spare), signed[:len(signed)-1]+string(last))
	}
}
