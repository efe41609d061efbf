package app

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/hallyu-store/hallyu/i18n/release"
	"github.com/hallyu-store/hallyu/internal/config"
)

// signerOf reads the key that signs words. While the settings have none it lies in the data folder, where it is made
// at first.
func signerOf(c *config.Config) (*release.Signer, error) {
	text, name := []byte(c.SigningKey), "HALLYU_SIGNING_KEY"
	if c.SigningKey == "" {
		var err error
		name = c.SigningKeyFile()
		text, err = keyIn(name, release.NewKey)
		if err != nil {
			return nil, err
		}
	}
	signer, err := release.NewSigner(text)
	if err != nil {
		return nil, usageError{config.ErrInvalid.With("name", name, "value", "…").Because(err)}
	}
	return signer, nil
}

// keyIn reads a key from a file that is made when it is not there. Of two processes that make it at once, one does.
func keyIn(name string, create func() ([]byte, error)) ([]byte, error) {
	text, err := os.ReadFile(name)
	if !errors.Is(err, fs.ErrNotExist) {
		return text, err
	}
	text, err = create()
	if err != nil {
		return nil, err
	}
	made, err := os.CreateTemp(filepath.Dir(name), ".signing-") // mode 0600
	if err != nil {
		return nil, err
	}
	defer os.Remove(made.Name())
	_, err = made.Write(text)
	err = errors.Join(err, made.Sync(), made.Close())
	if err == nil {
		err = os.Link(made.Name(), name) // whole, and only when it is not there
	}
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	return os.ReadFile(name)
}

type signingKey struct{}

// Run prints the public key.
func (signingKey) Run(_ context.Context, p *Process, c *config.Config) error {
	err := c.Validate()
	if err != nil {
		return usageError{err}
	}
	err = os.MkdirAll(c.Data, 0o750)
	if err != nil {
		return err
	}
	signer, err := signerOf(c)
	if err != nil {
		return err
	}
	text, err := signer.PublicKey()
	if err != nil {
		return err
	}
	_, err = p.Stdout.Write(text)
	return err
}
