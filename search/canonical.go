package search

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"os"
	"slices"
	"time"

	zap "github.com/blevesearch/zapx/v16"
	bolt "go.etcd.io/bbolt"
)

// Two things in what bleve writes differ from run to run: the table of sections of each field of a segment (written in a map's order)
// and the time stamp in root.bolt. This file removes both. When a new bleve brings another difference, TestBuildIsReproducible names
// the file and the offset; look at zapx/write.go (persistFieldsSection) and scorch/persister.go (prepareBoltSnapshot).

const zapFooter = zap.FooterSize

// canonicalSegment sorts the section tables of a zap 16 segment and writes its checksum again.
func canonicalSegment(path string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if len(data) < zapFooter {
		return fmt.Errorf("%s: too short for a segment", path)
	}
	end := len(data)
	if v := binary.BigEndian.Uint32(data[end-8:]); v != zap.Version {
		return fmt.Errorf("segment format %d instead of %d", v, zap.Version)
	}
	// The footer ends with: sections' offset, doc values' offset, chunk mode, version, checksum.
	at := binary.BigEndian.Uint64(data[end-4-4-4-8-8:])
	if at >= uint64(end-zapFooter) {
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

// canonicalRoot copies a root.bolt into a fresh file, in key order, with a fixed time stamp and page size, and adds the settings to
// the snapshot's internal values.
func canonicalRoot(path string, value []byte) (err error) {
	from, err := bolt.Open(path, 0o600, &bolt.Options{ReadOnly: true, Timeout: time.Second})
	if err != nil {
		return err
	}
	fresh := path + ".new"
	to, err := bolt.Open(fresh, 0o644, &bolt.Options{PageSize: 4096, NoFreelistSync: false})
	if err != nil {
		_ = from.Close()
		return err
	}
	err = from.View(func(src *bolt.Tx) error {
		return to.Update(func(dst *bolt.Tx) error {
			return src.ForEach(func(name []byte, b *bolt.Bucket) error {
				copied, err := dst.CreateBucket(name)
				if err != nil {
					return err
				}
				return copyBucket(copied, b, value)
			})
		})
	})
	for _, db := range []*bolt.DB{from, to} {
		if e := db.Close(); err == nil {
			err = e
		}
	}
	if err != nil {
		return err
	}
	return os.Rename(fresh, path)
}

// Keys of scorch's snapshots.
var (
	boltTimeStamp = []byte("timeStamp")
	boltInternal  = []byte("i")
)

func copyBucket(to, from *bolt.Bucket, value []byte) error {
	return from.ForEach(func(k, v []byte) error {
		if v != nil {
			if bytes.Equal(k, boltTimeStamp) {
				v = []byte("2000-01-01T00:00:00Z")
			}
			return to.Put(k, v)
		}
		copied, err := to.CreateBucket(k)
		if err != nil {
			return err
		}
		if err := copyBucket(copied, from.Bucket(k), value); err != nil {
			return err
		}
		if bytes.Equal(k, boltInternal) {
			return copied.Put([]byte(settingsKey), value)
		}
		return nil
	})
}
