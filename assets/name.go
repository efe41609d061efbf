package assets

import "strings"

// Name is what bytes are kept and served under.
type Name struct {
	Digest Digest
	Format Format
}

// NameOf returns the name of data, which is of format f.
func NameOf(data []byte, f Format) Name { return Name{DigestOf(data), f} }

// ParseName reads "<digest>.<ext>", the last part of an asset's address. Anything else is the name
// of nothing, so the error is ErrAssetNotFound.
func ParseName(s string) (Name, error) {
	digest, ext, _ := strings.Cut(s, ".")
	format, known := FormatOfExt(ext)
	name := Name{Digest(digest), format}
	if !known || !name.Valid() {
		return Name{}, ErrAssetNotFound.With("asset", clip(s))
	}
	return name, nil
}

// Valid reports whether n has a well formed digest and a known format.
func (n Name) Valid() bool { return n.Digest.Valid() && n.Format.Ext() != "" }

// String returns "<digest>.<ext>".
func (n Name) String() string { return string(n.Digest) + "." + n.Format.Ext() }
