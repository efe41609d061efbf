package assets

import "encoding/binary"

// webpBitstream is the payload of a VP8 or VP8L chunk and what its own header says, which may
// differ from what the container claims.
type webpBitstream struct {
	id            string // "VP8 " or "VP8L"
	data          []byte
	width, height int
	alpha         bool // of VP8L: alpha is to be used
}

func readWebPBitstream(c *cursor, id string, payload []byte) (webpBitstream, error) {
	if id == "VP8L" {
		return readVP8L(c, payload)
	}
	return readVP8(c, payload)
}

// readVP8 reads the header of a key frame (RFC 6386, 9.1): a tag of 24 bits, a start code, and
// width and height in 14 bits each, with 2 bits of scaling that no browser looks at.
func readVP8(c *cursor, payload []byte) (webpBitstream, error) {
	if len(payload) < 10 {
		return webpBitstream{}, c.truncated()
	}
	tag := uint24(payload)
	isKey, version, isShown, firstPart := tag&1 == 0, tag>>1&7, tag>>4&1 == 1, tag>>5
	if !isKey || version > 3 || !isShown || string(payload[3:6]) != "\x9d\x01\x2a" {
		return webpBitstream{}, c.damaged("a VP8 picture that is no key frame")
	}
	if firstPart > len(payload)-10 {
		return webpBitstream{}, c.truncated()
	}
	b := webpBitstream{id: "VP8 ", data: payload}
	b.width = int(binary.LittleEndian.Uint16(payload[6:]) & 0x3fff)
	b.height = int(binary.LittleEndian.Uint16(payload[8:]) & 0x3fff)
	if b.width == 0 || b.height == 0 {
		return webpBitstream{}, c.damaged("a VP8 picture without size")
	}
	return b, nil
}

// readVP8L reads the header of a lossless picture (RFC 9649, 3.4): a signature, width and height
// less one in 14 bits each, whether alpha is used, and a version of 3 bits.
func readVP8L(c *cursor, payload []byte) (webpBitstream, error) {
	if len(payload) < 5 {
		return webpBitstream{}, c.truncated()
	}
	bits := binary.LittleEndian.Uint32(payload[1:])
	if payload[0] != 0x2f || bits>>29 != 0 {
		return webpBitstream{}, c.damaged("a VP8L picture of an unknown version")
	}
	return webpBitstream{
		id:     "VP8L",
		data:   payload,
		width:  int(bits&0x3fff) + 1,
		height: int(bits>>14&0x3fff) + 1,
		alpha:  bits>>28&1 == 1,
	}, nil
}

// checkWebPAlpha reads the first byte of ALPH (RFC 9649, 2.7.1.2) and, where alpha is not
// compressed, counts its bytes.
func checkWebPAlpha(c *cursor, frame webpFrame) error {
	if frame.alpha == nil {
		return nil
	}
	if len(frame.alpha) < 2 {
		return c.truncated()
	}
	preprocessing, compression := frame.alpha[0]>>4&3, frame.alpha[0]&3
	if preprocessing > 1 || compression > 1 {
		return c.damaged("an ALPH chunk of an unknown kind")
	}
	plane := frame.bitstream.width * frame.bitstream.height
	if compression == 0 && len(frame.alpha)-1 != plane {
		return c.damaged("an ALPH chunk of the wrong size")
	}
	return nil
}
