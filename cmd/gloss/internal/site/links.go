package site

import (
	"slices"
	"strings"

	"gloss/cmd/gloss/internal/diag"
	"gloss/cmd/gloss/internal/markdown"
)

// checkLinks checks what no page knows of itself: sections of other pages, and pages that no file stands for.
func (s *Site) checkLinks() diag.List {
	var diags diag.List
	var paths []string
	for _, e := range s.special {
		for _, fragment := range e.body.Fragments {
			target := s.shownOf(fragment.Target)
			if target == nil {
				continue
			}
			if d, dead := markdown.CheckFragment(fragment, target.body); dead {
				diags = append(diags, d)
			}
		}
		for _, link := range e.body.Pages {
			if s.hasPage(link.Path) {
				continue
			}
			d := link.Diagnostic
			if d.Hint == "" {
				if paths == nil {
					paths = s.sortedPaths()
				}
				d.Hint = diag.DidYouMean(link.Path, paths)
			}
			diags = append(diags, d)
		}
	}
	return diags
}

// hasPage reports whether a page of the site has exactly this path.
func (s *Site) hasPage(sitePath string) bool {
	if slug, inside := strings.CutPrefix(sitePath, termFolder); inside {
		if e := s.shownOf(strings.TrimSuffix(slug, ".html")); e != nil && e.isTerm() && e.URL() == sitePath {
			return true
		}
	}
	if _, taken := s.addresses.owner(sitePath); !taken {
		return false
	}
	return slices.ContainsFunc(s.pages, func(p Page) bool { return p.Version.kind != termPage && p.Path == sitePath })
}

func (s *Site) sortedPaths() []string {
	paths := make([]string, len(s.pages))
	for i, p := range s.pages {
		paths[i] = p.Path
	}
	slices.Sort(paths)
	return paths
}
