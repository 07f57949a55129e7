package live

import (
	"net"
	"net/netip"
	"net/url"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
)

// addresses returns the address for the browser on this machine and those for others in the network, the likeliest first.
func addresses(host string, port int) (own string, others []string) {
	ip, err := netip.ParseAddr(host)
	switch {
	case host == "" || err == nil && ip.IsLoopback():
		return address("localhost", port), nil
	case err == nil && !ip.IsUnspecified():
		return address(host, port), []string{address(host, port)}
	case err != nil:
		if host == "localhost" {
			return address(host, port), nil
		}
		return address(host, port), []string{address(host, port)}
	}
	for _, other := range networkAddresses() {
		others = append(others, address(other, port))
	}
	return address("localhost", port), others
}

func address(host string, port int) string {
	return (&url.URL{Scheme: "http", Host: net.JoinHostPort(host, strconv.Itoa(port)), Path: "/"}).String()
}

// networkAddresses are the private IPv4 addresses (RFC 1918) of this machine: those that a phone in the same network can reach.
func networkAddresses() []string {
	all, err := net.InterfaceAddrs()
	if err != nil {
		return nil
	}
	var found []string
	for _, a := range all {
		if network, ok := a.(*net.IPNet); ok && network.IP.To4() != nil && network.IP.IsPrivate() {
			found = append(found, network.IP.String())
		}
	}
	return found
}

// hostNames are the names by which others may call this machine once it listens beyond itself.
func hostNames(host string) []string {
	if host == "" {
		return nil
	}
	names := []string{host}
	if own, err := os.Hostname(); err == nil && own != "" {
		names = append(names, own, strings.TrimSuffix(own, ".local")+".local")
	}
	return names
}

// OpenBrowser opens an address in the system's browser and does not wait for it.
func OpenBrowser(address string) error {
	var command *exec.Cmd
	switch runtime.GOOS {
	case "darwin":
		command = exec.Command("open", address)
	case "windows":
		command = exec.Command("rundll32", "url.dll,FileProtocolHandler", address)
	default:
		command = exec.Command("xdg-open", address)
	}
	if err := command.Start(); err != nil {
		return err
	}
	return command.Process.Release()
}
