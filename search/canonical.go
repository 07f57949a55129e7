package search

import (
	"bytes"
	"os"
	"time"

	bolt "go.etcd.io/bbolt"
)

// What bleve's builder writes beside the segment differs from run to run by the time stamp in root.bolt. This file removes it. When a new
// bleve brings another difference, TestBuildIsReproducible names the file and the offset; look at scorch/persister.go
// (prepareBoltSnapshot).

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
