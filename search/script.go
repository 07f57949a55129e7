package search

// A script is the text of a file, one call to gloss.load, and lists to fill on the way. It is used for one file after the other.
type script struct {
	text []byte
	open bool // a part has been written
	list stringList
	cols [4]column

	scratch []byte // of one part
	inputs  []byte // of the file
	spans   []span
}

// add plans the file of a call; write gives its parts. It is rendered into the script's text. inputs appends what write depends on, beside
// the id and the stamp; it is nil for a file that is made in each build.
func (e *exporter) add(id string, write func(s *script), inputs func(b []byte) []byte) {
	e.files = append(e.files, planned{path: "search/" + id + ".js", stamp: e.stamp, inputs: inputs, render: func(s *script) []byte {
		s.begin(id, e.stamp)
		write(s)
		s.text = append(s.text, "])\n"...)
		return s.text
	}})
}

func (s *script) begin(id, stamp string) {
	s.list.reset()
	for i := range s.cols {
		s.cols[i] = s.cols[i][:0]
	}
	s.text, s.open = append(s.text[:0], "gloss.load("...), false
	s.text = appendLiteral(s.text, id)
	s.text = append(s.text, ',')
	s.text = appendLiteral(s.text, stamp)
	s.text = append(s.text, ",["...)
}

// part writes a part that is JavaScript already.
func (s *script) part(text string) {
	if s.open {
		s.text = append(s.text, ',')
	}
	s.text, s.open = append(s.text, text...), true
}

// literal writes a part that is a string.
func (s *script) literal(text string) {
	s.part("")
	s.text = appendLiteral(s.text, text)
}

// columns writes parts that are columns.
func (s *script) columns(all ...column) {
	for _, c := range all {
		s.part(`"`)
		s.text = append(s.text, c...)
		s.text = append(s.text, '"')
	}
}

// strings writes a part that is a list of strings.
func (s *script) strings(all []string) {
	s.list.reset()
	for _, one := range all {
		s.list.addString(one)
	}
	s.columns(s.list.column)
}

func appendLiteral[T string | []byte](b []byte, s T) []byte {
	return append(appendEscaped(append(b, '"'), s), '"')
}
