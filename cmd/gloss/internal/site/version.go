package site

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// addTerms lists the terms' pages, on all processors: finding their versions is a look at everything that each shows.
func (s *Site) addTerms() {
	first := len(s.pages)
	s.pages = s.pages[:first+len(s.entries)]
	pages := s.pages[first:]
	frame := s.frameOf("term")
	const batch = 512 // so that the counter is not contended
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), 1+len(pages)/batch) {
		workers.Go(func() {
			for {
				end := int(next.Add(batch))
				for i := end - batch; i < min(end, len(pages)); i++ {
					e := s.entries[i]
					pages[i] = Page{Path: e.URL(), Version: Version{termPage, e.id, max(frame, s.termStamp(e))}, index: e.id, site: s}
				}
				if end >= len(pages) {
					return
				}
			}
		})
	}
	workers.Wait()
}

// termStamp is the latest stamp of all that stands on a term's page. Where there is no other call, all have that of this one.
func (s *Site) termStamp(e *entry) stamp {
	if s.once {
		return s.call
	}
	latest := max(e.own, e.shown, e.resolved, e.listed, e.placed, e.kin, e.shares)
	see := func(other *entry) {
		if other != nil {
			latest = max(latest, other.shown)
		}
	}
	previous, next := beside(s.entries, int(e.position))
	see(previous)
	see(next)
	see(e.see)
	for _, other := range e.related {
		see(other)
	}
	for _, other := range s.sharing(e) {
		see(other)
	}
	for i := range e.suggested {
		one := &e.suggested[i]
		see(s.all[one.id])
		switch one.reason.kind {
		case reasonVia, reasonTo:
			see(s.all[one.reason.about])
		case reasonTag:
			latest = max(latest, s.numbered[one.reason.about].changed)
		}
	}
	for i := range e.mentions {
		see(s.all[e.mentions[i].to])
	}
	for i := range e.mentioned {
		see(s.all[e.mentioned[i].from])
	}
	return latest
}

// listStamp is the latest stamp of a list of terms with their summaries.
func listStamp(latest stamp, list []*entry) stamp {
	for _, e := range list {
		latest = max(latest, e.shown)
		if e.see != nil {
			latest = max(latest, e.see.shown)
		}
	}
	return latest
}

func (s *Site) letterStamp(i, part int) stamp {
	g := &s.letters[i]
	latest := listStamp(max(s.frameOf("letter"), s.lettersS, g.parts[part].changed), g.part(part))
	if len(g.parts) > 1 { // the page names the first and last term of each part
		for other := range g.parts {
			list := g.part(other)
			latest = max(latest, g.parts[other].changed, list[0].shown, list[len(list)-1].shown)
		}
	}
	return latest
}

func (s *Site) tagStamp(g *tagGroup) stamp {
	return listStamp(max(s.frameOf("tag"), g.changed), g.entries)
}

func (s *Site) sensesStamp(h *senses) stamp {
	return listStamp(max(s.frameOf("senses"), h.changed), h.entries)
}

// homeSubject is what the home page is about: an introduction that goes leaves no stamp.
func (s *Site) homeSubject() int32 {
	if s.home == nil {
		return -1
	}
	return s.home.id
}

// homeStamp is the latest stamp of what stands on the home page.
func (s *Site) homeStamp() stamp {
	latest := max(s.frameOf("home"), s.lettersS, s.tagsS, s.lists.changed)
	if s.home != nil {
		latest = max(latest, s.home.own)
	}
	if s.lists.random != nil {
		latest = max(latest, s.lists.random.shown)
	}
	for _, list := range [][]shown{s.lists.recent, s.lists.most} {
		for _, one := range list {
			latest = max(latest, one.entry.shown)
		}
	}
	if len(s.entries) <= homeListLimit {
		latest = listStamp(latest, s.entries)
		for i := range s.letters {
			for _, part := range s.letters[i].parts {
				latest = max(latest, part.changed)
			}
		}
	}
	return latest
}
