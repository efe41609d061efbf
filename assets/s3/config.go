package s3

import (
	"fmt"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/hallyu-store/hallyu/fault"
)

// ErrRefused: the storage does not let us in, or not do what we must. Facts: bucket, endpoint, reason (a
// code of S3's own).
var ErrRefused = fault.Define(fault.Invalid, "s3-refused")

// DefaultRegion is the region of storages that have none.
const DefaultRegion = "us-east-1"

// Config names a bucket and who we are to its storage.
type Config struct {
	Endpoint  string // https://host, http://host:port; without a scheme it is https
	Bucket    string
	AccessKey string
	SecretKey string
	Region    string // DefaultRegion when empty
}

// CheckEndpoint refuses what is no address of a storage.
func CheckEndpoint(endpoint string) error {
	_, _, err := Config{Endpoint: endpoint}.address()
	return err
}

// address splits the endpoint into host and port, and whether the connection is encrypted.
func (c Config) address() (host string, secure bool, err error) {
	u, err := url.Parse(c.Endpoint)
	if err != nil || u.Host == "" {
		u, err = url.Parse("https://" + c.Endpoint)
	}
	bare := err == nil && u.Hostname() != "" && u.User == nil && (u.Path == "" || u.Path == "/") && u.RawQuery == "" && u.Fragment == ""
	if !bare || u.Scheme != "https" && u.Scheme != "http" {
		return "", false, fmt.Errorf("s3: %q is no address of a storage, like https://s3.example", redacted(c.Endpoint))
	}
	return u.Host, u.Scheme == "https", nil
}

// redacted is the endpoint without a password that someone wrote into it.
func redacted(endpoint string) string {
	u, err := url.Parse(endpoint)
	if err != nil {
		return ""
	}
	return u.Redacted()
}

func (c Config) region() string {
	if c.Region == "" {
		return DefaultRegion
	}
	return c.Region
}

// newTransport is patient with nobody: what the storage does not say within seconds is tried again.
func newTransport() *http.Transport {
	dialer := net.Dialer{Timeout: time.Second, KeepAlive: 15 * time.Second}
	return &http.Transport{
		Proxy: http.ProxyFromEnvironment, DialContext: dialer.DialContext, TLSHandshakeTimeout: 2 * time.Second,
		ResponseHeaderTimeout: callTime, IdleConnTimeout: 30 * time.Second, MaxIdleConnsPerHost: 64,
		DisableCompression: true, ForceAttemptHTTP2: false,
	}
}
