package site

import "unicode/utf8"

// descriptionLength is how much of a page's description search engines show, in characters.
const descriptionLength = 155

// describe says what a list of terms holds, for search engines: what is said before, then as many titles as there is room for.
func describe(before string, entries []*entry) string {
	out, length := append(make([]byte, 0, 2*descriptionLength), before...), utf8.RuneCountInString(before)
	for i, e := range entries {
		title, between := e.title, " · "
		if i == 0 {
			between = " "
		}
		if e.more.domain != "" {
			title += " (" + e.more.domain + ")"
		}
		if length += utf8.RuneCountInString(between + title); i > 0 && length > descriptionLength {
			return string(out) + " …"
		}
		out = append(append(out, between...), title...)
	}
	return string(out)
}

// describeList is describe for a page under a heading.
func (s *Site) describeList(heading string, entries []*entry) string {
	return describe(s.in.Config.Title+", "+heading+":", entries)
}
