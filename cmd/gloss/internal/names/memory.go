package names

// memory keeps what stands in the places met last: words repeat, and what a place spells depends on its text alone. It lives as long
// as its table, which never changes.
type memory [1 << memoryBits]remembered

const memoryBits = 12

// remembered is one text and the names that it spells at the end of one path.
type remembered struct {
	found []Found // shared by all pages, never changed
	head  int32
	size  uint8
	text  [27]byte
}

// recall returns the place in memory for a range of the Asker's text at the end of the path whose chain begins at head, or nil if the
// text is too long to be kept.
func (a *Asker) recall(head uint32, start, end int) *remembered {
	if end-start > len(remembered{}.text) {
		return nil
	}
	// Forms of one word differ in their length or last letter.
	h := (head*31+uint32(end-start))*31 + uint32(a.text[end-1])
	h = h*31 + uint32(a.text[start])
	return &a.memory[h*2654435769>>(32-memoryBits)]
}

// is reports whether it is the text that is remembered.
func (r *remembered) is(text string, head int32) bool {
	return int(r.size) == len(text) && r.head == head && string(r.text[:r.size]) == text
}

func (r *remembered) set(text string, head int32, found []Found) {
	r.found, r.head, r.size = found, head, uint8(copy(r.text[:], text))
}
