package catalog

import (
	_ "embed"
	"encoding/json"
	"slices"
)

// ReasonCode is a kind of reason for which a release is rejected. Its text and an example are messages of
// project "store": reason.<code>.text and reason.<code>.example.
type ReasonCode struct {
	Code  string `json:"code"`
	About string `json:"about"` // sticker: it must name one; any: it may
	Note  bool   `json:"note"`  // it must be explained in the reviewer's own words
}

// Reason says why a release was rejected: the whole of it, or one sticker.
type Reason struct {
	Code    string `json:"code"`
	Sticker string `json:"sticker,omitempty"` // sticker id; "" is the pack
	Note    string `json:"note,omitempty"`    // in the reviewer's words
}

//go:embed reasons.json
var reasonsFile []byte

var reasonCodes = mustReasons(reasonsFile)

func mustReasons(data []byte) []ReasonCode {
	var codes []ReasonCode
	err := json.Unmarshal(data, &codes)
	if err != nil {
		panic("catalog: reasons.json: " + err.Error())
	}
	return codes
}

// ReasonCodes returns every kind of reason, in the order that they are offered to reviewers.
func ReasonCodes() []ReasonCode { return slices.Clone(reasonCodes) }

func reasonCode(code string) (ReasonCode, bool) {
	at := slices.IndexFunc(reasonCodes, func(r ReasonCode) bool { return r.Code == code })
	if at < 0 {
		return ReasonCode{}, false
	}
	return reasonCodes[at], true
}
