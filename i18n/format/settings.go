package format

import (
	"bytes"
	"errors"
	"io"

	"go.yaml.in/yaml/v3"
)

// Settings reads a YAML file of settings into a struct. Names that the struct has not are an error, a
// *[SyntaxError] with their line; an empty file sets nothing.
func Settings(data []byte, into any) error {
	d := yaml.NewDecoder(bytes.NewReader(data))
	d.KnownFields(true)
	err := d.Decode(into)
	if errors.Is(err, io.EOF) {
		return nil
	}
	var unknown *yaml.TypeError
	if errors.As(err, &unknown) {
		err = errors.New("yaml: " + unknown.Errors[0])
	}
	if err != nil {
		return yamlFault(err)
	}
	return nil
}
