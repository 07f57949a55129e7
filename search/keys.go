package search

import "slices"

// keys are those of a document's names and tags.
type keys struct {
	title   string
	aliases []string // abbreviation, slug and aliases; sorted, none equal to the title's
	tags    []string // sorted
}

// key is the form in which whole names are compared: folded, without spaces, hyphens and other separators. A name that consists of
// separators alone keeps them.
func key(s string) string { return string(new(keyer).key(s)) }

// A keyer makes keys, one after the other.
type keyer struct {
	lower, out []byte
	spans      []span
	texts      textStore
	keys       keys
}

// key gives the key of a name, valid until the next call.
func (k *keyer) key(s string) []byte {
	if !isPlain(s) {
		return []byte(keyOf([]rune(fold(s))))
	}
	k.lower = appendLower(k.lower[:0], s)
	k.spans = appendSpans(k.spans[:0], k.lower)
	k.out = k.out[:0]
	for _, sp := range k.spans {
		k.addPlain(k.lower[sp.from:sp.to])
	}
	if len(k.out) == 0 {
		k.addPlain(k.lower)
	}
	return k.out
}

// addPlain is for text in ASCII.
func (k *keyer) addPlain(text []byte) {
	for _, c := range text {
		if c > ' ' && !isApostrophe(rune(c)) && len(k.out) < maxKey {
			k.out = append(k.out, c)
		}
	}
}

// keyOf is key for any folded text.
func keyOf(text []rune) string {
	var joined []rune
	for _, sp := range spans(text) {
		joined = append(joined, text[sp.from:sp.to]...)
	}
	if k := plainKey(joined); k != "" {
		return k
	}
	return plainKey(text)
}

func plainKey(text []rune) string {
	kept := make([]rune, 0, min(len(text), maxKey))
	for _, r := range text {
		if r > ' ' && !isApostrophe(r) && r != 0xFFFD && len(kept) < maxKey {
			kept = append(kept, r)
		}
	}
	return string(kept)
}

// keysOf gives the keys of a document, valid until the next call.
func (k *keyer) keysOf(d *Document) *keys {
	all := &k.keys
	all.title = k.texts.add(k.key(d.Title))
	all.aliases, all.tags = k.addAlias(all.aliases[:0], d.Abbreviation), all.tags[:0]
	all.aliases = k.addAlias(all.aliases, d.ID)
	for _, name := range d.Aliases {
		all.aliases = k.addAlias(all.aliases, name)
	}
	for _, tag := range d.Tags {
		all.tags = k.add(all.tags, k.key(tag))
	}
	slices.Sort(all.aliases)
	slices.Sort(all.tags)
	return all
}

func (k *keyer) addAlias(list []string, name string) []string {
	if one := k.key(name); string(one) != k.keys.title {
		return k.add(list, one)
	}
	return list
}

// add adds a key to a list that has it not.
func (k *keyer) add(list []string, one []byte) []string {
	if len(one) == 0 {
		return list
	}
	for _, known := range list {
		if known == string(one) {
			return list
		}
	}
	return append(list, k.texts.add(one))
}

// clone gives keys that stay.
func (k *keys) clone() *keys {
	return &keys{k.title, slices.Clone(k.aliases), slices.Clone(k.tags)}
}
