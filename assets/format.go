package assets

// Format is the kind of file that some bytes are. An animated PNG is a PNG.
type Format string

// The formats that are kept.
const (
	PNG  Format = "png"
	GIF  Format = "gif"
	JPEG Format = "jpeg"
	WebP Format = "webp"
	JSON Format = "json" // manifests and details of packs
	ZIP  Format = "zip"  // packs as they were handed in
)

// formats is the one table of what a format is called in names and in HTTP.
var formats = map[Format]struct{ ext, mediaType string }{
	PNG:  {"png", "image/png"},
	GIF:  {"gif", "image/gif"},
	JPEG: {"jpg", "image/jpeg"},
	WebP: {"webp", "image/webp"},
	JSON: {"json", "application/json"},
	ZIP:  {"zip", "application/zip"},
}

// Ext returns the format's extension without a dot ("jpg" for JPEG), or "" if f is unknown.
func (f Format) Ext() string { return formats[f].ext }

// MediaType returns the media type to serve the format with, or "" if f is unknown.
func (f Format) MediaType() string { return formats[f].mediaType }

// Picture reports whether f is a format of images.
func (f Format) Picture() bool {
	return f == PNG || f == GIF || f == JPEG || f == WebP
}

// FormatOfExt returns the format whose extension is ext, without a dot and in lower case.
func FormatOfExt(ext string) (Format, bool) {
	for f, known := range formats {
		if known.ext == ext {
			return f, true
		}
	}
	return "", false
}
