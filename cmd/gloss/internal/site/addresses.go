package site

import (
	"strings"

	"gloss/cmd/gloss/internal/address"
)

// addresses knows who has which address. Those of the terms, nearly all, are not listed again: their slugs are known.
type addresses struct {
	site *Site
	own  map[string]string // owners of all other pages, by address.Clash
}

func (a *addresses) take(sitePath, owner string) { a.own[address.Clash(sitePath)] = owner }

// owner returns who has an address, or one that is the same on some system.
func (a *addresses) owner(sitePath string) (string, bool) {
	key := address.Clash(sitePath)
	if owner, taken := a.own[key]; taken {
		return owner, true
	}
	if e := a.site.odd[key]; e != nil && e.isTerm() {
		return e.path, true
	}
	if slug, inside := strings.CutPrefix(key, termFolder); inside {
		if e := a.site.shownOf(strings.TrimSuffix(slug, ".html")); e != nil && e.isTerm() && e.URL() == key {
			return e.path, true
		}
	}
	return "", false
}
