package assets

// Sniff returns the format of a picture that data begins as; "" where it is none that is read here.
func Sniff(data []byte) Format {
	switch {
	case isPNG(data):
		return PNG
	case isGIF(data):
		return GIF
	case isJPEG(data):
		return JPEG
	case isWebP(data):
		return WebP
	}
	return ""
}

// WithoutMetadata returns the same picture, not decoded, in a container that is written here and holds nothing
// else. A JPEG, which may be stored turned, and what Inspect refuses are refused.
func WithoutMetadata(data []byte) ([]byte, error) {
	upload, err := walk(data)
	if err != nil {
		return nil, err
	}
	if format := upload.facts().Format; format == JPEG {
		return nil, ErrImageUnsupported.With("feature", string(format))
	}
	return upload.rewrite()
}
