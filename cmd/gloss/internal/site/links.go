package site

import (
	"slices"

	"gloss/cmd/gloss/internal/diag"
	"gloss/cmd/gloss/internal/markdown"
)

// checkLinks checks what no page knows of itself: sections of other pages, and pages that no file stands for.
func (s *Site) checkLinks() diag.List {
	var diags diag.List
	var paths []string
	for _, t := range s.in.Terms {
		body := s.bySlug[t.Slug].body
		for _, fragment := range body.Fragments {
			target := s.bySlug[fragment.Target]
			if target == nil {
				continue
			}
			if d, dead := markdown.CheckFragment(fragment, target.body); dead {
				diags = append(diags, d)
			}
		}
		for _, link := range body.Pages {
			if paths == nil {
				paths = s.sortedPaths()
			}
			if _, found := slices.BinarySearch(paths, link.Path); !found {
				d := link.Diagnostic
				if d.Hint == "" {
					d.Hint = diag.DidYouMean(link.Path, paths)
				}
				diags = append(diags, d)
			}
		}
	}
	return diags
}

func (s *Site) sortedPaths() []string {
	paths := make([]string, len(s.pages))
	for i, p := range s.pages {
		paths[i] = p.Path
	}
	slices.Sort(paths)
	return paths
}
