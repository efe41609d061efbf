package assets

import "encoding/binary"

const exifMagic = "Exif\x00\x00"

// exifOrientation returns the orientation, 1 to 8, that the first directory of a TIFF structure has
// (EXIF 2.32, 4.6.4, tag 0x0112), or 1 if it has none that can be read.
func exifOrientation(tiff []byte) int {
	const (
		headLen, entryLen = 8, 12
		tagOrientation    = 0x0112
	)
	order := exifByteOrder(tiff)
	if order == nil || len(tiff) < headLen {
		return 1
	}
	at := int64(order.Uint32(tiff[4:]))
	if at > int64(len(tiff))-2 {
		return 1
	}
	entries, left := int(order.Uint16(tiff[at:])), tiff[at+2:]
	for ; entries > 0 && len(left) >= entryLen; entries-- {
		if order.Uint16(left) == tagOrientation {
			return validOrientation(int(order.Uint16(left[8:])))
		}
		left = left[entryLen:]
	}
	return 1
}

func exifByteOrder(tiff []byte) binary.ByteOrder {
	switch {
	case hasPrefix(tiff, "II*\x00"):
		return binary.LittleEndian
	case hasPrefix(tiff, "MM\x00*"):
		return binary.BigEndian
	}
	return nil
}

func validOrientation(o int) int {
	if o < 1 || o > 8 {
		return 1
	}
	return o
}

// turnsSides reports whether an orientation makes width and height change places.
func turnsSides(orientation int) bool { return orientation >= 5 }
