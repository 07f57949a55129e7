package search

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"os"
	"slices"

	zap "github.com/blevesearch/zapx/v16"
)

// canonicalSegment sorts the section tables of a segment that zapx wrote, which writes them in a map's order, and its checksum again.
func canonicalSegment(path string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if len(data) < zap.FooterSize {
		return fmt.Errorf("%s: too short for a segment", path)
	}
	end := len(data)
	if v := binary.BigEndian.Uint32(data[end-8:]); v != zap.Version {
		return fmt.Errorf("segment format %d instead of %d", v, zap.Version)
	}
	// The footer ends with: sections' offset, doc values' offset, chunk mode, version, checksum.
	at := binary.BigEndian.Uint64(data[end-4-4-4-8-8:])
	if at >= uint64(end-zap.FooterSize) {
		return fmt.Errorf("the table of fields lies outside of the segment")
	}
	fields, n := binary.Uvarint(data[at:])
	at += uint64(n)
	for f := range fields {
		if err := sortSections(data, binary.BigEndian.Uint64(data[at+8*f:])); err != nil {
			return err
		}
	}
	binary.BigEndian.PutUint32(data[end-4:], crc32.ChecksumIEEE(data[:end-4]))
	return os.WriteFile(path, data, 0o644)
}

// sortSections sorts the pairs of section number and address of the field that is described at an offset.
func sortSections(data []byte, at uint64) error {
	const pair = 2 + 8
	name, n := binary.Uvarint(data[at:])
	at += uint64(n) + name
	count, n := binary.Uvarint(data[at:])
	at += uint64(n)
	if count > 8 || at+count*pair > uint64(len(data)) {
		return fmt.Errorf("a field with %d sections: not the format this was written for", count)
	}
	table := data[at : at+count*pair]
	pairs := make([][]byte, 0, count)
	for i := 0; i < len(table); i += pair {
		pairs = append(pairs, slices.Clone(table[i:i+pair]))
	}
	slices.SortFunc(pairs, func(a, b []byte) int { return bytes.Compare(a[:2], b[:2]) })
	copy(table, bytes.Join(pairs, nil))
	return nil
}
