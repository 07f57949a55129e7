package preview

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
)

// refuse says why a request is not answered, or "". Any page that the writer has open can send requests to this server; three
// checks keep it from reading the site or the list of diagnostics:
//
//   - Host: a name that an attacker points at 127.0.0.1 (DNS rebinding) is not ours. An IP address cannot be pointed elsewhere.
//   - Origin: browsers send it with every cross-origin read that scripts could see, event streams included.
//   - Sec-Fetch-Site: the search files are scripts, which another site could otherwise load with a script tag and read.
//
// Following a link from another site to a page is allowed.
func (s *Server) refuse(r *http.Request) string {
	host := hostName(r.Host)
	if !s.known(host) {
		return "the name " + host + " is not one of this server; open it as localhost, or name it with --host"
	}
	if origin := r.Header.Values("Origin"); len(origin) > 0 && !slices.ContainsFunc(origin, func(o string) bool { return sameHost(o, r.Host) }) {
		return "requests of other sites are not answered"
	}
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "none", "same-origin":
		return ""
	}
	visit := r.Header.Get("Sec-Fetch-Mode") == "navigate" && r.Header.Get("Sec-Fetch-Dest") == "document"
	if visit && !strings.HasPrefix(r.URL.Path, Prefix) {
		return ""
	}
	return "requests of other sites are not answered"
}

// hostName is the host without the port, lower case, without the brackets of an IPv6 address.
func hostName(hostPort string) string {
	host, _, err := net.SplitHostPort(hostPort)
	if err != nil {
		host = hostPort
	}
	host = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	return strings.ToLower(strings.TrimSuffix(host, "."))
}

func (s *Server) known(host string) bool {
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true // RFC 6761: always loopback
	}
	if _, err := netip.ParseAddr(host); err == nil {
		return true
	}
	return slices.ContainsFunc(s.opts.Hosts, func(name string) bool { return hostName(name) == host })
}

// sameHost reports whether an Origin header (RFC 6454) names the host and port of the request.
func sameHost(origin, hostPort string) bool {
	u, err := url.Parse(origin)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && strings.EqualFold(u.Host, hostPort)
}

// serveWorker answers a page that registers a service worker. The site's own would go on serving what it cached before a change,
// so it is replaced by one that keeps and answers nothing.
func serveWorker(w http.ResponseWriter, r *http.Request) {
	const script = `// The preview serves pages without the offline cache, so that a change is seen at once.
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(
  caches.keys().then((names) => Promise.all(names.map((name) => caches.delete(name)))).then(() => self.clients.claim())
));
`
	respond(w, r, contentType("worker.js"), []byte(script), tag([]byte(script), ""))
}
