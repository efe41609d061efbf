// Package webhook pushes events to the addresses that apps gave: which ones, when and how signed, package
// journal/webhook decides. Nothing here trusts an address: what its name leads to is looked at when it is
// called, and where it leads into a network of ours nothing is connected.
package webhook

import (
	"errors"
	"fmt"
	"net/netip"
	"syscall"

	"code.dny.dev/ssrf"
)

// errForbidden: the name of a receiver leads to an address that is not called.
var errForbidden = errors.New("webhook: the address is not called")

// Ports that receivers may listen on.
var ports = []uint16{443, 8443}

// guard refuses addresses that are not public: it is asked with the one address that is about to be dialled,
// so a name cannot lead elsewhere between the check and the call. What is not global unicast, and what IANA
// keeps for special purposes (RFC 6890 and its registries), is refused.
type guard struct {
	public *ssrf.Guardian
	local  bool // this machine's own addresses may be called, on any port
}

// hostOfAzure is a public address at which that cloud's machines find the host that they run on.
var hostOfAzure = netip.MustParsePrefix("168.63.129.16/32")

func newGuard(local bool) guard {
	return guard{ssrf.New(ssrf.WithPorts(ports...), ssrf.WithDeniedV4Prefixes(hostOfAzure)), local}
}

// control is for a net.Dialer.
func (g guard) control(network, address string, raw syscall.RawConn) error {
	target, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("%w: %w", errForbidden, err)
	}
	if g.local && target.Addr().Unmap().IsLoopback() {
		return nil
	}
	err = g.public.Safe(network, address, raw)
	if err != nil {
		return fmt.Errorf("%w: %w", errForbidden, err)
	}
	return nil
}
